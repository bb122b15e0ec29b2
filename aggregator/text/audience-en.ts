import type { AudienceText } from "./audience-text.ts";

/** The English words about those whom a report is for. */
export const audienceEn: AudienceText = {
  only: {
    group: () => "For the working group only",
    site: (site) => `For the site ${site} only`,
    supplier: () => "For software suppliers",
  },
  madeFor: {
    group: () => "Made for the working group",
    site: (site) => `Made for the site ${site}`,
    supplier: () => "Made for software suppliers",
  },
};

import type { AudienceText } from "./audience-text.ts";

/** The German words about those whom a report is for. */
export const audienceDe: AudienceText = {
  only: {
    group: () => "Nur für die Arbeitsgruppe",
    site: (site) => `Nur für den Standort ${site}`,
    supplier: () => "Für Softwarelieferanten",
  },
  madeFor: {
    group: () => "Erstellt für die Arbeitsgruppe",
    site: (site) => `Erstellt für den Standort ${site}`,
    supplier: () => "Erstellt für Softwarelieferanten",
  },
};

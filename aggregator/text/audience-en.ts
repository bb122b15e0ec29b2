import type { AudienceProblem } from "../audience/audience-error.ts";
import { shortId } from "../comparison/name-sites.ts";
import type { AudienceText } from "./audience-text.ts";

const number = new Intl.NumberFormat("en-GB");
const quoted = (text: string): string => `“${text}”`;

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
  siteTitle: (site) => `Site ${site} – container security policies`,
  siteSubtitle: "Which policies does the site's cluster enforce?",
  others: "other sites",
  othersNote: (fewest) =>
    `“Other sites”: at so many of them the policy is enforced; this file holds nothing else about them. Where they are fewer than ${fewest}, the number is not here either.`,
  problem: (problem) => problemOf(problem),
  cli: {
    notForSuppliers: (option) =>
      `${option} does not go with --audience supplier: the file for suppliers holds no findings. Leave ${option} out, or choose another audience.`,
    noClassification: "--classification lacks its text.",
    longClassification: (most) => `The text of --classification is too long: ${most} characters at most.`,
  },
  supplier: {
    title: "What sites demand of container software",
    subtitle: "What do sites demand beyond the common policies?",
    toDemands: "To the further demands",
    key: "In short",
    notSaid: "What a site really enforces is left out of this document on purpose.",
    demands: "Further demands",
    none: "No further demands are known of any site.",
    registries: "Images come from these registries",
    parameters: "Values narrower than the profile's",
    agreed: "profile",
    overlay: "This must be in every pod",
    forms: "The pod that keeps to all policies was admitted only with this addition",
    refusals: "The pod that keeps to all policies was refused; the cluster said",
    changes: "So the site changes pods that keep to all policies",
    refused: "Permitted by the profile, but refused at the site",
    message: "The cluster said",
    part: "What is known is incomplete; there may be further demands.",
    policies: "Policies that must be kept everywhere",
    limits: "What this document cannot do",
    keep: (policies) =>
      `Software must keep to all ${number.format(policies)} policies of the profile at every site, whatever is refused or admitted there today.`,
    beyond: (demanding, sites) =>
      demanding === 0
        ? `No further demands are known of the ${sites === 1 ? "site" : `${number.format(sites)} sites`}.`
        : `${number.format(demanding)} of ${number.format(sites)} ${sites === 1 ? "site" : "sites"} ${demanding === 1 ? "has" : "have"} further demands.`,
    sites: (count) => `${number.format(count)} sites with the same demands`,
    without: {
      whole: "No further demands found",
      part: "No further demands found, but what is known is incomplete",
      none: "No information",
    },
    limitItems: [
      "Whether a site demands more than the profile was tried with some forms only that the profile permits. What the site itself says is binding.",
      "Registries, what every pod must hold, and narrower values were stated by the site itself. Where no registries are named, it named none; ask the site for them.",
      "Messages are in the words of the cluster. Names of pods, namespaces and images in them are replaced by POD, NAMESPACE and IMAGE.",
    ],
  },
};

function problemOf(problem: AudienceProblem): string {
  switch (problem.kind) {
    case "group-has-all":
      return "--for goes with --audience site or supplier; the report for the working group holds all sites.";
    case "which-site":
      return `For which site? Name one with --for: ${some(problem.known)}.`;
    case "one-site":
      return `A report is for one site; --for names ${problem.asked.length}: ${some(problem.asked)}. Call it once for each.`;
    case "no-site":
      return `There is no site ${quoted(problem.asked)}. Known: ${some(problem.known)}.`;
    case "short-id":
      return `${quoted(problem.asked)} is too short. State the name, or at least ${shortId} characters of the id.`;
    case "several-sites":
      return `${quoted(problem.asked)} fits several sites: ${some(problem.fitting)}. State the id.`;
  }
}

const mostNamed = 20;

/** Names in a row, as many as fit a sentence. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join(", ");
  return names.length > mostNamed ? `${shown} and ${names.length - mostNamed} more` : shown;
}

import type { SummaryText } from "./summary-text.ts";

const number = new Intl.NumberFormat("en-GB");
const count = (n: number, one: string, many: string): string =>
  `${number.format(n)}\u00a0${n === 1 ? one : many}`;
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const atSites = (n: number): string => (n === 1 ? "one site" : count(n, "site", "sites"));

/** The English words of what is to be decided. */
export const summaryEn: SummaryText = {
  title: "To be decided",
  intro:
    "Derived from the findings, in this order: contradictions, what got worse, what is open, what could not be determined, what has gaps, what may be open while an engine is down, and last what is stale and waivers. Findings with a waiver in force do not count here.",
  none: "The findings leave nothing to be decided.",
  by: "Action by",
  actor: (by, sites) => {
    if (by === "group") return "working group";
    return sites === 1 ? "site" : "sites";
  },
  aboutSites: (kind, { sites, findings }) =>
    ({
      contradictory: `Of ${atSites(sites)} there are files that contradict each other.`,
      regressed: `Since the last round, ${count(findings, "finding", "findings")} got worse at ${atSites(sites)}.`,
      "mostly-open": `At ${atSites(sites)} at least half of the policies are open.`,
      "also-open": `At ${atSites(sites)} ${count(findings, "finding is", "findings are")} open.`,
      "no-result": `From ${atSites(sites)} there is no usable result.`,
      undetermined: `At ${atSites(sites)} ${count(findings, "finding", "findings")} could not be determined.`,
      stale: `From ${atSites(sites)} the result is stale.`,
      gaps: `At ${atSites(sites)} ${count(findings, "finding has", "findings have")} gaps.`,
    })[kind],
  failsOpen: (engine, sites) =>
    engine === undefined
      ? `While policy engines are down, ${atSites(sites)} may admit what they refuse otherwise.`
      : `While ${engine} is down, ${atSites(sites)} may admit what ${engine} refuses otherwise.`,
  widelyOpen: (policies) =>
    `${count(policies, "policy is", "policies are")} open at half or more of the sites whose finding is known.`,
  uncounted: (names, sites) =>
    `Not counted: ${names.length > 0 ? list.format(names) : count(sites, "site", "sites")}, where the finding could not be determined.`,
  besidesWaived: (share, waived) => `${share}, and ${number.format(waived)} with a waiver`,
  steps: {
    contradictory: "Find out which file is right, and repeat the run.",
    regressed: "Find the cause and restore what was enforced.",
    "widely-open": "Agree on a common approach and a date.",
    "mostly-open": "Give a schedule for enforcing them. The steps on the way stand with the site.",
    "also-open": "Enforce it as the next steps of the site say, or ask for a waiver.",
    waivers: "Remedy the deviations, agree on new dates, or remove the entries.",
    "no-result": "Remove the obstacle and repeat the run.",
    undetermined: "Remove the obstacle that the evidence names, and repeat the run.",
    "fails-open":
      "Accept that, or set “failurePolicy: Fail”; then permitted pods are refused as well while it is down.",
    stale: "Repeat the run.",
    gaps: "Close the gap, or ask for a waiver.",
  },
  counted: (name, n) => `${name} (${n})`,
  more: (n) => `and ${number.format(n)} more`,
  toWaivers: "All waivers",
};

import type { SummaryText } from "./summary-text.ts";

const number = new Intl.NumberFormat("en-GB");
const count = (n: number, one: string, many: string): string =>
  `${number.format(n)}\u00a0${n === 1 ? one : many}`;
const atSites = (n: number): string => (n === 1 ? "one site" : count(n, "site", "sites"));

/** The English words of what is to be decided. */
export const summaryEn: SummaryText = {
  title: "To be decided",
  intro: "Derived from the findings, gravest first. Findings with a waiver in force do not count here.",
  none: "The findings leave nothing to be decided.",
  by: "To act",
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
  widelyOpen: (policies) =>
    `${count(policies, "policy is", "policies are")} open at half of the tested sites or more.`,
  steps: {
    contradictory: "Find out which file is right, and repeat the run.",
    regressed: "Find the cause and restore what was enforced.",
    "widely-open": "Agree on a common way and a date.",
    "mostly-open": "Give a schedule for enforcing them.",
    "also-open": "Enforce the policy, or ask for a waiver.",
    waivers: "Mend the findings, agree on new dates, or strike the entries.",
    "no-result": "Remove the obstacle and repeat the run.",
    undetermined: "Remove the obstacle that the evidence names, and repeat the run.",
    stale: "Repeat the run.",
    gaps: "Close the gap, or ask for a waiver.",
  },
  counted: (name, n) => `${name} (${n})`,
  more: (n) => `and ${number.format(n)} more`,
  toWaivers: "All waivers",
};

import { attentionTo, daysOfNotice, type Waiver } from "../comparison/waiver.ts";
import type { WaiversFileProblem } from "../comparison/waivers-file.ts";
import type { WaiversText } from "./waivers-text.ts";

const number = new Intl.NumberFormat("en-GB");
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const quoted = (text: string): string => `“${text.replaceAll("“", "‘").replaceAll("”", "’")}”`;

/** The English words about waivers. */
export const waiversEn: WaiversText = {
  title: "Waivers",
  none: "The given file holds no waivers.",
  caption: "Waivers that were agreed on; those that want attention come first.",
  columns: {
    policy: "Policy",
    site: "Site",
    found: "Verdict",
    reason: "Reason",
    owner: "Owner",
    expires: "Valid until",
  },
  states: {
    expired: "Expired",
    "expired-idle": "Expired and no longer needed",
    "unknown-policy": "Without effect: unknown policy",
    "policy-not-agreed": "Without effect: policy not in the profile",
    "unknown-site": "Without effect: unknown site",
    "no-result": "Without effect: site without a result",
    missing: "Without effect: no data",
    undetermined: "Without effect: undetermined",
    enforced: "Not needed: enforced",
    "not-applicable": "Not needed: not applicable",
    ending: "In force, ends soon",
    "in-force": "In force",
  },
  todo: {
    expired: "The finding stands without a waiver again. Remedy it, or agree on a new date.",
    "expired-idle": "There is nothing left to be waived. Remove the entry.",
    "unknown-policy": "Correct the policy's name (“dvs policies” lists all), or remove the entry.",
    "policy-not-agreed": "Remove the entry, or make the report with the profile that has this policy.",
    "unknown-site":
      "No result belongs to this site. Correct its id or name, or add the result that is lacking.",
    "no-result": "The list of sites names it, but there is no result. Ask for the result.",
    missing:
      "The result holds no attempt for this policy. Repeat the run; a waiver takes the place of no verdict.",
    undetermined:
      "Whether there is anything to be waived is not known. Remove the cause and repeat the run; a waiver takes the place of no verdict.",
    enforced: "Remove the entry, so that it does not cover a later regression.",
    "not-applicable": "The policy does not apply to this site. Remove the entry.",
    ending: `It ends within ${daysOfNotice} days. Remedy the finding by then, or decide anew.`,
    "in-force": "",
  },
  toTable: "All waivers",
  intro: (day, newest) =>
    `A waiver accepts a deviation until a certain day. It changes no finding; only under “To be decided”, what it covers does not count. The reference day is ${day}${newest ? ", the day of the newest result" : ""}.`,
  line: (line) => `line ${number.format(line)} of the file`,
  until: (date) => `waived until ${date}`,
  left: (days) => {
    if (days === 0) return "last day";
    if (days > 0) return `${days === 1 ? "1 day" : `${number.format(days)} days`} left`;
    return `expired ${days === -1 ? "1 day" : `${number.format(-days)} days`} ago`;
  },
  evidence: ({ state, reason, owner }, date) =>
    state === "expired"
      ? `A waiver held until ${date} and has expired (answered for by: ${owner}). Its reason was: ${quoted(reason)}`
      : `Waived until ${date} (answered for by: ${owner}). Reason: ${quoted(reason)}`,
  attention: (waivers) => {
    const { expired, idle, needless, ending } = attentionTo(waivers);
    const parts = [
      ...(expired > 0 ? [`${number.format(expired)} ${expired === 1 ? "has" : "have"} expired`] : []),
      ...(idle > 0 ? [`${number.format(idle)} ${idle === 1 ? "has" : "have"} no effect`] : []),
      ...(needless > 0 ? [`${number.format(needless)} ${needless === 1 ? "is" : "are"} not needed`] : []),
      ...(ending > 0
        ? [`${number.format(ending)} ${ending === 1 ? "ends" : "end"} within ${daysOfNotice} days`]
        : []),
    ];
    return parts.length === 0 ? [] : [`${countOf(waivers)}: ${list.format(parts)}.`];
  },
  leftOut: (n) =>
    n === 1
      ? "--fail-on leaves out 1 finding with a waiver that is in force."
      : `--fail-on leaves out ${number.format(n)} findings with waivers that are in force.`,
  failOnNeedsFile: "--fail-on waivers needs a file of waivers. State --waivers.",
  failOnNeedsDays:
    "--fail-on stale finds nothing with --stale-after 0. State a number of days, or leave out “stale”.",
  wrongStaleAfter: (value) =>
    `--stale-after is ${quoted(value)}; expected is a whole number of days, 0 for never.`,
  file: (problem, file, line) => `${file}, line ${line}: ${faultOf(problem)}`,
};

const countOf = ({ length }: readonly Waiver[]): string =>
  `${number.format(length)} ${length === 1 ? "waiver" : "waivers"}`;

function faultOf(problem: WaiversFileProblem): string {
  switch (problem.kind) {
    case "no-yaml":
      return `no valid YAML (${problem.detail}).`;
    case "no-list":
      return "expected is a list of waivers, each entry beginning with “- policy: …”.";
    case "no-entry":
      return "each entry consists of keys with values, e.g. “- policy: require-ro-rootfs”.";
    case "no-text":
      return `the value of ${quoted(problem.key)} must be a text.`;
    case "lacking":
      return `the entry has no ${quoted(problem.key)}. ${lacking[problem.key]}`;
    case "unknown-key":
      return `there is no key ${quoted(problem.key)}. Known: ${problem.known.join(", ")}.`;
    case "no-date":
      return `“expires: ${problem.value}” is no day. State the last valid day as YYYY-MM-DD, e.g. 2026-12-31.`;
    case "impossible-date":
      return `there is no day ${problem.value}. Correct the last valid day (“expires”).`;
    case "duplicate":
      return `line ${problem.otherLine} has a waiver for ${problem.policy} at the site ${quoted(problem.site)} already. Remove one of them.`;
    case "ambiguous-site":
      return `${quoted(problem.site)} fits several sites. State the id: ${problem.ids.join(", ")}.`;
  }
}

const lacking: Readonly<Record<Extract<WaiversFileProblem, { kind: "lacking" }>["key"], string>> = {
  policy: "State the policy, e.g. require-ro-rootfs.",
  site: "State the site by its id or its exact name.",
  reason: "State why the deviation is put up with.",
  owner: "State the role that answers for it, e.g. “Head of operations”; no person.",
  expires: "State the last valid day, e.g. 2026-12-31.",
};

import type { Rounds } from "../comparison/comparison.ts";
import type { RoundProblem } from "../comparison/round-error.ts";
import type { RoundsText } from "./rounds-text.ts";

const number = new Intl.NumberFormat("en-GB");
const quoted = (text: string): string => `“${text.replaceAll("“", "‘").replaceAll("”", "’")}”`;
const levelNames = {
  enforced: "enforced",
  gaps: "with gaps",
  open: "open",
  undetermined: "undetermined",
  none: "not applicable",
} as const;

/** What changed, worst first. */
const counted = ({ counts, incomparablyWorse }: Rounds): string[] => {
  const said: [number, string][] = [
    [counts.regressed, "regressed"],
    [incomparablyWorse, "worse, but not comparable"],
    [counts["no-longer-determinable"], "no longer determinable"],
    [counts["no-longer-applicable"], "no longer applicable"],
    [counts["newly-enforced"], "newly enforced"],
    [counts.improved, "improved, but still with gaps"],
    [counts["newly-tested"], "newly tested"],
    [counts["not-comparable"] - incomparablyWorse, "different, but not comparable"],
  ];
  return said
    .filter(([count]) => count > 0)
    .map(([count, word], index) => {
      const cells = index > 0 ? "" : count === 1 ? "finding " : "findings ";
      return `${number.format(count)}\u00a0${cells}${word}`;
    });
};

/** The English words about what changed since earlier rounds. */
export const roundsEn: RoundsText = {
  title: "Changes since the last round",
  note: "Each site is compared with its own run, as a rule that of the last round; where it is otherwise, this is said above or with the evidence. Levels count (enforced, with gaps, open); another verdict of the same level is no change. What was tested or judged in another way is not comparable.",
  overlapping: "The two rounds overlap in time: some runs of the last one are later than some of this one.",
  groups: {
    regressed: "Regressed",
    "not-comparable-worse": "Worse, but not comparable",
    "no-longer-determinable": "No longer determinable",
    "no-longer-applicable": "No longer applicable",
    "newly-enforced": "Newly enforced",
    improved: "Improved, but still with gaps",
    "newly-tested": "Newly tested",
    "not-comparable": "Different, but not comparable",
  },
  remarks: {
    regressed: "▼ regressed",
    "not-comparable-worse": "≠ worse, not comparable",
    "no-longer-determinable": "□ no longer determinable",
    "no-longer-applicable": "□ no longer applicable",
    "newly-enforced": "▲ newly enforced",
    improved: "△ improved",
    "newly-tested": "◇ newly tested",
    "not-comparable": "≠ not comparable",
  },
  reasons: {
    "same-run": "It is the same run; only how it is judged is different.",
    "older-run": "The run in this report is older than the one then.",
    profile: "It was tested or judged by another profile.",
    parameters: "This policy had other parameters.",
    attempts: "The must or should attempts were others.",
    namespaces: "Other namespaces were probed.",
    tenant: "Only one of the two runs probed as a tenant.",
    unknown: "The earlier report does not hold all that the comparison needs.",
  },
  standings: {
    compared: "",
    "same-run": "Unchanged, because it is the same run (not tested again)",
    "older-run": "Not compared, because the earlier round has a later run",
    back: "Back again, compared with the last round that has a result",
    new: "New",
    "not-assignable": "Not assignable, because the id is made of the API server's address",
    gone: "In the last round, now without a result",
  },
  siteStanding: (standing, date) => {
    switch (standing) {
      case "compared":
        return undefined;
      case "same-run":
        return `The same run as in the last round (${date}): the site was not tested again, its findings are those of then.`;
      case "older-run":
        return `The earlier round has a later run (${date}) than this report, so the site is not compared.`;
      case "back":
        return `The last round did not have the site; it is compared with its run of ${date}.`;
      case "new":
        return "None of the earlier rounds has the site.";
      case "not-assignable":
        return "The id is made of the API server's address, which several clusters may have. Whether an earlier round has this site is not certain; it is not compared.";
    }
  },
  key: (date, rounds) => {
    const said = counted(rounds);
    if (said.length > 0) return `Since the round of ${date}: ${said.join(", ")}.`;
    return rounds.unchanged === 0
      ? `Since the round of ${date} none of its sites was tested again.`
      : `Since the round of ${date} no finding has changed.`;
  },
  nothingToCompare: "The given earlier rounds hold no result to compare with.",
  unchanged: (count) =>
    count === 1
      ? "One finding that was tested again is of the same level."
      : `${number.format(count)} findings that were tested again are of the same level.`,
  otherProfile: (profile, own) =>
    `The last round was judged by the profile ${profile}, this report by ${own}. So differences between them show no change.`,
  unused: (file, why) =>
    ({
      same: `${quoted(file)} holds the same round as another file and does not count again.`,
      empty: `${quoted(file)} holds no site with a result and does not count.`,
      older: `${quoted(file)} lies before the twelve rounds of the history and does not count.`,
    })[why],
  policies: (count, all) =>
    count === 1 ? "1\u00a0policy" : `${all ? "all " : ""}${number.format(count)}\u00a0policies`,
  more: (count) => `and ${number.format(count)} more`,
  before: "before",
  now: "now",
  change: (group, { before, date, earlier }) => {
    const then = `In the run of ${date} the verdict was ${quoted(before)}${earlier ? "; in between nothing could be determined" : ""}.`;
    const what = {
      regressed: "Regressed.",
      "not-comparable-worse": "Worse than before, but not comparable.",
      "no-longer-determinable": "No longer determinable.",
      "no-longer-applicable": "No longer applicable.",
      "newly-enforced": "Newly enforced.",
      improved: "Improved.",
      "newly-tested": "Newly tested.",
      "not-comparable": "Not comparable with the earlier round.",
    }[group];
    return `${what} ${then}`;
  },
  history: "History",
  always: (verdict, rounds, since) => `${verdict} in all ${number.format(rounds)} runs, first on ${since}`,
  from: (verdict, date, otherwise) =>
    `${verdict} from ${date}${otherwise ? " (tested or judged in another way)" : ""}`,
  round: "Run of",
  siteCaption: (site) => `History of ${site}: number of policies by level`,
  trend: (rounds, levels) =>
    `History over ${number.format(rounds)} runs: ${levels
      .map(({ level, first, last }) => `${levelNames[level]} ${first} at first, ${last} at last`)
      .join("; ")}`,
  input: "earlier round",
  problem: (problem, file) => problemOf(problem, quoted(file)),
  overPrevious: (path) =>
    `${path} is the report of an earlier round (--previous) and is not overwritten. Give another place.`,
  noPrevious:
    "--fail-on regression needs an earlier round to compare with. Give its report.json with --previous.",
};

function problemOf(problem: RoundProblem, file: string): string {
  const wanted = "Give with --previous the file that “dvs report --json” wrote in an earlier round.";
  switch (problem.kind) {
    case "archive":
      return `${file} is the archive of a site and no report. ${wanted}`;
    case "markup":
      return `${file} is an HTML or XML file and no report as JSON. ${wanted}`;
    case "empty":
      return `${file} is empty. ${wanted}`;
    case "not-text":
      return `${file} is no text file in UTF-8. ${wanted}`;
    case "too-large":
      return `${file} is larger than ${number.format(problem.megabytes)} MiB and is not read. ${wanted}`;
    case "not-json":
      return `${file} is no valid JSON (${problem.detail}). Was it cut off in transfer? ${wanted}`;
    case "other-json":
      return `${file} is JSON, but no report of dvs (“kind” is not “dvs-report”). ${wanted}`;
    case "other-version":
      return `${file} has schema version ${problem.version}; this version of dvs reads version 1. Make the earlier report anew from the archives of then, with this version of dvs.`;
    case "damaged":
      return `${file} cannot be read as a report: at ${quoted(problem.place)} stands something that the schema does not provide for. Make the earlier report anew from the archives of then.`;
    case "site-twice":
      return `${file} has the site ${quoted(problem.site)} twice. Make the earlier report anew from the archives of then.`;
    case "newer":
      return `${file} is later (${problem.time}) than all results that can be compared with it. Are the rounds swapped? Give the new archives as SITE and the earlier reports with --previous; else check the site's clock.`;
  }
}

import { type Level, levels, type Suite, type TestCase, writeSuites } from "#results";
import { visible } from "../../foreign/visible.ts";
import { classificationLine } from "../audience/classification-line.ts";
import type { Cell, Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { countedVerdicts } from "../comparison/finding.ts";
import type { Text } from "../text/text.ts";
import { allRemarks, cellWords } from "./cell-words.ts";
import { distinctLabels } from "./distinct-labels.ts";
import { evidenceLines } from "./evidence-lines.ts";
import { isoSeconds } from "./iso-seconds.ts";
import { oneLine } from "./one-line.ts";

/**
 * The comparison as JUnit: a suite for each site, a test case for each policy of the profile. Open and gaps are
 * failures, undetermined is an error, what does not apply is skipped. So is what is waived: a test case that fails for
 * what was agreed on would hide the ones that fail for something new. It does not pass either, and its text begins with
 * the verdict, which its properties have, too. It is the same rule by which `--fail-on` counts.
 *
 * A test case's name begins with the site: GitLab tells test cases of a job apart by class and name alone, not by
 * suite, and would show the last site only (`lib/gitlab/ci/reports/test_case.rb`, its key).
 */
export function junitExport(comparison: Comparison, text: Text): string {
  const { sites, rows } = comparison;
  const labels = distinctLabels(sites, text);
  const line = oneLine(classificationLine(comparison, text));
  return writeSuites(
    sites.map((site): Suite => {
      const name = oneLine(labels.get(site.id) ?? site.id);
      return {
        name,
        properties: { classification: line, ...siteProperties(site) },
        cases: site.cells.flatMap((cell, index) => {
          const row = rows[index];
          return row === undefined ? [] : [caseOf(name, site, row, cell, text)];
        }),
      };
    }),
  );
}

function siteProperties({ id, group, state, archive, result }: Site): Record<string, string | undefined> {
  return {
    site: oneLine(id),
    group: group === undefined ? undefined : oneLine(group),
    state,
    time: result && isoSeconds(result.run.finished),
    archive: oneLine(archive.name),
    sha256: archive.sha256,
  };
}

function caseOf(name: string, site: Site, row: PolicyRow, cell: Cell, text: Text): TestCase {
  const { title, level, verdict, change, waiver } = cellWords(site, row, cell, text);
  return {
    name: `${name}: ${oneLine(title)}`,
    classname: oneLine(row.id),
    seconds: 0,
    properties: {
      verdict: cell.verdict,
      level: levels[cell.verdict],
      flags: cell.flags.length === 0 ? undefined : cell.flags.join(" "),
      change: change?.kind,
      before: cell.change?.before,
      waiver: waiver && (waiver.inForce ? "in-force" : "expired"),
      "waiver-expires": waiver?.expires,
      says: verdict === level ? verdict : `${verdict} (${level})`,
    },
    ...resultOf(site, row, cell, text),
  };
}

const results: Readonly<Record<Level, "failure" | "error" | "skipped" | undefined>> = {
  open: "failure",
  gaps: "failure",
  undetermined: "error",
  none: "skipped",
  enforced: undefined,
};

function resultOf(site: Site, row: PolicyRow, cell: Cell, text: Text): Partial<TestCase> {
  const kind = kindOf(cell);
  return kind === undefined ? {} : { [kind]: visible(saidOf(site, row, cell, text)) };
}

/** A waiver leaves out what was agreed on, but never what could not be found out in one of the namespaces. */
function kindOf(cell: Cell): (typeof results)[Level] {
  const kind = results[levels[cell.verdict]];
  if (kind !== "failure" || !cell.flags.includes("waived")) return kind;
  return countedVerdicts(cell).length > 0 ? "error" : "skipped";
}

/** The sentence, what is said beside it, and the attempts. */
function saidOf(site: Site, row: PolicyRow, cell: Cell, text: Text): string {
  const words = cellWords(site, row, cell, text);
  const { verdict, sentence, change, waiver } = words;
  const { lines, more } = evidenceLines(cell, text);
  return [
    [verdict, ...allRemarks(words, text)].map(oneLine).join("; "),
    sentence,
    ...(waiver ? [oneLine(waiver.sentence)] : []),
    ...(change ? [oneLine(change.sentence)] : []),
    ...lines.flatMap(({ says, message }) => [
      `- ${oneLine(says)}`,
      ...(message === undefined ? [] : [`  ${message}`]),
    ]),
    ...(more > 0 ? [text.export.moreAttempts(more)] : []),
  ].join("\n");
}

import { type Level, levels, type Suite, type TestCase, writeSuites } from "#results";
import { classificationLine } from "../audience/classification-line.ts";
import type { Cell, Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { visible } from "../report/visible.ts";
import type { Text } from "../text/text.ts";
import { cellWords } from "./cell-words.ts";
import { distinctLabels } from "./distinct-labels.ts";
import { evidenceLines } from "./evidence-lines.ts";
import { isoSeconds } from "./iso-seconds.ts";
import { oneLine } from "./one-line.ts";

/**
 * The comparison as JUnit: a suite for each site, a test case for each policy of the profile. Open and gaps are
 * failures, undetermined is an error, what does not apply is skipped; so is what is waived, because somebody has
 * answered for it, but its text and its properties keep the verdict.
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
  const { title, level, verdict } = cellWords(site, row, cell, text);
  return {
    name: `${name}: ${oneLine(title)}`,
    classname: oneLine(row.id),
    seconds: 0,
    properties: {
      verdict: cell.verdict,
      level: levels[cell.verdict],
      flags: cell.flags.length === 0 ? undefined : cell.flags.join(" "),
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
  const level = levels[cell.verdict];
  const kind = results[level];
  if (kind === undefined) return {};
  const waived = kind === "failure" && cell.flags.includes("waived");
  return { [waived ? "skipped" : kind]: visible(saidOf(site, row, cell, text)) };
}

/** The sentence, what is said beside it, and the attempts. */
function saidOf(site: Site, row: PolicyRow, cell: Cell, text: Text): string {
  const { verdict, sentence, remarks } = cellWords(site, row, cell, text);
  const { lines, more } = evidenceLines(cell, text);
  return [
    [verdict, ...remarks].join("; "),
    sentence,
    ...lines.flatMap(({ says, message }) => [
      `- ${oneLine(says)}`,
      ...(message === undefined ? [] : [`  ${message}`]),
    ]),
    ...(more > 0 ? [text.export.moreAttempts(more)] : []),
  ].join("\n");
}

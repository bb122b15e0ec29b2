import { type Level, levels, type Verdict } from "#results";
import { classificationLine } from "../audience/classification-line.ts";
import type { Comparison, PolicyRow, Site, Summary } from "../comparison/comparison.ts";
import { waiverStates } from "../comparison/waiver.ts";
import { changeGroup } from "../report/change-words.ts";
import { keyOf } from "../report/make-view.ts";
import { siteLabel } from "../site-label.ts";
import { levelOrder } from "../text/glyphs.ts";
import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";
import { markdownCode } from "./markdown-code.ts";

/**
 * GitHub takes comments of up to 65,536 characters, GitLab of up to 1,000,000; the sum is in bytes, so that there is
 * room for what a reader adds.
 */
const mostBytes = 60_000;

/** Groups of so many sites or more are counted; if that takes too much room, smaller ones too. */
const countedFrom = [20, 5, 1] as const;

/** The comparison as Markdown for a merge request: what there is to talk about, not the evidence. */
export function markdownExport(comparison: Comparison, text: Text): string {
  const wanted = countedFrom.map((from) => documentOf(comparison, text, from));
  const fitting = wanted.find((document) => bytesOf(document.lines) <= mostBytes);
  return printed((fitting ?? cut(wanted.at(-1) ?? { lines: [] }, text)).lines);
}

/** Lines, of which those that start with `|` are of tables. */
interface Document {
  readonly lines: readonly string[];
}

function documentOf(comparison: Comparison, text: Text, from: number): Document {
  const { summary, sites, unheard } = comparison;
  const { head, problems, export: words } = text;
  const silent = sites.filter(({ result }) => result === undefined);
  return {
    lines: [
      `## ${head.title}`,
      "",
      markdownCode(classificationLine(comparison, text)),
      "",
      ...keyOf(comparison, text),
      "",
      ...table(
        [words.markdown.level, words.markdown.count],
        levelOrder.map((level: Level) => [text.levels[level], String(summary.levels[level])]),
      ),
      ...regressions(comparison, text, from),
      ...waiverLines(comparison, text),
      "",
      `### ${problems.title}`,
      ...(summary.deviations.length === 0 ? ["", problems.none] : []),
      ...named(problems.uniform, uniformGroups(summary.uniform, text, from), "; "),
      ...deviationTable(summary, text, from),
      ...named(
        problems.withoutResult,
        counted(
          silent.map((site) => words.state(markdownCode(siteLabel(site, text)), text.states[site.state])),
          from,
        ),
      ),
      ...named(
        problems.unheard,
        counted(
          unheard.map(({ name }) => markdownCode(name)),
          from,
        ),
      ),
      "",
      `${text.limits.items.slice(-limitsSaid).join(" ")}`,
    ],
  };
}

/** What got worse since the last round; how many changes of any kind there are is said in the key sentence. */
function regressions({ sites, rows }: Comparison, text: Text, from: number): string[] {
  const worse: readonly ChangeGroup[] = ["regressed", "not-comparable-worse"];
  const lines = worse.flatMap((group) =>
    rows.flatMap((row, index) => {
      const changed = sites.flatMap((site) => {
        const cell = site.cells[index];
        const { change, verdict } = cell ?? {};
        return change === undefined || verdict === undefined || changeGroup(change) !== group
          ? []
          : [{ site, step: text.export.wasAndIs(text.verdicts[change.before], text.verdicts[verdict]) }];
      });
      const steps = [...Map.groupBy(changed, ({ step }) => step)].map(([verdict, all]) =>
        text.export.deviation({
          verdict,
          ...namesOf(
            all.map(({ site }) => site),
            text,
            from,
          ),
        }),
      );
      return steps.length === 0 ? [] : [[text.rounds.groups[group], titleOf(row, text), steps.join("; ")]];
    }),
  );
  const { columns, markdown, sheets } = text.export;
  if (lines.length === 0) return [];
  return [
    "",
    `### ${text.rounds.title}`,
    "",
    ...table([columns.change, markdown.policy, sheets.sites], lines),
  ];
}

/** How many waivers there are of each state; they are agreed on elsewhere and take nothing from what follows. */
function waiverLines({ waivers = [] }: Comparison, text: Text): string[] {
  if (waivers.length === 0) return [];
  const byState = Map.groupBy(waivers, ({ state }) => state);
  const lines = waiverStates.flatMap((state) => {
    const { length } = byState.get(state) ?? [];
    return length === 0 ? [] : [[text.waivers.states[state], String(length)]];
  });
  const { columns, markdown } = text.export;
  return ["", `### ${text.waivers.title}`, "", ...table([columns.waiver, markdown.count], lines)];
}

/** The last of the limits say what the report is not. */
const limitsSaid = 2;

/** Sites at which all policies deviate alike, said once. */
function uniformGroups(uniform: Summary["uniform"], text: Text, from: number): string[] {
  const groups = Map.groupBy(uniform, ({ verdict }) => verdict);
  return [...groups].map(([verdict, found]) =>
    groupText(
      verdict,
      found.map(({ site }) => site),
      text,
      from,
    ),
  );
}

/** The policies with the sites where they deviate otherwise. */
function deviationTable({ deviations, uniform }: Summary, text: Text, from: number): string[] {
  const said = new Set(uniform.map(({ site }) => site.id));
  const rows = deviations.flatMap(({ row, byVerdict }) => {
    const groups = byVerdict
      .map(({ verdict, sites }) => ({ verdict, sites: sites.filter(({ id }) => !said.has(id)) }))
      .filter(({ sites }) => sites.length > 0);
    if (groups.length === 0) return [];
    const { count, of } = row.enforced;
    const words = groups.map(({ verdict, sites }) => groupText(verdict, sites, text, from));
    return [[titleOf(row, text), text.share(count, of), words.join("; ")]];
  });
  const { policy, found, sites } = text.export.markdown;
  const heading = said.size > 0 ? text.problems.furtherSites : text.problems.policies;
  return rows.length === 0 ? [] : ["", `${heading}:`, "", ...table([policy, found, sites], rows)];
}

function titleOf({ id, policy }: PolicyRow, { language }: Text): string {
  const title = policy?.text[language].title;
  return title === undefined ? markdownCode(id) : `${title} ${markdownCode(id)}`;
}

function groupText(verdict: Verdict, sites: readonly Site[], text: Text, from: number): string {
  const word = text.verdicts[verdict];
  const level = text.levels[levels[verdict]];
  return text.export.deviation({
    verdict: word === level ? word : `${word} (${level})`,
    ...namesOf(sites, text, from),
  });
}

function namesOf(
  sites: readonly Site[],
  text: Text,
  from: number,
): { readonly count: number; readonly sites: readonly string[] | undefined } {
  const names = sites.length < from ? sites.map((site) => markdownCode(siteLabel(site, text))) : undefined;
  return { count: sites.length, sites: names };
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

/** A list behind its heading; nothing for none. */
function named(heading: string, items: readonly string[], between: string = ", "): string[] {
  return items.length === 0 ? [] : ["", `${heading}: ${items.join(between)}`];
}

/** The items, or how many they are. */
function counted(items: readonly string[], from: number): readonly string[] {
  return items.length < from ? items : [String(items.length)];
}

/** Leaves out the last lines of the last table, and says how many. */
function cut({ lines }: Document, text: Text): Document {
  const end = lines.findLastIndex((line) => line.startsWith("|")) + 1;
  const first = lines.findLastIndex((line) => line.startsWith("| ---")) + 1;
  const without = (left: number) => ["", text.export.leftOut(left), ...lines.slice(end)];
  let room = mostBytes - bytesOf([...lines.slice(0, first), ...without(end - first)]);
  let kept = first;
  for (const line of lines.slice(first, end)) {
    room -= bytesOf([line]);
    if (room < 0) break;
    kept += 1;
  }
  return { lines: [...lines.slice(0, kept), ...without(end - kept)] };
}

function printed(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

function bytesOf(lines: readonly string[]): number {
  return Buffer.byteLength(printed(lines));
}

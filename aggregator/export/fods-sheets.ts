import { catalogues } from "#policies";
import { levels, verdicts } from "#results";
import { classificationLine } from "../audience/classification-line.ts";
import type { Cases } from "../comparison/cases.ts";
import type { Comparison, Site } from "../comparison/comparison.ts";
import { isDeviation, levelCounts } from "../comparison/summary.ts";
import { wrapped } from "../explain/wrapped.ts";
import { anchorsOf } from "../report/anchors.ts";
import { verdictView } from "../report/cell-view.ts";
import { dateTime, factText } from "../report/format.ts";
import type { HeadingView } from "../report/heading-view.ts";
import { factsOf, keyOf } from "../report/make-view.ts";
import { type BodyView, matrixView, type RowView } from "../report/matrix-view.ts";
import { engineName } from "../report/probe-view.ts";
import { siteLabel } from "../site-label.ts";
import { glyphs, levelOrder } from "../text/glyphs.ts";
import type { Text } from "../text/text.ts";
import { allCellWords } from "./cell-words.ts";
import {
  emptyCell,
  type FodsCell,
  type FodsSheet,
  figureCell,
  textCell,
  timeCell,
  verdictCell,
} from "./fods-view.ts";
import { isoSeconds } from "./iso-seconds.ts";

const bare = (value: string): FodsCell => textCell(value, "line");
const head = (value: string): FodsCell => textCell(value, "head");
/** A row without any cell would be no ODF. */
const blank: readonly FodsCell[] = [emptyCell("bare")];

/** Key facts, the key sentence, the legend, the limits. */
export function overviewSheet(comparison: Comparison, text: Text): FodsSheet {
  const { summary } = comparison;
  const { export: words, head: page, limits, legend } = text;
  const order = levelOrder.flatMap((level) => verdicts.filter((verdict) => levels[verdict] === level));
  return {
    name: words.sheets.overview,
    paper: "a4",
    headColumns: [],
    columns: ["wide", "wide", "prose", "narrow"],
    headRows: [],
    rows: [
      [textCell(page.title, "title")],
      [textCell(classificationLine(comparison, text), "marking")],
      blank,
      ...keyOf(comparison, text).map((sentence) => [bare(sentence)]),
      blank,
      [head(words.fact), head(words.value)],
      ...factsOf(comparison, text).map(({ label, value }) => [textCell(label), textCell(value)]),
      blank,
      [textCell(legend.title, "heading")],
      [head(words.columns.verdict), head(words.columns.level), head(words.meaning), head(words.count)],
      ...order.map((verdict) => {
        const { glyph, word, level } = verdictView(verdict, text);
        return [
          verdictCell(verdict, [`${glyph} ${word}`]),
          textCell(text.levels[level]),
          textCell(text.levelHints[level]),
          figureCell(summary.verdicts[verdict]),
        ];
      }),
      blank,
      [textCell(limits.title, "heading")],
      ...limits.items.map((item) => [bare(wrapped(item))]),
    ],
  };
}

/** A spreadsheet has no links, so no case needs a place. */
const withoutCases: Cases = { shown: [], causes: [], leftOut: [] };

/** The matrix, in the orientation and in the groups of the page. */
export function matrixSheet(comparison: Comparison, text: Text): FodsSheet {
  const view = matrixView(comparison, text, anchorsOf(comparison, withoutCases));
  const { corner, columns, columnGroups, factRows, lead, last, bodies, furtherHeading } = view;
  const empty = (count: number) => Array.from({ length: count }, () => emptyCell("head"));
  const rowOf = ({ heading, lead: before, cells, last: after }: RowView): FodsCell[] => [
    head(headingText(heading)),
    ...before.map((fact) => textCell(fact.text)),
    ...cells.map((cell) =>
      cell.verdict === undefined
        ? emptyCell()
        : verdictCell(cell.verdict, [`${cell.glyph} ${cell.word}`, ...cell.remarks]),
    ),
    ...after.map((fact) => textCell(fact.text)),
  ];
  const bodyHeading = ({ group, further }: BodyView): string | undefined =>
    further ? furtherHeading : group?.label;
  return {
    name: text.export.sheets.matrix,
    paper: "a3",
    headColumns: ["wide"],
    columns: [
      ...lead.map(() => "narrow" as const),
      ...columns.map(() => "medium" as const),
      ...last.map(() => "medium" as const),
    ],
    headRows: [
      ...(columnGroups.length === 0
        ? []
        : [
            [
              ...empty(1 + lead.length),
              ...columnGroups.flatMap(({ label, span }) => [head(label), ...empty(span - 1)]),
            ],
          ]),
      [
        head(corner),
        ...lead.map(({ label }) => head(label)),
        ...columns.map((heading) => head(headingText(heading))),
        ...last.map(({ label }) => head(label)),
      ],
      ...factRows.map(({ head: { label }, values }) => [
        head(label),
        ...empty(lead.length),
        ...values.map((value) => textCell(value.text)),
        ...empty(last.length),
      ]),
    ],
    rows: bodies.flatMap((body) => {
      const heading = bodyHeading(body);
      return [...(heading === undefined ? [] : [[textCell(heading, "heading")]]), ...body.rows.map(rowOf)];
    }),
  };
}

function headingText({ text: name, code, state }: HeadingView): string {
  return [name, code, state].filter((line) => line !== undefined).join("\n");
}

/** One row for each cell that deviates, in the order of the matrix. */
export function deviationsSheet(comparison: Comparison, text: Text): FodsSheet {
  const { columns: words, sheets } = text.export;
  const headings = [
    words.site,
    words.group,
    words.policy,
    words.policyId,
    words.verdict,
    words.level,
    words.sentence,
    words.remarks,
    words.change,
    words.before,
    words.waiver,
    words.decisive,
    words.engines,
    words.time,
  ];
  return {
    name: sheets.deviations,
    paper: "a3",
    headColumns: ["medium"],
    columns: [
      "narrow",
      "wide",
      "medium",
      "medium",
      "narrow",
      "prose",
      "medium",
      "medium",
      "medium",
      "wide",
      "medium",
      "medium",
      "medium",
    ],
    headRows: [headings.map(head)],
    rows: allCellWords(comparison, text)
      .filter(({ cell }) => isDeviation(cell.verdict))
      .map(
        ({
          site,
          siteName,
          row,
          cell,
          title,
          verdict,
          level,
          sentence,
          remarks,
          change,
          waiver,
          decisive,
          engines,
        }) => [
          textCell(siteName),
          textCell(site.group ?? ""),
          textCell(title),
          textCell(row.id),
          verdictCell(cell.verdict, [`${glyphs[cell.verdict]} ${verdict}`]),
          textCell(level),
          textCell(sentence),
          textCell(remarks.join("\n")),
          textCell(change?.title ?? ""),
          textCell(change?.before ?? ""),
          textCell(waiver?.sentence ?? ""),
          textCell(decisive ?? ""),
          textCell(engines.join(", ")),
          finishedCell(site, text),
        ],
      ),
  };
}

/** The sites with their facts, and how many of their policies are of each level. */
export function sitesSheet({ sites }: Comparison, text: Text): FodsSheet {
  const { export: words, site: facts } = text;
  const headings = [
    words.columns.site,
    words.columns.siteId,
    words.columns.group,
    words.columns.state,
    words.counts.open,
    words.counts.gaps,
    words.counts.undetermined,
    words.counts.enforced,
    text.levels.none,
    words.columns.time,
    facts.kubernetes,
    facts.distribution,
    facts.engines,
    text.matrix.vantages,
    facts.notes,
    words.columns.archive,
    words.columns.sha256,
    words.columns.hashed,
  ];
  return {
    name: words.sheets.sites,
    paper: "a3",
    headColumns: ["medium"],
    columns: [
      "medium",
      "narrow",
      "narrow",
      ...levelOrder.map(() => "narrow" as const),
      "medium",
      "narrow",
      "medium",
      "medium",
      "narrow",
      "wide",
      "medium",
      "wide",
      "narrow",
    ],
    headRows: [headings.map(head)],
    rows: sites.map((site) => siteRow(site, text)),
  };
}

function siteRow(site: Site, text: Text): FodsCell[] {
  const { id, group, state, result, archive, problem, notes, namespaces, cells } = site;
  const counts = levelCounts(cells);
  const known = result?.site;
  const sayings = [
    ...(problem === undefined ? [] : [text.problem(problem, archive.name)]),
    ...notes.map((note) => text.note(note)),
  ];
  return [
    textCell(siteLabel(site, text)),
    textCell(id),
    textCell(group ?? ""),
    textCell(text.states[state]),
    ...levelOrder.map((level) => figureCell(counts[level])),
    finishedCell(site, text),
    textCell(factText(known?.kubernetesVersion, text, (version) => version)),
    textCell(factText(known?.distribution, text, (name) => name)),
    textCell(
      factText(known?.engines, text, (found) =>
        found.length === 0 ? text.site.none : found.map(({ name }) => engineName(name, text)).join(", "),
      ),
    ),
    textCell(result === undefined ? "" : text.share(namespaces.count, namespaces.of)),
    textCell(
      sayings.map(({ text: said, quote }) => (quote === undefined ? said : `${said} ${quote}`)).join("\n"),
    ),
    textCell(archive.name),
    textCell(archive.sha256 ?? text.site.unknown),
    textCell(archive.sha256 === undefined ? "" : text.export.hashed[archive.hashed]),
  ];
}

/** The policies with what they demand, and their numbers in the catalogues. */
export function policiesSheet({ rows, furtherRows }: Comparison, text: Text): FodsSheet {
  const { columns, sheets } = text.export;
  const { language } = text;
  const words = text.policy;
  return {
    name: sheets.policies,
    paper: "a3",
    headColumns: ["wide"],
    columns: ["medium", "narrow", "wide", "wide", "wide", ...catalogues.map(() => "medium" as const)],
    headRows: [
      [
        columns.policy,
        columns.policyId,
        text.export.counts.enforced,
        words.forbids,
        words.why,
        words.comply,
        ...catalogues.map(({ title }) => title[language]),
      ].map(head),
    ],
    rows: [...rows, ...furtherRows].map(({ id, policy, enforced }) => {
      const said = policy?.text[language];
      return [
        textCell(said?.title ?? id),
        textCell(id),
        textCell(policy === undefined ? text.matrix.notInProfile : text.share(enforced.count, enforced.of)),
        textCell(said?.forbids ?? words.unknown),
        textCell(said?.why ?? ""),
        textCell(said?.comply ?? ""),
        ...catalogues.map((catalogue) => textCell((policy?.requirements[catalogue.id] ?? []).join(", "))),
      ];
    }),
  };
}

function finishedCell({ result }: Site, { language }: Text): FodsCell {
  if (result === undefined) return emptyCell();
  const { finished } = result.run;
  return timeCell(isoSeconds(finished).replace(/Z$/, ""), dateTime(finished, language), language);
}

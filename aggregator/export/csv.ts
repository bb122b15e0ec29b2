import { catalogues } from "#policies";
import { classificationLine } from "../audience/classification-line.ts";
import type { Comparison } from "../comparison/comparison.ts";
import type { CellColumn } from "../text/export-text.ts";
import type { Text } from "../text/text.ts";
import { allCellWords, type CellWords } from "./cell-words.ts";
import { isoSeconds } from "./iso-seconds.ts";
import { oneLine } from "./one-line.ts";

/** A column of the file. */
interface Column {
  readonly heading: (text: Text) => string;
  readonly value: (words: CellWords, text: Text) => string;
  /** The value is our own (a time, a day or a number), so that nothing in it needs a guard. */
  readonly plain?: true;
}

const worded = (key: CellColumn, value: Column["value"]): Column => ({
  heading: (text) => text.export.columns[key],
  value,
});

/** The columns in their order; what is known beside a verdict stands behind it. */
const columns: readonly Column[] = [
  worded("site", ({ siteName }) => siteName),
  worded("siteId", ({ site }) => site.id),
  worded("group", ({ site }) => site.group ?? ""),
  worded("state", ({ site }, text) => text.states[site.state]),
  worded("policy", ({ title }) => title),
  worded("policyId", ({ row }) => row.id),
  worded("agreed", ({ row }, { export: words }) => (row.policy === undefined ? words.no : words.yes)),
  worded("verdict", ({ verdict }) => verdict),
  worded("level", ({ level }) => level),
  worded("sentence", ({ sentence }) => sentence),
  worded("remarks", ({ remarks }) => remarks.join("; ")),
  worded("change", ({ change }) => change?.title ?? ""),
  worded("before", ({ change }) => change?.before ?? ""),
  worded("waiver", ({ waiver }) => waiver?.state ?? ""),
  { ...worded("waiverExpires", ({ waiver }) => waiver?.expires ?? ""), plain: true },
  worded("waiverOwner", ({ waiver }) => waiver?.owner ?? ""),
  worded("waiverReason", ({ waiver }) => waiver?.reason ?? ""),
  worded("decisive", ({ decisive }) => decisive ?? ""),
  worded("namespaces", ({ namespaces }, text) =>
    namespaces === undefined ? "" : text.share(namespaces.count, namespaces.of),
  ),
  worded("engines", ({ engines }) => engines.join(", ")),
  ...catalogues.map(
    ({ id, title }): Column => ({
      heading: ({ language }) => title[language],
      value: ({ row }) => (row.policy?.requirements[id] ?? []).join(", "),
    }),
  ),
  {
    ...worded("time", ({ site }) => (site.result === undefined ? "" : isoSeconds(site.result.run.finished))),
    plain: true,
  },
  {
    ...worded("age", ({ site }) => (site.ageDays === undefined ? "" : String(site.ageDays))),
    plain: true,
  },
  worded("archive", ({ site }) => site.archive.name),
  worded("sha256", ({ site }) => site.archive.sha256 ?? ""),
  worded("hashed", ({ site }, text) =>
    site.archive.sha256 === undefined ? "" : text.export.hashed[site.archive.hashed],
  ),
];

const byteOrderMark = "\ufeff";

/**
 * One line for each site and policy, as RFC 4180 has it: every field in quotes, CRLF, UTF-8 with a byte order mark so
 * that spreadsheets recognise it. Fields are separated as spreadsheets of the language expect. The line by which the
 * file is marked stands in every line, so that a table keeps its columns and a part of it is marked as well.
 */
export function csvExport(comparison: Comparison, text: Text): string {
  const { separator } = text.export;
  const marking = quoted(guarded(classificationLine(comparison, text)));
  const headings = [
    ...columns.map(({ heading }) => quoted(guarded(heading(text)))),
    quoted(text.export.classification),
  ];
  const records = allCellWords(comparison, text).map((words) => [
    ...columns.map(({ value, plain }) => quoted(plain ? value(words, text) : guarded(value(words, text)))),
    marking,
  ]);
  const lines = [headings, ...records].map((fields) => fields.join(separator));
  return `${byteOrderMark}${lines.map((line) => `${line}\r\n`).join("")}`;
}

/**
 * Where a spreadsheet would begin a formula: `=`, `+`, `-`, `@` and their wide and small forms, at the beginning, also
 * behind blanks and quotation marks, and behind what another spreadsheet takes for the end of a field. After OWASP's
 * page on CSV injection.
 */
const formula = /(^|[,;|])(?=[\s'"`]*[=+\-@＝＋－＠﹦﹢﹣﹫])/g;

/** What a spreadsheet would turn into a number or a date, e.g. 014, 1-2 or 12e45: here all of this are names. */
const numberLike = /^(?=.*\d)[\d\s.,:/+-]*(?:e[\d+-]*)?$/i;

/**
 * The text as a spreadsheet leaves it alone: on one line, nothing hidden, and with an apostrophe where a formula would
 * begin, or before what looks like a number.
 */
function guarded(text: string): string {
  const line = oneLine(text).replace(formula, "$1'");
  return numberLike.test(line) ? `'${line}` : line;
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}

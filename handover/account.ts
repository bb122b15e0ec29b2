import type { Slim } from "./slim.ts";
import type { SlimText } from "./text/text.ts";

/** What was kept, dropped and replaced, as lines in columns; no name that was replaced is in it. */
export function account({ kept, dropped, replaced }: Slim, text: SlimText): string {
  const parts: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    [
      text.kept,
      kept.map(({ name, before, after }) => [
        name,
        before === undefined ? text.added : text.bytes(before),
        `→ ${text.bytes(after)}`,
      ]),
    ],
    [
      text.dropped,
      dropped.map(({ folder, members, bytes }) => [folder, text.files(members), text.bytes(bytes)]),
    ],
    [text.replaced, replaced.map(({ kind, names }) => [text.kinds[kind], text.names(names)])],
  ];
  return parts
    .map(([head, rows]) => `${head}\n${rows.length === 0 ? `  ${text.nothing}\n` : columns(rows)}`)
    .join("\n");
}

function columns(rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? "").length));
  const widths = [width(0), width(1), width(2)];
  return rows
    .map((row) => `  ${row.map((cell, index) => pad(cell, index, widths[index] ?? 0)).join("  ")}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

/** Names to the left, numbers to the right. */
function pad(cell: string, column: number, width: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** The mapping of a site's names, one a line, separated by tabs. */
export function mappingTable({ mapping }: Slim, { mappingHead, kinds }: SlimText): string {
  const oneLine = (name: string) => name.replaceAll(/\s+/g, " ");
  const rows = mapping.map(({ kind, name, pseudonym }) => [pseudonym, kinds[kind], oneLine(name)]);
  return [mappingHead, ...rows].map((row) => `${row.join("\t")}\n`).join("");
}

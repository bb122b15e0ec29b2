import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";

/** What can be wrong with any list that people write in YAML. */
export type ListProblem =
  | { readonly kind: "no-yaml"; readonly detail: string }
  | { readonly kind: "no-list" }
  | { readonly kind: "no-entry" }
  | { readonly kind: "no-text"; readonly key: string };

/** One entry of a list: its values as they are written, each with its line. */
export interface ListEntry {
  readonly line: number;
  readonly values: ReadonlyMap<string, { readonly text: string; readonly line: number }>;
}

/**
 * The entries of a list of mappings from YAML.
 * @param fault makes the error that is thrown for what is no such list
 */
export function readYamlList(
  text: string,
  fault: (problem: ListProblem, line: number) => Error,
): ListEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const [error] = document.errors;
  if (error !== undefined) throw fault({ kind: "no-yaml", detail: error.message }, lineAt(error.pos[0]));
  const { contents } = document;
  const lineOf = (node: unknown): number => lineAt(isNodeWithRange(node) ? (node.range?.[0] ?? 0) : 0);
  if (contents === null) return [];
  if (!isSeq(contents)) throw fault({ kind: "no-list" }, lineOf(contents));
  const valuesOf = (map: YAMLMap): ListEntry["values"] =>
    new Map(
      map.items.map(({ key, value }) => {
        const name = isScalar(key) ? String(key.value) : "";
        const said = textOf(value);
        if (said === undefined) throw fault({ kind: "no-text", key: name }, lineOf(key));
        return [name, { text: said, line: lineOf(key) }];
      }),
    );
  return contents.items.map((item) => {
    const line = lineOf(item);
    if (!isMap(item)) throw fault({ kind: "no-entry" }, line);
    return { line, values: valuesOf(item) };
  });
}

/** A value as text: a scalar as it is written, or a list of scalars. */
function textOf(value: unknown): string | undefined {
  if (isScalar(value)) return value.source ?? String(value.value ?? "");
  if (!isSeq(value)) return undefined;
  const items = value.items.map(textOf);
  return items.includes(undefined) ? undefined : items.join(", ");
}

function isNodeWithRange(node: unknown): node is Node {
  return typeof node === "object" && node !== null && "range" in node;
}

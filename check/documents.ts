import { type Document, type ParsedNode, parseAllDocuments, type SchemaOptions, type Tags } from "yaml";

/** One document of a file, with the positions of everything in it. */
export interface TextDocument {
  readonly index: number;
  readonly parsed: Document.Parsed<ParsedNode>;
}

/** Why a document cannot be read. */
export interface Broken {
  readonly code: string;
  /** The parser's own sentence, in English. */
  readonly message: string;
  /** Offset in the text. */
  readonly offset: number;
}

/**
 * How kubectl reads scalars: YAML 1.1, so `yes` and `on` are true and `010` is octal, but without its times, sexagesimal
 * numbers and binary values (go.yaml.in/yaml/v2, resolve.go).
 */
const schema: SchemaOptions & { readonly version: "1.1" } = {
  version: "1.1",
  customTags: (tags: Tags): Tags =>
    tags.filter(
      (tag) =>
        typeof tag === "string" ||
        !(("format" in tag && tag.format === "TIME") || /:(timestamp|binary|set|omap|pairs)$/.test(tag.tag)),
    ),
};

/** The documents of a text; a JSON text is one document. */
export function documentsOf(text: string): TextDocument[] {
  const found = parseAllDocuments(text, { ...schema, prettyErrors: false, logLevel: "silent" });
  return Array.isArray(found) ? found.map((parsed, index) => ({ index, parsed })) : [];
}

/** What is wrong with a document, the first of it. */
export function brokenOf({ parsed }: TextDocument): Broken | undefined {
  const [error] = parsed.errors;
  return error && { code: error.code, message: error.message, offset: error.pos[0] };
}

/** How often the content of anchors may be repeated in a document: a small text can mean billions of nodes. */
const mostAliases = 10_000;

/**
 * The document as a value.
 * @throws Error if its aliases would grow beyond all bounds, or name an anchor that is not there
 */
export function plainValue({ parsed }: TextDocument): unknown {
  return parsed.toJS({ maxAliasCount: mostAliases });
}

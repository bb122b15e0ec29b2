import {
  boolYaml11Tag,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  EVENT_ID,
  type Event,
  FAILSAFE_SCHEMA,
  floatCoreTag,
  intYaml11Tag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  parseEvents,
  type Schema,
  seqTag,
  YAMLException,
} from "js-yaml";
import { type BrokenReason, brokenWhere } from "./broken-where.ts";
import { isTooLarge } from "./expanded-size.ts";

/** One document of a text, with the events of the parser: by these everything in it is found again. */
export interface TextDocument {
  readonly index: number;
  readonly text: string;
  readonly events: readonly Event[];
  readonly value: unknown;
}

/** Why a document cannot be read. */
export interface Broken {
  readonly index: number;
  readonly reason: BrokenReason | "aliases";
  /** The parser's own sentence, in English. */
  readonly message: string;
  /** Offset in the text. */
  readonly offset: number;
}

/** Whole numbers as Go writes them too: `0o17`, and the letter of the base as a capital. */
const goNumber = /^[-+]?0(?:[oO][0-7_]+|X[0-9a-fA-F_]+|B[01_]+)$/;

function numberOf(text: string): number {
  const value = Number(text.replaceAll(/[-+_]/g, ""));
  return text.startsWith("-") ? -value : value;
}

/**
 * How kubectl reads scalars: YAML 1.1, so `yes` and `on` are true and `010` is octal, but without its times, sexagesimal
 * numbers and binary values, and tags that it does not know change nothing (go.yaml.in/yaml/v2, resolve.go).
 */
const schema: Schema = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  boolYaml11Tag,
  defineScalarTag("tag:yaml.org,2002:int", {
    ...intYaml11Tag,
    resolve: (source, isExplicit, name) => {
      if (goNumber.test(source)) return numberOf(source);
      return source.includes(":") ? NOT_RESOLVED : intYaml11Tag.resolve(source, isExplicit, name);
    },
  }),
  floatCoreTag,
  mergeTag,
  defineScalarTag("!", { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
  defineScalarTag("tag:yaml.org,2002:", {
    matchByTagPrefix: true,
    resolve: (source) => source,
    identify: () => false,
  }),
  defineSequenceTag("!", { ...seqTag, matchByTagPrefix: true }),
  defineMappingTag("!", { ...mapTag, matchByTagPrefix: true }),
);

/** How deep lists and maps may stand in each other; schemas in definitions of kinds go to some sixty. */
const maxDepth = 500;

/** The documents of a text; a JSON text is one document. A text that cannot be parsed at all is one broken document. */
export function* documentsOf(text: string): Generator<TextDocument | Broken> {
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth });
  } catch (error) {
    yield brokenBy(error, text, 0, 0);
    return;
  }
  const starts: number[] = [];
  for (const [at, { type }] of events.entries()) if (type === EVENT_ID.DOCUMENT) starts.push(at);
  for (const [index, start] of starts.entries())
    yield documentOf(text, events.slice(start, starts[index + 1]), index);
}

function documentOf(text: string, events: Event[], index: number): TextDocument | Broken {
  try {
    const [value] = constructFromEvents(events, { source: text, schema });
    const aliases = events.some(({ type }) => type === EVENT_ID.ALIAS);
    if (aliases && isTooLarge(value))
      return { index, reason: "aliases", message: "they mean millions of values", offset: startOf(events) };
    return { index, text, events, value };
  } catch (error) {
    return brokenBy(error, text, index, startOf(events));
  }
}

function startOf(events: readonly Event[]): number {
  const [, first] = events;
  return first !== undefined && "start" in first ? first.start : 0;
}

function brokenBy(error: unknown, text: string, index: number, offset: number): Broken {
  if (!(error instanceof YAMLException)) throw error;
  const found = brokenWhere(text, error.reason, error.mark?.position ?? offset);
  return { index, message: error.reason, ...found };
}

import { isObject, type Json, type JsonObject } from "#policies";
import { slimImage } from "./image.ts";
import { isPublicDomain } from "./public-names.ts";
import type { Names } from "./scrub.ts";
import { isConstant, isKnownWord } from "./vocabulary.ts";

/** What values in objects of the API are slimmed with. */
export interface ValueTools extends Names {
  readonly scrub: (text: string) => string;
}

/** Amounts, and numbers written as texts with a unit. */
const quantity = /^\d{1,2}(?:\.\d+)?(?:m|k|[KMGTP]i?|s|%)?$|^\d+(?:m|k|[KMGTP]i?|s|%)$/;

/** A reference to an image: a path, and a tag or a digest. */
const reference = /^[a-z0-9][\w.:/-]*(?::[\w][\w.-]*|@sha256:[0-9a-f]{64})$/i;

/**
 * One text in an object of the API: only what the catalogue or the API itself says remains. A value that a site set is
 * replaced whatever it looks like.
 */
export function slimValue(text: string, { pseudonyms, dictionary }: ValueTools): string {
  if (text === "" || isConstant(text) || quantity.test(text)) return text;
  const known = dictionary.get(text);
  if (known !== undefined) return known.replacement();
  return text.includes("/") && reference.test(text)
    ? slimImage(text, pseudonyms)
    : pseudonyms.of("value", text);
}

/** A field's name stays; any other key is a text. */
function slimKey(key: string, { scrub }: ValueTools): string {
  return isConstant(key) || /^[a-z]+(?:[A-Z][a-z]*)*$/.test(key) ? key : scrub(key);
}

/** Fields whose keys a site chooses. */
export const labelFields: readonly string[] = ["labels", "annotations", "nodeSelector", "matchLabels"];

/** Whether a label's key is one that many sites have. */
export function isPublicLabel(key: string): boolean {
  return (
    isConstant(key) || isKnownWord(key) || (key.includes("/") && isPublicDomain(key.replace(/\/.*$/su, "")))
  );
}

function slimLabel(key: string, { pseudonyms, dictionary, scrub }: ValueTools): string {
  if (isPublicLabel(key)) return key;
  const [, domain, name = ""] = /^(?:(.*)\/)?(.*)$/su.exec(key) ?? [];
  const shown = isKnownWord(name)
    ? name
    : (dictionary.get(name)?.replacement() ?? pseudonyms.of("name", name));
  return domain === undefined ? shown : `${scrub(domain)}/${shown}`;
}

/** An object of the API with the names in it replaced; numbers and switches stay. */
export function slimValues(value: Json, tools: ValueTools): Json {
  if (typeof value === "string") return slimValue(value, tools);
  if (Array.isArray(value)) return value.map((item: Json) => slimValues(item, tools));
  return isObject(value) ? slimObject(value, tools) : value;
}

/** The same of an object. */
export function slimObject(object: JsonObject, tools: ValueTools): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, item = null]) => [
      slimKey(key, tools),
      labelFields.includes(key) && isObject(item) ? slimLabels(item, tools) : slimValues(item, tools),
    ]),
  );
}

/** Labels, annotations or a selector of such. */
export function slimLabels(labels: JsonObject, tools: ValueTools): JsonObject {
  return Object.fromEntries(
    Object.entries(labels).map(([key, item]) => [slimLabel(key, tools), slimValues(item ?? null, tools)]),
  );
}

/** A JSON Patch: what was done and where stays, as far as the place names nobody; what was set is slimmed. */
export function slimPatch(patch: Json, tools: ValueTools): Json {
  if (!Array.isArray(patch)) return slimValues(patch, tools);
  return patch.map((step: Json) => {
    if (!isObject(step)) return slimValues(step, tools);
    return Object.fromEntries(
      Object.entries(step).map(([key, item]) => {
        const place = (key === "path" || key === "from") && typeof item === "string";
        const known = key === "op" && typeof item === "string" && operations.includes(item);
        return [
          slimKey(key, tools),
          known ? item : place ? slimPointer(item, tools) : slimValues(item ?? null, tools),
        ];
      }),
    );
  });
}

const operations: readonly string[] = ["add", "remove", "replace", "move", "copy", "test"];

/** A JSON Pointer, whose `~1` is a slash inside a key. */
function slimPointer(pointer: string, tools: ValueTools): string {
  if (isConstant(pointer)) return pointer;
  const parts = pointer.split("/");
  return parts
    .map((part, index) => {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const slim = labelFields.includes(parts[index - 1] ?? "") ? slimLabel : slimKey;
      return slim(key, tools).replaceAll("~", "~0").replaceAll("/", "~1");
    })
    .join("/");
}

import { isObject, isPolicyId, type Language, policyIds } from "#policies";
import { documentsOf } from "./documents.ts";
import type { Exception } from "./exception.ts";
import type { FieldPath } from "./field-path.ts";
import { placesOf, spanOf } from "./locate.ts";
import { type ExceptionsFault, wordsOf } from "./text/words.ts";

/** The keys of an exception. */
export const exceptionKeys = [
  "policy",
  "kind",
  "name",
  "namespace",
  "container",
  "reason",
  "expires",
] as const;

/** A key of an exception. */
export type ExceptionKey = (typeof exceptionKeys)[number];

/** The keys without which there is no exception. */
export const neededKeys: readonly ExceptionKey[] = ["policy", "reason", "expires"];

/** A file of exceptions that cannot be used; the message names the place. */
export class ExceptionsError extends Error {}

/**
 * The exceptions from YAML: a list of `{policy, kind?, name?, namespace?, container?, reason, expires}`.
 * @param file its name, for messages
 * @throws ExceptionsError for what is no such list
 */
export function readExceptions(text: string, file: string, language: Language): Exception[] {
  const words = wordsOf(language);
  const placeOf = placesOf(text);
  const failure = (offset: number, sentence: string) => {
    const { line, column } = placeOf(offset);
    return new ExceptionsError(`${file}:${line}:${column}: ${sentence}`);
  };
  const [document, other] = documentsOf(text);
  if (document === undefined) return [];
  if (!("events" in document)) throw failure(document.offset, words.says({ ...document, kind: "broken" }));
  const fault = (path: FieldPath, said: ExceptionsFault) =>
    failure(spanOf(document, path).start, words.exceptions(said));
  if (other !== undefined)
    throw failure(
      "events" in other ? spanOf(other, []).start : other.offset,
      words.exceptions({ kind: "no-list" }),
    );
  const list = document.value ?? [];
  if (!Array.isArray(list)) throw fault([], { kind: "no-list" });
  return list.map((entry: unknown, index) => exceptionOf(entry, (key, said) => fault([index, ...key], said)));
}

/** @param fault makes the error for a key of the entry, or with none for all of it */
function exceptionOf(
  entry: unknown,
  fault: (key: readonly string[], said: ExceptionsFault) => ExceptionsError,
): Exception {
  if (!isObject(entry)) throw fault([], { kind: "no-entry" });
  const strange = Object.keys(entry).find((key) => !exceptionKeys.some((known) => known === key));
  if (strange !== undefined) throw fault([strange], { kind: "unknown-key", key: strange });
  const said = (key: ExceptionKey): string | undefined => {
    const value = entry[key] ?? undefined;
    if (value === undefined || (typeof value === "string" && value.trim() !== "")) return value;
    throw fault([key], { kind: "no-text", key });
  };
  const needed = (key: ExceptionKey): string => {
    const value = said(key);
    if (value === undefined) throw fault([], { kind: "lacking", key });
    return value;
  };
  const policy = needed("policy");
  if (!isPolicyId(policy)) throw fault(["policy"], { kind: "unknown-policy", policy, known: policyIds });
  const expires = needed("expires");
  if (!isDay(expires)) throw fault(["expires"], { kind: "no-day", value: expires });
  return {
    policy,
    kind: said("kind"),
    name: said("name"),
    namespace: said("namespace"),
    container: said("container"),
    reason: needed("reason"),
    expires,
  };
}

/** Whether a calendar has the day: 30 February would become 2 March. */
function isDay(text: string): boolean {
  const time = new Date(text);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
  );
}

import { type Json, type Language, policies } from "#policies";
import { visible } from "../foreign/visible.ts";
import { type FieldPath, fieldText } from "./field-path.ts";
import type { Finding } from "./finding.ts";
import { wordsOf } from "./text/words.ts";

/** How much of a value is shown. */
const longest = 60;

/**
 * The state of the fields at fault, in one sentence without its end: `securityContext.privileged is true`. Fields of a
 * container are named from there.
 */
export function stateOf(
  { field, found, more, container, error, wrong }: Finding,
  language: Language,
): string {
  const words = wordsOf(language);
  const states = [{ field, found }, ...more].map((one) => {
    const name = fieldText(container === undefined ? one.field : inContainer(one.field));
    return one.found === undefined ? words.notSet(name) : words.holds(name, shown(one.found));
  });
  const state = states.join(", ");
  if (error === undefined) return visible(state);
  if (wrong === undefined) return visible(`${state} (${words.cannotJudge})`);
  const shownAlready = [field, ...more.map((one) => one.field)].some(
    (one) => fieldText(one) === fieldText(wrong.field),
  );
  const name = shownAlready
    ? ""
    : `${fieldText(container === undefined ? wrong.field : inContainer(wrong.field))} `;
  return visible(`${state} (${name}${words.wrongType(wrong)})`);
}

/** What is wrong with a field and what the policy demands, e.g. for an annotation. */
export function messageOf(finding: Finding, language: Language): string {
  const { container } = finding;
  const where = container === undefined ? "" : `${wordsOf(language).container(visible(container))}: `;
  return `${where}${stateOf(finding, language)}. ${policies[finding.policy].text[language].forbids}`;
}

function inContainer(field: FieldPath): FieldPath {
  const list = field.findIndex(
    (step) => typeof step === "string" && /^(c|initC|ephemeralC)ontainers$/.test(step),
  );
  return list < 0 || field.length <= list + 2 ? field : field.slice(list + 2);
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

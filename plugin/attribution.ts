import type { RefusalMarks } from "#policies";
import type { PolicyRefusal, Violation } from "./refusals/refusal.ts";

/**
 * The violation in a refusal that means a policy, if one does. What we sent ourselves (names, images, registries) is
 * taken out first: engines quote it, and an image path like `/probe/app` would hit the marks of another policy.
 *
 * @param sent the literals that stood in the object
 */
export function violationOf(
  marks: RefusalMarks,
  refusal: PolicyRefusal,
  sent: readonly string[],
): Violation | undefined {
  return refusal.violations.find(({ says, policy = "", rule = "" }) =>
    means(marks, says, `${policy} ${rule}`, sent),
  );
}

/** Whether a text, such as a warning, means a policy. */
export function means(marks: RefusalMarks, text: string, names: string, sent: readonly string[]): boolean {
  const lower = names.toLowerCase();
  if (marks.names.some((name) => name.length > 7 && lower.includes(name.toLowerCase()))) return true;
  const misleading = (marks.notEvidence ?? []).map((word) => new RegExp(word, "gi"));
  const cleaned = misleading.reduce((rest, word) => rest.replace(word, " "), redacted(text, sent));
  return marks.words.some((word) => new RegExp(word, "i").test(cleaned));
}

function redacted(text: string, sent: readonly string[]): string {
  const longestFirst = [...sent].filter((literal) => literal.length > 2).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, literal) => rest.replaceAll(literal, "…"), text);
}

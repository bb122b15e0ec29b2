import { stringify } from "yaml";
import type { ByHand, Finding } from "./finding.ts";
import { merged } from "./merge-snippet.ts";
import type { Words } from "./text/words.ts";
import { wrapped } from "./wrap.ts";

/** What the findings' author has to decide, each once. */
export function decisionsOf(findings: readonly Finding[]): ByHand[] {
  return [
    ...new Set(
      findings.flatMap(({ corrections }) =>
        corrections.flatMap(({ byHand }) => (byHand === undefined ? [] : [byHand])),
      ),
    ),
  ];
}

/**
 * The remedies of findings in one object as one YAML text that can be merged into it.
 * @param width of the comments over it; absent: they are not wrapped
 */
export function remedyText(
  findings: readonly Finding[],
  words: Words,
  width: number = Number.POSITIVE_INFINITY,
): string {
  const comments = decisionsOf(findings).map((decision) => {
    const [first = "", ...rest] = wrapped(words.byHand[decision], "", width - 4).split("\n");
    return [`# ${first}`, ...rest.map((line) => `#   ${line}`), ""].join("\n");
  });
  const snippet = findings.map(({ remedy }) => remedy).reduce(merged, {});
  return `${comments.join("")}${stringify(snippet, { lineWidth: 0 })}`;
}

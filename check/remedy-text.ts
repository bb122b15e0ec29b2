import type { JsonObject } from "#policies";
import type { ByHand, Finding } from "./finding.ts";
import { merged } from "./merge-snippet.ts";
import type { Words } from "./text/words.ts";
import { wrapped } from "./wrap.ts";
import { yamlOf } from "./yaml-of.ts";

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
export function remedyText(findings: readonly Finding[], words: Words, width?: number): string {
  const comments = decisionsOf(findings).map((decision) => {
    const text = words.byHand[decision];
    return `# ${width === undefined ? text : wrapped(text, "", width - 4).replaceAll("\n", "\n#   ")}\n`;
  });
  const [first = {}, ...others] = findings.map(({ remedy }) => remedy);
  const snippet = others.reduce(merged, first);
  return `${comments.join("")}${asYaml(snippet)}`;
}

/** Texts of snippets: those of one finding are few, because they name no object, and writing YAML takes long. */
const known = new Map<string, string>();

/** How many texts are kept. */
const most = 1000;

function asYaml(snippet: JsonObject): string {
  const key = JSON.stringify(snippet);
  const found = known.get(key);
  if (found !== undefined) return found;
  const text = forPeople(yamlOf(snippet));
  if (known.size >= most) known.clear();
  known.set(key, text);
  return text;
}

/**
 * What a patch takes away by an empty value, people are told to remove. The value stays: a key without one would take
 * away all that stands beside it.
 */
function forPeople(yaml: string): string {
  return yaml.replaceAll(/^(\s*(?:- )*)("?[^\s:"]+"?): (null|\[\])$/gm, "$1$2: $3 # remove $2");
}

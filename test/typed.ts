/** A line that a guide says to type, and the lines that it says are printed then. */
export interface Typed {
  readonly line: string;
  readonly printed: readonly string[];
}

/** What is typed in a block of the language `console`; a line that ends with a backslash goes on. */
export function typedIn(block: string): Typed[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [, line = "", rest = ""] = /^((?:.*\\\n)*.*)\n?([\s\S]*)$/.exec(part) ?? [];
      return { line, printed: rest.split("\n").filter((text) => text !== "") };
    });
}

/** Whether lines are as expected, where a line of three dots stands for any number of lines. */
export function asPrinted(expected: readonly string[], found: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return found.length === 0;
  if (first === "...")
    return found.some((_, skipped) => asPrinted(rest, found.slice(skipped))) || asPrinted(rest, []);
  return first === found[0] && asPrinted(rest, found.slice(1));
}

import { visible } from "../../foreign/visible.ts";

/** A word for a shell: everything between single quotes is taken as it is. */
export function shellQuoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command with a text as its input; a quoted delimiter keeps the shell from looking into the text. */
export function withInput(command: string, input: string): string {
  const lines = input.trimEnd().split("\n");
  let delimiter = "EOF";
  while (lines.includes(delimiter)) delimiter += "_";
  return `${command} <<'${delimiter}'\n${lines.join("\n")}\n${delimiter}`;
}

/** A value as JSON in which nothing is hidden. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return [...text]
    .map((character) => (visible(character) === character ? character : escaped(character)))
    .join("");
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Columns of a line for people. */
const width = 100;

/** A paragraph in lines that a terminal holds. Words are not cut, and spaces that must not break do not. */
export function wrapped(paragraph: string, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(/[ \n\t]+/).filter((part) => part !== "")) {
    const longer = line === "" ? `${indent}${word}` : `${line} ${word}`;
    if (line !== "" && [...longer].length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line].join("\n").replaceAll("\u00a0", " ");
}

/** Foreign text as it came, set apart so that it never looks like a line of this program. */
export function quotedLines(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").trimEnd().split("\n");
  return lines.map((line) => `    │ ${line}`.trimEnd()).join("\n");
}

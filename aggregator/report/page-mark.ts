/** A longer line would leave the margin of a page of paper. */
const longestMark = 120;

/**
 * The style by which browsers that know margin boxes (CSS Paged Media; Chromium since version 131) put the line on top
 * of every page of paper.
 * @param line foreign text
 */
export function pageMark(line: string): string {
  const characters = [...line];
  const shown = characters.length > longestMark ? [...characters.slice(0, longestMark - 1), "…"] : characters;
  return `@page {
  @top-center {
    content: "${shown.map(escaped).join("")}";
    font: 8pt sans-serif;
  }
}`;
}

/** Whatever is no plain letter or digit could end the string, the rule or the whole style element. */
function escaped(character: string): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  return `\\${(character.codePointAt(0) ?? 0).toString(16).padStart(6, "0")}`;
}

/** The place of a pattern of levels on the page. */
export function patternId(index: number): string {
  return `pattern-${index + 1}`;
}

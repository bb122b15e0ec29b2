/**
 * Whether a text matches a pattern in which `*` stands for any characters and `?` for one. In time that grows with
 * pattern times text: patterns are the site's, and one with many stars would hold up a regular expression for ever.
 */
export function glob(pattern: string, text: string): boolean {
  let at = 0;
  let read = 0;
  // after the last star, and how far the text may belong to it
  let star: { readonly next: number; readonly taken: number } | undefined;
  while (read < text.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = { next: at + 1, taken: read };
      at += 1;
    } else if (wanted === "?" || (wanted !== undefined && wanted === text[read])) {
      at += 1;
      read += 1;
    } else if (star !== undefined) {
      star = { next: star.next, taken: star.taken + 1 };
      at = star.next;
      read = star.taken;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

/**
 * Characters that would change how the text around them is read without being seen: controls (but not line ends and
 * tabs), bidirectional marks, zero-width and otherwise blank characters, selectors of variants, tags and lone surrogates.
 */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are made visible
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff]|\u034f|[\ufe00-\ufe0f]|\udb40[\udc00-\udc7f\udd00-\uddef]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Most texts have nothing but this, and are known by it at once. */
const plain = /^[\n\t -~]*$/;

/** The text with what is hidden written out, e.g. `⟨U+202E⟩`. */
export function visible(text: string): string {
  if (plain.test(text)) return text;
  return text.replaceAll("\r\n", "\n").replace(hidden, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `⟨U+${code}⟩`;
  });
}

/** A view model with all its strings made visible, so that no place can be forgotten. */
export function allVisible<T>(view: T): T;
export function allVisible(view: unknown): unknown {
  if (typeof view === "string") return visible(view);
  if (Array.isArray(view)) return view.map((item: unknown) => allVisible(item));
  if (typeof view !== "object" || view === null) return view;
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, allVisible<unknown>(value)]));
}

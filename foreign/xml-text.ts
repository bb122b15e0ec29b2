/**
 * Text that XML can hold. XML 1.0 forbids most control characters, lone surrogates and U+FFFE/U+FFFF even as
 * references, and parsers change line ends and attribute whitespace; Go's decoder, which Sonobuoy uses, then
 * rejects the whole file. One coloured message of a webhook must not cost a site its results.
 */

/** Characters that would not survive a journey through XML, and the backslash that marks them. */
const fragile =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff\\]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** The text with every fragile character written as a backslash sequence; `decodeXmlText` gives it back exactly. */
export function encodeXmlText(text: string): string {
  const encoded = text.replace(fragile, escaped);
  // parsers may trim, so outer spaces are marked as well
  return encoded.replace(/^ | $/g, "\\u0020");
}

/** The text that was encoded. */
export function decodeXmlText(encoded: string): string {
  return encoded.replace(
    /\\(?:u([0-9a-f]{4})|(.))/g,
    (_, code: string | undefined, mark: string | undefined) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return { n: "\n", r: "\r", t: "\t" }[mark ?? ""] ?? mark ?? "";
    },
  );
}

/** The text for human readers: line ends stay, what XML forbids is made visible. */
export function readableXmlText(text: string): string {
  return text.replace(fragile, (character) => (/[\n\t\\]/.test(character) ? character : escaped(character)));
}

function escaped(character: string): string {
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

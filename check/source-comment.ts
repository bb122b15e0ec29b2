import type { TextDocument } from "./documents.ts";

/** The template that a document's comment names: Helm writes one over each. */
export function sourceOf({ parsed }: TextDocument, text: string): string | undefined {
  const comment = parsed.commentBefore ?? commentBefore(parsed.contents) ?? "";
  const found = /^ ?Source: (\S.*)$/m.exec(comment)?.[1]?.trim();
  return found !== undefined && text.includes(found) ? found : undefined;
}

function commentBefore(contents: TextDocument["parsed"]["contents"]): string | undefined {
  return contents?.commentBefore ?? undefined;
}

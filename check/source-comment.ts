import type { TextDocument } from "./documents.ts";
import { spanOf } from "./locate.ts";

/** The template that the comment over a document names: Helm writes one over each. */
export function sourceOf(document: TextDocument): string | undefined {
  const { text } = document;
  const { start } = spanOf(document, []);
  const over = text.slice(text.lastIndexOf("\n---", start) + 1, start);
  return /^# Source: (\S.*)$/m.exec(over)?.[1]?.trim();
}

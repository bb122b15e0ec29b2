import { open } from "node:fs/promises";

/** What a file is by its first bytes; its name says nothing. */
export type Format = "gzip" | "tar" | "xml" | "empty" | "unknown";

const headBytes = 512;
const tarMagic = { at: 257, text: "ustar" };

/** Looks at the first bytes of a file. */
export async function sniff(path: string): Promise<Format> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return formatOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** What something is by its beginning. */
export function formatOf(head: Buffer): Format {
  if (head.byteLength === 0) return "empty";
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head.toString("latin1", tarMagic.at, tarMagic.at + tarMagic.text.length) === tarMagic.text)
    return "tar";
  return /^(?:\ufeff)?\s*</.test(head.toString("utf8")) ? "xml" : "unknown";
}

import { readFileSync, statSync } from "node:fs";
import type { Said } from "./remark.ts";

/** The largest file that is read, in bytes. No cluster takes an object larger than 1.5 MB. */
export const mostBytes: number = 32 * 1024 * 1024;

/** A text, or why there is none. */
export type Read = { readonly text: string } | { readonly says: Said };

/** Reads a file, `-` for stdin. */
export async function readText(path: string): Promise<Read> {
  try {
    if (path === "-") return decoded(await bytesOf(process.stdin));
    // thousands of small files are read in half the time without waiting for each
    const facts = statSync(path);
    if (facts.size > mostBytes) return tooLarge(facts.size);
    // what is no file, such as a pipe, can be read only once
    const text = facts.isFile() ? readFileSync(path, "utf8") : undefined;
    if (text !== undefined && isWhole(text)) return { text: withoutMark(text) };
    return decoded(readFileSync(path));
  } catch (error) {
    return { says: { kind: "unreadable", reason: reasonOf(error) } };
  }
}

/**
 * Whether a text that was read as UTF-8 without further ado was that: what is not becomes U+FFFD, and UTF-16 is full of
 * zero characters.
 */
function isWhole(text: string): boolean {
  return !text.includes("\uFFFD") && !text.includes("\0");
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

async function bytesOf(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : error instanceof Error ? error.message : String(error);
}

function tooLarge(bytes: number): Read {
  return { says: { kind: "too-large", bytes, most: mostBytes } };
}

/** The bytes as text, in any encoding that YAML permits but UTF-32; line ends are those of Unix. */
export function decoded(bytes: Uint8Array): Read {
  if (bytes.length > mostBytes) return tooLarge(bytes.length);
  const encoding = encodingOf(bytes);
  if (encoding === "utf-8" && bytes.includes(0)) return { says: { kind: "binary" } };
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { says: { kind: "encoding" } };
  }
}

/** By the byte order mark, else by where the first character's zero byte is (YAML 1.2.2, section 5.2). */
function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined))
    return "utf-16be";
  return "utf-8";
}

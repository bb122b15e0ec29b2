import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** Bytes that a key has at least, as HMAC-SHA-256 wants them. */
export const shortestKey = 32;

/** A key file is far smaller. */
const longestKey = 65_536;

/** Rights of others than the owner. */
const othersRights = 0o077;

/** A site's secret, as it was found or made. */
export interface SiteKey {
  readonly bytes: Uint8Array;
  /** The file was not there and has been made, for the owner only. */
  readonly created: boolean;
  /** Others than the owner may read the file. */
  readonly exposed: boolean;
}

/** A key file with too little in it, or too much. */
export class KeyError extends Error {
  readonly kind: "short" | "long";

  constructor(kind: "short" | "long") {
    super(`the key is too ${kind}`);
    this.kind = kind;
  }
}

/**
 * The key in a file, without blanks around it; a file that is not there is made with a random key, readable for its
 * owner only.
 * @throws KeyError, or the file system's error
 */
export async function siteKey(path: string): Promise<SiteKey> {
  const made = await makeKey(path);
  if (made !== undefined) return { bytes: made, created: true, exposed: false };
  // without waiting for whoever writes into a pipe
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { mode, size } = await file.stat();
    if (size > longestKey) throw new KeyError("long");
    const bytes = withoutBlanks(await file.readFile());
    if (bytes.byteLength < shortestKey) throw new KeyError("short");
    return { bytes, created: false, exposed: process.platform !== "win32" && (mode & othersRights) !== 0 };
  } finally {
    await file.close();
  }
}

/** Without the blanks and line ends of ASCII around it; bytes are not decoded, since a key need not be a text. */
function withoutBlanks(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const [before = ""] = /^[\t-\r ]*/.exec(text) ?? [];
  return bytes.subarray(before.length, Math.max(before.length, text.replace(/[\t-\r ]+$/, "").length));
}

/** @returns undefined if the file is there */
async function makeKey(path: string): Promise<Buffer | undefined> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      const text = randomBytes(shortestKey).toString("hex");
      await file.writeFile(`${text}\n`);
      return Buffer.from(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
    throw error;
  }
}

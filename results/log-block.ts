import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

/** Characters of a line's part: kubelets split lines of 16 KiB, and some log collectors those of 8 KiB. */
const partLength = 4000;

/** Bytes that a block may unfold to; a result has some 300 kB for each namespace. */
const mostBytes = 64 * 1024 * 1024;

/** Why a log gives no result. */
export type LogBlockProblem =
  | { readonly kind: "no-block" }
  | { readonly kind: "incomplete"; readonly missing: readonly string[] }
  | { readonly kind: "damaged"; readonly detail: string };

/** A log without a whole result. */
export class LogBlockError extends Error {
  readonly problem: LogBlockProblem;
  constructor(problem: LogBlockProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/**
 * A result as lines for a container's log, where no file outlives the pod: `dvs-result ID PART/PARTS BASE64` of the
 * gzipped JUnit file, at the end its SHA-256. Every line names the block it belongs to, so that timestamps before it
 * and other lines in between do no harm.
 */
export function writeLogBlock(junit: string): string {
  const sum = sha256(junit);
  const id = sum.slice(0, 8);
  const text = gzipSync(junit, { level: 9 }).toString("base64");
  const parts = text.match(new RegExp(`.{1,${partLength}}`, "g")) ?? [];
  const lines = parts.map((part, index) => `dvs-result ${id} ${index + 1}/${parts.length} ${part}`);
  return [...lines, `dvs-result ${id} sha256 ${sum}`, ""].join("\n");
}

const line =
  /\bdvs-result ([0-9a-f]{8}) (?:(\d{1,6})\/(\d{1,6}) ([A-Za-z0-9+/=]+)|sha256 ([0-9a-f]{64}))\s*$/;

/** What a log holds of one block. */
interface Found {
  readonly parts: Map<number, string>;
  count: number;
  sum: string | undefined;
}

/**
 * The JUnit file in a log: that of the last block, if there are several.
 * @throws LogBlockError if there is none, or not all of it, or if it was changed
 */
export function readLogBlock(log: string): string {
  const blocks = new Map<string, Found>();
  let last: Found | undefined;
  for (const text of log.split("\n")) {
    const [, id, part, count, base64, sum] = line.exec(text) ?? [];
    if (id === undefined) continue;
    const found = blocks.get(id) ?? { parts: new Map(), count: 0, sum: undefined };
    blocks.set(id, found);
    last = found;
    if (base64 !== undefined) {
      found.parts.set(Number(part), base64);
      found.count = Number(count);
    }
    found.sum ??= sum;
  }
  if (last === undefined) throw new LogBlockError({ kind: "no-block" });
  return unfolded(last);
}

function unfolded({ parts, count, sum }: Found): string {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const missing = numbers.filter((number) => !parts.has(number)).map((number) => `${number}/${count}`);
  if (sum === undefined || count === 0) missing.push("sha256");
  if (sum === undefined || missing.length > 0) throw new LogBlockError({ kind: "incomplete", missing });
  const junit = gunzipped(numbers.map((number) => parts.get(number) ?? "").join(""));
  if (sha256(junit) !== sum)
    throw new LogBlockError({ kind: "damaged", detail: "the SHA-256 is another one" });
  return junit;
}

function gunzipped(base64: string): string {
  try {
    return gunzipSync(Buffer.from(base64, "base64"), { maxOutputLength: mostBytes }).toString("utf8");
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new LogBlockError({ kind: "damaged", detail });
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

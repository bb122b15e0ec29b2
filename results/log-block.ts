import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

/** Characters of a line's part: kubelets split lines of 16 KiB, and some log collectors those of 8 KiB. */
const partLength = 4000;

/** Bytes that a block may unfold to; a result has some 300 kB for each namespace. */
const mostBytes = 64 * 1024 * 1024;

/** Why a log gives no result. */
export type LogBlockProblem =
  | { readonly kind: "no-block" }
  /** Lines of more than one result. */
  | { readonly kind: "several"; readonly ids: readonly string[] }
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
 * gzipped JUnit file, at the end its SHA-256. Every line names the block it belongs to, so that other lines in between
 * do no harm.
 */
export function writeLogBlock(junit: string): string {
  const sum = sha256(junit);
  const id = sum.slice(0, 8);
  const text = gzipSync(junit, { level: 9 }).toString("base64");
  const parts = text.match(new RegExp(`.{1,${partLength}}`, "g")) ?? [];
  const lines = parts.map((part, index) => `dvs-result ${id} ${index + 1}/${parts.length} ${part}`);
  return [...lines, `dvs-result ${id} sha256 ${sum}`, ""].join("\n");
}

/**
 * A block's line, alone or behind what `kubectl logs --prefix --timestamps` and the container runtime put before it.
 * Behind anything else, such as the cluster's own words in a sentence, it is somebody else's.
 */
const line =
  /^(?:\[pod\/[^\]\s]+\] )?(?:\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) (?:stdout F )?)?dvs-result ([0-9a-f]{8}) (?:(\d{1,6})\/(\d{1,6}) ([A-Za-z0-9+/=]+)|sha256 ([0-9a-f]{64}))\s*$/;

/** What a log holds of one block. */
interface Found {
  readonly parts: Map<number, string>;
  count: number;
  sum: string | undefined;
}

/**
 * The JUnit file in a log. A container prints one only: of several, nobody could tell which one is genuine.
 * @throws LogBlockError if there is none, or not all of it, or if it was changed, or if there are several
 */
export function readLogBlock(log: string): string {
  const blocks = new Map<string, Found>();
  for (const text of log.split("\n")) {
    const [, id, part, count, base64, sum] = line.exec(text) ?? [];
    if (id === undefined) continue;
    const found = blocks.get(id) ?? { parts: new Map(), count: 0, sum: undefined };
    blocks.set(id, found);
    if (base64 !== undefined) {
      found.parts.set(Number(part), base64);
      found.count = Number(count);
    }
    found.sum ??= sum;
  }
  const [only, ...others] = blocks.values();
  if (only === undefined) throw new LogBlockError({ kind: "no-block" });
  if (others.length > 0) throw new LogBlockError({ kind: "several", ids: [...blocks.keys()] });
  return unfolded(only);
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

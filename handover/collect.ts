import {
  JUnitError,
  LogBlockError,
  type LogBlockProblem,
  type RunResult,
  readJUnit,
  readLogBlock,
} from "#results";

/** Why nothing could be collected. */
export type CollectProblem =
  | LogBlockProblem
  | { readonly kind: "encoding" }
  | { readonly kind: "archive" }
  | { readonly kind: "junit"; readonly detail: string };

/** An input that holds no whole result. */
export class CollectError extends Error {
  readonly problem: CollectProblem;
  constructor(problem: CollectProblem, options?: ErrorOptions) {
    super(problem.kind, options);
    this.problem = problem;
  }
}

/** A result as it was written, and read. */
export interface Collected {
  readonly junit: string;
  readonly result: RunResult;
}

/**
 * The result in a container's log or in a JUnit file.
 * @throws CollectError if it is not there as a whole
 */
export function collect(bytes: Uint8Array): Collected {
  const text = textOf(bytes);
  const junit = /^\s*</.test(text) ? text : blockIn(text);
  try {
    return { junit, result: readJUnit(junit) };
  } catch (cause) {
    if (!(cause instanceof JUnitError)) throw cause;
    throw new CollectError({ kind: "junit", detail: cause.message }, { cause });
  }
}

/** UTF-8, or the UTF-16 that Windows PowerShell makes of `kubectl logs … > FILE`. */
function textOf(bytes: Uint8Array): string {
  // gzip's first two bytes (RFC 1952)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new CollectError({ kind: "archive" });
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CollectError({ kind: "encoding" }, { cause });
  }
}

function blockIn(log: string): string {
  try {
    return readLogBlock(log);
  } catch (cause) {
    if (!(cause instanceof LogBlockError)) throw cause;
    throw new CollectError(cause.problem, { cause });
  }
}

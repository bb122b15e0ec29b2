import pRetry, { AbortError } from "p-retry";
import { isObject } from "#policies";
import type { Api, ApiAnswer, ApiRequest } from "./api.ts";
import { type PassingFault, patienceWith } from "./patience.ts";
import { ownRefusal, webhookNotCalled } from "./refusals/api-server.ts";
import { type ApiStatus, apiStatus } from "./refusals/api-status.ts";
import { recognise } from "./refusals/recognise.ts";

/** What came of one attempt, after the repetitions that faults of the wire deserve. */
export type Attempt =
  | {
      readonly kind: "accepted";
      readonly object: unknown;
      readonly warnings: readonly string[];
      readonly serverTime?: number;
    }
  | { readonly kind: "denied"; readonly status: ApiStatus; readonly serverTime?: number }
  | {
      readonly kind: "failed";
      readonly reason: "transient" | "timeout" | "deadline";
      readonly message: string;
    };

/** Limits of a run's requests. */
export interface AttemptLimits {
  /** Seconds for one request. */
  readonly requestTimeout: number;
  /** Ends the run: its deadline, or a signal to stop. */
  readonly signal: AbortSignal;
  /** Seconds before the first repetition; doubles each time. */
  readonly backoff?: number;
  /** How often a request is repeated at most; 8 unless told. */
  readonly repetitions?: number;
}

/** A fault that may pass: too many requests, an overloaded or restarting server, a webhook that cannot be reached. */
class Passing extends Error {
  readonly status: ApiStatus | undefined;
  constructor(message: string, status?: ApiStatus) {
    super(message);
    this.status = status;
  }
  get fault(): PassingFault {
    const webhook = this.status === undefined ? undefined : webhookNotCalled(this.status);
    const ofTheWire = this.status === undefined ? "the connection" : `HTTP ${this.status.code}`;
    return { culprit: webhook ?? ofTheWire, isWebhook: webhook !== undefined };
  }
}

/**
 * Sends a request and waits for an answer that means something. Repeats what may pass (429, 5xx, broken
 * connections, time-outs) with growing pauses, as long as patience lasts; never repeats a denial.
 */
export async function attempt(api: Api, request: ApiRequest, limits: AttemptLimits): Promise<Attempt> {
  const { requestTimeout, signal, backoff = 0.1, repetitions = 8 } = limits;
  const patience = patienceWith(api, { isDryRun: request.query?.["dryRun"] !== undefined });
  const begin = performance.now();
  const once = async (): Promise<Attempt> => {
    await api.ready?.(signal);
    const limit = AbortSignal.timeout(milliseconds(requestTimeout));
    const answer = await api.send(request, AbortSignal.any([signal, limit])).catch((error: unknown) => {
      if (signal.aborted) throw new AbortError("the run was stopped");
      if (limit.aborted) throw new Passing(`no answer within ${requestTimeout} s`);
      throw new Passing(causeOf(error));
    });
    patience.answered();
    return meaning(answer, signal, requestTimeout);
  };
  try {
    const result = await pRetry(once, {
      retries: repetitions,
      minTimeout: backoff * 1000,
      factor: 2,
      maxTimeout: 5000,
      signal,
      shouldRetry: ({ error, attemptNumber }) =>
        error instanceof Passing &&
        patience.isWorthwhile(error.fault, attemptNumber, (performance.now() - begin) / 1000),
    });
    if (result.kind === "accepted") patience.accepted();
    return result;
  } catch (error) {
    if (signal.aborted)
      return { kind: "failed", reason: "deadline", message: "the run was stopped before the answer came" };
    if (error instanceof Passing) patience.givenUp(error.fault);
    if (error instanceof Passing && error.status !== undefined)
      return { kind: "denied", status: error.status };
    const message = causeOf(error);
    return {
      kind: "failed",
      reason: message.startsWith("no answer within") ? "timeout" : "transient",
      message,
    };
  }
}

async function meaning(answer: ApiAnswer, signal: AbortSignal, longest: number): Promise<Attempt> {
  const { code, body, warnings, serverTime, retryAfter } = answer;
  const clock = serverTime === undefined ? {} : { serverTime };
  if (code >= 200 && code < 300) {
    // the log-in page of a proxy, or an answer that was cut off
    if (!isObject(body)) throw new Passing(`HTTP ${code}, but the answer is no JSON object`);
    return { kind: "accepted", object: body, warnings, ...clock };
  }
  const status = apiStatus(code, body);
  const passes = code === 429 || code >= 500 || ownRefusal(status) === "transient";
  if (!passes || recognise(status).kind === "policy") return { kind: "denied", status, ...clock };
  if (retryAfter !== undefined) await pause(Math.min(retryAfter, longest), signal);
  throw new Passing(`HTTP ${code}: ${status.message}`, status);
}

/** Whole milliseconds, at least one, as timers want them. */
export function milliseconds(seconds: number): number {
  return Math.max(1, Math.ceil(seconds * 1000));
}

/** Waits; ends early when the signal says so. */
export function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // a timer takes a millisecond at least
    if (signal.aborted || seconds <= 0) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    signal.addEventListener("abort", done);
  });
}

/** An error's text with that of its cause: Node says "fetch failed" where the cause says why. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? `: ${causeOf(error.cause)}` : "";
  const code = "code" in error && isText(error.code) && error.message === "" ? error.code : "";
  return `${error.message}${code}${inner}`;
}

const isText = (value: unknown): value is string => typeof value === "string";

/** The object of an accepted attempt, or `{}`. */
export function objectOf(result: Attempt): Readonly<Record<string, unknown>> {
  return result.kind === "accepted" && isObject(result.object) ? result.object : {};
}

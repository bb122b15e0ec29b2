import type { Api, ApiRequest } from "./api.ts";
import { pause } from "./attempt.ts";

/** Seconds within which an answer costs nobody anything. */
const quick = 0.02;

/** Longest rest in seconds. */
const longestRest = 5;

/** How much more the run rests at most while answers are slower than usual. */
const mostCaution = 8;

/** Answers from which is learnt what is usual. */
const learntFrom = 20;

/** Share of a run's time that its rests may take, so that a slow site does not keep it from being done in time. */
const shareOfDeadline = 0.5;

/** Requests that each probe costs: two rounds, and what belongs to them. */
const requestsPerProbe = 3;

/** A rest leaves time for so many more at least: nobody knows what is tried again at the end. */
const mostAtEnd = 20;

/** How a run rests; all that it sends with one pace shares the time for rests. */
export interface Pace {
  /** How many times as long as an answer took beyond what is quick the run rests afterwards. */
  readonly rest: number;
  /** Seconds that its rests may still take. */
  left: number;
  /** Requests that are likely to come. */
  toCome: number;
}

/**
 * The pace of a run.
 * @param rest how many times as long as a slow answer took it rests afterwards
 * @param deadline seconds for the whole run
 * @param probes how many it tries in all its namespaces, over which the time for rests is spread
 */
export function paceOf(
  { rest, deadline }: { readonly rest: number; readonly deadline: number },
  probes: number,
): Pace {
  return { rest, left: deadline * shareOfDeadline, toCome: probes * requestsPerProbe };
}

/**
 * An API that rests after answers that took long, so that a run with one request in flight occupies the admission
 * chain for about a sixth of the time by default, and does not push a fail-open engine into its time-out. Where half
 * of the run's time is too little for that, all rests are shorter, from its beginning to its end. While answers take
 * more than twice as long as usual, the rests double with each. Who sends waits for `ready` first, so that a rest
 * does not count as part of an answer.
 */
export function paced(api: Api, pace: Pace): Api {
  const lately: number[] = [];
  let caution = 1;
  let free = 0;
  const learn = (seconds: number): void => {
    const usual = lately.toSorted((a, b) => a - b)[Math.floor(lately.length / 2)] ?? seconds;
    caution =
      seconds > quick && seconds > 2 * usual ? Math.min(mostCaution, caution * 2) : Math.max(1, caution / 2);
    lately.push(seconds);
    if (lately.length > learntFrom) lately.shift();
    const wanted = caution * pace.rest * Math.max(0, seconds - quick);
    const rest = Math.min(longestRest, wanted, pace.left / Math.max(mostAtEnd, pace.toCome));
    pace.left -= rest;
    pace.toCome -= 1;
    free = Math.max(free, performance.now() + rest * 1000);
  };
  return {
    ...api,
    ready: (signal) => pause((free - performance.now()) / 1000, signal),
    async send(request: ApiRequest, signal: AbortSignal) {
      const begin = performance.now();
      try {
        return await api.send(request, signal);
      } finally {
        learn((performance.now() - begin) / 1000);
      }
    },
  };
}

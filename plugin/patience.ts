import type { Api } from "./api.ts";

/** A fault that may pass, as far as patience is concerned. */
export interface PassingFault {
  /** What is at fault: `the connection`, `HTTP 503`, or the name of a webhook. */
  readonly culprit: string;
  readonly isWebhook: boolean;
}

/** Seconds for which a request is repeated: an API server that restarts is back in some ten seconds. */
const longPatience = 20;

/**
 * The same for a webhook that does not answer, as each pod waits for it, and for an address at which no server has
 * answered yet, as it may be wrong.
 */
const shortPatience = 3;

/** The servers that have answered this process. */
const answering = new Set<string>();

/**
 * What has failed dry runs for good, by connection. A dead webhook would otherwise cost the full patience for each of a
 * hundred probes, which is more time than a run has.
 */
const lasting = new WeakMap<Api, Map<string, PassingFault>>();

/** How long a request is worth repeating, by what has become of those before it. */
export interface Patience {
  /** Whether to try once more after so many seconds; `number` of the attempt that failed, from 1 on. */
  readonly isWorthwhile: (fault: PassingFault, number: number, seconds: number) => boolean;
  /** The server has answered, whatever it said. */
  readonly answered: () => void;
  /** The request has been accepted in the end. */
  readonly accepted: () => void;
  /** The request has been given up. */
  readonly givenUp: (fault: PassingFault) => void;
}

/**
 * The patience for one request. Of what has just failed one dry run for good, others are repeated once only, until a dry
 * run is accepted again; a webhook gets no second chance.
 */
export function patienceWith(api: Api, { isDryRun }: { readonly isDryRun: boolean }): Patience {
  const known = isDryRun ? lastingOf(api) : new Map<string, PassingFault>();
  return {
    isWorthwhile: (fault, number, seconds) => {
      if (known.has(fault.culprit)) return number === 1 && seconds < 1;
      const isPatient = !fault.isWebhook && answering.has(api.server);
      return number === 1 || seconds < (isPatient ? longPatience : shortPatience);
    },
    answered: () => answering.add(api.server),
    accepted: () => {
      for (const [culprit, { isWebhook }] of known) if (!isWebhook) known.delete(culprit);
    },
    givenUp: (fault) => {
      known.set(fault.culprit, fault);
    },
  };
}

function lastingOf(api: Api): Map<string, PassingFault> {
  const known = lasting.get(api) ?? new Map<string, PassingFault>();
  lasting.set(api, known);
  return known;
}

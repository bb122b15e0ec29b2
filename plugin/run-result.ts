import {
  type Outcome,
  type ProbeResult,
  type RunResult,
  type SiteFacts,
  type Vantage,
  version,
} from "#results";
import { classifyControl } from "./classify.ts";
import type { Configuration } from "./configuration.ts";
import type { Plan } from "./plan.ts";
import type { SetupFailed } from "./setup-failed.ts";

/** What was tried at a vantage, and what came of it. */
export interface Tried {
  /** Why nothing could be tried at all. */
  readonly problem?: string;
  readonly vantage: Vantage;
  readonly probes: readonly ProbeResult[];
}

/** How a run ended. */
export interface Ending {
  readonly id: string;
  readonly started: Date;
  readonly ended: "finished" | "stopped" | "deadline";
}

/** Everything that a run has to say. */
export function runResult(
  configuration: Configuration,
  { id, started, ended }: Ending,
  site: SiteFacts,
  { parameters, configuration: used }: Pick<Plan, "parameters" | "configuration">,
  tried: readonly Tried[],
): RunResult {
  const probes = tried.flatMap((place) => place.probes);
  const problem = tried.flatMap((place) => place.problem ?? []).join("; ") || undefined;
  const { profile, deadline } = configuration;
  const missing = probes.filter(
    ({ outcome }) => outcome.kind === "inconclusive" && outcome.reason === "deadline",
  );
  const why = {
    finished: undefined,
    stopped: "the run was stopped before it was finished",
    deadline: `the run's limit of ${deadline} s was reached`,
  }[ended];
  const cutShort =
    why === undefined ? problem : `${why}: ${missing.length} of ${probes.length} probes were not answered`;
  return {
    tool: { name: "dvs", version },
    run: {
      id,
      started: started.toISOString(),
      finished: new Date().toISOString(),
      ...(cutShort !== undefined && { cutShort }),
    },
    site,
    profile: { id: profile.id, version: profile.version, parameters },
    configuration: used,
    vantages: tried.map(({ vantage }) => vantage),
    probes,
  };
}

/** What is known of a namespace where no tenant could be set up: nothing is concluded, the reason is named everywhere. */
export function nothingTried({ values, probes }: Plan, kind: Vantage["kind"], failed: SetupFailed): Tried {
  const found = classifyControl(failed.attempt);
  const reason = found.kind === "inconclusive" && found.reason !== "unknown-refusal" ? found.reason : "setup";
  const outcome: Outcome = { kind: "inconclusive", reason, message: failed.message };
  const { namespace } = values;
  return {
    problem: failed.message,
    vantage: { namespace, kind, identity: "none", podSecurity: {}, compliant: outcome, exemptions: [] },
    probes: probes.map(({ result, beforehand }) => ({ ...result, outcome: beforehand ?? outcome })),
  };
}

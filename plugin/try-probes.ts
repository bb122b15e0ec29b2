import type { ProbeValues, RefusalMarks } from "#policies";
import { type Outcome, type ProbeResult, storedName } from "#results";
import type { Attempt, AttemptLimits } from "./attempt.ts";
import { means } from "./attribution.ts";
import { classify, classifyControl } from "./classify.ts";
import { baselineTrial, controlTrial, sendAsDryRun, type Trial, trialOf } from "./dry-run.ts";
import type { Plan } from "./plan.ts";
import type { PlannedProbe } from "./planned-probe.ts";
import type { Progress } from "./sonobuoy.ts";
import type { StoredObjects } from "./stored-objects.ts";
import type { Tenant } from "./tenant.ts";
import { type Sighting, unstable } from "./vanished-refusals.ts";

/** What is needed to try the probes. */
export interface TryContext {
  /** failurePolicy of webhooks by name; undefined if it may not be read. */
  readonly failurePolicies: ReadonlyMap<string, string> | undefined;
  /** Stores the objects whose update is tried, unless they are there; undefined in a core run. */
  readonly store: (() => Promise<StoredObjects>) | undefined;
  /** Requests in flight at most. */
  readonly concurrency: number;
  readonly limits: AttemptLimits;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** A probe's result, and when it was sent and answered, by `performance.now()`. */
interface Answered {
  readonly result: ProbeResult;
  readonly sent: number;
  readonly at: number;
}

/** What came of trying all probes once. */
export interface TriedOnce {
  readonly compliant: Outcome;
  readonly probes: readonly ProbeResult[];
  /** The same with the times of the answers. */
  readonly sightings: readonly Sighting[];
}

/**
 * Tries the compliant pod and then every probe after its control as server-side dry run with strict field validation:
 * a violating object is never stored.
 */
export async function tryProbes(
  tenant: Tenant,
  { values, probes: planned }: Plan,
  { failurePolicies = new Map(), store, concurrency, limits, onProgress }: TryContext,
): Promise<TriedOnce> {
  // all that was refused before the last admission was refused by a cluster that still told pods apart
  let lastAdmission = 0;
  const send = async (trial: Trial): Promise<Attempt> => {
    const answer = await sendAsDryRun(tenant, trial, limits);
    if (answer.kind === "accepted") lastAdmission = performance.now();
    return answer;
  };
  const baseline = await sendAsDryRun(tenant, baselineTrial(values), limits);
  const stored = baseline.kind === "accepted" ? await store?.() : undefined;
  const controls = new Map([
    [controlKey({ control: "baseline", resource: "Pod", operation: "CREATE" }), Promise.resolve(baseline)],
  ]);
  const literals = literalsOf(
    tenant,
    values,
    planned.map(({ policy }) => policy.refusal),
  );

  const tryOne = async ({
    probe,
    policy,
    parameters,
    entails,
    beforehand,
    excused,
    result,
  }: PlannedProbe): Promise<Answered> => {
    const untried = beforehand ?? notTried(probe, stored, baseline);
    if (untried !== undefined) return { result: { ...result, outcome: untried }, sent: 0, at: 0 };
    const trial = trialOf(probe, values);
    const sent = trial.object;
    const quoted = [...literals, ...imagesIn(sent)];
    const known = { policy, parameters, entails, sent, literals: quoted, failurePolicies, baseline };
    const key = controlKey(probe);
    const before = controls.get(key) ?? send(controlTrial(probe, values));
    controls.set(key, before);
    const control = await before;
    await tenant.api.ready?.(limits.signal);
    const begin = performance.now();
    const answer = await send(trial);
    const at = performance.now();
    const seconds = Math.round(at - begin) / 1000;
    let outcome = classify(answer, { ...known, control });
    if (outcome.kind === "refused" && outcome.attribution !== "both") {
      // the text alone does not say it, so the control must be admitted now, not only some time ago
      // and twice, as a throttle that refuses every other request would look like a difference
      const first = await send(controlTrial(probe, values));
      const now = first.kind === "accepted" ? await send(controlTrial(probe, values)) : first;
      controls.set(key, Promise.resolve(now));
      outcome = classify(answer, { ...known, control: now });
    }
    if (excused && (outcome.kind === "admitted" || outcome.kind === "warned")) outcome = excuse;
    return { result: { ...result, outcome, seconds }, sent: begin, at };
  };

  const answered: Answered[] = [];
  const failures: string[] = [];
  let done = 0;
  const queue = planned.entries();
  const worker = async (): Promise<void> => {
    for (const [index, next] of queue) {
      const one = await tryOne(next);
      answered[index] = one;
      done += 1;
      if (isOpen(one.result)) failures.push(one.result.probe);
      onProgress?.({
        msg: one.result.probe,
        total: planned.length,
        completed: done - failures.length,
        failures,
      });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));

  const compliant = classifyControl(baseline);
  if (compliant.kind !== "admitted") return triedOnce(compliant, answered);
  const last = await sendAsDryRun(tenant, baselineTrial(values), limits);
  return triedOnce(
    compliant,
    last.kind === "accepted" ? answered : answered.map((one) => withoutLateRefusal(one, lastAdmission)),
  );
}

function triedOnce(compliant: Outcome, answered: readonly Answered[]): TriedOnce {
  const sightings = answered.map(({ result: { probe, policy, outcome }, sent, at }) => ({
    probe,
    policy,
    outcome,
    sent,
    answered: at,
  }));
  return { compliant, probes: answered.map(({ result }) => result), sightings };
}

/** An admission that proves nothing, because what the site demands of every pod fulfils the looser reading. */
const excuse: Outcome = {
  kind: "inconclusive",
  reason: "setup",
  message: "admitted, but what every pod must have here may pass for what the probe lacks",
};

/** Whether a violation that counts was admitted. */
export function isOpen({ outcome, expect, weight }: ProbeResult): boolean {
  const admitted = outcome.kind === "admitted" || outcome.kind === "warned";
  return admitted && expect !== "admit" && weight !== "info";
}

function controlKey({
  control,
  resource,
  operation,
}: Pick<PlannedProbe["probe"], "control" | "resource" | "operation">): string {
  return `${operation} ${resource} ${control}`;
}

/** What becomes of an update that cannot be tried: nothing was sent, so it means no policy. */
function notTried(
  { operation, resource }: PlannedProbe["probe"],
  stored: StoredObjects | undefined,
  baseline: Attempt,
): Outcome | undefined {
  if (operation === "CREATE") return undefined;
  if (baseline.kind !== "accepted") return classifyControl(baseline);
  const found = stored?.[resource === "Deployment" ? "Deployment" : "Pod"];
  if (found === "stored") return undefined;
  const { reason, message } = found ?? { reason: "setup", message: "there is no stored object to update" };
  return { kind: "inconclusive", reason, message };
}

/** The compliant pod is not admitted any more, so nobody knows which of the last refusals meant their policies. */
function withoutLateRefusal(answered: Answered, lastAdmission: number): Answered {
  const { result, at } = answered;
  const { outcome } = result;
  if (at <= lastAdmission || outcome.kind !== "refused") return answered;
  const message = `refused, but so was the compliant pod some time later: ${outcome.message}`;
  return { ...answered, result: unstable(result, message) };
}

/** What stands in the objects that are sent and that engines quote: names, images and their hosts, the site's demands. */
export function literalsOf(
  { runId }: Tenant,
  { name, namespace, serviceAccount, image, foreignImage, overlays }: ProbeValues,
  marks: readonly RefusalMarks[],
): string[] {
  const registries = [image, foreignImage].flatMap((reference) => reference.split("/").slice(0, 1));
  const names = [name, storedName(runId), namespace, serviceAccount];
  // a plain word may be an engine's as well: it only misleads if it means a policy by itself
  const misleading = (text: string): boolean =>
    !/^[a-z]+$/i.test(text) || marks.some((own) => means(own, text, text, []));
  return [...names, image, foreignImage, ...registries, ...overlays.flatMap(textsOf).filter(misleading)];
}

/** The texts that a site's demands hold, and the keys of its labels; the names of fields are everybody's. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, own]) => [
    ...(keyed.has(field) && typeof own === "object" && own !== null ? Object.keys(own) : []),
    ...textsOf(own),
  ]);
}

/** Fields whose keys are a site's own words. */
const keyed: ReadonlySet<string> = new Set(["labels", "annotations", "nodeSelector", "matchLabels"]);

/** The images of an object, which differ from the compliant pod's in probes that are about images. */
function imagesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, own]) =>
    field === "image" && typeof own === "string" ? [own] : imagesIn(own),
  );
}

import { controlObject, isObject, type JsonObject, type ProbeValues, probeObject } from "#policies";
import type { Outcome, ProbeResult } from "#results";
import { type Attempt, type AttemptLimits, attempt } from "./attempt.ts";
import { classify, classifyControl } from "./classify.ts";
import type { Plan } from "./plan.ts";
import { recognise } from "./refusals/recognise.ts";
import type { Progress } from "./sonobuoy.ts";
import type { Tenant } from "./tenant.ts";
import { untilReady } from "./until-ready.ts";

/** What is needed to try the probes. */
export interface TryContext {
  readonly failurePolicies: ReadonlyMap<string, string>;
  readonly limits: AttemptLimits;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Seconds for which a fresh namespace may be not ready: rights and ServiceAccounts spread through caches. */
const readyWithin = 15;

/**
 * Tries the compliant pod and then every probe after its control, one request at a time, as server-side dry run with
 * strict field validation: a violating object is never stored.
 */
export async function tryProbes(
  tenant: Tenant,
  { values, probes: planned }: Plan,
  { failurePolicies, limits, onProgress }: TryContext,
): Promise<{ compliant: Outcome; probes: ProbeResult[] }> {
  const probes: ProbeResult[] = [];
  // all that was refused before the last admission was refused by a cluster that still told pods apart
  let toldApart = 0;
  const send = async (object: JsonObject): Promise<Attempt> => {
    const answer = await sendAsDryRun(tenant, object, limits);
    if (answer.kind === "accepted") toldApart = probes.length;
    return answer;
  };
  const baseline = await untilReady(
    () => send(controlObject("baseline", values)),
    notReady,
    readyWithin,
    limits.signal,
  );
  const controls = new Map([["baseline", baseline]]);
  const controlOf = async (name: string): Promise<Attempt> => {
    const known = controls.get(name) ?? (await send(controlObject(name, values)));
    controls.set(name, known);
    return known;
  };
  const literals = [values.name, values.namespace, values.image, values.foreignImage, ...registries(values)];
  const failures: string[] = [];
  for (const { probe, policy, parameters, notApplicable, result } of planned) {
    if (notApplicable !== undefined) probes.push({ ...result, outcome: notApplicable });
    else {
      const sent = probeObject(probe, values);
      const known = { policy, parameters, sent, literals, failurePolicies, baseline };
      const control = await controlOf(probe.control);
      const begin = performance.now();
      const answer = await send(sent);
      const seconds = Math.round(performance.now() - begin) / 1000;
      let outcome = classify(answer, { ...known, control });
      if (outcome.kind === "refused" && outcome.attribution !== "both") {
        // the text alone does not say it, so the control must be admitted now, not only some time ago
        // and twice, as a throttle that refuses every other request would look like a difference
        const again = controlObject(probe.control, values);
        const first = await send(again);
        const now = first.kind === "accepted" ? await send(again) : first;
        controls.set(probe.control, now);
        outcome = classify(answer, { ...known, control: now });
      }
      probes.push({ ...result, outcome, seconds });
      const isOpen = outcome.kind === "admitted" || outcome.kind === "warned";
      if (isOpen && probe.expect !== "admit" && probe.weight !== "info") failures.push(probe.id);
    }
    const completed = probes.length - failures.length;
    onProgress?.({ msg: probe.id, total: planned.length, completed, failures });
  }
  const compliant = classifyControl(baseline);
  if (compliant.kind !== "admitted") return { compliant, probes };
  const last = await sendAsDryRun(tenant, controlObject("baseline", values), limits);
  return { compliant, probes: last.kind === "accepted" ? probes : withoutLateRefusals(probes, toldApart) };
}

/** The compliant pod is not admitted any more, so nobody knows which of the last refusals meant their policies. */
function withoutLateRefusals(probes: readonly ProbeResult[], from: number): ProbeResult[] {
  return probes.map((result, index) => {
    const { outcome } = result;
    if (index < from || outcome.kind !== "refused") return result;
    const message = `refused, but so was the compliant pod some time later: ${outcome.message}`;
    return { ...result, outcome: { kind: "inconclusive", reason: "unstable", message } };
  });
}

async function sendAsDryRun(tenant: Tenant, body: JsonObject, limits: AttemptLimits): Promise<Attempt> {
  const path = `/api/v1/namespaces/${tenant.namespace}/pods`;
  const query = { dryRun: "All", fieldValidation: "Strict" };
  const answer = await attempt(tenant.api, { method: "POST", path, query, body }, limits);
  // a log-in page of some proxy is positive too, and has nothing in it that could violate a policy
  const isPod = answer.kind !== "accepted" || (isObject(answer.object) && answer.object["kind"] === "Pod");
  return isPod
    ? answer
    : { kind: "failed", reason: "transient", message: "the answer was positive, but no pod" };
}

/** Whether an answer is one of a namespace whose rights and ServiceAccounts have not spread yet. */
function notReady(answer: Attempt): boolean {
  const recognition = answer.kind === "denied" ? recognise(answer.status) : undefined;
  return recognition?.kind === "other" && ["rbac", "setup", "unauthenticated"].includes(recognition.reason);
}

/** The registries of the images that are sent: hosts which engines quote. */
function registries({ image, foreignImage }: ProbeValues): string[] {
  return [image, foreignImage].flatMap((reference) => reference.split("/").slice(0, 1));
}

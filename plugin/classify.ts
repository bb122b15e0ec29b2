import { createPatch } from "rfc6902";
import {
  check,
  containersOf,
  isObject,
  type JsonObject,
  type Parameters,
  type Policy,
  podIn,
  type RefusalMarks,
} from "#policies";
import type { Outcome, Refuser } from "#results";
import type { Attempt } from "./attempt.ts";
import { means, violationOf } from "./attribution.ts";
import { builtIn } from "./refusals/api-server.ts";
import type { ApiStatus } from "./refusals/api-status.ts";
import { recognise } from "./refusals/recognise.ts";
import type { PolicyRefusal, Violation } from "./refusals/refusal.ts";

/** What is needed to tell what an answer means for one policy. */
export interface ProbeContext {
  readonly policy: Policy;
  readonly parameters: Parameters;
  /** The other policy of the profile that forbids what the control already has; see `breaks` of controls. */
  readonly entails?: Policy | undefined;
  /** The object that was sent. */
  readonly sent: JsonObject;
  /** Literals in the object that engines quote. */
  readonly literals: readonly string[];
  /** What became of the probe's control. */
  readonly control: Attempt;
  /** What became of the compliant pod. */
  readonly baseline: Attempt;
  /** failurePolicy of the site's webhooks by name, as far as it is known. */
  readonly failurePolicies: ReadonlyMap<string, string>;
}

/** The outcome of a probe: what the cluster answered, and whether the answer means the probed policy. */
export function classify(answer: Attempt, context: ProbeContext): Outcome {
  switch (answer.kind) {
    case "failed":
      return { kind: "inconclusive", reason: answer.reason, message: answer.message };
    case "accepted":
      return accepted(answer.object, answer.warnings, context);
    case "denied":
      return denied(answer.status, context);
  }
}

/**
 * The outcome of the compliant pod at a vantage. There is no policy that its refusal could mean, so it is
 * `control-refused` whoever refused it.
 */
export function classifyControl(answer: Attempt): Outcome {
  if (answer.kind === "accepted") return { kind: "admitted" };
  if (answer.kind === "failed")
    return { kind: "inconclusive", reason: answer.reason, message: answer.message };
  const recognition = recognise(answer.status);
  const { message } = answer.status;
  if (recognition.kind === "other") return { kind: "inconclusive", reason: recognition.reason, message };
  return {
    kind: "control-refused",
    by: refuser(recognition.refusal, recognition.refusal.violations[0]),
    message,
  };
}

function accepted(object: unknown, warnings: readonly string[], context: ProbeContext): Outcome {
  const { policy, parameters, literals } = context;
  const sent = podIn(context.sent);
  const answered = isObject(object) ? podIn(object) : {};
  if (!holdsContainersOf(sent, answered)) {
    return {
      kind: "inconclusive",
      reason: "transient",
      message: "the answer lacks containers that were sent",
    };
  }
  const returned = withoutInjected(sent, answered);
  // a platform may fulfil the letter or the looser reading, but only by changing what was sent
  const readings =
    policy.effective === undefined ? (["letter"] as const) : (["letter", "effective"] as const);
  const violates = check(policy, sent, parameters).length > 0;
  const repaired = readings.some(
    (reading) =>
      violates &&
      check(policy, sent, parameters, reading).length > 0 &&
      check(policy, returned, parameters, reading).length === 0,
  );
  if (repaired) return { kind: "mutated", changes: changesTo(policy, sent, returned) };
  const { control } = context;
  const always = control.kind === "accepted" ? control.warnings : [];
  const warning = warnings.find(
    (text) => isPolicyWarning(text) && !always.includes(text) && means(policy.refusal, text, text, literals),
  );
  return warning === undefined ? { kind: "admitted" } : { kind: "warned", message: warning };
}

/** The pod without containers that a platform added: they are not the tenant's, so they say nothing of what it may do. */
function withoutInjected(sent: JsonObject, returned: JsonObject): JsonObject {
  const names = new Set(containersOf(sent, allLists).map(({ name }) => name));
  const spec = isObject(returned["spec"]) ? returned["spec"] : {};
  const lists = allLists.map((list) => {
    const containers = containersOf(returned, [list]).filter(({ name }) => names.has(name));
    return [list, containers.map(({ container }) => container)];
  });
  return { ...returned, spec: { ...spec, ...Object.fromEntries(lists) } };
}

/** Whether a platform left the containers that were sent: without them there is nothing to violate a policy with. */
function holdsContainersOf(sent: JsonObject, returned: JsonObject): boolean {
  const names = new Set(containersOf(returned, allLists).map(({ name }) => name));
  return containersOf(sent, allLists).every(({ name }) => names.has(name));
}

const allLists = ["containers", "initContainers", "ephemeralContainers"] as const;

/**
 * The API server's own warnings (deprecations, odd values) mean no policy, though they may use its words. They begin
 * with the path of a field, or say since when something is deprecated.
 */
function isPolicyWarning(text: string): boolean {
  return !/^(spec|metadata|template|status)[.[]|: deprecated since v|is deprecated in v|non-functional in v/.test(
    text,
  );
}

/** How a platform changed the fields that a policy is about. */
function changesTo(policy: Policy, sent: JsonObject, returned: JsonObject): JsonObject[] {
  const names = [...policy.conditions, ...(policy.effective ?? [])].flatMap(({ fields }) =>
    fields.flatMap((field) => field.replace(/\[.*$/, "").split(".").at(-1) ?? []),
  );
  const operations = createPatch({ spec: sent["spec"] }, { spec: returned["spec"] });
  return operations
    .filter(({ path }) => path.split("/").some((segment) => names.includes(segment)))
    .map((operation) => ({ ...operation }));
}

function denied(status: ApiStatus, context: ProbeContext): Outcome {
  const { policy } = context;
  const { message } = status;
  const own = builtIn(status);
  if (own?.policy === policy.id) return { kind: "refused", by: own.by, message, attribution: "both" };
  const recognition = recognise(status);
  if (recognition.kind === "other") return { kind: "inconclusive", reason: recognition.reason, message };
  const undecidable = (policy.refusal.undecidable ?? []).map((word) => new RegExp(word, "i"));
  const [first, ...others] = recognition.refusal.violations.filter(
    ({ says }) => !undecidable.some((word) => word.test(says)),
  );
  if (first === undefined) return { kind: "inconclusive", reason: "policy-error", message };
  return attributed({ ...recognition.refusal, violations: [first, ...others] }, message, context);
}

/** Whether a policy's refusal means the probed policy (policies.md, section 2, S4). */
function attributed(refusal: PolicyRefusal, message: string, context: ProbeContext): Outcome {
  const { policy, entails, literals, control, baseline, failurePolicies } = context;
  const violation = violationOf(policy.refusal, refusal, literals);
  const by = refuser(refusal, violation ?? refusal.violations[0], failurePolicies);
  if (control.kind === "accepted") {
    const otherwise = policy.refusal.attribution === "difference" ? "difference" : "probable";
    return { kind: "refused", by, message, attribution: violation === undefined ? otherwise : "both" };
  }
  const refuses = (marks: RefusalMarks, attempt: Attempt): boolean => {
    const said = attempt.kind === "denied" ? recognise(attempt.status) : undefined;
    return said?.kind === "policy" && violationOf(marks, said.refusal, literals) !== undefined;
  };
  if (violation === undefined) {
    const other = entails && violationOf(entails.refusal, refusal, literals);
    if (entails !== undefined && other !== undefined && refuses(entails.refusal, control)) {
      const same = refuser(refusal, other, failurePolicies);
      if (!refuses(entails.refusal, baseline))
        return { kind: "refused", by: same, message, attribution: "entailed" };
    }
    // without a control that means something, only a message that names the policy would count
    const found = classifyControl(control);
    return found.kind === "inconclusive" ? { ...found, message } : { kind: "control-refused", by, message };
  }
  const names = (attempt: Attempt): boolean => refuses(policy.refusal, attempt);
  if (!names(control)) return { kind: "refused", by, message, attribution: "message" };
  // a policy that names itself even against the compliant pod refuses for some other reason
  if (names(baseline)) return { kind: "control-refused", by, message };
  return { kind: "refused", by, message, attribution: "control-too" };
}

function refuser(
  { engine, webhook }: PolicyRefusal,
  { policy, rule }: Violation,
  failurePolicies: ReadonlyMap<string, string> = new Map(),
): Refuser {
  return {
    engine,
    ...(policy !== undefined && { policy }),
    ...(rule !== undefined && { rule }),
    ...(webhook !== undefined && { webhook }),
    ...(webhook !== undefined && failurePolicies.get(webhook) === "Ignore" && { failOpen: true as const }),
  };
}

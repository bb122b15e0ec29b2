import { isObject, type JsonObject } from "#policies";
import { type InconclusiveReason, userOf } from "#results";
import type { Api } from "../plugin/api.ts";
import { type Attempt, type AttemptLimits, attempt } from "../plugin/attempt.ts";
import { builtIn } from "../plugin/refusals/api-server.ts";
import type { ApiStatus } from "../plugin/refusals/api-status.ts";
import { recognise } from "../plugin/refusals/recognise.ts";
import type { PolicyRefusal } from "../plugin/refusals/refusal.ts";
import { messageOf } from "../plugin/setup-failed.ts";
import type { Subject } from "./subject.ts";

/** Reasons that are the objects' own fault or the site's rules, not a lack of something here. */
const otherRefusals = ["quota", "limit-range", "policy-error", "schema", "unknown-refusal"] as const;

/** Why an object was refused, though no policy is known that did. */
export type OtherRefusal = (typeof otherRefusals)[number];

/** What the admission chain says to an object. */
export type Answer =
  | { readonly kind: "admitted" }
  | {
      readonly kind: "refused";
      readonly by: PolicyRefusal | OtherRefusal;
      /** A quota that demands limits, which a LimitRange fills in. */
      readonly wantsLimits: boolean;
      readonly message: string;
    }
  | { readonly kind: "untried"; readonly why: Untried; readonly message: string };

/** Why nothing is known. */
export type Untried = InconclusiveReason | "no-namespace";

/** An object that was tried, or could not be. */
export interface Tried {
  readonly subject: Subject;
  readonly answer: Answer;
  /** Who could not be impersonated, so that it was tried as the operator. */
  readonly notAs?: string;
  /** The ServiceAccount in place of which the pod named `default`, because it does not exist yet. */
  readonly instead?: string;
}

/** How to talk to the cluster. */
export interface Speakers {
  readonly operator: Api;
  /** As a ServiceAccount, by impersonation. */
  readonly as: (account: NonNullable<Subject["as"]>) => Api;
}

/**
 * Tries an object as server-side dry run, as the one who is going to make it. Where that one may not be impersonated,
 * or has no rights yet, it is tried as the operator. A ServiceAccount that is not there yet refuses every pod, before any policy: the pod is
 * then tried with the one that every namespace has.
 */
export async function trySubject(
  subject: Subject,
  speakers: Speakers,
  limits: AttemptLimits,
): Promise<Tried> {
  const { as } = subject;
  if (as === undefined) return withServiceAccount(subject, speakers.operator, limits);
  const api = speakers.as(as);
  try {
    const own = await withServiceAccount(subject, api, limits);
    if (!(own.answer.kind === "untried" && own.answer.why === "rbac")) return own;
    return { ...(await withServiceAccount(subject, speakers.operator, limits)), notAs: userOf(as) };
  } finally {
    api.close();
  }
}

async function withServiceAccount(subject: Subject, api: Api, limits: AttemptLimits): Promise<Tried> {
  const first = await send(subject, api, limits);
  const name = missingServiceAccount(first);
  if (name === undefined) return { subject, answer: answerOf(first) };
  const object = withDefaultServiceAccount(subject.object);
  const second = await send({ ...subject, object }, api, limits);
  return { subject, answer: answerOf(second), instead: name };
}

function send({ path, object }: Subject, api: Api, limits: AttemptLimits): Promise<Attempt> {
  return attempt(api, { method: "POST", path, query: { dryRun: "All" }, body: object }, limits);
}

/** The ServiceAccount that the API server misses (plugin/pkg/admission/serviceaccount). */
function missingServiceAccount(answer: Attempt): string | undefined {
  if (answer.kind !== "denied") return undefined;
  return /is forbidden: error looking up service account (\S+): serviceaccount "[^"]+" not found/.exec(
    answer.status.message,
  )?.[1];
}

function withDefaultServiceAccount(object: JsonObject): JsonObject {
  const spec = isObject(object["spec"]) ? object["spec"] : {};
  return { ...object, spec: { ...spec, serviceAccountName: "default" } };
}

function answerOf(answer: Attempt): Answer {
  if (answer.kind === "accepted") return { kind: "admitted" };
  if (answer.kind === "failed") return { kind: "untried", why: answer.reason, message: answer.message };
  const { status } = answer;
  const message = status.message;
  const recognition = recognise(status);
  if (recognition.kind === "policy")
    return { kind: "refused", by: recognition.refusal, wantsLimits: false, message };
  const { reason } = recognition;
  const by = otherRefusals.find((other) => other === reason);
  if (by !== undefined) {
    const wantsLimits = builtIn(status)?.by.engine === "resource-quota";
    return { kind: "refused", by, wantsLimits, message };
  }
  const said = messageOf(answer);
  return isNamespaceMissing(status)
    ? { kind: "untried", why: "no-namespace", message: said }
    : { kind: "untried", why: reason, message: said };
}

function isNamespaceMissing({ code, message }: ApiStatus): boolean {
  return code === 404 && /^namespaces "[^"]+" not found/.test(message);
}

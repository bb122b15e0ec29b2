import type { Expectation, Json, OtherForm, ProbeSet, Weight } from "#policies";

/** Why a probe could not be answered (closed list). */
export const inconclusiveReasons = [
  "schema",
  "field-unknown",
  "rbac",
  "unauthenticated",
  "setup",
  "quota",
  "limit-range",
  "webhook-failure",
  "policy-error",
  "dry-run-unsupported",
  "transient",
  "timeout",
  "deadline",
  "unstable",
  "unknown-refusal",
] as const;

/** Why a probe could not be answered. */
export type InconclusiveReason = (typeof inconclusiveReasons)[number];

/** Why a probe has no meaning at a site; `declared`: the operator said so, it is never inferred. */
export const notApplicableReasons = ["server-too-old", "server-too-new", "declared"] as const;

/** Why a probe has no meaning at a site. */
export type NotApplicableReason = (typeof notApplicableReasons)[number];

/** How sure it is that a refusal means the probed policy. */
export const attributions = [
  /** The control was admitted, and the message names the policy. */
  "both",
  /** The control was admitted; the probed property is the only difference. */
  "difference",
  /** The control was refused as well, but only the probe's message names the policy. */
  "message",
  /** The policy refused the control too: it asks for more than it must. */
  "control-too",
  /**
   * The API server permits the property only together with another one, which the profile forbids as well, and the rule
   * about that one refused both the probe and its control.
   */
  "entailed",
  /** The control was admitted, but the property has other facets and the message does not name this one. */
  "probable",
] as const;

/** How sure it is that a refusal means the probed policy. */
export type Attribution = (typeof attributions)[number];

/** Who refused, as far as the answer says. */
export interface Refuser {
  /** `kyverno`, `gatekeeper`, `validating-admission-policy`, `pod-security`, `openshift-scc` …, else `webhook`. */
  readonly engine: string;
  /** The engine's policy, constraint, level or security context constraint. */
  readonly policy?: string;
  readonly rule?: string;
  readonly webhook?: string;
  /** The webhook has failurePolicy Ignore: while its engine is down, everything is admitted. */
  readonly failOpen?: true;
}

/** What happened to one probe: a fact, never a judgement. */
export type Outcome =
  | {
      readonly kind: "refused";
      readonly by: Refuser;
      readonly message: string;
      readonly attribution: Attribution;
    }
  | { readonly kind: "mutated"; readonly changes: Json }
  | { readonly kind: "warned"; readonly message: string }
  | {
      readonly kind: "admitted";
      /** Refused to the tenant, but admitted if a controller makes the pod, as it does for a Deployment. */
      readonly byController?: true;
      /** Refused or made compliant as it was sent, but admitted in this other form. */
      readonly inForm?: OtherForm;
    }
  | { readonly kind: "control-refused"; readonly by?: Refuser; readonly message: string }
  | { readonly kind: "inconclusive"; readonly reason: InconclusiveReason; readonly message?: string }
  | { readonly kind: "not-applicable"; readonly reason: NotApplicableReason };

/** One probe at one vantage, with its evidence. */
export interface ProbeResult {
  /** `policy/variant`. */
  readonly probe: string;
  readonly policy: string;
  /** The namespace that was probed. */
  readonly vantage: string;
  readonly says: string;
  readonly expect: Expectation;
  readonly weight: Weight;
  readonly set: ProbeSet;
  readonly outcome: Outcome;
  /** The JSON Patch by which the object differs from its control. */
  readonly patch: Json;
  readonly control: string;
  /** Time of the request, in seconds. */
  readonly seconds: number;
}

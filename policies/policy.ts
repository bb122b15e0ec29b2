import type { Json } from "./json.ts";
import type { Operation } from "./patch.ts";
import type { PolicyId } from "./policy-id.ts";

/** Languages in which users read the catalogue and the report. */
export type Language = "de" | "en";

/** How much a probe counts: `must` decides whether a policy is enforced, `should` how strictly, `info` nothing. */
export type Weight = "must" | "should" | "info";

/** What the admission chain has to do with a probe's object; `mutate`: admit it with the property neutralised. */
export type Expectation = "reject" | "admit" | "mutate";

/** `core` suffices for a verdict; `deep` is everything else. */
export type ProbeSet = "core" | "deep";

/** The words about a policy that users read. */
export interface PolicyText {
  readonly title: string;
  /** What must not be in a pod. */
  readonly forbids: string;
  readonly why: string;
  /** What an application's author changes. */
  readonly comply: string;
  /** How that is done in practice: a sentence or two each, with code as in Markdown. */
  readonly practice: readonly string[];
}

/** Value of a policy's parameter. */
export type ParameterValue = boolean | number | string | readonly string[];

/** A setting of a policy; its type is that of the default. Numbers are whole. */
export interface ParameterDefinition {
  readonly default: ParameterValue;
  /** Which way demands more of a pod: a greater number, `true` or more entries of a list, or the contrary. */
  readonly narrower: "more" | "less";
  /** The values that an entry of a list may take; absent if any will do. */
  readonly values?: readonly string[];
  /** The smallest number permitted. */
  readonly minimum?: number;
  readonly says: Readonly<Record<Language, string>>;
}

/** Lists of containers in a PodSpec. */
export type ContainerList = "containers" | "initContainers" | "ephemeralContainers";

/**
 * When an object complies: a CEL expression that is true for a compliant pod.
 *
 * The text is shared by the static check and by the rules for every engine. It may use `object` (the pod),
 * `container` (with `over` a list: each container of these lists in turn) and `variables.NAME` (the policy's
 * parameters). Only functions of Kubernetes' CEL environment are allowed; no optional syntax (`.?`), because an
 * optional-typed variable was silently evaluated as absent by a ValidatingAdmissionPolicy on Kubernetes 1.36.3.
 */
export interface Condition {
  readonly over: "pod" | readonly ContainerList[];
  readonly cel: string;
  /** The fields that the expression reads, relative to the container or to the pod. */
  readonly fields: readonly string[];
}

/** How a refusal is recognised as meaning this policy. */
export interface RefusalMarks {
  /**
   * `difference`: the probed property is the only difference from the admitted control, so a refusal means it.
   * `message`: one property has several facets (an image's registry, tag, signature), so the text must say so.
   */
  readonly attribution: "difference" | "message";
  /** Case-insensitive regular expressions; one that matches the cleaned message names this policy. */
  readonly words: readonly string[];
  /** Names under which known engines ship this policy. */
  readonly names: readonly string[];
  /** Words that would match but mean something else; removed before matching. */
  readonly notEvidence?: readonly string[];
  /** Words that show that the engine could not decide: the refusal proves nothing. */
  readonly undecidable?: readonly string[];
}

/** The part of the compliant pod to which a probe's patch is relative. */
export type Position = "object" | "pod" | "main" | "second" | "init" | "ephemeral";

/** One object that is tried: a control with one property changed. */
export interface ProbeDefinition {
  /** Unique within the policy. */
  readonly id: string;
  /** What differs from the control. */
  readonly says: Readonly<Record<Language, string>>;
  readonly expect: Expectation;
  readonly weight: Weight;
  readonly set: ProbeSet;
  /** Name of the control; default: the one that belongs to the position. */
  readonly control?: string;
  /** First and last minor version of the server on which the probe has a meaning. */
  readonly minK8s?: string;
  readonly maxK8s?: string;
  readonly operation?: "UPDATE";
  readonly at?: Position;
  /** Relative to the position; upper-case placeholders such as `$IMAGE` stand for the run's values. */
  readonly patch: readonly Operation[];
}

/** Everything that is known about one policy. */
export interface Policy {
  readonly id: PolicyId;
  /** The literal name in Table 3 of the proof of concept. */
  readonly seedName: string;
  /** `validate-or-mutate`: making the object compliant fulfils the policy as well as refusing it. */
  readonly kind: "validate" | "validate-or-mutate";
  readonly text: Readonly<Record<Language, PolicyText>>;
  /** Requirement numbers by catalogue id (see catalogues.ts). */
  readonly requirements: Readonly<Record<string, readonly string[]>>;
  readonly parameters: Readonly<Record<string, ParameterDefinition>>;
  /** All of them hold for a compliant pod. */
  readonly conditions: readonly Condition[];
  /** A looser reading that a platform may fulfil by changing the pod; judged on returned objects only. */
  readonly effective?: readonly Condition[];
  readonly refusal: RefusalMarks;
  /** The probe that is repeated in every kind of workload. */
  readonly lead: string;
  /** What is expected of the lead violation in the template of a Job or CronJob; default: as elsewhere, a refusal. */
  readonly leadInJobs?: "admit";
  readonly probes: readonly ProbeDefinition[];
}

/** A policy's parameters with their values, by name. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** The value as JSON, for results and reports. */
export function parametersAsJson(parameters: Parameters): Record<string, Json> {
  return Object.fromEntries(Object.entries(parameters));
}

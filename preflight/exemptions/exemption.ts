import type { JsonObject, PolicyId } from "#policies";
import type { Violation } from "../../plugin/refusals/refusal.ts";

/** What has to be known beside a manifest. */
export type Hint =
  /** Kyverno heeds exceptions only if told so, and maybe only those of one namespace. */
  | "kyverno-exceptions"
  /** All constraints leave the namespace out. */
  | "gatekeeper-config"
  /** The Config may have entries that a manifest without them would take away. */
  | "gatekeeper-config-unreadable"
  /** The namespace's labels cannot be read, so that a manifest could take some away. */
  | "namespace-unreadable"
  /** Bindings that were not named yet, but whose policies the pods break by the catalogue. */
  | "vap-expected"
  | "image-registry"
  /** No template: the engine's webhook has to leave out the namespace. */
  | "webhook"
  /** The policy is not known by name. */
  | "unnamed";

/** What exempts a namespace from an engine's rules. */
export interface Exemption {
  readonly engine: string;
  /** The rules that refused, as the engine names them. */
  readonly policies: readonly string[];
  /** Ready to be applied; none if the engine has no way that is known here. */
  readonly manifests: readonly JsonObject[];
  readonly hints: readonly Hint[];
}

/** What an engine refused. */
export interface Refused {
  readonly engine: string;
  readonly webhooks: readonly string[];
  readonly violations: readonly Violation[];
}

/** Where and for what an exemption is needed. */
export interface Need {
  readonly namespace: string;
  /** The namespace's labels and annotations as they are now; undefined if they cannot be read. */
  readonly present:
    | {
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations: Readonly<Record<string, string>>;
      }
    | undefined;
  readonly serviceAccount: string;
  /** A label that all pods to be exempted have: other pods of the namespace need not be. */
  readonly podLabel: readonly [name: string, value: string];
  /** The policies of the catalogue that the pods break. */
  readonly broken: readonly PolicyId[];
}

/** Name of all that is made here, by which it is found again. */
export function exemptionName({ namespace }: Need): string {
  return `dvs-exempt-${namespace}`;
}

/** Names of the policies, each once. */
export function policyNames(violations: readonly Violation[]): string[] {
  return [...new Set(violations.flatMap(({ policy }) => policy ?? []))].sort();
}

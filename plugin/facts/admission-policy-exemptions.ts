import { z } from "zod";
import type { PolicyId } from "#policies";
import type { ExemptionSource, Read, Way } from "./exemption-source.ts";
import { itemsOf } from "./items-of.ts";
import { labelSelector, unmet } from "./label-selector.ts";
import { failedCondition, matchConditions } from "./match-condition.ts";
import { namespaceLabels, type Place } from "./place.ts";
import { policiesMeant } from "./policies-meant.ts";
import { resourceRules, seePods } from "./resource-rule.ts";

const strings = z.array(z.string());
const match = z.object({
  resourceRules,
  excludeResourceRules: resourceRules,
  namespaceSelector: labelSelector.optional(),
});
const policyShape = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  spec: z.object({
    matchConstraints: match,
    matchConditions,
    validations: z
      .array(
        z.object({
          expression: z.string(),
          message: z.string().optional(),
          messageExpression: z.string().optional(),
        }),
      )
      .default([]),
    /** Only in Kyverno's own kinds of policies, which have no bindings. */
    validationActions: strings.default(["Deny"]),
    evaluation: z
      .object({ admission: z.object({ enabled: z.boolean().default(true) }).prefault({}) })
      .prefault({}),
  }),
});
const bindingShape = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    policyName: z.string(),
    validationActions: strings.default([]),
    matchResources: match.optional(),
  }),
});
type AdmissionPolicy = z.infer<typeof policyShape>;
type Binding = z.infer<typeof bindingShape>;

/** What ValidatingAdmissionPolicies and their bindings leave out. */
export async function readAdmissionPolicySources(read: Read): Promise<ExemptionSource[]> {
  const group = "/apis/admissionregistration.k8s.io/v1";
  const policies = itemsOf(await read(`${group}/validatingadmissionpolicies`), policyShape);
  const bindings = itemsOf(await read(`${group}/validatingadmissionpolicybindings`), bindingShape);
  return policies.flatMap((policy) => {
    const own = bindings.filter((binding) => denies(policy, binding));
    const { name } = policy.metadata;
    const [first, ...more] = own.map(
      (binding): Way =>
        (place) =>
          whyNot(`the ValidatingAdmissionPolicy ${name}`, policy.spec.matchConstraints, place) ??
          whyCondition(`the ValidatingAdmissionPolicy ${name}`, policy, place) ??
          whyNotBound(binding, place),
    );
    const names = [name, ...own.map(({ metadata }) => metadata.name)].join(" ");
    return first === undefined ? [] : sourceOf(engineOf(name), policy, names, [first, ...more]);
  });
}

/** What Kyverno's ValidatingPolicies leave out: like the API server's own, but without bindings. */
export function validatingPolicySources(list: unknown): ExemptionSource[] {
  return itemsOf(list, policyShape).flatMap((policy) => {
    const { metadata, spec } = policy;
    const where = `the ValidatingPolicy ${metadata.name}`;
    const way: Way = (place) =>
      whyNot(where, spec.matchConstraints, place) ?? whyCondition(where, policy, place);
    return refusesByItself(policy) ? sourceOf("kyverno", policy, metadata.name, [way]) : [];
  });
}

function sourceOf(
  engine: string,
  { spec }: AdmissionPolicy,
  names: string,
  ways: ExemptionSource["ways"],
): ExemptionSource[] {
  const policies = meantBy({ spec }, names);
  return policies.length > 0 && seesPods({ spec }) ? [{ engine, policies, ways }] : [];
}

/**
 * ValidatingAdmissionPolicies that are bound, but nowhere to deny: they only report. Those that an engine made are left
 * out: it has policies of its own that say the same, and more.
 */
export function admissionPoliciesReporting(
  policies: unknown,
  bindings: unknown,
): { policy: string; means: readonly PolicyId[] }[] {
  const bound = itemsOf(bindings, bindingShape);
  return itemsOf(policies, policyShape).flatMap((policy) => {
    const { name } = policy.metadata;
    const own = bound.filter(({ spec }) => spec.policyName === name);
    const refuses = own.some(({ spec }) => spec.validationActions.includes("Deny"));
    return own.length > 0 && !refuses && seesPods(policy) && engineOf(name) === "validating-admission-policy"
      ? [{ policy: name, means: meantBy(policy, name) }]
      : [];
  });
}

/** Policies of Kyverno's CEL kinds that refuse nothing, or are not asked at admission: they only report. */
export function celPoliciesReporting(list: unknown): { policy: string; means: readonly PolicyId[] }[] {
  return itemsOf(list, policyShape)
    .filter((policy) => seesPods(policy) && !refusesByItself(policy))
    .map((policy) => {
      const { name, namespace } = policy.metadata;
      return {
        policy: namespace === undefined ? name : `${namespace}/${name}`,
        means: meantBy(policy, name),
      };
    });
}

/** The catalogue's policies that a policy means, by names and by what it says when it refuses. */
function meantBy({ spec }: Pick<AdmissionPolicy, "spec">, names: string): PolicyId[] {
  const text = spec.validations
    .map(({ expression, message, messageExpression }) => message ?? messageExpression ?? expression)
    .join("\n");
  return policiesMeant(names, text);
}

/** Whether a policy sees pods when they are created. */
function seesPods({ spec }: Pick<AdmissionPolicy, "spec">): boolean {
  const { resourceRules: seen, excludeResourceRules: excluded } = spec.matchConstraints;
  return seePods(seen) && !seePods(excluded);
}

/** Whether a policy of Kyverno's own kinds refuses anything. */
function refusesByItself({ spec }: Pick<AdmissionPolicy, "spec">): boolean {
  return spec.validationActions.includes("Deny") && spec.evaluation.admission.enabled;
}

function denies(policy: AdmissionPolicy, { spec }: Binding): boolean {
  const rules = spec.matchResources?.resourceRules ?? [];
  return (
    spec.policyName === policy.metadata.name &&
    spec.validationActions.includes("Deny") &&
    (rules.length === 0 || seePods(rules))
  );
}

function whyNot(
  where: string,
  { namespaceSelector }: z.infer<typeof match>,
  place: Place,
): string | undefined {
  const requirement = namespaceSelector && unmet(namespaceSelector, namespaceLabels(place));
  return requirement && `namespaceSelector of ${where}: ${requirement}`;
}

function whyCondition(where: string, { spec }: AdmissionPolicy, place: Place): string | undefined {
  const failed = failedCondition(spec.matchConditions, place);
  return failed && `match condition ${failed.name} of ${where}: ${failed.expression}`;
}

function whyNotBound({ metadata, spec }: Binding, place: Place): string | undefined {
  if (spec.matchResources === undefined) return undefined;
  const where = `the binding ${metadata.name}`;
  if (seePods(spec.matchResources.excludeResourceRules)) return `excludeResourceRules of ${where}: pods`;
  return whyNot(where, spec.matchResources, place);
}

/** Some engines hand their policies to the API server; the same prefixes as in refusals/validating-admission-policy.ts. */
function engineOf(name: string): string {
  if (name.startsWith("gatekeeper-")) return "gatekeeper";
  return /^[cv]pol-/.test(name) ? "kyverno" : "validating-admission-policy";
}

import { z } from "zod";
import { isObject, type JsonObject, type PolicyId } from "#policies";
import type { Read } from "../../plugin/facts/exemption-source.ts";
import { itemsOf } from "../../plugin/facts/items-of.ts";
import { labelSelector, unmet } from "../../plugin/facts/label-selector.ts";
import { policiesMeant } from "../../plugin/facts/policies-meant.ts";
import { asApplied } from "./as-applied.ts";
import { type Exemption, type Need, policyNames, type Refused } from "./exemption.ts";

const group = "admissionregistration.k8s.io";
const nameKey = "kubernetes.io/metadata.name";

const policyShape = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    validations: z.array(z.object({ message: z.string().optional(), expression: z.string() })).default([]),
  }),
});
const bindingShape = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    policyName: z.string(),
    validationActions: z.array(z.string()).default([]),
    matchResources: z.object({ namespaceSelector: labelSelector.optional() }).optional(),
  }),
});
type Binding = z.infer<typeof bindingShape>;

/**
 * The bindings with the namespace added to those that they leave out. The API server names the first policy only that
 * a pod breaks, so the others are added that mean a policy of the catalogue which the pods break.
 */
export async function admissionPolicyExemption(
  { engine, violations }: Refused,
  need: Need,
  read: Read,
): Promise<Exemption> {
  const policies = itemsOf(await read(`/apis/${group}/v1/validatingadmissionpolicies`), policyShape);
  const objects = itemsOf(
    await read(`/apis/${group}/v1/validatingadmissionpolicybindings`),
    z.custom<JsonObject>(isObject),
  );
  const named = new Set(violations.map(({ rule }) => rule));
  const expectedPolicies = namesOf(policies.filter((policy) => means(policy, need.broken)));
  // an image from elsewhere is to be named otherwise, not to be exempted
  const ofRegistries = namesOf(policies.filter((policy) => means(policy, ["restrict-image-registries"])));
  const found = objects.flatMap((object) => {
    const binding = bindingShape.safeParse(object).data;
    if (binding === undefined || ofRegistries.has(binding.spec.policyName)) return [];
    const isNamed = named.has(binding.metadata.name);
    const isExpected = expectedPolicies.has(binding.spec.policyName) && seesNamespace(binding, need);
    const policy = binding.spec.policyName;
    return isNamed || isExpected ? [{ isNamed, policy, manifest: leavingOut(object, binding, need) }] : [];
  });
  const foreignImage =
    violations.some(({ policy = "" }) => ofRegistries.has(policy)) ||
    (ofRegistries.size > 0 && need.broken.includes("restrict-image-registries"));
  return {
    engine,
    policies: [...new Set([...policyNames(violations), ...found.map(({ policy }) => policy)])].sort(),
    manifests: found.map(({ manifest }) => manifest),
    hints: [
      ...(found.some(({ isNamed }) => !isNamed) ? (["vap-expected"] as const) : []),
      ...(foreignImage ? (["image-registry"] as const) : []),
      // may not be read
      ...(found.length === 0 && !foreignImage ? (["unnamed"] as const) : []),
    ],
  };
}

type Policy = z.infer<typeof policyShape>;

function namesOf(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(policies.map(({ metadata }) => metadata.name));
}

function means({ metadata, spec }: Policy, broken: readonly PolicyId[]): boolean {
  // those that Gatekeeper and Kyverno hand over have exemptions of their own
  if (/^(gatekeeper|[cv]pol)-/.test(metadata.name)) return false;
  const text = spec.validations.map(({ message, expression }) => message ?? expression).join("\n");
  return policiesMeant(metadata.name, text).some((id) => broken.includes(id));
}

function seesNamespace({ spec }: Binding, { namespace, present }: Need): boolean {
  const selector = spec.matchResources?.namespaceSelector;
  const denies = spec.validationActions.includes("Deny");
  return (
    denies &&
    (selector === undefined || unmet(selector, { ...present?.labels, [nameKey]: namespace }) === undefined)
  );
}

function leavingOut(object: JsonObject, { spec: known }: Binding, { namespace }: Need): JsonObject {
  const binding = asApplied(object, `${group}/v1`, "ValidatingAdmissionPolicyBinding");
  const spec = isObject(binding["spec"]) ? binding["spec"] : {};
  const match = isObject(spec["matchResources"]) ? spec["matchResources"] : {};
  const selector = isObject(match["namespaceSelector"]) ? match["namespaceSelector"] : {};
  const before = known.matchResources?.namespaceSelector?.matchExpressions ?? [];
  const isList = ({ key, operator }: (typeof before)[number]) => key === nameKey && operator === "NotIn";
  const others = before.filter((expression) => !isList(expression));
  const values = [
    ...new Set([...before.filter(isList).flatMap((expression) => expression.values), namespace]),
  ];
  const matchExpressions = [
    ...others.map(({ key, operator, values: own }) => ({
      key,
      operator,
      ...(own.length > 0 && { values: [...own] }),
    })),
    { key: nameKey, operator: "NotIn", values },
  ];
  const namespaceSelector = { ...selector, matchExpressions };
  return { ...binding, spec: { ...spec, matchResources: { ...match, namespaceSelector } } };
}

import type { JsonObject } from "#policies";
import type { Violation } from "../../plugin/refusals/refusal.ts";
import {
  type Exemption,
  exemptionName,
  type Hint,
  type Need,
  policyNames,
  type Refused,
} from "./exemption.ts";

/** Kinds of Kyverno's CEL policies by the beginning of their webhooks' names. */
const celKinds = [
  ["nvpol.", "NamespacedValidatingPolicy"],
  ["ivpol.", "ImageValidatingPolicy"],
  ["vpol.", "ValidatingPolicy"],
] as const;

/**
 * A PolicyException of each kind that is needed. The classic one names policies and rules, the one of
 * policies.kyverno.io policies only.
 * @param versions the served versions of an API group, the preferred one first
 */
export function kyvernoExemption(
  { engine, webhooks, violations }: Refused,
  need: Need,
  versions: (group: string) => readonly string[],
): Exemption {
  const isCel = ({ rule = "", policy }: Violation) =>
    policy !== undefined && (rule.startsWith("vpol-") || (rule === "" && webhooks.some(isCelWebhook)));
  const cel = violations.filter(isCel);
  const classic = violations.filter((violation) => violation.policy !== undefined && !isCel(violation));
  const served = versions("kyverno.io");
  const version = ["v2", "v2beta1", "v2alpha1"].find((candidate) => served.includes(candidate)) ?? "v2";
  const manifests = [
    ...(classic.length > 0 ? [classicException(classic, need, version)] : []),
    ...(cel.length > 0
      ? [celException(cel, webhooks, need, versions("policies.kyverno.io")[0] ?? "v1")]
      : []),
  ];
  const hint: Hint = manifests.length > 0 ? "kyverno-exceptions" : "unnamed";
  return { engine, policies: policyNames(violations), manifests, hints: [hint] };
}

function classicException(violations: readonly Violation[], need: Need, version: string): JsonObject {
  const byPolicy = Map.groupBy(violations, ({ policy = "" }) => policy);
  const exceptions = [...byPolicy].map(([policyName, own]) => ({
    policyName,
    // of a policy that the API server enforces for Kyverno the rule is not named
    ruleNames: [...new Set(own.map(({ rule = "*" }) => (rule.startsWith("cpol-") ? "*" : rule)))].sort(),
  }));
  const [label, value] = need.podLabel;
  const selector = { matchLabels: { [label]: value } };
  const resources = { kinds: ["Pod", "Job"], namespaces: [need.namespace], selector };
  return {
    apiVersion: `kyverno.io/${version}`,
    kind: "PolicyException",
    metadata: { name: exemptionName(need), namespace: need.namespace },
    spec: { exceptions, match: { any: [{ resources }] } },
  };
}

function celException(
  violations: readonly Violation[],
  webhooks: readonly string[],
  need: Need,
  version: string,
): JsonObject {
  const kind =
    celKinds.find(([beginning]) => webhooks.some((webhook) => webhook.startsWith(beginning)))?.[1] ??
    "ValidatingPolicy";
  const { namespace, podLabel } = need;
  const [label, value] = podLabel.map((text) => `'${text}'`);
  const labels = "object.metadata.labels";
  return {
    apiVersion: `policies.kyverno.io/${version}`,
    kind: "PolicyException",
    metadata: { name: `${exemptionName(need)}-cel`, namespace },
    spec: {
      policyRefs: policyNames(violations).map((name) => ({ name, kind })),
      // one condition: of several, a ValidatingAdmissionPolicy that Kyverno generates exempts what fits any
      // (BuildValidatingAdmissionPolicy in pkg/admissionpolicy/builder.go of 1.19 negates each by itself)
      matchConditions: [
        {
          name: exemptionName(need),
          expression: `object.metadata.namespace == '${namespace}' && has(${labels}) && ${label} in ${labels} && ${labels}[${label}] == ${value}`,
        },
      ],
    },
  };
}

function isCelWebhook(webhook: string): boolean {
  return celKinds.some(([beginning]) => webhook.startsWith(beginning));
}

import { defaultProfile, isObject, type JsonObject, type Policy, policies } from "#policies";
import { kyvernoValidatingPolicy } from "../../enforcement/kyverno-validating-policy.ts";
import { parameterConfigMap } from "../../enforcement/parameters.ts";
import { validatingAdmissionPolicy } from "../../enforcement/validating-admission-policy.ts";
import type { SiteKind } from "../sites.ts";
import { deniedBy } from "./denied-by.ts";

const all = defaultProfile.policies.map((id) => policies[id]);

/**
 * A site whose policies Kyverno hands to the API server as ValidatingAdmissionPolicies. Of a ValidatingPolicy it takes
 * over the expressions as they are, so one that asks for Kyverno's own functions cannot be handed over: those with
 * parameters are written as ClusterPolicies, which may name a ConfigMap as the API server does.
 */
export function kyvernoGenerated(registry: string): SiteKind {
  const parameters = parameterConfigMap(all, {
    "restrict-image-registries": { allowedRegistries: [registry] },
  });
  return {
    id: "kyverno-generated",
    place: "Abschriftsried",
    engines: ["kyverno"],
    manifests: [
      parameters,
      ...all.flatMap((policy) => (hasParameters(policy) ? classic(policy) : cel(policy))),
    ],
    atWork: deniedBy("ValidatingAdmissionPolicy '"),
  };
}

function hasParameters({ parameters }: Policy): boolean {
  return Object.keys(parameters).length > 0;
}

function cel(policy: Policy): readonly JsonObject[] {
  const generated = { autogen: { validatingAdmissionPolicy: { enabled: true } } };
  return kyvernoValidatingPolicy(policy, "enforce").map((rule) => ({
    ...rule,
    spec: { ...part(rule["spec"]), ...generated },
  }));
}

/** Our own ValidatingAdmissionPolicy, in the words of a ClusterPolicy. */
function classic(policy: Policy): JsonObject {
  const [rule = {}, binding = {}] = validatingAdmissionPolicy(policy, "enforce");
  const { matchConditions, paramKind, variables, validations } = part(rule["spec"]);
  const { paramRef, matchResources } = part(binding["spec"]);
  const { namespaceSelector } = part(matchResources);
  const judged = { kinds: ["Pod"], operations: ["CREATE", "UPDATE"] };
  return {
    apiVersion: "kyverno.io/v1",
    kind: "ClusterPolicy",
    metadata: {
      name: String(part(rule["metadata"])["name"]),
      annotations: { "pod-policies.kyverno.io/autogen-controllers": "none" },
    },
    spec: {
      rules: [
        {
          name: policy.id,
          match: { any: [{ resources: { ...judged, namespaceSelector } }] },
          celPreconditions: matchConditions,
          validate: {
            failureAction: "Enforce",
            cel: { generate: true, paramKind, paramRef, variables, expressions: validations },
          },
        },
      ],
    },
  };
}

function part(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

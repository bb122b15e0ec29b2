import { defaultProfile, isObject, type JsonObject, type Parameters, policies } from "#policies";
import { bundles } from "../../enforcement/bundles.ts";
import { setImagePullPolicy } from "../../enforcement/mutating-admission-policy.ts";
import { parameterConfigMap, parameterSource } from "../../enforcement/parameters.ts";

const all = defaultProfile.policies.map((id) => policies[id]);

/** Parameters that differ from the policies' defaults, by policy. */
export type ParameterValues = Readonly<Record<string, Parameters>>;

/**
 * What makes a site one that judges in several ways, by namespace. `refusing` has the published rules: they refuse with
 * the first violation that they see. The others have the same policies with bindings that warn, because warnings name
 * every policy that is violated (validating/dispatcher.go of k8s.io/apiserver: a refusal takes the first decision, an
 * audit annotation keeps the first value). Errors of an expression warn as well, because `failurePolicy` stays Fail.
 */
export function agreementManifests(usual: ParameterValues, other: ParameterValues): readonly JsonObject[] {
  const listing = ["listing", "other", "changing"] as const;
  const rules = bundles.vap(all, "enforce", usual, listing);
  const bindings = rules.filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding");
  const second = parameterConfigMap(all, other);
  const parameters = { ...parameterSource, name: "dvs-other-policies" };
  return [
    ...["refusing", ...listing].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    ...rules,
    { ...second, metadata: { ...objectOf(second["metadata"]), ...parameters } },
    ...listing.flatMap((namespace) =>
      bindings.map((binding) =>
        warning(binding, namespace, namespace === "other" ? parameters : parameterSource),
      ),
    ),
    ...setImagePullPolicy(policies["imagepullpolicy-always"]).map((manifest) =>
      manifest["kind"] === "MutatingAdmissionPolicyBinding"
        ? { ...manifest, spec: { ...objectOf(manifest["spec"]), matchResources: only("changing") } }
        : manifest,
    ),
  ];
}

/** The binding for one namespace, with the parameters, in a form that warns. */
function warning(binding: JsonObject, namespace: string, parameters: JsonObject): JsonObject {
  const { name, ...metadata } = objectOf(binding["metadata"]);
  const { paramRef, ...spec } = objectOf(binding["spec"]);
  return {
    ...binding,
    metadata: { ...metadata, name: `${name}-${namespace}` },
    spec: {
      ...spec,
      ...(isObject(paramRef) && { paramRef: { ...paramRef, ...parameters } }),
      validationActions: ["Warn"],
      matchResources: only(namespace),
    },
  };
}

function only(namespace: string): JsonObject {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
}

function objectOf(value: JsonObject[string]): JsonObject {
  return isObject(value) ? value : {};
}

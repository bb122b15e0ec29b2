import type { JsonObject } from "#policies";

/** A condition that a namespace has to meet for a rule to hold in it, as a label selector has it. */
export interface NamespaceCondition {
  readonly key: string;
  readonly operator: "NotIn";
  readonly values: readonly string[];
}

/** Where Sonobuoy's own pods are, which keep to hardly any policy. */
export const sonobuoyLeftOut: NamespaceCondition = {
  key: "kubernetes.io/metadata.name",
  operator: "NotIn",
  values: ["sonobuoy"],
};

/**
 * The manifests with their ValidatingAdmissionPolicyBindings kept out of some namespaces, as a site would exempt
 * Sonobuoy's.
 */
export function spare(
  manifests: readonly JsonObject[],
  conditions: readonly NamespaceCondition[],
): readonly JsonObject[] {
  return manifests.map((manifest) =>
    manifest["kind"] === "ValidatingAdmissionPolicyBinding" ? sparing(manifest, conditions) : manifest,
  );
}

interface Binding {
  readonly spec: {
    readonly matchResources?: {
      readonly namespaceSelector?: { readonly matchExpressions?: readonly JsonObject[] };
    };
  };
}

function sparing(manifest: JsonObject, conditions: readonly NamespaceCondition[]): JsonObject {
  const { spec } = manifest as unknown as Binding;
  const had = spec.matchResources?.namespaceSelector?.matchExpressions ?? [];
  const namespaceSelector = { matchExpressions: [...had, ...conditions] };
  return { ...manifest, spec: { ...spec, matchResources: { namespaceSelector } } } as unknown as JsonObject;
}

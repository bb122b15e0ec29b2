import type { Condition, JsonObject, Policy } from "#policies";

/** On every object that is made here. */
export const labels: JsonObject = { "app.kubernetes.io/part-of": "dvs-policies" };

/** System namespaces hold pods that a cluster cannot run without, such as its network plug-in. */
export const exemptNamespaces: readonly string[] = ["kube-system", "kube-public", "kube-node-lease"];

/** The name of a policy's rule, under every engine. It holds the policy's id, by which a refusal is told. */
export function ruleName({ id }: Policy): string {
  return `dvs-${id}`;
}

/** What the caller reads. */
export function refusalMessage({ id, text }: Policy): string {
  return `${id}: ${text.en.forbids}`;
}

/**
 * When a pod is judged: when it is made, and when its spec changes. A pod that was there before the policy must still
 * take labels and lose finalizers. `oldObject` is null where there is none, also in audits, which know no operation.
 */
export const specIsNew: { readonly name: string; readonly expression: string } = {
  name: "spec-is-new",
  expression: "oldObject == null || object.spec != oldObject.spec",
};

/** The requests that are judged: pods, and containers that are added to running ones. */
export const podRules: readonly JsonObject[] = [
  {
    apiGroups: [""],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["pods", "pods/ephemeralcontainers"],
  },
];

/**
 * Every namespace but those that are exempt.
 * @param further names of a site's own system namespaces
 */
export function namespaceSelector(further: readonly string[] = []): JsonObject {
  const values = [...exemptNamespaces, ...further];
  return { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values }] };
}

const lists = {
  containers: "object.spec.containers",
  initContainers: "(has(object.spec.initContainers) ? object.spec.initContainers : [])",
  ephemeralContainers: "(has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers : [])",
};

/** The condition over all containers that it is about, as one expression; the condition's text stays as it is. */
export function expressionOf({ over, cel }: Condition): string {
  if (over === "pod") return cel;
  const containers = over.map((list) => lists[list]).join(" +\n ");
  return `(${containers}).all(container,\n${cel})`;
}

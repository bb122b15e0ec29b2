import type { Condition, JsonObject, ParameterDefinition, Policy } from "#policies";
import type { Mode } from "./mode.ts";

/** Where operators set the parameters: a ConfigMap, so that these files need no editing. */
const parameterSource = { name: "dvs-policies", namespace: "kube-system" };

const labels = { "app.kubernetes.io/part-of": "dvs-policies" };

/** System namespaces hold pods that a cluster cannot run without, such as its network plug-in. */
const exemptNamespaces = ["kube-system", "kube-public", "kube-node-lease"];

/**
 * A policy as ValidatingAdmissionPolicy with its binding, from the same conditions that the static check evaluates.
 * Needs Kubernetes 1.30 or later. Covers pods, and containers that are added to running ones; pod templates are
 * judged when their pods are made.
 */
export function validatingAdmissionPolicy(policy: Policy, mode: Mode): JsonObject[] {
  const name = `dvs-${policy.id}`;
  const parameters = Object.entries(policy.parameters);
  const withParameters = parameters.length > 0;
  const metadata = { name, labels };
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: {
        failurePolicy: "Fail",
        ...(withParameters && { paramKind: { apiVersion: "v1", kind: "ConfigMap" } }),
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [""],
              apiVersions: ["v1"],
              operations: ["CREATE", "UPDATE"],
              resources: ["pods", "pods/ephemeralcontainers"],
            },
          ],
        },
        // a pod that was there before the policy must still take labels and lose finalizers
        matchConditions: [
          {
            name: "spec-is-new",
            expression: 'request.operation == "CREATE" || object.spec != oldObject.spec',
          },
        ],
        ...(withParameters && {
          variables: parameters.map(([parameter, definition]) => ({
            name: parameter,
            expression: parameterExpression(`${policy.id}.${parameter}`, definition),
          })),
        }),
        validations: policy.conditions.map((condition) => ({
          expression: overContainers(condition),
          message: `${policy.id}: ${policy.text.en.forbids}`,
        })),
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: {
        policyName: name,
        validationActions: [{ enforce: "Deny", warn: "Warn", audit: "Audit" }[mode]],
        ...(withParameters && { paramRef: { ...parameterSource, parameterNotFoundAction: "Deny" } }),
        matchResources: {
          namespaceSelector: {
            matchExpressions: [
              { key: "kubernetes.io/metadata.name", operator: "NotIn", values: exemptNamespaces },
            ],
          },
        },
      },
    },
  ];
}

/** The ConfigMap with all parameters of the policies; lists are written with commas. */
export function parameterConfigMap(
  policies: readonly Policy[],
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): JsonObject {
  const data = policies.flatMap(({ id, parameters }) =>
    Object.entries(parameters).map(([name, definition]): [string, string] => {
      const value = values[id]?.[name] ?? definition.default;
      return [`${id}.${name}`, Array.isArray(value) ? value.join(",") : String(value)];
    }),
  );
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { ...parameterSource, labels },
    data: Object.fromEntries(data),
  };
}

/** CEL that reads a parameter from the ConfigMap, or takes its default where the key is missing. */
function parameterExpression(key: string, { default: standard }: ParameterDefinition): string {
  const text = `params.data["${key}"]`;
  const read = reader(text, standard);
  return `has(params.data) && "${key}" in params.data ? ${read} : ${JSON.stringify(standard)}`;
}

function reader(text: string, standard: ParameterDefinition["default"]): string {
  switch (typeof standard) {
    case "boolean":
      return `${text} == "true"`;
    case "number":
      return `int(${text})`;
    case "string":
      return text;
    case "object":
      return `${text}.split(",")`;
  }
}

const lists = {
  containers: "object.spec.containers",
  initContainers: "(has(object.spec.initContainers) ? object.spec.initContainers : [])",
  ephemeralContainers: "(has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers : [])",
};

/** The condition over all containers that it is about; the condition's text stays as it is. */
function overContainers({ over, cel }: Condition): string {
  if (over === "pod") return cel;
  const containers = over.map((list) => lists[list]).join(" +\n ");
  return `(${containers}).all(container,\n${cel})`;
}

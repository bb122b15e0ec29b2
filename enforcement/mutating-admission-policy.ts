import { type JsonObject, latestImage, type Policy } from "#policies";
import { labels, ruleName } from "./rule.ts";

/**
 * imagepullpolicy-always as MutatingAdmissionPolicy: sets the value in place of refusing, as the text of the proof of
 * concept has it. An option for operators; the policy can be enforced without it.
 */
export function setImagePullPolicy(policy: Policy): JsonObject[] {
  const name = ruleName(policy);
  const metadata = { name, labels };
  const patches = (list: string) =>
    `(has(object.spec.${list}) ? object.spec.${list} : []).map(container,
  ${latestImage("container.image")} ? Object.spec.${list}{name: container.name, imagePullPolicy: "Always"} : Object.spec.${list}{name: container.name})`;
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingAdmissionPolicy",
      metadata,
      spec: {
        failurePolicy: "Fail",
        reinvocationPolicy: "IfNeeded",
        matchConstraints: {
          resourceRules: [
            { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
          ],
        },
        mutations: [
          {
            patchType: "ApplyConfiguration",
            applyConfiguration: {
              expression: `Object{spec: Object.spec{
  containers: ${patches("containers")},
  initContainers: ${patches("initContainers")}}}`,
            },
          },
        ],
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingAdmissionPolicyBinding",
      metadata,
      spec: { policyName: name },
    },
  ];
}

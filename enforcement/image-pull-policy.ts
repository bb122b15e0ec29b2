import { type JsonObject, latestImage } from "#policies";
import { namespaceSelector } from "./rule.ts";

const patches = (list: string) =>
  `(has(object.spec.${list}) ? object.spec.${list} : []).map(container,
  ${latestImage("container.image")} ? Object.spec.${list}{name: container.name, imagePullPolicy: "Always"} : Object.spec.${list}{name: container.name})`;

/**
 * What sets imagePullPolicy in place of refusing, as the text of the proof of concept has it: the part of a spec that
 * MutatingAdmissionPolicy and Kyverno's MutatingPolicy have in common.
 */
export const alwaysPullLatest: JsonObject = {
  failurePolicy: "Fail",
  reinvocationPolicy: "IfNeeded",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    namespaceSelector: namespaceSelector(),
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
};

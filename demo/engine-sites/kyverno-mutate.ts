import { type JsonObject, policies } from "#policies";
import { kyvernoMutatingPolicy } from "../../enforcement/kyverno-mutating-policy.ts";
import type { SiteKind } from "../sites.ts";

/**
 * Defaults as sites have them: what a pod leaves out is filled in, what it says is kept. The root file system is filled
 * in for ordinary containers only, as many such policies do it.
 */
const siteDefaults: JsonObject = {
  apiVersion: "policies.kyverno.io/v1",
  kind: "MutatingPolicy",
  metadata: { name: "site-defaults" },
  spec: {
    failurePolicy: "Fail",
    autogen: { podControllers: { controllers: [] } },
    matchConstraints: {
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    },
    mutations: [
      `has(object.spec.securityContext) && has(object.spec.securityContext.runAsNonRoot)
  ? Object{}
  : Object{spec: Object.spec{securityContext: Object.spec.securityContext{runAsNonRoot: true}}}`,
      `Object{spec: Object.spec{containers: object.spec.containers.map(container,
  has(container.securityContext) && has(container.securityContext.readOnlyRootFilesystem)
    ? Object.spec.containers{name: container.name}
    : Object.spec.containers{
        name: container.name,
        securityContext: Object.spec.containers.securityContext{readOnlyRootFilesystem: true}})}}`,
    ].map((expression) => ({ patchType: "ApplyConfiguration", applyConfiguration: { expression } })),
  },
};

/** A site at which Kyverno changes pods and refuses none. */
export const kyvernoMutate: SiteKind = {
  id: "kyverno-mutate",
  place: "Wandelbach",
  engines: ["kyverno"],
  manifests: [kyvernoMutatingPolicy(policies["imagepullpolicy-always"]), siteDefaults],
  // the pods that are sent lack one of these, or say the other
  atWork: ({ code, body }) => {
    const pod = JSON.stringify(body);
    return code === 201 && pod.includes('"runAsNonRoot":true') && !pod.includes('"IfNotPresent"');
  },
  shownBy: ["imagepullpolicy-always", "require-run-as-non-root"],
};

import type { Engine } from "./engine.ts";

/** Gatekeeper with both of its Deployments: the one for audits also makes the ValidatingAdmissionPolicies. */
export const gatekeeper: Engine = {
  name: "gatekeeper",
  module: {
    source: { module: "go/gatekeeper", tags: [] },
    path: "github.com/open-policy-agent/gatekeeper/v3",
  },
  manifests: "deploy/gatekeeper.yaml",
  images: [{ repository: "docker.io/openpolicyagent/gatekeeper", program: "gatekeeper", at: "/manager" }],
  examples: ["demo/agilebank"],
  namespace: "gatekeeper-system",
  leftOut: [],
};

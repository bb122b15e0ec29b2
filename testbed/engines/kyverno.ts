import type { Engine } from "./engine.ts";

/** Kyverno with its admission controller only: the others report, clean up and change what is there already. */
export const kyverno: Engine = {
  name: "kyverno",
  module: { source: { module: "go/kyverno", tags: [] }, path: "github.com/kyverno/kyverno" },
  manifests: "config/install-latest-testing.yaml",
  images: [
    { repository: "reg.kyverno.io/kyverno/kyverno", program: "kyverno", at: "/kyverno" },
    { repository: "reg.kyverno.io/kyverno/kyvernopre", program: "kyverno-init", at: "/kyvernopre" },
  ],
  examples: ["charts/kyverno-policies"],
  namespace: "kyverno",
  leftOut: ["kyverno-background-controller", "kyverno-cleanup-controller", "kyverno-reports-controller"],
};

import type { GoModuleSource } from "./go-module.ts";

/** From what an API server is built that has OpenShift's admission plug-in compiled in. */
export const openShiftModule: GoModuleSource = {
  module: "go/openshift",
  tags: [],
  sources: ["main.go", "constraints.go", "library-go/go.mod", "library-go/pkg/security/uid/block.go"],
};

/** Turn the plug-in on; without them the program is a plain kube-apiserver. */
export const openShiftFlags: readonly string[] = [
  "--enable-admission-plugins=security.openshift.io/SecurityContextConstraint",
];

import { moduleFile } from "./module-files.ts";
import { openShiftModule } from "./openshift-module.ts";

/**
 * Path of the CustomResourceDefinition of security context constraints, as OpenShift publishes it with the version that
 * its API server is built from here.
 * @throws Error with what `go` said, if the file is not kept yet
 */
export function openShiftDefinition(): Promise<string> {
  return moduleFile(
    { source: openShiftModule, path: "github.com/openshift/api" },
    "security/v1/zz_generated.crd-manifests/0000_03_config-operator_01_securitycontextconstraints.crd.yaml",
  );
}

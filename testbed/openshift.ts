import { execFile } from "node:child_process";
import { copyFile, mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "./components.ts";
import { exists } from "./exists.ts";
import { readGoModule } from "./go-module.ts";
import { openShiftModule } from "./openshift-module.ts";
import { goEnvironment } from "./toolchain.ts";

const definitions = {
  module: "github.com/openshift/api",
  file: "security/v1/zz_generated.crd-manifests/0000_03_config-operator_01_securitycontextconstraints.crd.yaml",
};

/**
 * Path of the CustomResourceDefinition of security context constraints, as OpenShift publishes it with the version that
 * the program is built from. It is kept beside the programs, so that tests need no module cache.
 * @throws MissingToolchain when Go is missing or too old and the file is not there yet
 */
export async function openShiftDefinition(): Promise<string> {
  const { directory, versionOf } = await readGoModule(openShiftModule);
  const kept = join(cacheDirectory(), `openshift-api-${versionOf(definitions.module)}`, "crd.yaml");
  if (await exists(kept)) return kept;
  const options = { cwd: directory, env: goEnvironment() };
  const { stdout } = await promisify(execFile)(
    "go",
    ["mod", "download", "-json", definitions.module],
    options,
  );
  const { Dir: module }: { readonly Dir: string } = JSON.parse(stdout);
  await mkdir(dirname(kept), { recursive: true });
  await copyFile(join(module, definitions.file), `${kept}.${process.pid}`);
  await rename(`${kept}.${process.pid}`, kept);
  return kept;
}

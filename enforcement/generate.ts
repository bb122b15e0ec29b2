import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { policies, policyIds } from "#policies";
import { manifestText } from "./manifest-text.ts";
import { setImagePullPolicy } from "./mutating-admission-policy.ts";
import { parameterConfigMap, validatingAdmissionPolicy } from "./validating-admission-policy.ts";

/** The files below enforcement/ that are made from the catalogue, by path. `npm run enforcement` writes them. */
export function generated(): Map<string, string> {
  const files = new Map<string, string>();
  const parameters = parameterConfigMap(
    policyIds.map((id) => policies[id]),
    { "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] } },
  );
  files.set(
    "vap/parameters.yaml",
    manifestText(
      [parameters],
      [
        "The parameters of the policies in this folder: edit them here.",
        "restrict-image-registries.allowedRegistries must name the registries of the site.",
      ],
    ),
  );
  for (const id of policyIds) {
    files.set(`vap/${id}.yaml`, manifestText(validatingAdmissionPolicy(policies[id], "enforce"), origin(id)));
  }
  const id = "imagepullpolicy-always";
  files.set(
    `map/${id}.yaml`,
    manifestText(setImagePullPolicy(policies[id]), [
      ...origin(id),
      "An option: sets the value in place of refusing.",
    ]),
  );
  return files;
}

function origin(id: string): string[] {
  return [`Made from policies/${id}.ts by npm run enforcement; change that file, not this one.`];
}

/** Writes the files and removes those that are no longer made. */
export async function write(root: string): Promise<void> {
  const files = generated();
  for (const folder of ["vap", "map"]) {
    await mkdir(join(root, folder), { recursive: true });
    for (const name of await readdir(join(root, folder))) {
      if (!files.has(`${folder}/${name}`)) await rm(join(root, folder, name));
    }
  }
  for (const [path, content] of files) await writeFile(join(root, path), content);
}

if (import.meta.main) await write(import.meta.dirname);

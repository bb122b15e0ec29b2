import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { type JsonObject, type PolicyId, policies, policyIds } from "#policies";
import { kyvernoMutatingPolicy } from "./kyverno-mutating-policy.ts";
import { kyvernoParameterCache } from "./kyverno-parameters.ts";
import { kyvernoValidatingPolicy } from "./kyverno-validating-policy.ts";
import { setImagePullPolicy } from "./mutating-admission-policy.ts";
import { notCovered } from "./not-covered.ts";
import { parameterConfigMap } from "./parameters.ts";
import { validatingAdmissionPolicy } from "./validating-admission-policy.ts";

const folders = ["vap", "map", "kyverno", "kyverno-mutating"];

/** The files below enforcement/ that are made from the catalogue, by path. `npm run enforcement` writes them. */
export function generated(): Map<string, string> {
  const files = new Map<string, string>();
  const parameters = parameterConfigMap(
    policyIds.map((id) => policies[id]),
    { "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] } },
  );
  const edit = [
    "The parameters of the policies in this folder: edit them here.",
    "restrict-image-registries.allowedRegistries must name the registries of the site.",
  ];
  files.set("vap/parameters.yaml", document(edit, [parameters]));
  files.set(
    "kyverno/parameters.yaml",
    document(
      [...edit, "While this ConfigMap is missing, every pod is refused."],
      [parameters, kyvernoParameterCache],
    ),
  );
  for (const id of policyIds) {
    const policy = policies[id];
    files.set(`vap/${id}.yaml`, document(origin(id), validatingAdmissionPolicy(policy, "enforce")));
    files.set(
      `kyverno/${id}.yaml`,
      document(
        [
          ...origin(id),
          `Not covered: ${notCovered[id]};`,
          "templates of workloads, whose pods are judged when they are made; kube-system, kube-public and",
          "kube-node-lease; what Kyverno's own ConfigMap leaves out (resourceFilters, excludeGroups), and",
          "what PolicyExceptions leave out.",
        ],
        [kyvernoValidatingPolicy(policy, "enforce")],
      ),
    );
  }
  const id = "imagepullpolicy-always";
  const option = "An option: sets the value in place of refusing.";
  const created = "Not covered: ephemeral containers, and images that are changed in a running pod.";
  files.set(`map/${id}.yaml`, document([...origin(id), option], setImagePullPolicy(policies[id])));
  files.set(
    `kyverno-mutating/${id}.yaml`,
    document([...origin(id), option, created], [kyvernoMutatingPolicy(policies[id])]),
  );
  return files;
}

function origin(id: PolicyId): string[] {
  return [`Made from policies/${id}.ts by npm run enforcement; change that file, not this one.`];
}

function document(comments: readonly string[], objects: readonly JsonObject[]): string {
  const head = comments.map((line) => `# ${line}\n`).join("");
  return head + objects.map((object) => stringify(object, { lineWidth: 0 })).join("---\n");
}

/** Writes the files and removes those that are no longer made. */
export async function write(root: string): Promise<void> {
  const files = generated();
  for (const folder of folders) {
    await mkdir(join(root, folder), { recursive: true });
    for (const name of await readdir(join(root, folder))) {
      if (!files.has(`${folder}/${name}`)) await rm(join(root, folder, name));
    }
  }
  for (const [path, content] of files) await writeFile(join(root, path), content);
}

if (import.meta.main) await write(import.meta.dirname);

import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { type JsonObject, type Parameters, type PolicyId, policies, policyIds } from "#policies";
import { gatekeeperConstraint } from "./gatekeeper-constraint.ts";
import { gatekeeperTemplate } from "./gatekeeper-template.ts";
import { setImagePullPolicy } from "./mutating-admission-policy.ts";
import { parameterConfigMap, validatingAdmissionPolicy } from "./validating-admission-policy.ts";

/** Parameters that no catalogue can know: an example to be edited. */
const exampleValues: Readonly<Record<string, Parameters>> = {
  "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] },
};

/** What the rules for Gatekeeper leave open, whatever their policy. */
const gatekeeperLimits = [
  "For Gatekeeper 3.17 or later; tested with 3.23.1. What this cannot cover:",
  "- As published, Gatekeeper's webhook has failurePolicy Ignore and 3 seconds: while it does not answer, it lets pods",
  "  pass. Set Fail. ValidatingAdmissionPolicies that Gatekeeper generates from this (3.23: by default, where Kubernetes",
  "  has them, half a minute after the constraint) go on without it; generateVAP: false in the source turns them off.",
  "- Deployments and other controllers are admitted; their pods are judged when they are made.",
  "- Namespaces that Gatekeeper's Config excludes, and those with the label admission.gatekeeper.sh/ignore, are not seen.",
];

/** The files below enforcement/ that are made from the catalogue, by path. `npm run enforcement` writes them. */
export function generated(): Map<string, string> {
  const files = new Map<string, string>();
  const parameters = parameterConfigMap(
    policyIds.map((id) => policies[id]),
    exampleValues,
  );
  files.set(
    "vap/parameters.yaml",
    document(
      [
        "The parameters of the policies in this folder: edit them here.",
        "restrict-image-registries.allowedRegistries must name the registries of the site.",
      ],
      [parameters],
    ),
  );
  for (const id of policyIds) {
    files.set(`vap/${id}.yaml`, document(origin(id), validatingAdmissionPolicy(policies[id], "enforce")));
    files.set(
      `gatekeeper/templates/${id}.yaml`,
      document(
        [...origin(id), ...gatekeeperLimits, ...(furtherLimits[id] ?? [])],
        [gatekeeperTemplate(policies[id])],
      ),
    );
    files.set(
      `gatekeeper/constraints/${id}.yaml`,
      document(
        [...origin(id), ...constraintNotes(id)],
        [gatekeeperConstraint(policies[id], "enforce", exampleValues[id])],
      ),
    );
  }
  const id = "imagepullpolicy-always";
  files.set(
    `map/${id}.yaml`,
    document(
      [...origin(id), "An option: sets the value in place of refusing."],
      setImagePullPolicy(policies[id]),
    ),
  );
  return files;
}

/** What the rules of single policies leave open under Gatekeeper. */
const furtherLimits: Readonly<Partial<Record<PolicyId, readonly string[]>>> = {
  "imagepullpolicy-always": [
    "- Gatekeeper cannot set the value in place of refusing: the path tests of its mutators (Assign, ModifySet) tell",
    "  whether a field is there, not whether the image beside it has the tag latest.",
  ],
};

function constraintNotes(id: PolicyId): string[] {
  return [
    "Apply the template of the same name first, and wait until its kind is established.",
    ...(id === "restrict-image-registries"
      ? ["allowedRegistries must name the registries of the site: edit it here."]
      : []),
  ];
}

function origin(id: string): string[] {
  return [`Made from policies/${id}.ts by npm run enforcement; change that file, not this one.`];
}

function document(comments: readonly string[], objects: readonly JsonObject[]): string {
  const head = comments.map((line) => `# ${line}\n`).join("");
  return head + objects.map((object) => stringify(object, { lineWidth: 0 })).join("---\n");
}

/** Writes the files and removes those that are no longer made. */
export async function write(root: string): Promise<void> {
  const files = generated();
  for (const folder of new Set([...files.keys()].map(dirname))) {
    await mkdir(join(root, folder), { recursive: true });
    for (const name of await readdir(join(root, folder))) {
      if (!files.has(`${folder}/${name}`)) await rm(join(root, folder, name));
    }
  }
  for (const [path, content] of files) await writeFile(join(root, path), content);
}

if (import.meta.main) await write(import.meta.dirname);

import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { defaultProfile, type Parameters, type PolicyId, policies } from "#policies";
import { gatekeeperConstraint } from "./gatekeeper-constraint.ts";
import { gatekeeperTemplate } from "./gatekeeper-template.ts";
import { kyvernoMutatingPolicy } from "./kyverno-mutating-policy.ts";
import { kyvernoParameterCache } from "./kyverno-parameters.ts";
import { kyvernoValidatingPolicy } from "./kyverno-validating-policy.ts";
import { manifestText } from "./manifest-text.ts";
import { setImagePullPolicy } from "./mutating-admission-policy.ts";
import { notCovered } from "./not-covered.ts";
import { parameterConfigMap } from "./parameters.ts";
import { validatingAdmissionPolicy } from "./validating-admission-policy.ts";

/** Parameters that no catalogue can know: an example to be edited. */
const exampleValues: Readonly<Record<string, Parameters>> = {
  "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] },
};
const edit = [
  "The parameters of the policies in this folder: edit them here.",
  "restrict-image-registries.allowedRegistries must name the registries of the site.",
];

/** What the rules of an engine leave open, whatever their policy. */
const limits = {
  vap: [
    "- Deployments and other controllers are admitted; their pods are judged when they are made.",
    "- kube-system, kube-public and kube-node-lease.",
  ],
  kyverno: [
    "- Deployments and other controllers are admitted; their pods are judged when they are made.",
    "- kube-system, kube-public and kube-node-lease.",
    "- What Kyverno's own ConfigMap leaves out (resourceFilters, excludeGroups), and what PolicyExceptions do.",
  ],
  gatekeeper: [
    "- As published, Gatekeeper's webhook has failurePolicy Ignore and 3 seconds: while it does not answer, it lets pods",
    "  pass. Set Fail. ValidatingAdmissionPolicies that Gatekeeper generates from this (3.23: by default, where Kubernetes",
    "  has them, half a minute after the constraint) go on without it; generateVAP: false in the source turns them off.",
    "- Deployments and other controllers are admitted; their pods are judged when they are made.",
    "- Namespaces that Gatekeeper's Config excludes, and those with the label admission.gatekeeper.sh/ignore, are not seen.",
  ],
} as const;

/** What single policies leave open under Gatekeeper only. */
const gatekeeperLimits: Readonly<Partial<Record<PolicyId, readonly string[]>>> = {
  "imagepullpolicy-always": [
    "- Gatekeeper cannot set the value in place of refusing: the path tests of its mutators (Assign, ModifySet) tell",
    "  whether a field is there, not whether the image beside it has the tag latest.",
  ],
};

/** The files below enforcement/ that are made from the catalogue, by path. `npm run enforcement` writes them. */
export function generated(): Map<string, string> {
  const files = new Map<string, string>();
  const all = defaultProfile.policies.map((id) => policies[id]);
  const parameters = parameterConfigMap(all, exampleValues);
  files.set("vap/parameters.yaml", manifestText([parameters], edit));
  files.set(
    "kyverno/parameters.yaml",
    manifestText(
      [parameters, kyvernoParameterCache],
      [...edit, "While this ConfigMap is missing, every pod is refused."],
    ),
  );
  for (const policy of all) {
    const { id } = policy;
    const origin = originOf(id);
    const head = (engine: keyof typeof limits): string[] => [
      ...origin,
      "Not covered:",
      `- ${notCovered[id]}.`,
      ...limits[engine],
    ];
    files.set(`vap/${id}.yaml`, manifestText(validatingAdmissionPolicy(policy, "enforce"), head("vap")));
    files.set(
      `kyverno/${id}.yaml`,
      manifestText(kyvernoValidatingPolicy(policy, "enforce"), [
        ...head("kyverno"),
        "For Kyverno 1.17 or later; tested with 1.19.1.",
      ]),
    );
    files.set(
      `gatekeeper/templates/${id}.yaml`,
      manifestText(
        [gatekeeperTemplate(policy)],
        [
          ...head("gatekeeper"),
          ...(gatekeeperLimits[id] ?? []),
          "For Gatekeeper 3.17 or later; tested with 3.23.1.",
        ],
      ),
    );
    files.set(
      `gatekeeper/constraints/${id}.yaml`,
      manifestText(
        [gatekeeperConstraint(policy, "enforce", exampleValues[id])],
        [...origin, ...constraintNotes(id)],
      ),
    );
  }
  const pulling = policies["imagepullpolicy-always"];
  const option = [...originOf(pulling.id), "An option: sets the value in place of refusing."];
  files.set(`map/${pulling.id}.yaml`, manifestText(setImagePullPolicy(pulling), option));
  files.set(
    `kyverno-mutating/${pulling.id}.yaml`,
    manifestText(
      [kyvernoMutatingPolicy(pulling)],
      [...option, "Not covered: ephemeral containers, and images that are changed in a running pod."],
    ),
  );
  return files;
}

function constraintNotes(id: PolicyId): string[] {
  return [
    "Apply the template of the same name first, and wait until its kind is established.",
    ...(id === "restrict-image-registries"
      ? ["allowedRegistries must name the registries of the site: edit it here."]
      : []),
  ];
}

function originOf(id: string): string[] {
  return [`Made from policies/${id}.ts by npm run enforcement; change that file, not this one.`];
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

import { z } from "zod";
import type { PolicyId } from "#policies";
import type { ExemptionSource, Read, Way } from "./exemption-source.ts";
import { glob } from "./glob.ts";
import { itemsOf } from "./items-of.ts";
import { labelSelector, unmet } from "./label-selector.ts";
import { namespaceLabels } from "./place.ts";
import { policiesMeant } from "./policies-meant.ts";

const strings = z.array(z.string()).default([]);

const configShape = z.object({
  metadata: z.object({ name: z.literal("config") }),
  spec: z.object({
    match: z.array(z.object({ processes: strings, excludedNamespaces: strings })).default([]),
  }),
});

/** What the Config resource leaves out of the admission webhook; Gatekeeper heeds only the one named `config`. */
export function configSources(list: unknown): ExemptionSource[] {
  const entries = itemsOf(list, configShape)
    .flatMap(({ spec }) => spec.match)
    .filter(({ processes }) => processes.includes("*") || processes.includes("webhook"));
  return entries.map(({ excludedNamespaces }) => ({
    engine: "gatekeeper",
    ways: [
      ({ namespace }) => {
        const pattern = excludedNamespaces.find((excluded) => glob(excluded, namespace));
        return pattern && `excludedNamespaces of the Config: ${pattern}`;
      },
    ],
  }));
}

const constraintShape = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
  spec: z
    .object({
      enforcementAction: z.string().default("deny"),
      scopedEnforcementActions: z
        .array(
          z.object({
            action: z.string(),
            enforcementPoints: z.array(z.object({ name: z.string() })).default([]),
          }),
        )
        .default([]),
      match: z
        .object({
          scope: z.string().optional(),
          kinds: z.array(z.object({ apiGroups: strings, kinds: strings })).default([]),
          namespaces: strings,
          excludedNamespaces: strings,
          namespaceSelector: labelSelector.optional(),
        })
        .prefault({}),
    })
    .prefault({}),
});
type Constraint = z.infer<typeof constraintShape>;

/** What the constraints of one kind leave out: all that deny pods. */
export function constraintSources(list: unknown): ExemptionSource[] {
  const own = itemsOf(list, constraintShape).filter(deniesPods);
  const [first, ...more] = own.map((constraint): Way => leftOut(constraint));
  if (first === undefined) return [];
  const policies = policiesMeant(own.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(" "), "");
  return policies.length > 0 ? [{ engine: "gatekeeper", policies, ways: [first, ...more] }] : [];
}

function deniesPods(constraint: Constraint): boolean {
  const { enforcementAction, scopedEnforcementActions } = constraint.spec;
  const denies =
    enforcementAction === "deny" ||
    (enforcementAction === "scoped" &&
      scopedEnforcementActions.some(
        ({ action, enforcementPoints }) =>
          action === "deny" && enforcementPoints.some(({ name }) => atAdmission.includes(name)),
      ));
  return denies && seesPods(constraint);
}

function seesPods({ spec: { match } }: Constraint): boolean {
  const has = (list: readonly string[], value: string) =>
    list.length === 0 || list.includes("*") || list.includes(value);
  return (
    match.scope !== "Cluster" &&
    (match.kinds.length === 0 ||
      match.kinds.some(({ apiGroups, kinds }) => has(apiGroups, "") && has(kinds, "Pod")))
  );
}

/** Constraints of one kind that see pods and deny nothing: they only report (warn, dryrun). */
export function constraintsReporting(list: unknown): { policy: string; means: readonly PolicyId[] }[] {
  return itemsOf(list, constraintShape)
    .filter((constraint) => seesPods(constraint) && !deniesPods(constraint))
    .map(({ kind, metadata: { name } }) => ({ policy: name, means: policiesMeant(`${kind} ${name}`, "") }));
}

/** Where a scoped action meets requests; the others are Gatekeeper's audit and its command line. */
const atAdmission = ["*", "validation.gatekeeper.sh", "vap.k8s.io"];

function leftOut({ kind, metadata, spec }: Constraint): Way {
  const where = `the constraint ${kind}/${metadata.name}`;
  const { namespaces, excludedNamespaces, namespaceSelector } = spec.match;
  return (place) => {
    const excluded = excludedNamespaces.find((pattern) => glob(pattern, place.namespace));
    if (excluded !== undefined) return `excludedNamespaces of ${where}: ${excluded}`;
    if (namespaces.length > 0 && !namespaces.some((pattern) => glob(pattern, place.namespace)))
      return `namespaces of ${where}: ${namespaces.join(", ")}`;
    const requirement = namespaceSelector && unmet(namespaceSelector, namespaceLabels(place));
    return requirement && `namespaceSelector of ${where}: ${requirement}`;
  };
}

/** The label that Gatekeeper's webhook heeds as it is delivered; only for where its selector may not be read. */
const ignoreLabel: ExemptionSource = {
  engine: "gatekeeper",
  ways: [
    ({ labels }) =>
      labels[label] === undefined ? undefined : `label ${label}=${labels[label]} of the namespace`,
  ],
};
const label = "admission.gatekeeper.sh/ignore";

const resourceList = z.object({ resources: z.array(z.object({ name: z.string() })) });

/** What Gatekeeper's configuration and constraints leave out, as far as its API groups are served. */
export async function readGatekeeperSources(
  read: Read,
  served: (group: string) => boolean,
  webhooksKnown: boolean,
): Promise<ExemptionSource[]> {
  const sources: ExemptionSource[] = [];
  if (served("config.gatekeeper.sh")) {
    if (!webhooksKnown) sources.push(ignoreLabel);
    sources.push(...configSources(await read("/apis/config.gatekeeper.sh/v1alpha1/configs")));
  }
  if (served("constraints.gatekeeper.sh")) {
    for (const list of await constraintLists(read)) sources.push(...constraintSources(list));
  }
  return sources;
}

/** All constraints, one list for each kind. */
export async function constraintLists(read: Read): Promise<unknown[]> {
  const group = "/apis/constraints.gatekeeper.sh/v1beta1";
  const kinds = resourceList.safeParse(await read(group)).data?.resources ?? [];
  const lists: unknown[] = [];
  for (const { name } of kinds.filter((kind) => !kind.name.includes("/")))
    lists.push(await read(`${group}/${name}`));
  return lists;
}

import { isDeepStrictEqual } from "node:util";
import {
  controlObject,
  isPolicyId,
  type JsonObject,
  otherForms,
  type Probe,
  type ProbeValues,
  patchTried,
  policies,
  probeObject,
  probesOf,
  type Update,
  updateOf,
} from "#policies";
import {
  groupsOf,
  nameForm,
  type RunResult,
  replicaSetController,
  type ServiceAccount,
  storedName,
  storedObject,
  tenantName,
  triedWith,
  userOf,
  type Vantage,
} from "#results";
import type { ShownProbe } from "../comparison/comparison.ts";
import { yamlText } from "../yaml-text.ts";
import { ExplainError } from "./explain-error.ts";
import { jsonText, shellQuoted, withInput } from "./shell.ts";
import { namespaceManifest, tenantManifests } from "./tenant-manifests.ts";

/** What a command is for. */
export type StepKind =
  | "cluster"
  | "rights"
  | "prepare-fresh"
  | "prepare-tenant"
  | "store"
  | "control"
  | "probe"
  | "clean-up";

/** A step of a repetition. */
export interface Step {
  readonly kind: StepKind;
  /** For a shell, ready to be copied. */
  readonly commands: readonly string[];
}

/** How an attempt is repeated with kubectl. */
export interface Repetition {
  readonly namespace: string;
  readonly kind: Vantage["kind"];
  readonly serviceAccount: string;
  /** Whether it is one that exists, in place of that of the run. */
  readonly ownServiceAccount: boolean;
  /** Whether a stored object is updated. */
  readonly update: boolean;
  /** The catalogue of this program describes the attempt otherwise than the result does. */
  readonly differs: boolean;
  readonly steps: readonly Step[];
}

/** Why an attempt cannot be repeated by what the result says. */
export type NoRepetition = "unknown-probe" | "no-image" | "strange-names" | "undescribed";

const runIdForm = /^[0-9a-f]{8}$/;
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The commands that repeat an attempt and its control as the run sent them: by server-side dry run, by a ServiceAccount
 * of the same name and rights. Names that come from the file stand in them only if they have the form that a run gives.
 * @param own a ServiceAccount that exists in a tenant's namespace
 * @param otherCluster what is printed if kubectl points to another cluster than that of the run
 * @throws ExplainError if the ServiceAccount cannot be used
 */
export function repetitionOf(
  result: RunResult,
  vantage: Vantage | undefined,
  shown: ShownProbe,
  own: string | undefined,
  otherCluster: string,
): Repetition | NoRepetition {
  if (own !== undefined && !nameForm.test(own))
    throw new ExplainError({ kind: "no-service-account", asked: own });
  if (vantage === undefined) return "undescribed";
  const { namespace, kind } = vantage;
  if (own !== undefined && kind === "fresh") throw new ExplainError({ kind: "service-account-in-fresh" });
  const probe = isPolicyId(shown.policy)
    ? probesOf(policies[shown.policy]).find(({ id }) => id === shown.probe)
    : undefined;
  if (probe === undefined) return "unknown-probe";
  const tried = triedWith(result, vantage);
  if (tried === undefined) return "no-image";
  const runId = result.run.id;
  const ofRun = runIdForm.test(runId) && nameForm.test(namespace);
  // what is made is removed again, so it must be what only a run makes
  if (!ofRun || (kind === "fresh" && namespace !== tenantName(runId))) return "strange-names";
  const serviceAccount = own ?? tenantName(runId);
  const form = "inForm" in shown.outcome ? shown.outcome.inForm : undefined;
  const overlays = form === undefined ? tried.overlays : [...tried.overlays, otherForms[form]];
  const values = { ...tried, serviceAccount, overlays };
  const as = "byController" in shown.outcome ? asAccount(replicaSetController) : asTenant(values);
  const place = { result, vantage, probe, values, own: own !== undefined, as };
  return {
    namespace,
    kind,
    serviceAccount,
    ownServiceAccount: own !== undefined,
    update: probe.operation === "UPDATE",
    differs: !isDeepStrictEqual(patchTried(probe, tried), shown.patch),
    steps: [
      ...clusterCheck(result, otherCluster),
      ...preparation(place),
      ...attempts(place),
      ...cleanUp(place),
    ],
  };
}

interface Place {
  readonly result: RunResult;
  readonly vantage: Vantage;
  readonly probe: Probe;
  readonly values: ProbeValues;
  readonly own: boolean;
  /** kubectl's options that name who tries. */
  readonly as: string;
}

function clusterCheck({ site: { id, idSource } }: RunResult, otherCluster: string): Step[] {
  if (idSource !== "kube-system-uid" || !uuidForm.test(id)) return [];
  const uid = `"$(kubectl get namespace kube-system -o jsonpath='{.metadata.uid}')"`;
  return [{ kind: "cluster", commands: [`test ${uid} = ${id} || echo ${shellQuoted(otherCluster)}`] }];
}

function preparation({ result, vantage, probe, values, own, as }: Place): Step[] {
  if (own) {
    const may = neededRights(probe).map(
      (right) => `kubectl auth can-i ${right} -n ${values.namespace} ${as}`,
    );
    return [{ kind: "rights", commands: may }];
  }
  const { namespace, serviceAccount: name } = values;
  const manifests = tenantManifests(probe, { runId: result.run.id, namespace, name });
  const fresh = vantage.kind === "fresh";
  const all = fresh ? [namespaceManifest(result, vantage), ...manifests] : manifests;
  // rights take a moment to spread
  const wait = `for i in 1 2 3 4 5 6 7 8 9 10; do kubectl auth can-i ${neededRights(probe).at(-1)} -n ${namespace} ${asTenant(values)} --quiet && break; sleep 1; done`;
  return [
    {
      kind: fresh ? "prepare-fresh" : "prepare-tenant",
      commands: [withInput("kubectl create -f -", all.map(yamlText).join("---\n")), wait],
    },
  ];
}

/** The rights in the order in which they are used, as `kubectl auth can-i` asks for them. */
function neededRights({ resource, operation }: Probe): string[] {
  if (resource === "Pod/ephemeralcontainers")
    return ["create pods", "patch pods --subresource=ephemeralcontainers"];
  const group = {
    Pod: "",
    Job: ".batch",
    CronJob: ".batch",
    Deployment: ".apps",
    StatefulSet: ".apps",
    DaemonSet: ".apps",
  };
  const kind = `${resource.toLowerCase()}s${group[resource]}`;
  return [`create ${kind}`, ...(operation === "UPDATE" ? [`patch ${kind}`] : [])];
}

function asTenant({ namespace, serviceAccount: name }: ProbeValues): string {
  return asAccount({ namespace, name });
}

function asAccount(account: ServiceAccount): string {
  return [`--as=${userOf(account)}`, ...groupsOf(account).map((group) => `--as-group=${group}`)].join(" ");
}

function attempts({ result, probe, values, as }: Place): Step[] {
  const { control, resource, operation } = probe;
  if (operation === "CREATE")
    return [
      { kind: "control", commands: [creation(controlObject(control, values, resource), as)] },
      { kind: "probe", commands: [creation(probeObject(probe, values), as)] },
    ];
  const stored = storedObject(probe.resource === "Deployment" ? "Deployment" : "Pod", values, result.run.id);
  const name = storedName(result.run.id);
  return [
    { kind: "store", commands: [creation(stored, as, "")] },
    { kind: "control", commands: [update(updateOf({ control, resource }, values), probe, name, values)] },
    { kind: "probe", commands: [update(updateOf(probe, values), probe, name, values)] },
  ];
}

function creation(object: JsonObject, as: string, dryRun = " --dry-run=server"): string {
  return withInput(`kubectl create${dryRun} -f - --validate=strict ${as}`, yamlText(object));
}

function update({ type, patch }: Update, { resource }: Probe, name: string, values: ProbeValues): string {
  const kind = resource === "Pod/ephemeralcontainers" ? "pod" : resource.toLowerCase();
  const subresource = resource === "Pod/ephemeralcontainers" ? " --subresource=ephemeralcontainers" : "";
  const options = `-n ${values.namespace}${subresource} --type=${type} --dry-run=server ${asTenant(values)}`;
  return `kubectl patch ${kind} ${name} ${options} -p ${shellQuoted(jsonText(patch))}`;
}

function cleanUp({ result, vantage, probe, values, own }: Place): Step[] {
  const { namespace, serviceAccount } = values;
  if (vantage.kind === "fresh")
    return [{ kind: "clean-up", commands: [`kubectl delete namespace ${namespace}`] }];
  const kind = probe.resource === "Deployment" ? "deployment" : "pod";
  const commands = [
    ...(probe.operation === "UPDATE"
      ? [`kubectl delete ${kind} ${storedName(result.run.id)} -n ${namespace}`]
      : []),
    ...(own ? [] : [`kubectl delete rolebinding,role,serviceaccount ${serviceAccount} -n ${namespace}`]),
  ];
  return commands.length === 0 ? [] : [{ kind: "clean-up", commands }];
}

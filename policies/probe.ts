import { check } from "./check.ts";
import { compliantPod, type ProbeValues } from "./compliant-pod.ts";
import { controls, positions } from "./controls.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { below, type Operation, patched } from "./patch.ts";
import { stepWithOverlay, withOverlay } from "./pod-overlay.ts";
import { containersOf } from "./pod-spec.ts";
import type {
  Expectation,
  Language,
  Parameters,
  Policy,
  ProbeDefinition,
  ProbeSet,
  Weight,
} from "./policy.ts";
import { pin } from "./probe-values.ts";
import { inWorkload, type WorkloadKind, workloadKinds } from "./workload.ts";

/** One object that is tried against a cluster. */
export interface Probe {
  /** `policy/variant`. */
  readonly id: string;
  readonly policy: string;
  /** What differs from the control; results state it in English, reports in their own language. */
  readonly says: Readonly<Record<Language, string>>;
  readonly expect: Expectation;
  readonly weight: Weight;
  readonly set: ProbeSet;
  readonly control: string;
  readonly minK8s?: string;
  readonly maxK8s?: string;
  readonly resource: "Pod" | "Pod/ephemeralcontainers" | WorkloadKind;
  readonly operation: "CREATE" | "UPDATE";
  /** What differs from the control: a patch of the control's pod, with placeholders. */
  readonly patch: readonly Operation[];
}

/** All probes of a policy: those it defines, and its lead violation in every kind of workload. */
export function probesOf(policy: Policy): Probe[] {
  const own = policy.probes.map((definition) => fromDefinition(policy.id, definition));
  const lead = own.find((probe) => probe.id === `${policy.id}/${policy.lead}`);
  if (lead === undefined) throw new Error(`policy ${policy.id}: lead probe ${policy.lead} is not defined`);
  return [...own, ...inWorkloads(lead, policy.leadInJobs ?? "reject")];
}

function fromDefinition(policy: string, definition: ProbeDefinition): Probe {
  const { id, at = "object", control = positions[at].control, operation, patch, ...rest } = definition;
  const ephemeral = controls[control]?.ephemeral === true;
  return {
    ...rest,
    id: `${policy}/${id}`,
    policy,
    control,
    resource: ephemeral ? "Pod/ephemeralcontainers" : "Pod",
    operation: operation ?? (ephemeral ? "UPDATE" : "CREATE"),
    patch: below(positions[at].pointer, patch),
  };
}

/** Whether engines look into workload templates differs by design, so these probes only inform. */
function inWorkloads(lead: Probe, inJobs: Expectation): Probe[] {
  const base = { ...lead, expect: "reject", weight: "info", set: "deep" } as const;
  const templates = workloadKinds.map((kind) => ({
    ...base,
    id: `${lead.policy}/tpl-${kind.toLowerCase()}`,
    says: {
      de: `${lead.says.de}, im Pod-Template eines ${kind}s`,
      en: `${lead.says.en}, in the pod template of a ${kind}`,
    },
    expect: kind === "Job" || kind === "CronJob" ? inJobs : base.expect,
    resource: kind,
    operation: "CREATE" as const,
  }));
  const update = {
    ...base,
    id: `${lead.policy}/update-deployment`,
    says: {
      de: `${lead.says.de}, durch Änderung eines bestehenden Deployments`,
      en: `${lead.says.en}, by an update of an existing Deployment`,
    },
    resource: "Deployment" as const,
    operation: "UPDATE" as const,
  };
  return [...templates, update];
}

/** The object of a probe, ready to be sent. */
export function probeObject(probe: Probe, values: ProbeValues): JsonObject {
  return finished(probe, values);
}

/** The object of a probe's control, in the same kind of resource. */
export function controlObject(
  control: string,
  values: ProbeValues,
  resource: Probe["resource"] = "Pod",
): JsonObject {
  return finished({ resource, control }, values);
}

/** What an update of a stored object changes. */
export interface Update {
  /** Kind of patch, as kubectl calls it. */
  readonly type: "strategic" | "json";
  readonly patch: Json;
}

/**
 * The update of a stored object that a probe is, or without a patch that its control is. Containers of a pod are found
 * by their names, because platforms put others before them; of a workload the whole template is replaced.
 */
export function updateOf(
  tried: Pick<Probe, "resource" | "control"> & Partial<Pick<Probe, "patch">>,
  values: ProbeValues,
): Update {
  const object = finished(tried, values);
  if (!isPodResource(tried.resource))
    return { type: "json", patch: [{ op: "replace", path: "/spec/template", value: templateOf(object) }] };
  const spec = isObject(object["spec"]) ? object["spec"] : {};
  const patch =
    tried.resource === "Pod"
      ? {
          containers: containersOf(object, ["containers"]).map(({ name, container: { image = null } }) => ({
            name,
            image,
          })),
        }
      : { ephemeralContainers: spec["ephemeralContainers"] };
  return { type: "strategic", patch: { spec: patch } };
}

function templateOf(workload: JsonObject): Json {
  return (isObject(workload["spec"]) ? workload["spec"]["template"] : undefined) ?? null;
}

function controlPatch(control: string, overlays: ProbeValues["overlays"]): readonly Operation[] {
  const known = controls[control];
  if (known === undefined) throw new Error(`control ${control} is not defined`);
  return known.patch.map((step) => overlays.reduce(stepWithOverlay, step));
}

/** The compliant pod with what the site demands, then the control's steps with the same, then the probe's. */
function finished(
  { resource, control, patch = [] }: Pick<Probe, "resource" | "control"> & Partial<Pick<Probe, "patch">>,
  values: ProbeValues,
): JsonObject {
  const { overlays } = values;
  const base = overlays.reduce(withOverlay, compliantPod);
  const steps = controlPatch(control, overlays);
  const pod = filled(patched(base, [...steps, ...patch]), placeholders(values));
  if (!isObject(pod)) throw new Error("a pod is an object");
  return isPodResource(resource) ? pod : inWorkload(resource, pod);
}

function isPodResource(resource: Probe["resource"]): resource is "Pod" | "Pod/ephemeralcontainers" {
  return resource === "Pod" || resource === "Pod/ephemeralcontainers";
}

function placeholders(values: ProbeValues): Readonly<Record<string, string | number>> {
  const repository = values.image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  return {
    NAME: values.name,
    NAMESPACE: values.namespace,
    SERVICE_ACCOUNT: values.serviceAccount,
    IMAGE: values.image,
    IMAGE_REPO: repository,
    FOREIGN_IMAGE: values.foreignImage,
    PIN: pin(values.image, "1.0.0"),
    SHORT_NAME_PIN: pin(values.image, "1.36.1"),
    ALLOWED_REGISTRY: registryOf(values.image),
    GID: values.gid,
    MIN_GID: values.minGid,
    BELOW_MIN_GID: values.minGid - 1,
  };
}

/** The registry of an image reference: its host, or docker.io where it names none. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && (/[.:A-Z]/.test(first) || first === "localhost") ? first : "docker.io";
}

/** Replaces placeholders: a string that is nothing else takes the value's type. */
function filled(value: Json | undefined, values: Readonly<Record<string, string | number>>): Json {
  if (typeof value === "string") {
    const whole = /^\$([A-Z_]+)$/.exec(value)?.[1];
    if (whole !== undefined && whole in values) return values[whole] ?? value;
    return value.replace(/\$([A-Z_]+)/g, (text, name: string) => String(values[name] ?? text));
  }
  if (Array.isArray(value)) return value.map((inner: Json) => filled(inner, values));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, values)]));
  }
  return value ?? null;
}

/** The patch with its placeholders replaced: the evidence of what was tried. */
export function patchTried(probe: Probe, values: ProbeValues): Json {
  return filled(
    probe.patch.map((step) => ({ ...step })),
    placeholders(values),
  );
}

/**
 * Whether a probe means something under the parameters that a site declared: a violation that they permit (a
 * capability that is allowed there, say) cannot be expected to be refused, nor an edge case that breaks them to be
 * admitted. `info` probes are always reported.
 */
export function testable(probe: Probe, policy: Policy, values: ProbeValues, parameters: Parameters): boolean {
  if (probe.weight === "info") return true;
  const object = finished({ ...probe, resource: "Pod" }, values);
  const complies = check(policy, object, parameters).length === 0;
  return probe.expect === "admit" ? complies : !complies;
}

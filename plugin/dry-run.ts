import {
  controlObject,
  isObject,
  type JsonObject,
  type Probe,
  type ProbeValues,
  probeObject,
  type Update,
  updateOf,
} from "#policies";
import { storedName } from "#results";
import { type Attempt, type AttemptLimits, attempt } from "./attempt.ts";
import type { Tenant } from "./tenant.ts";

/** What is tried: an object that is created, or an update of one that is stored. */
export interface Trial {
  readonly resource: Probe["resource"];
  /** The object as it would be afterwards, as far as it was sent. */
  readonly object: JsonObject;
  /** What is changed of a stored object; absent if the object is created. */
  readonly update: Update | undefined;
}

/** The trial of a probe. */
export function trialOf(probe: Probe, values: ProbeValues): Trial {
  const { resource, operation } = probe;
  const update = operation === "UPDATE" ? updateOf(probe, values) : undefined;
  return { resource, object: probeObject(probe, values), update };
}

/** The trial of a probe's control, in the same kind of resource by the same operation. */
export function controlTrial(
  { control, resource, operation }: Pick<Probe, "control" | "resource" | "operation">,
  values: ProbeValues,
): Trial {
  const update = operation === "UPDATE" ? updateOf({ control, resource }, values) : undefined;
  return { resource, object: controlObject(control, values, resource), update };
}

/** The trial of the compliant pod itself. */
export function baselineTrial(values: ProbeValues): Trial {
  return controlTrial({ control: "baseline", resource: "Pod", operation: "CREATE" }, values);
}

const patchTypes = {
  strategic: "application/strategic-merge-patch+json",
  json: "application/json-patch+json",
} as const;

/** Server-side dry run with strict field validation: a violating object is never stored. */
const query = { dryRun: "All", fieldValidation: "Strict" };

/** Sends a trial as a tenant. */
export async function sendAsDryRun(tenant: Tenant, trial: Trial, limits: AttemptLimits): Promise<Attempt> {
  const { resource, object, update } = trial;
  const path = collectionPath(resource, tenant.namespace);
  const subresource = resource === "Pod/ephemeralcontainers" ? "/ephemeralcontainers" : "";
  const request =
    update === undefined
      ? ({ method: "POST", path, query, body: object } as const)
      : ({
          method: "PATCH",
          path: `${path}/${storedName(tenant.runId)}${subresource}`,
          query,
          contentType: patchTypes[update.type],
          body: update.patch,
        } as const);
  const answer = await attempt(tenant.api, request, limits);
  const kind = resource === "Pod/ephemeralcontainers" ? "Pod" : resource;
  // a log-in page of some proxy is positive too, and has nothing in it that could violate a policy
  const isMeant = answer.kind !== "accepted" || (isObject(answer.object) && answer.object["kind"] === kind);
  return isMeant
    ? answer
    : {
        kind: "failed",
        reason: "transient",
        message: `the answer was positive, but no ${kind === "Pod" ? "pod" : kind}`,
      };
}

/** Path under which objects of a kind are created. */
export function collectionPath(resource: Probe["resource"], namespace: string): string {
  const inNamespace = `namespaces/${namespace}`;
  switch (resource) {
    case "Pod":
    case "Pod/ephemeralcontainers":
      return `/api/v1/${inNamespace}/pods`;
    case "Job":
    case "CronJob":
      return `/apis/batch/v1/${inNamespace}/${resource.toLowerCase()}s`;
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
      return `/apis/apps/v1/${inNamespace}/${resource.toLowerCase()}s`;
  }
}

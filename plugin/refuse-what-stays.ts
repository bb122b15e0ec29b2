import { z } from "zod";
import type { Api } from "./api.ts";
import { type AttemptLimits, attempt, objectOf } from "./attempt.ts";
import type { Configuration } from "./configuration.ts";
import { apiStatus } from "./refusals/api-status.ts";
import { SetupFailed } from "./setup-failed.ts";

/** What a run makes in a namespace that is not its own, by API group. */
const made: Readonly<
  Record<Configuration["probes"], readonly (readonly [group: string, resource: string])[]>
> = {
  core: [
    ["", "serviceaccounts"],
    ["rbac.authorization.k8s.io", "roles"],
    ["rbac.authorization.k8s.io", "rolebindings"],
    ["coordination.k8s.io", "leases"],
  ],
  deep: [
    ["", "pods"],
    ["apps", "deployments"],
  ],
};
const reviewShape = z.object({ status: z.object({ allowed: z.boolean() }) });

/**
 * Makes nothing in a tenant's namespace that the operator may not remove again.
 * @throws SetupFailed naming the right that is missing
 */
export async function refuseWhatStays(
  api: Api,
  namespace: string,
  probes: Configuration["probes"],
  limits: AttemptLimits,
): Promise<void> {
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  for (const [group, resource] of probes === "deep" ? [...made.core, ...made.deep] : made.core) {
    const body = { spec: { resourceAttributes: { namespace, group, resource, verb: "delete" } } };
    const answer = await attempt(api, { method: "POST", path, body }, limits);
    // a server that does not answer the question is asked for the thing itself
    if (reviewShape.safeParse(objectOf(answer)).data?.status.allowed !== false) continue;
    const message = `${resource} is forbidden: User "…" cannot delete resource "${resource}" in API group "${group}" in the namespace "${namespace}"`;
    const status = apiStatus(403, { message });
    throw new SetupFailed(`nothing is made in ${namespace}, because it could not be removed again`, {
      kind: "denied",
      status,
    });
  }
}

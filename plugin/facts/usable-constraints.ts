import { z } from "zod";
import type { Api } from "../api.ts";
import { type AttemptLimits, attempt, objectOf } from "../attempt.ts";

const review = z.object({
  status: z.object({
    resourceRules: z.array(
      z.object({
        verbs: z.array(z.string()),
        apiGroups: z.array(z.string()).default([]),
        resources: z.array(z.string()).default([]),
        resourceNames: z.array(z.string()).default([]),
      }),
    ),
  }),
});

/**
 * The names of the security context constraints that a tenant's roles let it use in a namespace, `*` for all of them. It
 * is the tenant who asks, which everybody may. Without an answer nothing is known, and the list is empty.
 */
export async function usableConstraints(
  tenant: Api,
  namespace: string,
  limits: AttemptLimits,
): Promise<readonly string[]> {
  const path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
  const body = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } };
  const answer = review.safeParse(objectOf(await attempt(tenant, { method: "POST", path, body }, limits)));
  const has = (list: readonly string[], value: string) => list.includes(value) || list.includes("*");
  const rules = (answer.data?.status.resourceRules ?? []).filter(
    ({ verbs, apiGroups, resources }) =>
      has(verbs, "use") &&
      has(apiGroups, "security.openshift.io") &&
      has(resources, "securitycontextconstraints"),
  );
  const names = rules.flatMap(({ resourceNames }) => (resourceNames.length === 0 ? ["*"] : resourceNames));
  return [...new Set(names)].sort();
}

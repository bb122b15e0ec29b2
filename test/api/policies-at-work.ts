import { type Policy, probeObject, probesOf, probeValues } from "#policies";
import { demoImage } from "../../demo/sites.ts";
import type { Api } from "../../plugin/api.ts";
import { until } from "../../testbed/index.ts";

/**
 * Waits until ValidatingAdmissionPolicies refuse the leading probe of each policy in the namespace `default`: API
 * servers take up policies one by one and some time after they were stored.
 * @param api whom the policies do not exempt, and who may create pods there
 * @param at names the site in the error
 * @throws Error after a minute, naming the policy
 */
export async function policiesAtWork(api: Api, policies: readonly Policy[], at: string): Promise<void> {
  const values = probeValues({
    name: "p-settle",
    namespace: "default",
    serviceAccount: "default",
    image: demoImage,
    minGid: 1000,
  });
  for (const policy of policies) {
    const lead = probesOf(policy).find(({ id }) => id.endsWith(`/${policy.lead}`));
    if (lead === undefined) throw new Error(`${policy.id} has no leading probe`);
    const path = "/api/v1/namespaces/default/pods";
    const request = {
      method: "POST",
      path,
      query: { dryRun: "All" },
      body: probeObject(lead, values),
    } as const;
    await until(
      `${policy.id} to be at work at ${at}`,
      async () => (await api.send(request, AbortSignal.timeout(5000))).code === 422,
      { timeoutSeconds: 60 },
    );
  }
}

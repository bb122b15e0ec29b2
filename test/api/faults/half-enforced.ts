import { KubeConfig } from "@kubernetes/client-node";
import { policies, probeObject, probesOf, probeValues } from "#policies";
import { demoImage } from "../../../demo/sites.ts";
import { parameterConfigMap } from "../../../enforcement/parameters.ts";
import { validatingAdmissionPolicy } from "../../../enforcement/validating-admission-policy.ts";
import { apiOf } from "../../../plugin/api.ts";
import { apply, type Site, type SiteOptions, type Testbed, until } from "../../../testbed/index.ts";
import { enforcedHalf } from "./expected.ts";

const half = enforcedHalf.map((id) => policies[id]);

/**
 * A site that enforces half of the policies by ValidatingAdmissionPolicies: one run shows both whether a fault passes
 * for enforcement and whether it hides it.
 */
export async function startHalfEnforced(testbed: Testbed, options: SiteOptions): Promise<Site> {
  const site = await testbed.startSite(options);
  const parameters = parameterConfigMap(half, {
    "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] },
  });
  await apply(site, [parameters, ...half.flatMap((policy) => validatingAdmissionPolicy(policy, "enforce"))]);
  await halfAtWork(site);
  return site;
}

/** API servers take up policies one by one and some time after they were stored. */
async function halfAtWork(site: Site): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(site.kubeconfig);
  const api = apiOf(config, "dvs-test");
  const values = probeValues({
    name: "p-settle",
    namespace: "default",
    serviceAccount: "default",
    image: demoImage,
    minGid: 1000,
  });
  try {
    for (const policy of half) {
      const lead = probesOf(policy).find(({ id }) => id.endsWith(`/${policy.lead}`));
      if (lead === undefined) throw new Error(`${policy.id} has no leading probe`);
      await until(
        `${policy.id} to be at work at ${site.name}`,
        async () => {
          const path = "/api/v1/namespaces/default/pods";
          const sent = {
            method: "POST",
            path,
            query: { dryRun: "All" },
            body: probeObject(lead, values),
          } as const;
          return (await api.send(sent, AbortSignal.timeout(5000))).code === 422;
        },
        { timeoutSeconds: 60 },
      );
    }
  } finally {
    api.close();
  }
}

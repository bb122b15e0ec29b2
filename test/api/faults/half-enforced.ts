import { KubeConfig } from "@kubernetes/client-node";
import { policies } from "#policies";
import { parameterConfigMap } from "../../../enforcement/parameters.ts";
import { validatingAdmissionPolicy } from "../../../enforcement/validating-admission-policy.ts";
import { apiOf } from "../../../plugin/api.ts";
import { apply, type Site, type SiteOptions, type Testbed } from "../../../testbed/index.ts";
import { policiesAtWork } from "../policies-at-work.ts";
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
  const config = new KubeConfig();
  config.loadFromFile(site.kubeconfig);
  const api = apiOf(config, "dvs-test");
  try {
    await policiesAtWork(api, half, site.name);
  } finally {
    api.close();
  }
  return site;
}

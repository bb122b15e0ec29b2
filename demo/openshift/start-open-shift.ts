import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { defaultProfile, type PolicyId, policies, probeObject, probesOf, probeValues } from "#policies";
import { apply, openShiftDefinition, request, type Site, type Testbed, until } from "../../testbed/index.ts";
import type { OpenShiftKind } from "../engine-sites/openshift.ts";
import { demoImage } from "../sites.ts";
import { giveRanges, type NamespaceRanges } from "./namespace-ranges.ts";

/** A site of OpenShift's and the controller that gives its namespaces their ranges. */
export interface OpenShiftSite {
  readonly site: Site;
  readonly ranges: NamespaceRanges;
  stop(): Promise<void>;
}

/**
 * Starts a site of a kind and waits until its constraints, and its policies if there are any, are at work.
 * @param testbed on which it is started
 */
export async function startOpenShift(testbed: Testbed, kind: OpenShiftKind): Promise<OpenShiftSite> {
  const site = await testbed.startSite({ name: kind.id, openShift: true });
  await apply(site, [parse(await readFile(await openShiftDefinition(), "utf8"))]);
  await apply(site, kind.manifests);
  const ranges = giveRanges(site);
  await until(`security context constraints to be at work at ${kind.id}`, async () => judged(site), {
    timeoutSeconds: 60,
    pauseSeconds: 1,
  });
  if (kind.rules !== undefined) {
    await apply(site, kind.rules);
    for (const id of defaultProfile.policies)
      await until(`${id} to be at work at ${kind.id}`, async () => refused(site, id), { timeoutSeconds: 60 });
  }
  return {
    site,
    ranges,
    async stop() {
      await ranges.stop();
      await site.stop();
    },
  };
}

/**
 * Whether the reference rule of a policy refuses any of its violations. An administrator sends them, who may use every
 * constraint; one violation may be made good by a constraint all the same.
 */
async function refused(site: Site, id: PolicyId): Promise<boolean> {
  const place = { name: "p-settle", namespace: "default", serviceAccount: "default", image: demoImage };
  const values = probeValues({ ...place, minGid: 1000 });
  for (const probe of probesOf(policies[id])) {
    if (probe.weight !== "must" || probe.expect !== "reject" || probe.resource !== "Pod") continue;
    const said = JSON.stringify(await dryRun(site, probeObject(probe, values)));
    if (said.includes(`ValidatingAdmissionPolicy 'dvs-${id}'`)) return true;
  }
  return false;
}

/** Whether a pod without any demand comes back with the name of the constraint that it keeps to. */
async function judged(site: Site): Promise<boolean> {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p-settle" },
    spec: { containers: [{ name: "main", image: demoImage }] },
  };
  return JSON.stringify(await dryRun(site, pod)).includes('"openshift.io/scc":');
}

async function dryRun(site: Site, body: object): Promise<unknown> {
  const path = "/api/v1/namespaces/default/pods?dryRun=All";
  return (await request(site, path, { method: "POST", body })).body;
}

import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { apply, openShiftDefinition, request, type Site, type Testbed, until } from "../../testbed/index.ts";
import type { OpenShiftKind } from "../engine-sites/openshift.ts";
import { demoImage, everyPolicyAtWork } from "../sites.ts";
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
  const { id, place, rules } = kind;
  if (rules !== undefined) {
    await apply(site, rules);
    const atWork = ({ code }: { readonly code: number }) => code === 403 || code === 422;
    await everyPolicyAtWork(site, { id, place, manifests: rules, atWork }, demoImage, "1.33");
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

/** Whether a pod without any demand comes back with the name of the constraint that it keeps to. */
async function judged(site: Site): Promise<boolean> {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p-settle" },
    spec: { containers: [{ name: "main", image: demoImage }] },
  };
  const { status, body } = await request(site, "/api/v1/namespaces/default/pods?dryRun=All", {
    method: "POST",
    body: pod,
  });
  return status === 201 && JSON.stringify(body).includes('"openshift.io/scc":');
}

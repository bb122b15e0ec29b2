/**
 * What a run costs a second tenant: an admission webhook that needs 50 ms of one core for each pod, one at a time, and
 * a tenant who makes pods meanwhile. Blocks without and with a run alternate; the ratio of the two p99 counts.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { siteKinds, startSiteKind } from "../demo/sites.ts";
import { servingCertificate } from "../test/api/faults/serving-certificate.ts";
import { runProbe } from "../test/api/run-probe.ts";
import { startWebhookServer } from "../test/api/webhook-server.ts";
import { apply, request, type Site, startTestbed } from "../testbed/index.ts";

/** Milliseconds of work that the webhook needs for each pod. */
const work = 50;
/** Mean milliseconds between two pods of the second tenant, who does not wait for answers. */
const between = 250;
const blocks = 3;
/** Seconds of a block without a run; with a run it lasts as long as the run. */
const blockLength = 45;

const none = siteKinds.find(({ id }) => id === "none");
if (none === undefined) throw new Error("there is no site without enforcement");
const testbed = await startTestbed({ onProgress: (line) => process.stderr.write(`  ${line}\n`) });
try {
  const site = await startSiteKind(testbed, none);
  const webhook = await startWebhookServer({
    certificate: await servingCertificate(site),
    answer: () => ({ allowed: true }),
    serial: work,
  });
  await apply(site, [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "slow" },
      webhooks: [
        {
          name: "slow.musterstadt.example",
          clientConfig: webhook.clientConfig,
          rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
          failurePolicy: "Ignore",
          timeoutSeconds: 3,
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
        },
      ],
    },
  ]);
  await tenantFor(site, sleep(3000));
  const without: number[] = [];
  const during: number[] = [];
  const lasted: number[] = [];
  for (let block = 0; block < blocks; block += 1) {
    without.push(...(await tenantFor(site, sleep(blockLength * 1000))));
    const begin = performance.now();
    during.push(...(await tenantFor(site, runProbe(site.kubeconfig, { rest: 8, deadline: 600 }))));
    lasted.push((performance.now() - begin) / 1000);
  }
  await webhook.stop();
  const [alone, beside] = [percentile(without, 99), percentile(during, 99)];
  process.stdout.write(`
a second tenant's pods, webhook of ${work} ms on one core; milliseconds
  without a run   p50 ${percentile(without, 50).toFixed(0)}   p99 ${alone.toFixed(0)}   (${without.length} pods)
  during a run    p50 ${percentile(during, 50).toFixed(0)}   p99 ${beside.toFixed(0)}   (${during.length} pods; a run took ${percentile(lasted, 50).toFixed(0)} s)
  ratio of p99    ${(beside / alone).toFixed(2)}   target ≤ 1.2
`);
} finally {
  await testbed.stop();
}

/** Makes pods as a second tenant until the work is done; gives the milliseconds that each took. */
async function tenantFor(site: Site, until: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const open: Promise<unknown>[] = [];
  let done = false;
  const end = until.finally(() => {
    done = true;
  });
  const spec = { containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }] };
  for (let next = 0; !done; next += 1) {
    const metadata = { name: `neighbour-${next}` };
    const begin = performance.now();
    const body = { apiVersion: "v1", kind: "Pod", metadata, spec };
    const made = request(site, "/api/v1/namespaces/default/pods?dryRun=All", { method: "POST", body });
    open.push(made.then(() => times.push(performance.now() - begin)));
    // a Poisson stream
    await sleep(-between * Math.log(1 - Math.random()));
  }
  await end;
  await Promise.all(open);
  return times;
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

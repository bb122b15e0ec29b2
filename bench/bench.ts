/**
 * npm run bench: the core run against a real API server on this machine, beside what else could send the same
 * requests. Machines are noisy, so rounds alternate and ratios of the same run count.
 *
 *   (a) a bare keep-alive HTTP client that replays the very same requests one after another
 *   (b) kubectl create --dry-run=server in a loop
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import { runNamespace } from "#results";
import { demoImage, siteKinds, startSiteKind } from "../demo/sites.ts";
import { type Api, type ApiRequest, apiOf } from "../plugin/api.ts";
import { loadConfiguration } from "../plugin/configuration.ts";
import { baselineTrial, sendAsDryRun } from "../plugin/dry-run.ts";
import { paceOf } from "../plugin/pace.ts";
import { plan } from "../plugin/plan.ts";
import { makeRunNamespace } from "../plugin/run-namespace.ts";
import { removeNamespace } from "../plugin/sweep.ts";
import { makeTenant, type Tenant } from "../plugin/tenant.ts";
import { tryProbes } from "../plugin/try-probes.ts";
import { whenReady } from "../plugin/when-ready.ts";
import { buildComponents, request, type Site, startTestbed } from "../testbed/index.ts";

const root = join(import.meta.dirname, "..");
const rounds = 15;
const limits = { requestTimeout: 30, signal: new AbortController().signal };
const onProgress = (line: string) => process.stderr.write(`  ${line}\n`);

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
};
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const shown = (values: readonly number[], digits = 3): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;

/** The plugin's own probing phase, with the requests that it sends. */
async function probingPhase(
  config: KubeConfig,
): Promise<{ tenant: Tenant; run: (api: Api) => Promise<unknown>; cleanUp: () => Promise<unknown> }> {
  const configuration = await loadConfiguration({}, {}, undefined);
  const admin = apiOf(config, "dvs-bench");
  const id = "be0cbe0c";
  const namespace = runNamespace(id);
  await makeRunNamespace(admin, id, configuration, limits);
  const place = { runId: id, namespace, image: demoImage, serverVersion: "v1.36.3" };
  const planned = plan(configuration, place);
  const forWhom = {
    runId: id,
    namespace,
    probes: "core",
    lifetime: 600,
    pace: paceOf(configuration, planned.probes.length),
  } as const;
  const tenant = await makeTenant(admin, config, forWhom, "dvs-bench", limits);
  const run = (api: Api) =>
    tryProbes({ ...tenant, api }, planned, {
      failurePolicies: new Map(),
      store: undefined,
      concurrency: 1,
      limits,
      onProgress: undefined,
    });
  await whenReady(() => sendAsDryRun(tenant, baselineTrial(planned.values), limits), limits.signal);
  const cleanUp = async () => {
    await removeNamespace(admin, tenant.namespace, limits);
    tenant.api.close();
    admin.close();
  };
  return { tenant, run, cleanUp };
}

/** The least that can be done: the same bytes over one connection, answers read and thrown away. */
async function replay(site: Site, token: string, requests: readonly ApiRequest[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, ca: site.certificateAuthority });
  for (const { method, path, query, body } of requests) {
    const payload = JSON.stringify(body);
    await new Promise<void>((resolve, reject) => {
      const outgoing = httpsRequest(
        `${site.server}${path}?${new URLSearchParams({ ...query })}`,
        {
          agent,
          method,
          headers: {
            authorization: `Bearer ${token}`,
            "content-type": "application/json",
            "content-length": Buffer.byteLength(payload),
          },
        },
        (response) => response.resume().on("end", resolve).on("error", reject),
      );
      outgoing.on("error", reject).end(payload);
    });
  }
  agent.destroy();
}

async function kubectlLoop(
  kubectl: string,
  kubeconfig: string,
  requests: readonly ApiRequest[],
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "dvs-bench-"));
  const files = await Promise.all(
    requests.map(async ({ body }, index) => {
      const file = join(folder, `${index}.json`);
      await writeFile(file, JSON.stringify(body));
      return file;
    }),
  );
  const taken = await seconds(async () => {
    for (const file of files) {
      await once(
        spawn(kubectl, ["--kubeconfig", kubeconfig, "create", "--dry-run=server", "-f", file], {
          stdio: "ignore",
        }),
        "exit",
      );
    }
  });
  await rm(folder, { recursive: true });
  return taken;
}

/** Peak memory of a program, said by itself at its end. */
const sayPeak = `data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))`;

/**
 * The whole command from the bundle; without the wait for the namespace, which is the cluster's own five seconds.
 * @param settle seconds after which the fresh namespace is looked at again
 */
async function wholeCommand(
  kubeconfig: string,
  output: string,
  settle: string,
): Promise<{ taken: number; peak: number }> {
  let said = "";
  const taken = await seconds(async () => {
    const args = [
      "--import",
      sayPeak,
      join(root, "dist/dvs.mjs"),
      "probe",
      "--kubeconfig",
      kubeconfig,
      "-o",
      output,
      "--no-wait",
      "--settle",
      settle,
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(said);
  });
  return { taken, peak: Number(/peak (\d+)/.exec(said)?.[1] ?? Number.NaN) / 1024 };
}

/** A token for the same tenant, for the bare client. */
async function tokenOf(site: Site, { namespace, serviceAccount }: Tenant): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
  const answer = await request(site, path, { method: "POST", body });
  return z.object({ status: z.object({ token: z.string() }) }).parse(answer.body).status.token;
}

await once(spawn(process.execPath, [join(root, "scripts/build.ts")], { stdio: "inherit" }), "exit");
const { kubectl } = await buildComponents(["kubectl"], { onProgress });
const testbed = await startTestbed({ onProgress });
const folder = await mkdtemp(join(tmpdir(), "dvs-bench-"));
try {
  for (const kind of siteKinds.filter(({ id }) => id === "none" || id === "vap")) {
    const site = await startSiteKind(testbed, kind);
    const config = new KubeConfig();
    config.loadFromFile(site.kubeconfig);
    const { tenant, run, cleanUp } = await probingPhase(config);
    const requests: ApiRequest[] = [];
    await run({
      ...tenant.api,
      send: (sent, signal) => {
        requests.push(sent);
        return tenant.api.send(sent, signal);
      },
    });
    const token = await tokenOf(site, tenant);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await seconds(() => replay(site, token, requests)));
      ours.push(await seconds(() => run(tenant.api)));
    }
    await cleanUp();
    const whole: number[] = [];
    const settled: number[] = [];
    const peaks: number[] = [];
    for (let round = 0; round < 5; round++) {
      const { taken, peak } = await wholeCommand(site.kubeconfig, folder, "1");
      settled.push(taken);
      peaks.push(peak);
      whole.push((await wholeCommand(site.kubeconfig, folder, "0")).taken);
    }
    const withKubectl = await kubectlLoop(kubectl, site.kubeconfig, requests);
    const ratios = ours.map((value, index) => value / (bare[index] ?? Number.NaN));
    process.stdout.write(`
site "${kind.id}", ${requests.length} requests; seconds as median (min–max)
  probing phase                     ${shown(ours)}
  (a) bare client, same requests    ${shown(bare)}
      ratio, round by round         ${shown(ratios, 2)}   target ≤ 1.3
  whole command, bundled            ${shown(whole)}   (without waiting for others: --settle 0 --no-wait)
  … as it is by default             ${shown(settled)}   (second round 1 s after the namespace was made)
  (b) kubectl in a loop             ${withKubectl.toFixed(3)}
      ratio (b) / whole command     ${(withKubectl / median(whole)).toFixed(1)}   target ≥ 8
      … as it is by default         ${(withKubectl / median(settled)).toFixed(1)}
  peak memory, MB                   ${shown(peaks, 0)}
`);
    await site.stop();
  }
} finally {
  await testbed.stop();
  await rm(folder, { recursive: true, force: true });
}

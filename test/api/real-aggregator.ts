import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isObject, type JsonObject } from "#policies";
import { apply, request, type Site, until } from "../../testbed/index.ts";

/** Where Sonobuoy's aggregator writes, whatever its configuration says. */
const aggregatorFolder = "/tmp/sonobuoy";

/**
 * The plugin's pod as Sonobuoy's own aggregator makes it, run as a process: it only needs a pod that stands for it.
 * @param definition of the plugin, as `sonobuoy gen` completes it
 */
export async function podOfRealAggregator(
  site: Site,
  program: string,
  definition: string,
  image: string,
): Promise<JsonObject> {
  const folder = await mkdtemp(join(tmpdir(), "dvs-aggregator-"));
  const uuid = randomUUID();
  const port = await freePort();
  const { stdout } = await promisify(execFile)(program, ["gen", "config"]);
  const config = JSON.parse(stdout);
  await mkdir(join(folder, "plugins.d"));
  await writeFile(join(folder, "plugins.d/dvs.yaml"), definition);
  await writeFile(
    join(folder, "config.json"),
    JSON.stringify({
      ...config,
      UUID: uuid,
      WorkerImage: image,
      Resources: [],
      Server: {
        ...config.Server,
        bindaddress: "127.0.0.1",
        bindport: port,
        advertiseaddress: `127.0.0.1:${port}`,
      },
    }),
  );
  await standIn(site, image);
  const child = spawn(program, ["aggregator", "--kubeconfig", site.kubeconfig], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", HOME: folder },
    stdio: "ignore",
  });
  try {
    let pod: JsonObject | undefined;
    await until(
      "the aggregator to make the plugin's pod",
      async () => {
        const path = "/api/v1/namespaces/sonobuoy/pods?labelSelector=sonobuoy-component%3Dplugin";
        const { body } = await request(site, path);
        const items = isObject(body) && Array.isArray(body["items"]) ? body["items"] : [];
        pod = items.find(isObject);
        return pod !== undefined;
      },
      { timeoutSeconds: 60 },
    );
    assert.ok(pod);
    return pod;
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
    await rm(folder, { recursive: true, force: true });
    await rm(join(aggregatorFolder, uuid), { recursive: true, force: true });
  }
}

/** A pod that is called running, though no node has it: the aggregator looks for itself. */
async function standIn(site: Site, image: string): Promise<void> {
  const metadata = {
    name: "sonobuoy",
    namespace: "sonobuoy",
    labels: { component: "sonobuoy", "sonobuoy-component": "aggregator" },
  };
  const spec = { containers: [{ name: "kube-sonobuoy", image }] };
  await apply(site, [{ apiVersion: "v1", kind: "Pod", metadata, spec }]);
  const { status } = await request(site, "/api/v1/namespaces/sonobuoy/pods/sonobuoy/status", {
    method: "PATCH",
    contentType: "application/merge-patch+json",
    body: { status: { phase: "Running" } },
  });
  assert.equal(status, 200);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("a listening server has a port");
  return address.port;
}

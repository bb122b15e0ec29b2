import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { readJUnit } from "#results";
import { apiOf } from "../../plugin/api.ts";
import { startHeartbeat } from "../../plugin/heartbeat.ts";
import { makeRunNamespace } from "../../plugin/run-namespace.ts";
import { request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { runNode } from "../run-node.ts";

const dvs = join(import.meta.dirname, "../../cli/dvs.ts");

describe("a run that is interrupted", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  let folder: string;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "interrupted" });
    folder = await mkdtemp(join(tmpdir(), "dvs-interruption-"));
  });
  after(async () => {
    await testbed?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (...more: string[]): ChildProcess =>
    spawn(process.execPath, [dvs, "probe", "--kubeconfig", site.kubeconfig, "-o", folder, ...more], {
      stdio: ["ignore", "ignore", "pipe"],
    });
  const probeNamespaces = async (): Promise<string[]> => {
    const { body } = await request(site, "/api/v1/namespaces?labelSelector=dvs-run");
    return (body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
  };
  const inTheMiddle = (): Promise<void> =>
    until(
      "the run is at work",
      async () => {
        const [namespace] = await probeNamespaces();
        if (namespace === undefined) return false;
        const lease = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${namespace}`;
        return (await request(site, lease)).status === 200;
      },
      { timeoutSeconds: 30 },
    );
  const result = async () => readJUnit(await readFile(join(folder, "junit.xml"), "utf8"));

  it("by SIGTERM writes what it knows, says that it is cut short, and removes its namespace", async () => {
    const child = start();
    await inTheMiddle();
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
    assert.match((await result()).run.cutShort ?? "", /stopped before it was finished/);
    await until("the namespace is gone", async () => (await probeNamespaces()).length === 0, {
      timeoutSeconds: 30,
    });
  });

  it("by kill -9 leaves a namespace, which the next run removes while its own result is complete", async () => {
    const child = start();
    await inTheMiddle();
    child.kill("SIGKILL");
    await once(child, "exit");
    const [left] = await probeNamespaces();
    assert.ok(left);

    const next = start();
    let said = "";
    next.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = await once(next, "exit");
    assert.equal(code, 0, said);
    assert.match(said, new RegExp(`removed ${left}`));
    const { run, probes } = await result();
    assert.equal(run.cutShort, undefined);
    assert.equal(probes.filter(({ outcome }) => outcome.kind === "inconclusive").length, 0);
    await until("both namespaces are gone", async () => (await probeNamespaces()).length === 0, {
      timeoutSeconds: 30,
    });
  });

  it("by kill -9 leaves what dvs cleanup removes, also at once", async () => {
    const child = start();
    await inTheMiddle();
    child.kill("SIGKILL");
    await once(child, "exit");
    const [left] = await probeNamespaces();
    assert.ok(left);
    const { code, out, said } = await runNode([dvs, "cleanup", "--kubeconfig", site.kubeconfig]);
    assert.equal(code, 0, said);
    assert.match(said, /signs of life a moment ago/);
    assert.equal(out, `${left} removed\n`);
    assert.deepEqual(await probeNamespaces(), []);
  });

  it("is left alone by another run as long as it gives signs of life", async () => {
    const config = new KubeConfig();
    config.loadFromFile(site.kubeconfig);
    const api = apiOf(config, "dvs/test");
    const limits = { requestTimeout: 10, signal: new AbortController().signal };
    await makeRunNamespace(api, "0a0b0c0d", { namespaceLabels: {}, namespaces: [] }, limits);
    const stop = await startHeartbeat(
      api,
      { runId: "0a0b0c0d", namespace: "dvs-0a0b0c0d" },
      limits,
      () => undefined,
    );
    const next = start();
    const [code] = await once(next, "exit");
    assert.equal(code, 0);
    assert.deepEqual(await probeNamespaces(), ["dvs-0a0b0c0d"]);
    const { code: cleaned, said } = await runNode([dvs, "cleanup", "--kubeconfig", site.kubeconfig]);
    assert.equal(cleaned, 0, said);
    assert.match(said, /the run 0a0b0c0d is at work in dvs-0a0b0c0d/);
    assert.deepEqual(await probeNamespaces(), ["dvs-0a0b0c0d"]);
    stop();
    api.close();
    await runNode([dvs, "cleanup", "--kubeconfig", site.kubeconfig, "--run", "dvs-0a0b0c0d"]);
    assert.deepEqual(await probeNamespaces(), []);
  });

  it("by its deadline says so, and what was not tried is inconclusive", async () => {
    const child = start("--deadline", "0.05");
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
    const { run, probes } = await result();
    assert.match(run.cutShort ?? "", /limit of 0\.05 s/);
    assert.ok(probes.some(({ outcome }) => outcome.kind === "inconclusive" && outcome.reason === "deadline"));
    await until("the namespace is gone", async () => (await probeNamespaces()).length === 0, {
      timeoutSeconds: 30,
    });
  });
});

describe("a result that cannot be written", function () {
  this.timeout("30m");

  it("still leaves the cluster as it was found, and says so with exit code 2", async () => {
    const testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    const folder = await mkdtemp(join(tmpdir(), "dvs-unwritable-"));
    try {
      const site = await testbed.startSite({ name: "unwritable" });
      // a folder where the file should be: found out only after the probes
      await mkdir(join(folder, "junit.xml"));
      const child = spawn(process.execPath, [dvs, "probe", "--kubeconfig", site.kubeconfig, "-o", folder], {
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      child.stderr?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      const [code] = await once(child, "exit");
      assert.equal(code, 2);
      assert.match(said, /the result cannot be written/);
      const { body } = await request(site, "/api/v1/namespaces?labelSelector=dvs-run");
      assert.deepEqual((body as { items: unknown[] }).items, []);
    } finally {
      await testbed.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

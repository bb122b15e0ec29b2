import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import {
  apply,
  buildComponents,
  remove,
  request,
  type Site,
  startTestbed,
  type Testbed,
  until,
} from "../../testbed/index.ts";

const privilegedPod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "privileged" },
  spec: { containers: [{ name: "main", image: "example.test/none", securityContext: { privileged: true } }] },
};

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "short-lived" } };

/** The command lines of all running programs that mention this text. */
async function commandLinesWith(part: string): Promise<readonly string[]> {
  const processes = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const lines = await Promise.all(
    processes.map((pid) => readFile(join("/proc", pid, "cmdline"), "utf8").catch(() => "")),
  );
  return lines.filter((line) => line.includes(part));
}

interface AuditEvent {
  readonly level: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string; readonly namespace?: string };
  readonly requestObject?: { readonly metadata: { readonly name: string } };
  readonly responseStatus?: { readonly code: number };
}

async function auditEvents(site: Site): Promise<readonly AuditEvent[]> {
  const lines = (await readFile(site.auditLog, "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as AuditEvent);
}

async function serverVersion(site: Site): Promise<string> {
  return ((await request(site, "/version")).body as { gitVersion: string }).gitVersion;
}

describe("a testbed with two sites", function () {
  // The first run on a machine builds the components.
  this.timeout("20m");
  let testbed: Testbed;
  let open: Site;
  let restricted: Site;

  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.error(line) });
    [open, restricted] = await Promise.all([
      testbed.startSite({ name: "open" }),
      testbed.startSite({ name: "restricted", podSecurityDefault: "restricted" }),
    ]);
  });

  after(() => testbed?.stop());

  it("runs two API servers of the version that was built", async () => {
    assert.notEqual(open.server, restricted.server);
    assert.equal(await serverVersion(open), "v1.36.3");
    assert.equal(await serverVersion(restricted), "v1.36.3");
  });

  it("enforces Pod Security where it was asked to, and has every request in the audit log", async () => {
    const path = "/api/v1/namespaces/default/pods?dryRun=All";
    const admitted = await request(open, path, { method: "POST", body: privilegedPod });
    const refused = await request(restricted, path, { method: "POST", body: privilegedPod });
    assert.equal(admitted.status, 201);
    assert.equal(refused.status, 403);
    assert.match(JSON.stringify(refused.body), /violates PodSecurity \\"restricted:latest\\"/);

    for (const [site, code] of [
      [open, 201],
      [restricted, 403],
    ] as const) {
      const events = await auditEvents(site);
      const creations = events.filter((e) => e.verb === "create" && e.objectRef?.resource === "pods");
      assert.equal(creations.length, 1);
      assert.equal(creations[0]?.level, "RequestResponse");
      assert.equal(creations[0]?.user.username, "admin");
      assert.equal(creations[0]?.requestObject?.metadata.name, "privileged");
      assert.equal(creations[0]?.responseStatus?.code, code);
    }
  });

  it("has kubeconfig files for kubectl and for client-node", async () => {
    const { kubectl } = await buildComponents(["kubectl"], { onProgress: (line) => console.error(line) });
    const run = promisify(execFile);
    const { stdout } = await run(kubectl, ["--kubeconfig", open.kubeconfig, "auth", "whoami"]);
    assert.match(stdout, /Username +admin\n/);

    const config = new KubeConfig();
    config.loadFromFile(open.tokenKubeconfig("tenant"));
    const list = config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: "default" });
    await assert.rejects(list, /pods is forbidden: User .*tenant.* cannot list resource/);
    assert.throws(() => open.tokenKubeconfig("nobody"), /has no user "nobody"/);
  });

  it("creates, keeps over a restart, and really deletes a namespace", async () => {
    await apply(open, [namespace]);
    await apply(open, [namespace]);
    const { server } = open;
    await open.restart();
    assert.equal(open.server, server);
    assert.equal((await request(open, "/api/v1/namespaces/short-lived")).status, 200);
    await remove(open, [namespace]);
    assert.equal((await request(open, "/api/v1/namespaces/short-lived")).status, 404);
    await remove(open, [namespace]);
  });

  it("applies custom resources right after their definition, and no unknown fields", async () => {
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "colours.dvs.test" },
      spec: {
        group: "dvs.test",
        scope: "Namespaced",
        names: { kind: "Colour", plural: "colours" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: "object", properties: { hue: { type: "string", enum: ["red"] } } },
            },
          },
        ],
      },
    };
    const colour = (hue: string) => ({
      apiVersion: "dvs.test/v1",
      kind: "Colour",
      metadata: { name: "c", namespace: "default" },
      hue,
    });
    await apply(restricted, [definition, colour("red")]);
    await assert.rejects(
      apply(restricted, [colour("loud")]),
      /Could not apply Colour default\/c: .*Unsupported value: "loud"/,
    );
    await remove(restricted, [definition, colour("red")]);
  });

  it("shows the end of the log of a server that cannot start", async () => {
    await assert.rejects(
      testbed.startSite({ name: "broken", flags: ["--no-such-flag"] }),
      /kube-apiserver of broken ended by itself.*unknown flag: --no-such-flag/s,
    );
    await assert.rejects(testbed.startSite({ name: "open" }), /already has a site "open"/);
  });

  it("leaves no process and no directory when it is stopped", async () => {
    assert((await commandLinesWith(testbed.directory)).length >= 5);
    await testbed.stop();
    assert.deepEqual(await commandLinesWith(testbed.directory), []);
    assert(!existsSync(testbed.directory));
  });

  it("leaves no process and no directory when its process is killed", async () => {
    const index = new URL("../../testbed/index.ts", import.meta.url).href;
    const script = `
      import { startTestbed } from ${JSON.stringify(index)};
      const testbed = await startTestbed();
      await testbed.startSite({ name: "orphan" });
      console.log(testbed.directory);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    const directory = String(line).trim();
    assert((await commandLinesWith(directory)).length >= 3);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    const gone = async () => !existsSync(directory) && (await commandLinesWith(directory)).length === 0;
    await until("the orphaned testbed to disappear", gone, { timeoutSeconds: 10 });
  });
});

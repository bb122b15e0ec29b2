import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { defaultProfile } from "#policies";
import { endedProgram, openTerminal, preparedImages, type Terminal } from "../../testbed/node/index.ts";
import { dvsCommand } from "./dvs-command.ts";
import { foreignCluster, type TestCluster, theCluster } from "./the-cluster.ts";

const root = join(import.meta.dirname, "../..");
const mebibyte = 1024 * 1024;
/** Peak resident memory that a run may take, in MB. */
const peakTarget = 110;
/** Has a program of Node.js say its peak resident memory in KiB at its end; NODE_OPTIONS bears no blank or double quote. */
const sayPeak =
  "--import=data:text/javascript,process.on('exit',()=>console.error('peak='+process.resourceUsage().maxRSS))";

describe("the image", () => {
  before(function () {
    if (!foreignCluster) return;
    console.log("      left out: another cluster's image is not at hand");
    this.skip();
  });

  it("is at most 15 MB above its base, and needs neither root nor a shell", async () => {
    const images = preparedImages();
    assert.ok(images);
    const [base, own] = [await readImage(images.base.archive), await readImage(images.plugin.archive)];
    assert.deepEqual(own.layers.slice(0, base.layers.length), base.layers);
    const above = own.sizes.slice(base.layers.length).reduce((sum, size) => sum + size, 0);
    console.log(`      ${(above / 1e6).toFixed(1)} MB above the base`);
    assert.ok(above > 0 && above <= 15e6, `${above} bytes`);
    const { User: user, Cmd: command, Entrypoint: entry } = own.config;
    assert.match(user, /^[1-9]\d*:[1-9]\d*$/);
    assert.deepEqual([entry ?? [], command[0]], [[], "node"]);
  });
});

describe("the image on a node", function () {
  this.timeout("10m");
  let cluster: TestCluster;
  let folder: string;
  let terminal: Terminal;
  let definition: { podSpec: object; spec: Record<string, unknown>; "extra-volumes": object[] };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dvs-image-"));
    cluster = await theCluster("image");
    terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
    definition = parse(await readFile(join(root, "sonobuoy-plugin.yaml"), "utf8"));
    await typed("kubectl create namespace dvs-image");
    await typed("kubectl create serviceaccount --namespace dvs-image runs");
    await typed(
      "kubectl create clusterrolebinding dvs-image --clusterrole cluster-admin --serviceaccount dvs-image:runs",
    );
  });
  after(async () => {
    if (foreignCluster)
      await terminal?.type("kubectl delete namespace/dvs-image clusterrolebinding/dvs-image");
    await cluster?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  async function typed(line: string): Promise<string> {
    const { code, out, said } = await terminal.type(line);
    if (code !== 0) throw new Error(`"${line}" ended with ${code}: ${said}${out}`);
    return out;
  }

  /** What a pod like the definition's prints, which is to succeed; its container has these changes. */
  async function printedBy(
    name: string,
    changes: Readonly<Record<string, unknown>>,
    user = 65532,
  ): Promise<string> {
    const { podSpec, spec, "extra-volumes": volumes } = definition;
    const container = { ...spec, image: cluster.images.plugin, ...changes };
    const securityContext = { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "dvs-image" },
      spec: { ...podSpec, securityContext, serviceAccountName: "runs", containers: [container], volumes },
    };
    await writeFile(join(folder, `${name}.json`), JSON.stringify(pod));
    await typed(`kubectl apply -f ${name}.json`);
    const phase = `kubectl get pod --namespace dvs-image ${name} --output jsonpath={.status.phase}`;
    await typed(
      `for i in $(seq 180); do case $(${phase}) in Succeeded|Failed) break;; esac; sleep 1; done; true`,
    );
    const logs = await typed(`kubectl logs --namespace dvs-image ${name}`);
    assert.equal(await typed(phase), "Succeeded", logs);
    return logs;
  }

  it("has the command line, for any user, on a root that cannot be written, without capabilities", async () => {
    const said = await printedBy("policies", { command: ["dvs", "policies", "--format", "json"] }, 12345);
    assert.equal(JSON.parse(said).policies.length, defaultProfile.policies.length);
    const help = await printedBy("help", { command: ["dvs"], args: ["--help"] }, 12345);
    assert.match(help, /^dvs <command>/);
  });

  it("runs the plugin by default, in less memory than the definition grants by half", async () => {
    const said = await printedBy("plugin", {
      env: [...(definition.spec["env"] as object[]), { name: "NODE_OPTIONS", value: sayPeak }],
    });
    assert.match(said, /^\{"dvs":\{.*"not-enforced"/m);
    const peak = (Number(/^peak=(\d+)$/m.exec(said)?.[1]) * 1024) / 1e6;
    console.log(`      peak ${peak.toFixed(0)} MB, ${(peakTarget - peak).toFixed(0)} MB below the target`);
    assert.ok(peak > 40 && peak <= peakTarget, `${peak} MB`);
    const { limits } = definition.spec["resources"] as { limits: { memory: string } };
    assert.match(limits.memory, /^\d+Mi$/);
    const granted = (Number.parseInt(limits.memory, 10) * mebibyte) / 1e6;
    assert.ok(granted >= 2 * peak, `${granted} MB`);
  });
});

/** An image of an OCI archive: its layers' digests and unpacked sizes in bytes, and how it is run. */
async function readImage(archive: string): Promise<{
  readonly layers: readonly string[];
  readonly sizes: readonly number[];
  readonly config: { readonly User: string; readonly Cmd: string[]; readonly Entrypoint?: string[] | null };
}> {
  const folder = await mkdtemp(join(tmpdir(), "dvs-oci-"));
  try {
    const { code, said } = await endedProgram(["tar", "-xf", archive, "-C", folder]);
    assert.equal(code, 0, said);
    const blob = (digest: string) => readFile(join(folder, "blobs", digest.replace(":", "/")));
    const json = async (digest: string) => JSON.parse((await blob(digest)).toString());
    const index = JSON.parse(await readFile(join(folder, "index.json"), "utf8"));
    const manifest = await json(index.manifests[0].digest);
    const { config, rootfs } = await json(manifest.config.digest);
    const sizes: number[] = [];
    for (const { digest, mediaType } of manifest.layers) {
      const bytes = await blob(digest);
      sizes.push((mediaType.endsWith("gzip") ? gunzipSync(bytes) : bytes).length);
    }
    return { layers: rootfs.diff_ids, sizes, config };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

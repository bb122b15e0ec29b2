import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJUnit, siteVerdicts } from "#results";
import { readArchive } from "../../aggregator/index.ts";
import { apply, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { runNode } from "../run-node.ts";
import { everywhere } from "./expected-verdicts.ts";

const root = join(import.meta.dirname, "../..");

/** The bundled program of the image, run as a process with the environment that Sonobuoy gives its container. */
describe("the container's program", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  let folder: string;
  before(async () => {
    const build = spawn(process.execPath, [join(root, "scripts/build.ts")], { stdio: "inherit" });
    assert.deepEqual(await once(build, "exit"), [0, null]);
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "container" });
    folder = await mkdtemp(join(tmpdir(), "dvs-container-"));
    const metadata = { name: "sonobuoy-dvs-job", namespace: "default" };
    const containers = [{ name: "plugin", image: "registry.example/dvs:0.1.0" }];
    await apply(site, [{ apiVersion: "v1", kind: "Pod", metadata, spec: { containers } }]);
  });
  after(async () => {
    await testbed?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (env: Record<string, string>) =>
    runNode([join(root, "dist/plugin.mjs")], { KUBECONFIG: site.kubeconfig, ...env });

  it("hands over to Sonobuoy: progress, the result, done last with the folder's path, exit 0", async () => {
    const heard: { total: number; completed: number; failures: string[] }[] = [];
    const worker = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        heard.push(JSON.parse(body));
        response.end();
      });
    });
    await new Promise<void>((resolve) => worker.listen(0, "127.0.0.1", resolve));
    const { port } = worker.address() as AddressInfo;
    const { code, out, said } = await run({
      SONOBUOY: "true",
      SONOBUOY_RESULTS_DIR: folder,
      SONOBUOY_CONFIG_DIR: join(folder, "no-config"),
      SONOBUOY_PROGRESS_PORT: String(port),
      DVS_POD_NAME: "sonobuoy-dvs-job",
      DVS_POD_NAMESPACE: "default",
    });
    worker.closeAllConnections();
    worker.close();
    assert.equal(code, 0, said);
    assert.deepEqual((await readdir(folder)).sort(), ["done", "junit.xml"]);
    assert.equal(await readFile(join(folder, "done"), "utf8"), folder);
    const result = readJUnit(await readFile(join(folder, "junit.xml"), "utf8"));
    assert.equal(result.run.cutShort, undefined);
    assert.equal(result.configuration["image"], "registry.example/dvs:0.1.0");
    assert.deepEqual(result.configuration["allowedRegistries"], ["registry.example"]);
    const last = heard.at(-1);
    assert.ok(last);
    assert.equal(last.completed + last.failures.length, last.total);
    assert.equal(JSON.parse(out).dvs["require-ro-rootfs"], "not-enforced");
  });

  it("hands the sentence over to Sonobuoy as the result of a run that could not begin", async () => {
    const { code, said } = await run({ SONOBUOY: "true", SONOBUOY_RESULTS_DIR: folder, DVS_PROFILE: "nope" });
    assert.equal(code, 0, said);
    assert.equal(await readFile(join(folder, "done"), "utf8"), folder);
    const xml = await readFile(join(folder, "junit.xml"), "utf8");
    assert.match(xml, /<error>/);
    assert.throws(
      () => readJUnit(xml),
      /the plugin could not begin: environment variable DVS_PROFILE: profile/,
    );
  });

  it("prints the result where no Sonobuoy fetches it: dvs collect makes an archive of the log with the same verdicts", async () => {
    const own = join(folder, "own");
    const { code, out, said } = await run({ RESULTS_DIR: own, DVS_RESULT_TO: "stdout" });
    assert.equal(code, 0, said);
    // as kubectl logs --timestamps shows both streams of a container
    const streams = [out, said].map((text) => text.trimEnd().split("\n"));
    const [printed = [], talk = []] = streams;
    const mixed = printed.flatMap((line, index) => [
      line,
      ...(talk[index] === undefined ? [] : [talk[index]]),
    ]);
    const log = mixed.map((line) => `2026-09-01T02:00:00.123456789Z ${line}\n`).join("");
    await writeFile(join(folder, "dvs.log"), log);
    const archive = join(folder, "site.tar.gz");
    const collected = await runNode([
      join(root, "dist/dvs.mjs"),
      "collect",
      join(folder, "dvs.log"),
      "-o",
      archive,
    ]);
    assert.equal(collected.code, 0, collected.said);
    const read = await readArchive(archive);
    assert.ok(read.result);
    const written = await readFile(join(own, "junit.xml"), "utf8");
    assert.deepEqual(read.result, readJUnit(written));
    const verdicts = siteVerdicts(read.result).map(({ policy, verdict }) => [policy, verdict]);
    assert.deepEqual(Object.fromEntries(verdicts), everywhere("not-enforced"));
    assert.ok(read.packing.by === "other" && read.packing.name.startsWith("dvs collect "));

    const page = join(folder, "report.html");
    const report = await runNode([join(root, "dist/dvs.mjs"), "report", archive, "-o", page]);
    assert.equal(report.code, 0, report.said);
    assert.match(await readFile(page, "utf8"), /dvs collect \d/);
  });

  it("knows one place only beside the folder", async () => {
    const { code, said } = await run({ RESULTS_DIR: folder, DVS_RESULT_TO: "configmap" });
    assert.equal(code, 2);
    assert.match(said, /^environment variable DVS_RESULT_TO: expected stdout/);
  });

  it("says in a sentence what is wrong with its configuration, and exits with 2", async () => {
    const { code, said } = await run({ RESULTS_DIR: folder, DVS_PROFILE: "nope" });
    assert.equal(code, 2);
    assert.match(said, /^environment variable DVS_PROFILE: profile: /);
    assert.doesNotMatch(said, /\n\s+at /);
  });
});

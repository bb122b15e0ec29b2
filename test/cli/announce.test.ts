import assert from "node:assert/strict";
import { join } from "node:path";
import { main } from "../../cli/main.ts";
import { scratch } from "../aggregator/archives.ts";
import { captured } from "./captured.ts";

const run = (...args: readonly string[]) => captured(() => main(["announce", ...args]));

describe("cli/announce", () => {
  const files = scratch();

  it("prints German, then English, or one of them", async () => {
    const { code, stdout, stderr } = await run("--at", "2999-09-01T04:00+02:00");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Ankündigung: [\s\S]*\nAnnouncement: /);
    assert.match(stdout, /2999-09-01 02:00 UTC bis 2999-09-01 02:20 UTC/);
    assert.doesNotMatch((await run("--lang", "en")).stdout, /Ankündigung/);
    assert.doesNotMatch((await run("--lang", "de")).stdout, /Announcement/);
  });

  it("takes namespaces, probes and deadline from the run's configuration", async () => {
    const file = await files.write(
      "config.yaml",
      "namespaces: [team-a]\nprobes: deep\ndeadline: 3600\nfreshNamespace: false\n",
    );
    const { stdout } = await run("--config", file, "--at", "2999-09-01T02:00Z", "--lang", "en");
    assert.match(stdout, /Namespaces: team-a\n/);
    assert.match(stdout, /02:00 UTC to 2999-09-01 03:10 UTC/);
    assert.match(stdout, /212 probes/);
    assert.match((await run("--origin", "job", "--lang", "en")).stdout, /system:serviceaccount:dvs:dvs/);
  });

  it("takes the configuration that the documents tell to write, without an image", async () => {
    const inside = "siteName: Musterstadt\nallowedRegistries: [registry.musterstadt.example]\n";
    const file = await files.write("registries.yaml", inside);
    const { code, stdout, stderr } = await run("--config", file, "--lang", "en");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Site: Musterstadt\n/);
    const strange = await run("--config", file, "--image", "registry.example/dvs:0.1.0");
    assert.equal(strange.code, 2);
    assert.match(strange.stderr, /registry\.example\/dvs:0\.1\.0/);
    const named = await run("--config", file, "--site-name", "Beispielkreis", "--contact", "Rechenzentrum");
    assert.match(named.stdout, /Site: Beispielkreis\n[\s\S]*Contact: Rechenzentrum\n/);
  });

  it("reads the config-map of a plugin's definition, and refuses several documents", async () => {
    const definition = (config: string) =>
      `sonobuoy-config: { plugin-name: dvs }\nconfig-map:\n  config.yaml: |\n    ${config}\n`;
    const file = await files.write("definition.yaml", definition("namespaces: [team-a]"));
    assert.match((await run("--config", file, "--lang", "en")).stdout, /removed again; team-a\n/);
    const own = join(import.meta.dirname, "../../deploy/dvs-own-account.yaml");
    assert.equal((await run("--config", own)).code, 0);
    const wrong = await run("--config", await files.write("wrong.yaml", definition("namespace: team-a")));
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /wrong\.yaml, config\.yaml in the config-map: the key "namespace"/);
    const job = await run("--config", join(import.meta.dirname, "../../deploy/job.yaml"));
    assert.equal(job.code, 2);
    assert.match(job.stderr, /job\.yaml holds \d+ YAML documents: expected/);
  });

  it("names what is wrong with what was given", async () => {
    for (const [args, says] of [
      [["--at", "tomorrow"], /--at tomorrow/],
      [["--at", "2020-09-01T02:00Z"], /--at 2020-09-01T02:00Z: this is in the past/],
      [["--duration", "0"], /--duration 0/],
      [["--duration", "x"], /--duration: minutes, not "x"/],
      [["--namespace", "A b"], /--namespace: "A b"/],
      [["--time-zone", "Mars/Base"], /--time-zone: "Mars\/Base"/],
      [["--config", "/nowhere.yaml"], /nowhere\.yaml cannot be read/],
      [["--probes", "shallow"], /probes/],
    ] as const) {
      const { code, stderr, stdout } = await run(...args);
      assert.equal(code, 2);
      assert.match(stderr, says);
      assert.equal(stdout, "");
    }
  });
});

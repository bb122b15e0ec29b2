import assert from "node:assert/strict";
import { main } from "../../cli/main.ts";
import { scratch } from "../aggregator/archives.ts";
import { captured } from "./captured.ts";

const run = (...args: readonly string[]) => captured(() => main(["announce", ...args]));

describe("cli/announce", () => {
  const files = scratch();

  it("prints German, then English, or one of them", async () => {
    const { code, stdout, stderr } = await run("--at", "2026-09-01T04:00+02:00");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Ankündigung: [\s\S]*\nAnnouncement: /);
    assert.match(stdout, /2026-09-01 02:00 UTC bis 2026-09-01 02:20 UTC/);
    assert.doesNotMatch((await run("--lang", "en")).stdout, /Ankündigung/);
    assert.doesNotMatch((await run("--lang", "de")).stdout, /Announcement/);
  });

  it("takes namespaces, probes and deadline from the run's configuration", async () => {
    const file = await files.write(
      "config.yaml",
      "namespaces: [team-a]\nprobes: deep\ndeadline: 3600\nfreshNamespace: false\n",
    );
    const { stdout } = await run("--config", file, "--at", "2026-09-01T02:00Z", "--lang", "en");
    assert.match(stdout, /Namespaces: team-a\n/);
    assert.match(stdout, /02:00 UTC to 2026-09-01 03:10 UTC/);
    assert.match(stdout, /212 probes/);
    assert.match((await run("--origin", "job", "--lang", "en")).stdout, /system:serviceaccount:dvs:dvs/);
  });

  it("names what is wrong with what was given", async () => {
    for (const [args, says] of [
      [["--at", "tomorrow"], /--at tomorrow/],
      [["--duration", "0"], /--duration 0/],
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

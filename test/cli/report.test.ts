import assert from "node:assert/strict";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { main } from "../../cli/main.ts";
import { archiveOf, scratch, sonobuoyMembers, tgzOf } from "../aggregator/archives.ts";
import { type InventedSite, inventedRun } from "../aggregator/invented-sites.ts";
import { captured } from "./captured.ts";

const place: InventedSite = {
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
  but: { "require-ro-rootfs": "open" },
};

describe("cli/report", () => {
  const files = scratch();
  const output = () => join(files.path(), "out.html");
  const report = (...args: readonly string[]) => captured(() => main(["report", ...args, "-o", output()]));
  const good = async () => files.write("good.tar.gz", await archiveOf(inventedRun(place)));

  it("writes a German page and the data, and says so on stderr", async () => {
    const json = join(files.path(), "out.json");
    const { code, stdout, stderr } = await report(await good(), "--json", json);
    assert.equal(code, 0);
    assert.equal(stdout, "");
    assert.match(stderr, /Bericht: .*out\.html\n {2}Musterstadt: vollständig, 13 von 14 durchgesetzt/);
    assert.match(await readFile(output(), "utf8"), /<html lang="de">/);
    assert.equal(JSON.parse(await readFile(json, "utf8")).kind, "dvs-report");
    assert.deepEqual(
      (await readdir(files.path())).filter((name) => name.endsWith(".tmp")),
      [],
    );
  });

  it("writes English on demand", async () => {
    const { stderr } = await report(await good(), "--lang", "en");
    assert.match(stderr, /Musterstadt: complete, 13 of 14 enforced/);
    assert.match(await readFile(output(), "utf8"), /<html lang="en">/);
  });

  it("ends with 1 only if --fail-on finds something", async () => {
    assert.equal((await report(await good(), "--fail-on", "open,missing")).code, 1);
    assert.equal((await report(await good(), "--fail-on", "not-enforced")).code, 1);
    assert.equal((await report(await good(), "--fail-on", "gaps, missing")).code, 0);
  });

  it("ends with 2 if an input is at fault, and makes the page nevertheless", async () => {
    const broken = await files.write("broken.tar.gz", (await archiveOf(inventedRun(place))).subarray(0, 500));
    const { code, stderr } = await report(await good(), broken, "--fail-on", "open");
    assert.equal(code, 2);
    assert.match(stderr, /Archiv broken\.tar\.gz: nicht lesbar\n {4}„broken\.tar\.gz“ bricht vorzeitig ab/);
    const page = await readFile(output(), "utf8");
    assert.ok(page.includes("Musterstadt") && page.includes("Archiv broken.tar.gz"));
  });

  it("does not blame a sound archive of a site that refused the plugin", async () => {
    const error = JSON.stringify({
      error: 'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
    });
    const members = [
      ...sonobuoyMembers(undefined),
      { name: "plugins/dvs/errors/global/error.json", body: error },
    ];
    const path = await files.write("refused.tar.gz", await tgzOf(members));
    assert.equal((await report(path)).code, 0);
    assert.equal((await report(path, "--fail-on", "missing")).code, 1);
  });

  it("names sites by a list, and says what is wrong with one", async () => {
    const list = await files.write("sites.yaml", "- name: Probestadt\n  match: 0f6a2c1e\n");
    assert.match((await report(await good(), "--sites", list)).stderr, /Probestadt: vollständig/);
    const wrong = await files.write("wrong.yaml", "- name: Probestadt\n- match: 0f6a2c1e\n");
    const { code, stderr } = await report(await good(), "--sites", wrong);
    assert.equal(code, 2);
    assert.match(stderr, /wrong\.yaml, Zeile 2: Dem Eintrag fehlt „name“\. Den Namen/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  it("refuses wrong usage in a sentence that lists what is known", async () => {
    const cases: [readonly string[], RegExp][] = [
      [["--profile", "other"], /Profil „other“ gibt es nicht\. Bekannt: dvs-poc-2022/],
      [["--profile", "constructor"], /Bekannt: dvs-poc-2022/],
      [["--fail-on", "bad"], /--fail-on kennt „bad“ nicht\. Möglich: open, gaps/],
      [["--lang", "fr"], /lang/],
      [["--sites", "/nowhere/sites.yaml"], /\/nowhere\/sites\.yaml kann nicht gelesen werden \(ENOENT\)/],
      [["--unknown"], /unknown/i],
    ];
    for (const [args, sentence] of cases) {
      const { code, stderr } = await report(await good(), ...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, sentence);
    }
    assert.equal((await captured(() => main(["report"]))).code, 2);
  });

  it("says where it cannot write", async () => {
    const folder = join(files.path(), "folder");
    await mkdir(folder, { recursive: true });
    const { code, stderr } = await captured(async () => main(["report", await good(), "-o", folder]));
    assert.equal(code, 2);
    assert.match(stderr, /kann nicht geschrieben werden \(E/);
  });

  it("takes the time from SOURCE_DATE_EPOCH and refuses one that is none", async () => {
    const json = join(files.path(), "out.json");
    process.env["SOURCE_DATE_EPOCH"] = "1767225600";
    try {
      assert.equal((await report(await good(), "--json", json)).code, 0);
      assert.equal(JSON.parse(await readFile(json, "utf8")).time, "2026-01-01T00:00:00.000Z");
      process.env["SOURCE_DATE_EPOCH"] = "yesterday";
      assert.equal((await report(await good())).code, 2);
    } finally {
      delete process.env["SOURCE_DATE_EPOCH"];
    }
  });
});

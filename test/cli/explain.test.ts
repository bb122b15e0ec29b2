import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultProfile } from "#policies";
import { writeJUnit } from "#results";
import { main } from "../../cli/main.ts";
import { archiveOf, scratch, sonobuoyMembers, tarOf } from "../aggregator/archives.ts";
import { inventedRun } from "../aggregator/invented-sites.ts";
import { captured } from "./captured.ts";

const run = inventedRun({
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
  but: { "require-ro-rootfs": "open" },
});

describe("cli/explain", () => {
  const files = scratch();
  const explain = (...args: readonly string[]) => captured(() => main(["explain", ...args]));

  it("prints the text to stdout and nothing else, whatever form the site has", async () => {
    const archive = await files.write("a.tar.gz", await archiveOf(run));
    const single = await files.write("junit.xml", writeJUnit(run));
    const texts = await Promise.all([archive, single, files.path()].map((site) => site));
    const told: string[] = [];
    for (const site of texts) {
      const { code, stdout, stderr } = await explain(site, "require_ro_rootfs.yaml", "--lang", "de");
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(
        stdout,
        /^Musterstadt: Wurzeldateisystem nur lesbar \(require-ro-rootfs\)\n✗ nicht durchgesetzt\n/,
      );
      assert.match(
        stdout,
        /\nkubectl create --dry-run=server -f - --validate=strict --as=system:serviceaccount:/,
      );
      told.push(stdout);
    }
    assert.equal(new Set(told).size, 1);
  });

  it("says of a slimmed archive that its names are pseudonyms, and does not blame the cluster", async () => {
    const marker = { name: "meta/dvs-slimmed.json", body: '{"slimmedBy":"dvs","version":"0.1.0"}' };
    const members = sonobuoyMembers(writeJUnit(run));
    const slim = await files.write("slim.tar", await tarOf([...members, marker]));
    const full = await files.write("full.tar", await tarOf(members));
    for (const [language, warns, blames] of [
      ["de", /^Musterstadt: .*\n.*\n\nAchtung: Dieses Archiv wurde verschlankt\./, /am\s+Cluster\s+seither/],
      [
        "en",
        /^Musterstadt: .*\n.*\n\nMind: this archive was slimmed\./,
        /changed\s+in\s+the\s+cluster\s+since/,
      ],
    ] as const) {
      const { stdout, code } = await explain(slim, "require-ro-rootfs", "--lang", language);
      assert.equal(code, 0);
      assert.match(stdout, warns);
      assert.doesNotMatch(stdout, blames);
      const whole = (await explain(full, "require-ro-rootfs", "--lang", language)).stdout;
      assert.doesNotMatch(whole, warns);
      assert.match(whole, blames);
    }
  });

  it("follows the user's language unless told", async () => {
    const single = await files.write("junit.xml", writeJUnit(run));
    const { stdout } = await explain(single, "require-ro-rootfs", "--lang", "en");
    assert.match(stdout, /\n✗ not enforced\n/);
  });

  it("writes to a file, but never over an archive", async () => {
    const archive = await files.write("a.tar.gz", await archiveOf(run));
    const path = join(files.path(), "why.txt");
    const { code, stdout } = await explain(archive, "restrict-sysctls", "-o", path, "--lang", "en");
    assert.deepEqual([code, stdout], [0, ""]);
    assert.match(await readFile(path, "utf8"), /^Musterstadt: /);
    const over = await explain(archive, "restrict-sysctls", "-o", archive, "--lang", "en");
    assert.equal(over.code, 2);
    assert.match(over.stderr, /is a site's archive and is not overwritten/);
  });

  it("says on stderr why a result is not whole, and ends with 2 if the archive was cut off", async () => {
    const site = { ...run, run: { ...run.run, cutShort: "the run's limit\n\u001b[2J was reached" } };
    const single = await files.write("short.xml", writeJUnit(site));
    const { code, stderr } = await explain(single, "require-ro-rootfs", "--lang", "en");
    assert.equal(code, 0);
    assert.match(stderr, /^The run ended early\. the run's limit .*was reached\n$/);
    assert.ok(!stderr.includes("\u001b"));
    const tar = await tarOf(sonobuoyMembers(writeJUnit(run)));
    const cut = await files.write("cut.tar", tar.subarray(0, tar.length - 8000));
    const truncated = await explain(cut, "require-ro-rootfs", "--lang", "en");
    assert.equal(truncated.code, 2);
    assert.match(truncated.stderr, /cut\.tar” ends too early/);
    assert.match(truncated.stdout, /✗ not enforced/);
  });

  it("says what is wrong with the question, and ends with 2", async () => {
    const single = await files.write("junit.xml", writeJUnit(run));
    const cases: [readonly string[], RegExp][] = [
      [
        [single, "require-ro-rootf"],
        /^There is no policy “require-ro-rootf”\. Perhaps require-ro-rootfs is meant\. Known: /,
      ],
      [[single, "nonsense"], new RegExp(`Known: ${defaultProfile.policies.join(", ")}\\.\n$`)],
      [
        [single, "require-ro-rootfs", "--probe", "x"],
        /There is no attempt “x” for this policy\. There are: require-ro-rootfs\//,
      ],
      [
        [single, "require-ro-rootfs", "--namespace", "x"],
        /was not probed in the namespace “x”\. Probed: dvs-0f6a2c1e\./,
      ],
      [
        [single, "require-ro-rootfs", "--namespace", "x", "--namespace", "y"],
        /--namespace is given several times/,
      ],
      [
        [join(files.path(), "none.tar.gz"), "require-ro-rootfs"],
        /none\.tar\.gz” cannot be read \(it does not exist\)/,
      ],
      [[single], /Something to work on is missing/],
    ];
    for (const [args, sentence] of cases) {
      const { code, stdout, stderr } = await explain(...args, "--lang", "en");
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
  });
});

import assert from "node:assert/strict";
import { chmod, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { main } from "../../cli/main.ts";
import { scratch, sonobuoyMembers, tgzOf } from "../aggregator/archives.ts";
import { fatMembers, planted } from "../handover/planted.ts";
import { captured } from "./captured.ts";

describe("cli/slim", () => {
  const files = scratch();
  const at = (name: string) => join(files.path(), name);
  const fat = async () => files.write("fat.tar.gz", await tgzOf(fatMembers(planted)));
  const slim = (...args: readonly string[]) => captured(() => main(["slim", ...args, "--lang", "en"]));
  const rights = async (path: string) => (await stat(path)).mode & 0o777;
  const exists = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );

  it("makes the key and the mapping for their owner only, and names no name on stdout and stderr", async () => {
    const { code, stdout, stderr } = await slim(
      await fat(),
      "-o",
      at("a.tar.gz"),
      "--key",
      at("new.key"),
      "--mapping",
      at("map.tsv"),
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Kept\n {2}meta\/config\.json +[\d.]+ kB +→ \d+ bytes\n/);
    assert.match(stdout, /Dropped\n {2}hosts +1 file +[\d.]+ kB\n/);
    assert.match(stdout, /Replaced by pseudonyms\n(?:.*\n)* {2}namespaces +\d+\n/);
    assert.match(stderr, /A new key was made: .*new\.key\. It stays at the site/);
    assert.match(stderr, /Pseudonymous, not anonymous/);
    // paths of members are not shown either: the folder of an error is called like its node
    for (const name of [planted.node, planted.namespace, planted.ipv4])
      assert.ok(!`${stdout}${stderr}`.includes(name), name);
    assert.deepEqual([await rights(at("new.key")), await rights(at("map.tsv"))], [0o600, 0o600]);
    assert.match(
      await readFile(at("map.tsv"), "utf8"),
      new RegExp(`\nnamespace-[0-9a-f]{12}\tnamespaces\t${planted.namespace}\n`),
    );
    assert.equal(
      (await captured(() => main(["report", at("a.tar.gz"), "-o", at("r.html"), "--lang", "en"]))).code,
      0,
    );
    const page = await readFile(at("r.html"), "utf8");
    assert.match(page, /slimmed at the site with dvs \d/);
    const again = await slim(await fat(), "-o", at("b.tar.gz"), "--key", at("new.key"));
    assert.doesNotMatch(again.stderr, /new key/);
    assert.ok((await readFile(at("a.tar.gz"))).equals(await readFile(at("b.tar.gz"))));
  });

  it("demands a key that is long enough, and warns of one that others may read", async () => {
    const path = await fat();
    const none = await slim(path, "-o", at("x.tar.gz"));
    assert.deepEqual([none.code, none.stderr.startsWith("The key is missing: --key FILE.")], [2, true]);
    const short = await files.write("short.key", `${"x".repeat(31)}\n\n  `);
    const refused = await slim(path, "-o", at("x.tar.gz"), "--key", short);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /short\.key is too short: at least 32 bytes/);
    assert.equal(await exists(at("x.tar.gz")), false);
    const enough = await files.write("enough.key", "x".repeat(32));
    await chmod(enough, 0o644);
    const warned = await slim(path, "-o", at("x.tar.gz"), "--key", enough);
    assert.equal(warned.code, 0);
    assert.match(warned.stderr, /Others may read the key .*chmod 600/);
  });

  it("says like a report what is wrong with an archive, writes nothing and leaves no key", async () => {
    const path = await files.write("other.tar.gz", await tgzOf(sonobuoyMembers(undefined)));
    const { code, stderr } = await slim(path, "-o", at("y.tar.gz"), "--key", at("y.key"));
    assert.equal(code, 2);
    assert.match(stderr, /other\.tar\.gz.* holds no result of the plugin dvs|no result of the plugin dvs/);
    assert.deepEqual([await exists(at("y.tar.gz")), await exists(at("y.key"))], [false, false]);
    assert.equal((await slim(at("nowhere"), "-o", at("y.tar.gz"), "--key", at("y.key"))).code, 2);
  });

  it("overwrites no input", async () => {
    const path = await fat();
    const key = await files.write("z.key", "x".repeat(40));
    for (const args of [
      ["-o", path, "--key", key],
      ["-o", key, "--key", key],
      ["-o", at("z"), "--key", key, "--mapping", path],
      ["-o", at("z"), "--key", key, "--mapping", at("z")],
    ]) {
      const { code } = await slim(path, ...args);
      assert.equal(code, 2, args.join(" "));
    }
    assert.equal(await readFile(key, "utf8"), "x".repeat(40));
  });

  it("tells of a failed run and ends with 2, of a site that refused the plugin with 0", async () => {
    const archive = (error: string) =>
      tgzOf([
        ...sonobuoyMembers(undefined),
        { name: "plugins/dvs/errors/global/error.json", body: JSON.stringify({ error }) },
      ]);
    const key = await files.write("e.key", "x".repeat(40));
    const failed = await files.write(
      "failed.tar.gz",
      await archive("Plugin timeout while waiting for results"),
    );
    const { code, stderr } = await slim(failed, "-o", at("e.tar.gz"), "--key", key);
    assert.equal(code, 2);
    assert.match(stderr, /The archive holds no result, only what Sonobuoy says/);
    const refused = await files.write(
      "refused.tar.gz",
      await archive('violates PodSecurity "restricted:latest"'),
    );
    assert.equal((await slim(refused, "-o", at("e.tar.gz"), "--key", key)).code, 0);
  });
});

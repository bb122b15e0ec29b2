import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { defaultProfile } from "#policies";
import { main } from "../../cli/main.ts";
import { npmPackage, oldestNode, packageName } from "../../scripts/npm/npm-package.ts";
import { applicationsFolder } from "../applications.ts";
import { captured } from "../cli/captured.ts";
import { type Ran, ranToEnd, runNode } from "../run-node.ts";

const root = join(import.meta.dirname, "../..");
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const nextcloud = join(applicationsFolder, "nextcloud");
const registry = "registry.musterstadt.example";

/** The oldest Node.js on the PATH that the package claims to work under; that of the tests is there always. */
const oldNode = (() => {
  const [major = 0, minor = 0] = oldestNode.split(".").map(Number);
  const paths = (process.env["PATH"] ?? "").split(delimiter).map((place) => join(place, "node"));
  const found = [process.execPath, ...paths].flatMap((path) => {
    try {
      const version = execFileSync(path, ["--version"], { encoding: "utf8" }).trim();
      const [, ownMajor = 0, ownMinor = 0] = (/^v(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
      const order = ownMajor * 1000 + ownMinor;
      return order >= major * 1000 + minor ? [{ path, version, order }] : [];
    } catch {
      return [];
    }
  });
  const [oldest] = found.sort((a, b) => a.order - b.order);
  assert.ok(oldest);
  return oldest;
})();

describe("the package for suppliers", () => {
  let folder: string;
  let made: string;
  let installed: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dvs-npm-"));
    made = join(folder, "made");
    await npmPackage(made);
    await npm(["pack", "--pack-destination", folder], made);
    const home = join(folder, "home");
    await mkdir(home);
    const archive = join(folder, `${packageName.replace("@", "").replace("/", "-")}-${version}.tgz`);
    // offline: whatever it needed besides itself could not be had
    await npm(["install", "--offline", "--no-audit", "--no-fund", archive], home);
    installed = join(home, "node_modules", packageName);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs the installed command, in an empty folder. */
  async function dvs(args: readonly string[], node: string = oldNode.path): Promise<Ran> {
    const place = await mkdtemp(join(folder, "place-"));
    const child = spawn(node, [join(installed, "../../.bin/dvs"), ...args], {
      cwd: place,
      env: { PATH: dirname(node), LANG: "C" },
    });
    return ranToEnd(child);
  }

  it("is installed alone: no package comes along", async () => {
    const names = (await readdir(join(installed, "../.."))).filter((name) => !name.startsWith("."));
    assert.deepEqual(names, [packageName.split("/")[0]]);
    const { dependencies, bin, engines } = JSON.parse(
      await readFile(join(installed, "package.json"), "utf8"),
    );
    assert.equal(dependencies, undefined);
    assert.deepEqual({ bin, engines }, { bin: { dvs: "dvs.mjs" }, engines: { node: `>=${oldestNode}` } });
  });

  it(`works under the oldest Node.js at hand, ${oldNode.version}: exit codes 0, 1 and 2`, async () => {
    if (!oldNode.version.startsWith("v20."))
      console.log(`      tried under ${oldNode.version} only: there is no Node.js 20 on the PATH`);
    const published = await dvs(["check", join(nextcloud, "as-published")]);
    assert.equal(published.code, 1, published.said);
    assert.match(published.out, /as-published\/\S+\.yaml\n/);
    const adapted = await dvs(["check", join(nextcloud, "adapted"), "--allowed-registries", registry]);
    assert.deepEqual([adapted.code, adapted.said], [0, ""], adapted.out);
    assert.match(adapted.out, /, 0 findings\.$/m);
    const nothing = await dvs(["check", "."]);
    assert.equal(nothing.code, 2, nothing.out);
    const missing = await dvs(["check", "not-there"]);
    assert.equal(missing.code, 2, missing.out);
  });

  it("says the same under the oldest Node.js as under that of the tests, in every format", async () => {
    const config = await configuration();
    const formats = ["text", "json", "junit", "sarif", "codequality", "github"] as const;
    const said = formats.map(async (format, index) => {
      const lang = index % 2 === 0 ? "de" : "en";
      const args = ["check", applicationsFolder, "--format", format, "--lang", lang];
      return [args, await dvs([...args, "--config", config])] as const;
    });
    for (const [args, old] of await Promise.all(said)) {
      const now = await captured(() => main([...args, "--allowed-registries", registry]));
      assert.deepEqual(old, { code: 1, out: now.stdout, said: now.stderr }, args.join(" "));
      assert.equal(now.code, 1);
    }
  });

  /** A file with what a flag says otherwise, so that the reading of configurations is tried as well. */
  async function configuration(): Promise<string> {
    const file = join(folder, "config.yaml");
    await writeFile(file, `allowedRegistries: [${registry}]\n`);
    return file;
  }

  it("has the catalogue, and rules to try it on a cluster of one's own", async () => {
    const listed = await dvs(["policies", "--format", "json"]);
    assert.equal(JSON.parse(listed.out).policies.length, defaultProfile.policies.length);
    for (const engine of ["vap", "kyverno", "gatekeeper"]) {
      const exported = await dvs([
        "policies",
        "export",
        "--engine",
        engine,
        "--allowed-registries",
        registry,
      ]);
      assert.equal(exported.code, 0, exported.said);
      assert.match(exported.out, /^kind: /m);
    }
    assert.equal((await dvs(["--version"])).out.trim(), version);
  });

  it("lays out its help as the sources do, without what they load to measure scripts and emoji", async () => {
    for (const args of [
      ["check", "--help"],
      ["policies", "--help"],
      ["check", "--help", "--lang", "de"],
      ["policies", "--help", "--lang", "de"],
    ]) {
      const { out } = await runNode([join(root, "cli/dvs-supplier.ts"), ...args]);
      assert.match(out, /^ +--format /m);
      assert.equal((await dvs(args)).out, out);
      assert.match(out, args.includes("de") ? /^Optionen:$/m : /^Options:$/m);
    }
    for (const file of await filesIn(installed))
      assert.doesNotMatch(await readFile(join(installed, file), "utf8"), /RGI_Emoji|Intl\.Segmenter/, file);
  });

  it("offers only what it has, and says where the rest is", async () => {
    const help = await dvs(["--help"]);
    assert.deepEqual(
      [...help.out.matchAll(/^ {2}dvs (\w+)/gm)].map(([, name]) => name),
      ["check", "policies"],
    );
    for (const args of [["probe"], ["report", "a.tar.gz"], ["--debug", "explain", "a", "b"]]) {
      const { code, out, said } = await dvs(args);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(
        said,
        new RegExp(`^dvs ${args.find((arg) => !arg.startsWith("-"))} is not in this package`),
      );
      assert.match(said, /container image .*checkout/);
    }
    assert.match((await dvs(["chek"])).said, /^There is no command chek\./);
    assert.match((await dvs([])).said, /^Which command\? check or policies\./);
    assert.match(
      (await dvs(["--lang=de"])).said,
      /^Welcher Befehl\? check oder policies\.\nMehr dazu: dvs --help$/m,
    );
    assert.match((await dvs(["check", "--lang", "de", "--formt", "x"])).said, /^Unbekannte Angabe: formt$/m);
  });

  it("holds nothing of the client for clusters, and nothing of the repository's own files", async () => {
    for (const file of await filesIn(installed)) {
      const text = await readFile(join(installed, file), "utf8");
      assert.doesNotMatch(text, /@kubernetes\/client-node|kubernetes\/client/, file);
      assert.ok(!text.includes(root), file);
    }
  });

  it("describes what is in it, with the licence of each package", async () => {
    const bill = await readFile(join(installed, "sbom.cdx.json"), "utf8");
    assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(bill), null);
    const { metadata, components } = JSON.parse(bill);
    assert.equal(metadata.component.name, packageName);
    const names = components.map(({ group, name }: { group?: string; name: string }) =>
      group === undefined ? name : `${group}/${name}`,
    );
    assert.ok(names.includes("yaml"), names.join(" "));
    const notices = await readFile(join(installed, "THIRD-PARTY-LICENSES.txt"), "utf8");
    const chapters = notices.split(`\n\n${"-".repeat(80)}\n\n`).map((chapter) => chapter.split(" ")[0]);
    assert.deepEqual(chapters.sort(), names.sort());
    assert.ok((await stat(join(installed, "LICENSE"))).size > 10_000);
  });

  it("is the same again from the same sources", async () => {
    const again = join(folder, "again");
    await npmPackage(again);
    const files = await filesIn(made);
    assert.deepEqual(await filesIn(again), files);
    for (const file of files)
      assert.ok((await readFile(join(made, file))).equals(await readFile(join(again, file))), file);
  });

  it("says in its README which Node.js it takes", async () => {
    const readme = await readFile(join(installed, "README.md"), "utf8");
    assert.match(
      readme,
      new RegExp(`Node\\.js ${oldestNode.replace(/\.0$/, "").replace(".", "\\.")} or newer`),
    );
  });
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const child = spawn("npm", args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 0, said);
}

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { defaultProfile } from "#policies";
import { bundle } from "../../scripts/bundle/bundle.ts";
import { applicationsFolder } from "../applications.ts";
import { runNode } from "../run-node.ts";

const root = join(import.meta.dirname, "../..");
const readJson = async (path: string) => JSON.parse(await readFile(path, "utf8"));

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly unknown[];
  readonly purl: string;
}

describe("the bundle", () => {
  let folder: string;
  let dist: string;
  let components: readonly Component[];
  const nameOf = ({ group, name }: Component) => (group === undefined ? name : `${group}/${name}`);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dvs-bundle-"));
    dist = join(folder, "dist");
    await bundle(dist);
    ({ components } = await readJson(join(dist, "sbom.cdx.json")));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("is described by a bill of materials that CycloneDX 1.6 permits", async () => {
    const text = await readFile(join(dist, "sbom.cdx.json"), "utf8");
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    assert.equal(await validator.validate(text), null);
    assert.notEqual(await validator.validate(text.replace('"purl"', '"pearl"')), null);
  });

  it("says of each package its version as locked, its licence and its purl, and names no other package", async () => {
    const { packages } = await readJson(join(root, "package-lock.json"));
    const locked = Object.entries<{ version: string; dev?: boolean }>(packages);
    for (const component of components) {
      const name = nameOf(component);
      const found = locked.filter(([path]) => path.endsWith(`node_modules/${name}`));
      assert.ok(
        found.some(([, { version, dev }]) => version === component.version && dev !== true),
        name,
      );
      assert.ok((component.licenses ?? []).length > 0, name);
      assert.equal(component.purl, `pkg:npm/${name.replace("@", "%40")}@${component.version}`);
    }
    const { dependencies } = await readJson(join(root, "package.json"));
    const names = new Set(components.map(nameOf));
    assert.deepEqual(
      Object.keys(dependencies).filter((name) => !names.has(name)),
      [],
    );
    assert.ok(!names.has("undici"));
  });

  it("brings the licence of each package", async () => {
    const notices = await readFile(join(dist, "THIRD-PARTY-LICENSES.txt"), "utf8");
    const chapters = notices.split(`\n\n${"-".repeat(80)}\n\n`);
    assert.deepEqual(
      chapters.map((chapter) => chapter.split(" (")[0]),
      components
        .map((component) => `${nameOf(component)} ${component.version}`)
        .sort((a, b) => (a.replace(" ", "@") < b.replace(" ", "@") ? -1 : 1)),
    );
    for (const chapter of chapters) assert.match(chapter, /copyright|permission/i, chapter.slice(0, 40));
    assert.ok(existsSync(join(dist, "LICENSE")));
  });

  it("is the same again from the same sources", async () => {
    const again = join(folder, "again");
    await bundle(again);
    const files = (await readdir(dist, { recursive: true })).sort();
    assert.deepEqual((await readdir(again, { recursive: true })).sort(), files);
    for (const file of files)
      if ((await stat(join(dist, file))).isFile())
        assert.ok((await readFile(join(dist, file))).equals(await readFile(join(again, file))), file);
  });

  it("leaves out what never runs: the plugin's program is under a megabyte", async () => {
    const { size } = await stat(join(dist, "plugin.mjs"));
    assert.ok(size < 1e6, `${size} bytes`);
  });

  it("has the command line under the name dvs", async () => {
    const command = join(dist, "bin/dvs");
    assert.equal((await stat(command)).mode & 0o111, 0o111);
    const { code, out } = await runNode([command, "policies", "--format", "json"]);
    assert.equal(code, 0);
    assert.equal(JSON.parse(out).policies.length, defaultProfile.policies.length);
  });

  it("checks manifests from a folder that is mounted, as the image does in a pipeline", async () => {
    const command = join(dist, "bin/dvs");
    const check = (form: string) =>
      runNode(
        [command, "check", form, "--allowed-registries", "registry.musterstadt.example"],
        {},
        join(applicationsFolder, "nextcloud"),
      );
    assert.deepEqual((await check("as-published")).code, 1);
    assert.deepEqual((await check("adapted")).code, 0);
  });
});

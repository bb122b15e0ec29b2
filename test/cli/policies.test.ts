import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { defaultProfile, profiles } from "#policies";
import { main } from "../../cli/main.ts";
import { type BundleEngine, bundleEngines } from "../../enforcement/bundles.ts";
import { type Mode, modes } from "../../enforcement/mode.ts";
import { captured } from "./captured.ts";

const run = (...args: readonly string[]) => captured(() => main(["policies", ...args]));

describe("cli/policies", () => {
  it("lists every policy as text", async () => {
    const { code, stdout } = await run("--lang", "de");
    assert.equal(code, 0);
    for (const id of defaultProfile.policies) assert.ok(stdout.includes(`${id}\n`), id);
    assert.ok(stdout.includes("Keine privilegierten Container"));
  });

  it("gives JSON with the texts of one language", async () => {
    const { code, stdout } = await run("--format", "json", "--lang", "en");
    assert.equal(code, 0);
    const { policies } = JSON.parse(stdout);
    assert.deepEqual(
      policies.map(({ id }: { id: string }) => id),
      defaultProfile.policies,
    );
    for (const policy of policies) {
      for (const key of ["title", "forbids", "why", "comply", "seedName", "requirements", "parameters"])
        assert.ok(key in policy, key);
    }
  });

  it("gives a Markdown table with one row for each policy and the same columns everywhere", async () => {
    const { code, stdout } = await run("--format", "markdown", "--lang", "de");
    assert.equal(code, 0);
    const lines = stdout.trimEnd().split("\n");
    assert.equal(lines.length, defaultProfile.policies.length + 2);
    const columns = lines.map((line) => line.replaceAll("\\|", "").split("|").length);
    assert.equal(new Set(columns).size, 1);
  });

  it("lists those of another profile on demand, with its parameters", async () => {
    const profile = profiles["pss-restricted"];
    const { code, stdout } = await run("--profile", "pss-restricted", "--format", "json", "--lang", "de");
    assert.equal(code, 0);
    const { policies } = JSON.parse(stdout);
    assert.deepEqual(
      policies.map(({ id }: { id: string }) => id),
      profile?.policies,
    );
    const [capabilities] = policies;
    assert.deepEqual(capabilities.parameters.allowedCapabilities.default, ["NET_BIND_SERVICE"]);
    assert.equal((await run("--profile", "pss-privileged")).code, 2);
  });

  it("lists nothing where rules were asked for", async () => {
    const { code, stdout, stderr } = await run("--engine", "kyverno");
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /dvs policies export --engine kyverno/);
  });

  it("refuses a format that it does not know", async () => {
    const { code, stderr } = await run("--format", "xml");
    assert.equal(code, 2);
    assert.match(stderr, /format/);
  });
});

/** What tells the mode of an engine's rules, by engine and mode. */
const marks: Readonly<Record<BundleEngine, Readonly<Record<Mode, RegExp>>>> = {
  vap: { enforce: /- Deny$/gm, warn: /- Warn$/gm, audit: /- Audit$/gm },
  kyverno: { enforce: /- Deny$/gm, warn: /- Warn$/gm, audit: /- Audit$/gm },
  gatekeeper: {
    enforce: /enforcementAction: deny$/gm,
    warn: /enforcementAction: warn$/gm,
    audit: /enforcementAction: dryrun$/gm,
  },
};

describe("cli/policies export", () => {
  const exported = (...args: readonly string[]) =>
    run("export", "--allowed-registries", "a.example", ...args);

  it("prints the rules of some policies with the parameters of all, and names what is no policy", async () => {
    for (const engine of bundleEngines) {
      const { code, stdout } = await exported(
        "--engine",
        engine,
        "--policy",
        "restrict-sysctls,require-ro-rootfs",
      );
      assert.equal(code, 0);
      const objects = parseAllDocuments(stdout).map((document) => document.toJS());
      const rules = objects.filter(({ kind }) => kind !== "ConfigMap" && kind !== "GlobalContextEntry");
      assert.ok(rules.length > 0);
      for (const { metadata } of rules)
        assert.match(metadata.name, /^dvs-?(restrict-?sysctls|require-?ro-?rootfs)/);
      if (engine === "gatekeeper") continue;
      const [parameters] = objects.filter(({ kind }) => kind === "ConfigMap");
      assert.equal(parameters.data["restrict-image-registries.allowedRegistries"], "a.example");
    }
    const strange = await exported("--engine", "vap", "--policy", "restrict-everything");
    assert.equal(strange.code, 2);
    assert.match(strange.stderr, /no policy "restrict-everything"/);
  });

  for (const engine of bundleEngines) {
    for (const mode of modes) {
      it(`gives a rule of ${engine} for each policy, in the mode ${mode} and no other`, async () => {
        const { code, stdout } = await exported("--engine", engine, "--mode", mode);
        assert.equal(code, 0);
        for (const { errors } of parseAllDocuments(stdout)) assert.deepEqual(errors, []);
        for (const other of modes)
          assert.equal(
            stdout.match(marks[engine][other])?.length ?? 0,
            other === mode ? defaultProfile.policies.length : 0,
            other,
          );
        for (const id of defaultProfile.policies) assert.ok(stdout.includes(`name: dvs-${id}\n`), id);
        assert.ok(stdout.includes("a.example"));
      });
    }
  }

  it("takes the parameters of a run's configuration", async () => {
    const folder = await mkdtemp(join(tmpdir(), "dvs-export-"));
    try {
      const file = join(folder, "config.yaml");
      await writeFile(
        file,
        "allowedRegistries: [b.example]\nparameters: {require-non-root-groups: {minGid: 4711}}\n",
      );
      for (const engine of bundleEngines) {
        const { code, stdout } = await run("export", "--engine", engine, "--config", file);
        assert.equal(code, 0);
        assert.match(stdout, /minGid: "?4711/);
        assert.match(stdout, /b\.example/);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("leaves out the site's own system namespaces in every rule, and takes no patterns", async () => {
    for (const engine of bundleEngines) {
      const { code, stdout } = await exported(
        "--engine",
        engine,
        "--exempt-namespaces",
        "rook-ceph, monitoring",
      );
      assert.equal(code, 0);
      for (const name of ["kube-system", "rook-ceph", "monitoring"])
        assert.equal(
          stdout.match(new RegExp(`^ +- ${name}$`, "gm"))?.length,
          defaultProfile.policies.length,
          `${engine}: ${name}`,
        );
    }
    const pattern = await exported("--engine", "vap", "--exempt-namespaces", "openshift-*");
    assert.deepEqual([pattern.code, pattern.stdout], [2, ""]);
    assert.match(pattern.stderr, /"openshift-\*" is no name/);
  });

  it("says that the rules of another profile take the place of the usual ones, and is silent otherwise", async () => {
    const other = await run("export", "--engine", "vap", "--profile", "pss-restricted");
    assert.equal(other.code, 0);
    assert.match(other.stderr, /replace them/);
    assert.equal((await exported("--engine", "vap")).stderr, "");
  });

  it("asks for what is missing, and makes no rules that would refuse every image", async () => {
    const without = await run("export", "--engine", "vap");
    assert.deepEqual([without.code, without.stdout], [2, ""]);
    assert.match(without.stderr, /--allowed-registries/);
    const nobody = await exported();
    assert.deepEqual([nobody.code, nobody.stdout], [2, ""]);
    assert.match(nobody.stderr, /--engine vap\|kyverno\|gatekeeper/);
    assert.equal((await exported("--engine", "opa")).code, 2);
  });
});

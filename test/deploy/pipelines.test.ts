import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, parseAllDocuments } from "yaml";
import { npmPackage } from "../../scripts/npm/npm-package.ts";
import { applicationsFolder } from "../applications.ts";
import { type Ran, ranToEnd, runNode } from "../run-node.ts";

const root = join(import.meta.dirname, "../..");
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const component = join(root, "deploy/gitlab-component/templates/dvs-check.yml");
const registry = "registry.musterstadt.example";

describe("a supplier's pipeline", () => {
  let folder: string;
  let published: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dvs-pipelines-"));
    published = join(folder, "published");
    await npmPackage(published);
    await program("dvs", `exec "${process.execPath}" "${published}/dvs.mjs" "$@"`);
    await program("node", `exec "${process.execPath}" "$@"`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function program(name: string, text: string): Promise<void> {
    await mkdir(join(folder, "bin"), { recursive: true });
    await writeFile(join(folder, "bin", name), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, "bin", name), 0o755);
  }

  /** A working copy of an application: `k8s/violating` and `k8s/mended`, and a file that is no manifest. */
  async function project(): Promise<string> {
    const place = await mkdtemp(join(folder, "project-"));
    await cp(join(applicationsFolder, "nextcloud/as-published"), join(place, "k8s/violating"), {
      recursive: true,
    });
    await cp(join(applicationsFolder, "nextcloud/adapted"), join(place, "k8s/mended"), { recursive: true });
    await writeFile(join(place, "package.json"), "{}");
    return place;
  }

  /** Runs a script as a runner does: each line ends it if it fails. */
  async function bash(script: string, cwd: string, env: Readonly<Record<string, unknown>>): Promise<Ran> {
    const given = Object.entries(env).map(([name, value]) => [name, String(value)]);
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd,
      env: { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, ...Object.fromEntries(given) },
    });
    return ranToEnd(child);
  }

  describe("in GitLab", () => {
    const linter = fileURLToPath(import.meta.resolve("gitlab-ci-local"));

    /** What GitLab makes of the component with these inputs: its jobs in YAML. */
    async function expanded(place: string, inputs: object, ...options: readonly string[]): Promise<Ran> {
      if (!existsSync(join(place, "dvs-check.yml"))) await cp(component, join(place, "dvs-check.yml"));
      const include = [{ local: "dvs-check.yml", inputs }];
      await writeFile(join(place, ".gitlab-ci.yml"), JSON.stringify({ include }));
      // it includes only what Git knows
      for (const args of [
        ["init", "-q", "."],
        ["add", "-A"],
      ])
        spawnSync("git", args, { cwd: place });
      const ran = await runNode([linter, ...options], { HOME: place }, place);
      await rm(join(place, ".gitlab-ci-local"), { recursive: true, force: true });
      return ran;
    }

    /** Its one job. Whether GitLab's schema takes it is asked once, by another test: that is most of the work. */
    async function job(place: string, inputs: object): Promise<Job> {
      const { code, out, said } = await expanded(place, inputs, "--preview", "--no-json-schema-validation");
      assert.equal(code, 0, said);
      const made = Object.values<Job>(parse(out)).find(({ script }) => script);
      assert.ok(made);
      return made;
    }

    it("the component is a red job with both reports, whose paths are those of the repository", async () => {
      const place = await project();
      const made = await job(place, { paths: "k8s/violating", "allowed-registries": registry });
      const ended = await bash(made.script.join("\n"), place, made.variables);
      assert.equal(ended.code, 1, ended.said);
      assert.match(ended.out, /Befunde?\.\n$/);
      const { codequality, junit } = made.artifacts.reports;
      const issues: { location: { path: string }; fingerprint: string }[] = JSON.parse(
        await readFile(join(place, codequality), "utf8"),
      );
      assert.ok(issues.length > 5);
      for (const { location } of issues) assert.equal(location.path, "k8s/violating/deployment.yaml");
      assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
      const cases = (await readFile(join(place, junit), "utf8")).match(/<failure/g);
      assert.equal(cases?.length, issues.length);
    });

    it("is green where there is nothing to find, and red where nothing can be judged", async () => {
      const place = await project();
      const inputs = { "allowed-registries": registry, lang: "en" };
      const mended = await job(place, { ...inputs, paths: "k8s/mended" });
      const green = await bash(mended.script.join("\n"), place, mended.variables);
      assert.equal(green.code, 0, green.out);
      assert.match(green.out, /, 0 findings\.\n$/);
      const nowhere = { ...mended.variables, CHECK_PATHS: "manifests/" };
      assert.equal((await bash(mended.script.join("\n"), place, nowhere)).code, 2);
    });

    it("checks everything by default and does not take its own reports for manifests, also the second time", async () => {
      const place = await project();
      const made = await job(place, { options: "--profile pss-restricted", lang: "en" });
      await rm(join(place, ".gitlab-ci.yml"));
      await rm(join(place, "dvs-check.yml"));
      const first = await bash(made.script.join("\n"), place, made.variables);
      const second = await bash(made.script.join("\n"), place, made.variables);
      assert.deepEqual(second, first);
      assert.equal(first.code, 1);
      assert.match(first.out, /package\.json:1:1: is no Kubernetes object/);
      assert.doesNotMatch(first.out, /\.dvs/);
    });

    it("names this version's image, and what GitLab's schema would not take is seen", async () => {
      const place = await project();
      const valid = await expanded(place, { "job-name": "manifests", stage: "build" }, "--list-json");
      assert.equal(valid.code, 0, valid.said);
      const [made] = JSON.parse(valid.out);
      assert.deepEqual([made.name, made.stage], ["manifests", "build"]);
      const text = await readFile(component, "utf8");
      assert.match(text, new RegExp(`default: "registry\\.example/dvs:${version}"$`, "m"));
      const french = await expanded(place, { lang: "fr" }, "--preview");
      assert.notEqual(french.code, 0);
      assert.match(french.said, /`fr` cannot be used/);
      await writeFile(join(place, "dvs-check.yml"), text.replace("artifacts:", "artefacts:"));
      const misspelt = await expanded(place, {}, "--list-json");
      assert.match(misspelt.said, /'artefacts' property is not expected to be here/);
    });
  });

  describe("in GitHub", () => {
    /** The action's first step, run as GitHub runs it. */
    async function act(place: string, inputs: Readonly<Record<string, string>>): Promise<Ran> {
      const action: Action = parse(await readFile(join(published, "action.yml"), "utf8"));
      for (const name of Object.keys(inputs)) assert.ok(action.inputs[name], name);
      const value = (name: string) => inputs[name] ?? action.inputs[name]?.default ?? "";
      const [step] = action.runs.steps;
      assert.ok(step?.run && step.env);
      const sarif = value("sarif") || (value("upload-sarif") === "true" ? ".dvs/check.sarif" : "");
      const env = Object.entries(step.env).map(([name, text]) => [
        name,
        name === "CHECK_SARIF"
          ? sarif
          : text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, key) => value(key)),
      ]);
      return bash(step.run, place, { ...Object.fromEntries(env), GITHUB_ACTION_PATH: published });
    }

    it("the action annotates lines, and ends red", async () => {
      const place = await project();
      const ended = await act(place, { paths: "k8s/violating", "allowed-registries": registry });
      assert.equal(ended.code, 1, ended.said);
      assert.match(ended.out, /^::error title=[^\n]+,file=k8s\/violating\/deployment\.yaml,line=\d+/m);
      assert.ok(!(await stat(join(place, ".dvs")).catch(() => undefined)));
    });

    it("writes SARIF where it is asked for, and is green where there is nothing to find", async () => {
      const place = await project();
      const inputs = { "allowed-registries": registry, "upload-sarif": "true" };
      assert.equal((await act(place, { ...inputs, paths: "k8s/mended" })).code, 0);
      const read = async (file: string) =>
        JSON.parse(await readFile(join(place, file), "utf8")).runs[0].results;
      assert.deepEqual(await read(".dvs/check.sarif"), []);
      await act(place, { ...inputs, paths: "k8s/violating", sarif: "reports/dvs.sarif", lang: "de" });
      assert.ok((await read("reports/dvs.sarif")).length > 5);
    });

    it("lets nothing of a pull request into its scripts", async () => {
      const action: Action = parse(await readFile(join(published, "action.yml"), "utf8"));
      for (const { run = "" } of action.runs.steps) assert.doesNotMatch(run, /\$\{\{/);
      const used = JSON.stringify(action.runs).matchAll(/inputs\.([\w-]+)/g);
      for (const [, name = ""] of used) assert.ok(action.inputs[name], name);
    });
  });

  describe("as docs/pipelines.md shows it", () => {
    for (const page of ["docs/pipelines.md", "docs/pipelines.de.md"])
      it(`has only what is there: ${page}`, async () => {
        const text = await readFile(join(root, page), "utf8");
        const [head] = parseAllDocuments(await readFile(component, "utf8")).map((part) => part.toJS());
        const hooks = parse(await readFile(join(root, ".pre-commit-hooks.yaml"), "utf8"));
        const blocks = [...text.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, block = ""]) => parse(block));
        const included = blocks.flatMap(({ include = [] }) => include);
        assert.equal(included.length, 1);
        for (const name of Object.keys(included[0].inputs)) assert.ok(head.spec.inputs[name], name);
        for (const name of Object.keys(head.spec.inputs)) assert.ok(text.includes(`\`${name}\``), name);
        const hooked = blocks.flatMap(({ repos = [] }) => repos);
        assert.deepEqual(
          hooked.flatMap((repo) => repo.hooks).map(({ id }) => id),
          hooks.map(({ id }: { id: string }) => id),
        );
        // without a scope it is somebody else's package
        assert.doesNotMatch(text, /^\s*(\$ )?npx dvs/m);
      });
  });

  describe("before each commit", () => {
    it("the hook calls what the package has, and is asked when manifests change", async () => {
      const [hook, ...others] = parse(await readFile(join(published, ".pre-commit-hooks.yaml"), "utf8"));
      assert.deepEqual(others, []);
      assert.deepEqual([hook.language, hook.pass_filenames, hook.args], ["node", false, ["."]]);
      const { bin } = JSON.parse(await readFile(join(published, "package.json"), "utf8"));
      assert.ok(bin[hook.entry.split(" ")[0]]);
      const asked = new RegExp(hook.files);
      for (const file of ["k8s/a.yaml", "a.yml", "list.json", "chart/templates/_helpers.tpl"])
        assert.match(file, asked);
      for (const file of ["a.ts", "README.md", "yaml/x"]) assert.doesNotMatch(file, asked);
    });

    it("the real pre-commit installs it from the published folder, and stops a commit", async function () {
      const found = (process.env["PATH"] ?? "").split(delimiter).map((place) => join(place, "pre-commit"));
      const preCommit = found.find((path) => spawnSync(path, ["--version"]).status === 0);
      if (preCommit === undefined) {
        console.log("      left out: there is no pre-commit on the PATH (pip install pre-commit)");
        this.skip();
      }
      const place = await project();
      const source = join(folder, "source");
      await cp(published, source, { recursive: true });
      const identity = ["-c", "user.name=dvs", "-c", "user.email=dvs@musterstadt.example"];
      for (const repository of [source, place])
        for (const args of [
          ["init", "-q", "."],
          ["add", "-A"],
          [...identity, "commit", "-qm", "x"],
        ])
          assert.equal(spawnSync("git", args, { cwd: repository }).status, 0);
      const hooked = () =>
        spawnSync(preCommit, ["try-repo", source, "dvs-check", "--all-files", "--verbose"], {
          cwd: place,
          encoding: "utf8",
          env: {
            PATH: `${dirname(preCommit)}:${process.env["PATH"]}`,
            HOME: folder,
            PRE_COMMIT_HOME: join(folder, "hooks"),
            DVS_ALLOWED_REGISTRIES: registry,
          },
        });
      const stopped = hooked();
      assert.equal(stopped.status, 1, stopped.stdout + stopped.stderr);
      assert.match(
        stopped.stdout,
        /dvs check\.+Failed[\s\S]*exit code: 1[\s\S]*k8s\/violating\/deployment\.yaml/,
      );
      await rm(join(place, "k8s/violating"), { recursive: true });
      spawnSync("git", ["add", "-A"], { cwd: place });
      const passed = hooked();
      assert.equal(passed.status, 0, passed.stdout + passed.stderr);
    });
  });
});

interface Job {
  readonly script: readonly string[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly artifacts: { readonly reports: { readonly codequality: string; readonly junit: string } };
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
  };
}

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildComponents } from "../../testbed/index.ts";

const root = join(import.meta.dirname, "../..");

describe("deploy/github-action", function () {
  this.timeout("10m");
  let folder: string;
  let actionlint: string;
  before(async () => {
    ({ actionlint } = await buildComponents(["actionlint"]));
    folder = await mkdtemp(join(tmpdir(), "dvs-action-"));
    spawnSync("git", ["init", "-q", "."], { cwd: folder });
    await mkdir(join(folder, ".github/workflows"), { recursive: true });
    await cp(join(root, "deploy/github-action"), join(folder, "action"), { recursive: true });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What actionlint says of a workflow, and of the action that it names. */
  async function lint(workflow: string): Promise<{ readonly code: number | null; readonly said: string }> {
    await writeFile(join(folder, ".github/workflows/check.yml"), workflow);
    const args = ["-no-color", "-shellcheck=", "-pyflakes="];
    const { status, stdout, stderr } = spawnSync(actionlint, args, { cwd: folder, encoding: "utf8" });
    return { code: status, said: stdout + stderr };
  }

  for (const page of ["docs/pipelines.md", "docs/pipelines.de.md"])
    it(`is called as ${page} shows it, and another input would be seen`, async () => {
      const text = await readFile(join(root, page), "utf8");
      const [, jobs] = /```yaml\n(jobs:\n[\s\S]+?)```/.exec(text) ?? [];
      assert.ok(jobs);
      const local = jobs.replace(/uses: musterstadt\/dvs-check@\S+/, "uses: ./action");
      assert.notEqual(local, jobs);
      const workflow = `on: pull_request\n${local}`;
      assert.deepEqual(await lint(workflow), { code: 0, said: "" });
      const { code, said } = await lint(workflow.replace("paths:", "path:"));
      assert.equal(code, 1);
      assert.match(said, /input "path" is not defined in action "dvs check"/);
    });
});

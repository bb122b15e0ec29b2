import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { stringify } from "yaml";
import { defaultProfile, policies } from "#policies";
import { apiOf } from "../../plugin/api.ts";
import { buildComponents, startTestbed, type Testbed } from "../../testbed/index.ts";
import { templatePod } from "../agreement/template-pod.ts";
import { applicationObjects, applicationsFolder, siteRegistry } from "../applications.ts";
import { complies } from "../check/sample.ts";
import { policiesAtWork } from "./policies-at-work.ts";

const root = join(import.meta.dirname, "../..");
const samples = join(root, "test/check");

/** The lines of a guide that are to be typed by who has charts, kinds of one's own, or a cluster. */
const typedBy = (file: string): string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].flatMap(
    ([, code = ""]) => code.split("\n"),
  );

const lines = typedBy("docs/suppliers.md");

/**
 * What the guide says to type with Helm, Kustomize and a cluster at hand; everything else in it is typed in
 * test/house/suppliers-guide.test.ts.
 */
describe("the suppliers' guide, typed with the real helm, kubectl and API server", function () {
  this.timeout("30m");
  let folder = "";
  let env: Record<string, string> = {};

  before(async () => {
    const { helm, kubectl } = await buildComponents(["helm", "kubectl"]);
    folder = await mkdtemp(join(tmpdir(), "dvs-suppliers-"));
    await mkdir(join(folder, ".bin"));
    const program = `exec "${process.execPath}" "${join(root, "cli/dvs.ts")}" "$@"`;
    await writeFile(join(folder, ".bin/dvs"), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
    env = {
      PATH: [join(folder, ".bin"), dirname(helm), dirname(kubectl), process.env["PATH"]].join(delimiter),
      HOME: folder,
      LANG: "en_GB.UTF-8",
      DVS_ALLOWED_REGISTRIES: siteRegistry,
    };
    const mine = complies.replaceAll("registry.example", siteRegistry);
    const rollout = mine
      .replace("kind: Pod", "kind: Rollout")
      .replace("apiVersion: v1", "apiVersion: rollouts.example/v1")
      .replace(/^spec:\n[\s\S]*/m, (spec) => `spec:\n  template:\n${spec.replaceAll(/^(?=.)/gm, "    ")}`);
    const files = {
      "values-prod.yaml": readFileSync(join(samples, "chart-complies.yaml"), "utf8").replaceAll(
        "registry.example",
        siteRegistry,
      ),
      "overlays/musterstadt/kustomization.yaml": "resources: [../../base]\nnamePrefix: musterstadt-\n",
      "base/kustomization.yaml": "resources: [pod.yaml]\n",
      "base/pod.yaml": mine,
      "k8s/rollout.yaml": rollout,
    };
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await cp(join(samples, "chart"), join(folder, "charts/shop"), { recursive: true });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const type = (line: string | undefined) => {
    assert.ok(line);
    const { status, stdout } = spawnSync("/bin/sh", ["-c", `(${line}) 2>&1`], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { status, stdout };
  };

  it("is the same in both languages", () => {
    assert.equal(lines.length, 7);
    assert.deepEqual(typedBy("docs/softwarelieferanten.de.md"), lines);
  });

  it("a chart: the template at fault, whether dvs or the reader calls helm", () => {
    const [byFolder, , piped] = lines;
    for (const line of [byFolder, piped]) {
      const { status, stdout } = type(line);
      assert.equal(status, 1, stdout);
      // what is left is a subchart that these values do not reach
      assert.match(stdout, /(?:^|from the template )[\w/]+\/charts\/cache\/templates\/pod\.yaml$/m);
      assert.match(stdout, /must {2}disallow-host-namespaces/);
      assert.doesNotMatch(stdout, /container web/);
    }
    assert.match(type(byFolder).stdout, /^charts\/shop\/charts\/cache\/templates\/pod\.yaml$/m);
  });

  it("a Kustomization", () => {
    const { status, stdout } = type(lines[1]);
    assert.match(stdout, /1 pod in 1 object of 1 input checked, 0 findings\./);
    assert.equal(status, 0);
  });

  it("a kind of one's own: said, and judged once its path is given", () => {
    const line = lines[3] ?? "";
    const untold = type(line.replace(/ --pod-template-path .*/, ""));
    assert.match(untold.stdout, /--pod-template-path Rollout=spec\.template/);
    assert.equal(untold.status, 2);
    const { status, stdout } = type(line);
    assert.match(stdout, /1 pod in 1 object of 1 input checked, 0 findings\./);
    assert.equal(status, 0);
  });

  describe("on a cluster of one's own", () => {
    let testbed: Testbed;
    before(async () => {
      testbed = await startTestbed({ onProgress: (line) => console.log(`      ${line}`) });
      const site = await testbed.startSite({ name: "own-cluster" });
      env["KUBECONFIG"] = site.kubeconfig;
      await cp(join(applicationsFolder, "nextcloud/adapted"), join(folder, "nextcloud"), { recursive: true });
    });
    after(() => testbed?.stop());

    /** What the API server says to the pods that controllers would make of the templates: here none runs. */
    const podsOf = async (form: "as-published" | "adapted") => {
      const pods = applicationObjects("nextcloud", form).flatMap((object) => templatePod(object) ?? []);
      assert.ok(pods.length > 0);
      await writeFile(join(folder, "pods.yaml"), pods.map((pod) => stringify(pod)).join("---\n"));
      return type("kubectl create --dry-run=server -f pods.yaml");
    };

    it("takes the exported rules, stores the application, and admits its pods", async () => {
      const [exported, applied, described] = lines.slice(4);
      const rules = type(exported);
      assert.equal(rules.status, 0, rules.stdout);
      const config = new KubeConfig();
      config.loadFromFile(env["KUBECONFIG"] ?? "");
      const profile = defaultProfile.policies.map((id) => policies[id]);
      await policiesAtWork(apiOf(config, "dvs-suppliers"), profile, "own-cluster");
      const stored = type(applied);
      assert.match(stored.stdout, /deployment\.apps\/nextcloud created/);
      assert.equal(stored.status, 0, stored.stdout);
      assert.equal(type(described).status, 0);
      const admitted = await podsOf("adapted");
      assert.equal(admitted.status, 0, admitted.stdout);
    });

    it("stores what violates the policies as well, and refuses its pods", async () => {
      await cp(join(applicationsFolder, "nextcloud/as-published"), join(folder, "nextcloud"), {
        recursive: true,
      });
      const stored = type(lines[5]);
      assert.match(stored.stdout, /deployment\.apps\/nextcloud configured/);
      assert.equal(stored.status, 0, stored.stdout);
      const refused = await podsOf("as-published");
      assert.equal(refused.status, 1);
      assert.match(refused.stdout, /ValidatingAdmissionPolicy .* denied request/);
    });
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, parseAllDocuments } from "yaml";
import { check, parametersOf, policies, profiles } from "#policies";
import { withOwnAccount } from "../../scripts/own-account.ts";
import { type Ran, runNode } from "../run-node.ts";

const root = join(import.meta.dirname, "../..");
const deploy = join(root, "deploy");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const definition = read("sonobuoy-plugin.yaml");
const { version }: { version: string } = JSON.parse(read("package.json"));
const objectsOf = (file: string) =>
  parseAllDocuments(read(`deploy/${file}`)).map((document) => document.toJS());

describe("deploy/dvs-own-account.yaml", () => {
  it("is what npm run own-account makes", () => {
    assert.equal(read("deploy/dvs-own-account.yaml"), withOwnAccount(definition));
  });

  it("is the plugin's definition but for the account", () => {
    const { podSpec, ...rest } = parse(withOwnAccount(definition));
    const original = parse(definition);
    assert.equal(original.podSpec.serviceAccountName, "sonobuoy-serviceaccount");
    assert.deepEqual(
      { ...rest, podSpec: { ...podSpec, serviceAccountName: "sonobuoy-serviceaccount" } },
      original,
    );
    assert.equal(podSpec.serviceAccountName, "dvs");
    const text = (yaml: string) => yaml.split("\n").filter((line) => !line.startsWith("#"));
    const [before, after] = [text(definition), text(withOwnAccount(definition))];
    assert.equal(before.length, after.length);
    assert.deepEqual(
      after.filter((line, index) => line !== before[index]),
      ["  serviceAccountName: dvs"],
    );
  });

  it("cannot be made of a definition that names another account", () => {
    const other = definition.replace("sonobuoy-serviceaccount", "other");
    assert.throws(() => withOwnAccount(other), /has 0 lines "serviceAccountName: sonobuoy-serviceaccount"/);
  });
});

describe("the objects in deploy/", () => {
  const files = readdirSync(deploy).filter((name) => /^(access|namespace|limit-range).*\.yaml$/.test(name));

  it("carry the labels by which sonobuoy delete finds what does not go with the namespace", () => {
    const outside = files
      .flatMap(objectsOf)
      .filter(({ kind }) => kind === "ClusterRole" || kind === "ClusterRoleBinding");
    assert.equal(outside.length, 5);
    for (const { metadata } of outside)
      assert.deepEqual(metadata.labels, { component: "sonobuoy", namespace: "sonobuoy" }, metadata.name);
  });

  it("bind the one account, and put limits into Sonobuoy's namespace only", () => {
    for (const object of files.flatMap(objectsOf)) {
      const { kind, metadata, subjects } = object;
      if (subjects !== undefined)
        assert.deepEqual(subjects, [{ kind: "ServiceAccount", name: "dvs", namespace: "sonobuoy" }]);
      if (kind !== "LimitRange") continue;
      assert.equal(metadata.namespace, "sonobuoy");
      const memory = /^(\d+)Mi$/.exec(object.spec.limits[0].default.memory)?.[1];
      assert.ok(Number(memory) >= 256, "the worker holds the result in memory");
    }
  });

  it("grant nothing that would be administration: no wildcard verbs, no Secrets, no impersonation", () => {
    for (const { rules = [] } of files.flatMap(objectsOf)) {
      for (const { verbs, resources, apiGroups } of rules) {
        assert.ok(
          !verbs.some((verb: string) => ["*", "impersonate", "bind", "escalate", "update"].includes(verb)),
        );
        assert.ok(!resources.includes("secrets"));
        assert.ok(!resources.includes("*") || apiGroups[0] === "constraints.gatekeeper.sh");
      }
    }
  });
});

describe("deploy/nightly/", () => {
  const script = read("deploy/nightly/nightly.sh");
  const callers = ["gitlab-ci.yml", "github-actions.yml", "cronjob.yaml"];

  it("has callers that only call the script, and name this version's image", () => {
    for (const caller of callers) {
      const text = read(`deploy/nightly/${caller}`);
      const code = text.replaceAll(/^\s*#.*$/gm, "");
      assert.equal(code.match(/\/opt\/dvs\/deploy\/nightly\/nightly\.sh/g)?.length, 1, caller);
      assert.doesNotMatch(
        code,
        /\bsonobuoy (run|status|retrieve|delete)\b|\bdvs (probe|slim|report)\b/,
        caller,
      );
      assert.match(
        code,
        new RegExp(
          `image: registry\\.example/dvs-nightly:${version}$|name: registry\\.example/dvs-nightly:${version}$`,
          "m",
        ),
      );
      for (const [variable] of text.matchAll(/\bNIGHT_[A-Z_]+/g))
        assert.match(script, new RegExp(`^# {3}${variable} `, "m"), `${caller}: ${variable}`);
    }
    assert.match(
      read("deploy/nightly/Dockerfile"),
      new RegExp(`^ARG DVS=registry\\.example/dvs:${version}$`, "m"),
    );
  });

  it("documents every variable that the script reads, and sets none that dvs would take for its own", () => {
    const used = new Set([...script.matchAll(/\bNIGHT_[A-Z_]+/g)].map(([variable]) => variable));
    for (const variable of used) assert.match(script, new RegExp(`^# {3}${variable} `, "m"), variable);
    // an unknown variable of this form ends dvs probe
    const code = script.replaceAll(/^\s*#.*$/gm, "");
    assert.doesNotMatch(code, /\bDVS_/);
  });

  it("has a CronJob whose pod passes all 14 checks", () => {
    const job = objectsOf("nightly/cronjob.yaml").find(({ kind }) => kind === "CronJob");
    const { spec } = job.spec.jobTemplate.spec.template;
    const profile = profiles["dvs-poc-2022"];
    assert.ok(profile);
    const given = { "restrict-image-registries": { allowedRegistries: ["registry.example"] } };
    // a Job runs to completion, but the probes are there all the same: as if it did not
    const pod = { metadata: {}, spec: { ...spec, restartPolicy: "Always" } };
    for (const id of profile.policies)
      assert.deepEqual(check(policies[id], pod, parametersOf(id, profile, given)), [], id);
  });

  it("has a GitLab job that GitLab's schema takes, and one that it would not take is seen", async () => {
    const file = "deploy/nightly/gitlab-ci.yml";
    const sound = await gitlabJobs(read(file));
    assert.equal(sound.code, 0, sound.said);
    const jobs: { name: string; rules: unknown }[] = JSON.parse(sound.out);
    assert.deepEqual(
      jobs.map(({ name, rules }) => ({ name, rules })),
      [{ name: "dvs-nightly", rules: [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }] }],
    );
    const broken = await gitlabJobs(read(file).replace("interruptible:", "interruptable:"));
    assert.notEqual(broken.code, 0);
    assert.match(broken.said, /'interruptable' property is not expected to be here/);
  });
});

/** The jobs of a GitLab configuration as JSON, after its check against GitLab's schema; it needs no server. */
async function gitlabJobs(text: string): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), "dvs-gitlab-"));
  try {
    writeFileSync(join(folder, ".gitlab-ci.yml"), text);
    const linter = fileURLToPath(import.meta.resolve("gitlab-ci-local"));
    return await runNode([linter, "--list-json"], { HOME: folder }, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { siteKinds, startSiteKind } from "../../demo/sites.ts";
import {
  apply,
  buildComponents,
  remove,
  request,
  type Site,
  startTestbed,
  type Testbed,
  until,
} from "../../testbed/index.ts";
import { deployed, kubeconfigOf, type Manifest } from "./access.ts";
import { everything, runNamespaces } from "./everything.ts";

const root = join(import.meta.dirname, "../..");
const deploy = join(root, "deploy");

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** Runs a program with nothing of this process's environment but the PATH, these programs before it. */
async function run(
  command: readonly string[],
  programs: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const [program = "", ...args] = command;
  const path = [...programs.map((one) => join(one, "..")), process.env["PATH"]].join(":");
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH: path, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const [code] = await once(child, "close");
  return { code, said };
}

describe("what deploy/ has for operators", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  let scratch: string;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "deploy" });
    scratch = await mkdtemp(join(tmpdir(), "dvs-deploy-"));
  });
  after(async () => {
    await testbed?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  it("is taken by a real API server with strict fields, every object of it", async () => {
    const files = [
      ...(await readdir(deploy)).filter((name) => name.endsWith(".yaml")),
      "nightly/cronjob.yaml",
    ];
    const objects = files.flatMap(deployed).filter(({ kind }) => kind !== undefined);
    const namespaces = [...new Set(objects.flatMap(({ metadata: { namespace } }) => namespace ?? []))];
    const made = namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
    await apply(site, made);
    const left = await everything(site);
    for (const object of objects) {
      const { status, body } = await dryRun(site, object);
      assert.ok(status < 300, `${object.kind} ${object.metadata.name}: ${JSON.stringify(body)}`);
    }
    const [access] = deployed("limit-range.yaml");
    assert.ok(access);
    const misspelt = await dryRun(site, { ...access, specs: {} } as Manifest);
    assert.equal(misspelt.status, 400);
    assert.match(JSON.stringify(misspelt.body), /unknown field/);
    assert.ok(objects.length > 15);
    assert.deepEqual(
      (await everything(site)).filter((line) => line.includes("clusterrole")).length > 0,
      true,
    );
    assert.deepEqual(
      (await everything(site)).filter((line) => / dvs |\/dvs /.test(line) && !left.includes(line)),
      [],
    );
    await remove(site, made);
  });

  describe("with the real sonobuoy and kubectl", () => {
    let programs: readonly string[];
    let before_: readonly string[];
    before(async () => {
      const built = await buildComponents(["sonobuoy", "kubectl"]);
      programs = Object.values(built);
      // sonobuoy run -f looks for it; there is no node, so it stays pending
      await apply(site, [
        {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name: "coredns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
          spec: { containers: [{ name: "coredns", image: "registry.example/coredns:1.0.0" }] },
        },
      ]);
      before_ = await everything(site);
    });

    /** The commands of a way, as the head of access.yaml has them: what follows its number, until a line without. */
    const documented = async (way: number): Promise<string> => {
      const text = await readFile(join(deploy, "access.yaml"), "utf8");
      const part = text.split(new RegExp(`^# ${way}\\. `, "m"))[1] ?? "";
      const lines = part.split("\n#\n")[1] ?? "";
      return lines.replaceAll(/^# {6}/gm, "");
    };

    for (const way of [1, 2]) {
      it(`way ${way} of access.yaml works as it is written there, and sonobuoy delete removes all of it`, async () => {
        // the aggregator never starts here, so nothing is to be waited for
        const commands = (await documented(way)).replace(" --wait", "");
        assert.match(commands, /sonobuoy/);
        const env = { KUBECONFIG: site.kubeconfig, HOME: scratch };
        const ran = await run(["/bin/sh", "-ec", commands], programs, env);
        assert.equal(ran.code, 0, ran.said);

        const pod = await request(site, "/api/v1/namespaces/sonobuoy/pods/sonobuoy");
        assert.equal(pod.status, 200);
        const { spec } = pod.body as {
          spec: { serviceAccountName: string; containers: { resources: object }[] };
        };
        assert.equal(spec.serviceAccountName, "sonobuoy-serviceaccount");
        assert.deepEqual(
          spec.containers[0]?.resources,
          {
            limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "1Gi" },
            requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "64Mi" },
          },
          "the LimitRange was there before the pod",
        );
        const plugins = await request(site, "/api/v1/namespaces/sonobuoy/configmaps/sonobuoy-plugins-cm");
        assert.match(JSON.stringify(plugins.body), /serviceAccountName: dvs\\n/);
        const bindings = await request(site, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");
        const ofSonobuoy = (bindings.body as { items: (Manifest & { subjects?: object[] })[] }).items.filter(
          ({ subjects = [] }) => JSON.stringify(subjects).includes('"namespace":"sonobuoy"'),
        );
        assert.deepEqual(
          ofSonobuoy.map(({ metadata }) => metadata.name),
          ["dvs"],
          "Sonobuoy itself has no right in the cluster",
        );

        const removed = await run(["sonobuoy", "delete", "--wait=1"], programs, env);
        assert.equal(removed.code, 0, removed.said);
        assert.deepEqual(await everything(site), before_);
      });
    }

    it("Sonobuoy's namespace takes both of its pods, at its Pod Security level and with its LimitRange", async () => {
      await apply(site, ["namespace.yaml", "access.yaml", "limit-range.yaml"].flatMap(deployed));
      const [plugin] = deployed("dvs-own-account.yaml") as unknown as [
        { podSpec: object; spec: object; "extra-volumes": object[] },
      ];
      // as Sonobuoy makes it beside the plugin: pkg/plugin/driver/base.go, CreateWorkerContainerDefintion
      const worker = {
        name: "sonobuoy-worker",
        image: "docker.io/sonobuoy/sonobuoy:v0.57.5",
        command: ["/sonobuoy"],
        args: ["worker", "global", "-v", "5", "--logtostderr"],
        volumeMounts: [{ name: "results", mountPath: "/tmp/sonobuoy/results" }],
      };
      const pod = (level: string) => ({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "sonobuoy-dvs-job", namespace: "sonobuoy", labels: { level } },
        spec: {
          ...plugin.podSpec,
          containers: [plugin.spec, worker],
          volumes: [...plugin["extra-volumes"], { name: "results", emptyDir: {} }],
        },
      });
      await until(
        "the account to be there",
        async () => (await dryRun(site, pod("baseline") as unknown as Manifest)).status === 201,
        { timeoutSeconds: 30 },
      );
      const [namespace] = deployed("namespace.yaml");
      assert.ok(namespace);
      const label = "pod-security.kubernetes.io/enforce";
      assert.equal(namespace.metadata.labels?.[label], "baseline");
      // so the level is at work, and a stricter one would be too strict for the worker
      await apply(site, [
        { ...namespace, metadata: { name: "sonobuoy", labels: { [label]: "restricted" } } },
      ]);
      const { status, body } = await dryRun(site, pod("restricted") as unknown as Manifest);
      assert.equal(status, 403);
      assert.match(JSON.stringify(body), /violates PodSecurity .*sonobuoy-worker/);
      const removed = await run(["sonobuoy", "delete", "--wait=1"], programs, {
        KUBECONFIG: site.kubeconfig,
        HOME: scratch,
      });
      assert.equal(removed.code, 0, removed.said);
    });
  });

  it("has a workflow for GitHub Actions that actionlint takes, and one that it would not take is seen", async () => {
    const { actionlint } = await buildComponents(["actionlint"]);
    const lint = (file: string) => run([actionlint, "-no-color", "-shellcheck=", "-pyflakes=", file], []);
    const file = join(deploy, "nightly/github-actions.yml");
    assert.deepEqual(await lint(file), { code: 0, said: "" });
    const broken = join(scratch, "broken.yml");
    await writeFile(broken, (await readFile(file, "utf8")).replace("vars.NIGHT_SITE", "var.NIGHT_SITE"));
    const { code, said } = await lint(broken);
    assert.equal(code, 1);
    assert.match(said, /undefined variable "var"/);
  });

  it("turns the second night red after a regression, with the CronJob's account and dvs probe itself", async () => {
    const kind = siteKinds.find(({ id }) => id === "vap");
    assert.ok(kind);
    const enforcing = await startSiteKind(testbed, kind);
    const cronjob = deployed("nightly/cronjob.yaml").filter(({ kind }) => kind !== "CronJob");
    await apply(enforcing, [...deployed("namespace.yaml"), ...deployed("access.yaml"), ...cronjob]);
    // what is not tested here: packing and slimming
    const dvs = join(scratch, "dvs");
    await writeFile(
      dvs,
      `#!/bin/sh
case $1 in
  collect) cp "$2/junit.xml" "$4" ;;
  slim) cp "$2" "$4" ;;
  *) exec "${process.execPath}" "${root}/cli/dvs.ts" "$@" ;;
esac
`,
    );
    await chmod(dvs, 0o755);
    const key = join(scratch, "key");
    const store = join(scratch, "nights");
    await writeFile(key, "a key");
    const env = {
      KUBECONFIG: await kubeconfigOf(enforcing, "dvs", "dvs-nightly"),
      DVS: dvs,
      DVS_ALLOWED_REGISTRIES: "registry.k8s.io",
      DVS_IMAGE: "registry.k8s.io/pause:3.10",
      NIGHT_WITHOUT_SONOBUOY: "yes",
      NIGHT_STORE: store,
      NIGHT_KEY: key,
      NIGHT_SITE: "musterstadt",
    };
    const night = () => run([join(deploy, "nightly/nightly.sh")], [], env);
    const first = await night();
    assert.equal(first.code, 0, first.said);
    const regression = kind.manifests.filter(
      ({ kind, metadata }) =>
        kind === "ValidatingAdmissionPolicyBinding" && JSON.stringify(metadata).includes("require-ro-rootfs"),
    );
    assert.equal(regression.length, 1);
    await remove(enforcing, regression);
    const second = await night();
    assert.equal(second.code, 1, second.said);
    assert.match(second.said, /red: see .*latest\.html/);
    const stored = (await readdir(store)).filter((name) => name.endsWith(".tar.gz"));
    assert.equal(stored.length, 2, stored.join(" "));
    assert.deepEqual(await runNamespaces(enforcing), []);
    await enforcing.stop();
  });
});

/** Creates an object as a server-side dry run with strict fields. */
async function dryRun(site: Site, object: Manifest): ReturnType<typeof request> {
  const { apiVersion, kind, metadata } = object;
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = `${kind.toLowerCase()}s`.replace(/ys$/, "ies");
  const where = metadata.namespace === undefined ? "" : `/namespaces/${metadata.namespace}`;
  const path = `${base}${where}/${plural}`;
  const exists = (await request(site, `${path}/${metadata.name}`)).status === 200;
  const query = "dryRun=All&fieldValidation=Strict&fieldManager=dvs-test";
  return exists
    ? request(site, `${path}/${metadata.name}?${query}&force=true`, {
        method: "PATCH",
        contentType: "application/apply-patch+yaml",
        body: object,
      })
    : request(site, `${path}?${query}`, { method: "POST", body: object });
}

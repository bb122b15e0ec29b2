import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { KubeConfig } from "@kubernetes/client-node";
import { parse, parseAllDocuments } from "yaml";
import { isObject, type JsonObject } from "#policies";
import { siteVerdicts } from "#results";
import { main } from "../../cli/main.ts";
import { type SiteKind, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { apiOf } from "../../plugin/api.ts";
import { readPluginDefinition } from "../../preflight/plugin-definition.ts";
import {
  aggregatorPod,
  pluginContainer,
  pluginPod,
  sonobuoyNamespace,
  sonobuoyServiceAccount,
} from "../../preflight/sonobuoy-pods.ts";
import { sonobuoyWay } from "../../preflight/sonobuoy-way.ts";
import { temporaryNamespace } from "../../preflight/temporary-namespace.ts";
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
import { type Captured, captured } from "../cli/captured.ts";
import { auditLog, changes } from "./audit-log.ts";
import { assertNothingLeft, everything } from "./everything.ts";
import { everywhere, restricted } from "./expected-verdicts.ts";
import { podOfRealAggregator } from "./real-aggregator.ts";
import { runProbe } from "./run-probe.ts";

const root = join(import.meta.dirname, "../..");
const sonobuoy = sonobuoyNamespace("sonobuoy");
const serviceAccount = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: "sonobuoy-serviceaccount", namespace: "sonobuoy" },
};
const soon = (what: string, holds: () => Promise<boolean>) => until(what, holds, { timeoutSeconds: 60 });

/** As `sonobuoy run` gives it to its ServiceAccount. */
const rights = [
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "sonobuoy-serviceaccount-sonobuoy" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", name: "sonobuoy-serviceaccount", namespace: "sonobuoy" }],
  },
];

/** A pod without what differs from run to run: digits, certificates, addresses, and what the API server adds. */
function comparable(pod: JsonObject): unknown {
  const { metadata, spec } = pod;
  assert.ok(isObject(metadata));
  const { name, labels, annotations, ownerReferences } = metadata;
  const text = JSON.stringify({ name, labels, annotations, ownerReferences, spec })
    .replaceAll(/\b[0-9a-f]{16}\b/g, "session")
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "uid")
    .replaceAll(/kube-api-access-\w+/g, "kube-api-access")
    .replaceAll(/https:\/\/[\d.:]+/g, "address");
  return JSON.parse(text, (key, value) => {
    if (key === "value" && String(value).startsWith("-----BEGIN CERTIFICATE")) return undefined;
    return value;
  });
}

/** What is printed in place of exemptions. */
const nothing = /^# dvs preflight: nothing has to be exempted\.\n$/;

describe("dvs preflight", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let sites = 0;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  const startKind = async (id: string): Promise<Site> => {
    const kind = siteKinds.find((candidate): candidate is SiteKind => candidate.id === id);
    assert.ok(kind);
    sites += 1;
    return startSiteKind(testbed, { ...kind, id: `preflight-${id}-${sites}` });
  };
  const preflight = (site: Site, ...more: readonly string[]): Promise<Captured> =>
    captured(() => main(["preflight", "--kubeconfig", site.kubeconfig, "--lang", "en", ...more]));
  const manifestsIn = (stdout: string): JsonObject[] =>
    parseAllDocuments(stdout)
      .map((document): unknown => document.toJS())
      .filter(isObject);
  const verdictsAt = async (site: Site) => {
    const { result, problems } = await runProbe(site.kubeconfig);
    assert.deepEqual(problems, []);
    return Object.fromEntries(siteVerdicts(result).map(({ policy, verdict }) => [policy, verdict]));
  };
  /** Controllers fill a new namespace a moment later. */
  const withNamespace = async (site: Site, ...objects: readonly object[]) => {
    await apply(site, objects);
    await soon(
      "the namespace's own ServiceAccount",
      async () => (await request(site, "/api/v1/namespaces/sonobuoy/serviceaccounts/default")).status === 200,
    );
    await soon(
      "the namespace's certificates",
      async () =>
        (await request(site, "/api/v1/namespaces/sonobuoy/configmaps/kube-root-ca.crt")).status === 200,
    );
  };

  const pluginFile = join(root, "sonobuoy-plugin.yaml");
  const run = {
    namespace: "sonobuoy",
    sonobuoyImage: "registry.example/sonobuoy:v0.57.5",
    pluginImage: "registry.example/dvs:x",
    serverVersion: "v1.36.3",
  };
  /** What the real `sonobuoy gen` makes, and the program itself. */
  const generated = async () => {
    const { sonobuoy: program } = await buildComponents(["sonobuoy"]);
    const images = ["--sonobuoy-image", run.sonobuoyImage, "--plugin-image", `dvs:${run.pluginImage}`];
    const args = ["gen", "--kubernetes-version", run.serverVersion, "--plugin", pluginFile, ...images];
    const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 1 << 24 });
    const made = manifestsIn(stdout);
    const named = (kind: string, name: string): JsonObject => {
      const found = made.find(
        ({ kind: own, metadata }) => own === kind && isObject(metadata) && metadata["name"] === name,
      );
      assert.ok(found, `${kind} ${name}`);
      return found;
    };
    const { data } = named("ConfigMap", "sonobuoy-plugins-cm");
    return { program, named, completed: isObject(data) ? String(data["plugin-0.yaml"]) : "" };
  };

  it("builds what the real sonobuoy gen makes", async () => {
    const { named, completed } = await generated();
    assert.deepEqual(aggregatorPod(run), named("Pod", "sonobuoy"));
    assert.deepEqual(sonobuoyNamespace("sonobuoy"), named("Namespace", "sonobuoy"));
    assert.ok(named("ServiceAccount", sonobuoyServiceAccount));
    const definition = readPluginDefinition(await readFile(pluginFile, "utf8"));
    assert.deepEqual(pluginContainer(definition, run), parse(completed).spec);
  });

  it("builds the plugin's pod that the real aggregator makes", async () => {
    const site = await startKind("none");
    try {
      await withNamespace(site, sonobuoy, serviceAccount);
      const { program, completed } = await generated();
      const real = await podOfRealAggregator(site, program, completed, run.sonobuoyImage);
      const definition = readPluginDefinition(await readFile(pluginFile, "utf8"));
      // the API server fills in defaults, of both
      const { status, body } = await request(site, "/api/v1/namespaces/sonobuoy/pods?dryRun=All", {
        method: "POST",
        body: pluginPod(definition, run),
      });
      assert.equal(status, 201);
      assert.ok(isObject(body));
      assert.deepEqual(comparable(body), comparable(real));
    } finally {
      await site.stop();
    }
  });

  it("nothing enforced: all admitted, nothing to exempt, nothing left behind", async () => {
    const site = await startKind("none");
    try {
      const before_ = await everything(site);
      const missing = await preflight(site);
      assert.equal(missing.code, 2, missing.stderr);
      assert.match(missing.stderr, /aggregator: not tried: the namespace is missing/);
      assert.match(missing.stderr, /--create-namespace/);
      assert.deepEqual(changes(await auditLog(site)), []);

      const made = await preflight(site, "--create-namespace");
      assert.equal(made.code, 0, made.stderr);
      assert.match(made.stdout, nothing);
      assert.match(made.stderr, /Nothing has to be exempted/);
      await assertNothingLeft(site, before_);
      assert.deepEqual(changes(await auditLog(site)), [
        "create namespaces",
        "create serviceaccounts",
        "delete namespaces",
      ]);

      await withNamespace(site, sonobuoy);
      const filled = await everything(site);
      const existing = await preflight(site);
      assert.equal(existing.code, 0, existing.stderr);
      assert.match(
        existing.stderr,
        /ServiceAccount default, because sonobuoy\/sonobuoy-serviceaccount does not exist yet/,
      );
      assert.match(existing.stderr, /tried as yourself, because system:serviceaccount:sonobuoy:/);

      await apply(site, [serviceAccount, ...rights]);
      const complete = await preflight(site);
      assert.equal(complete.code, 0, complete.stderr);
      assert.doesNotMatch(complete.stderr, /ServiceAccount default|tried as yourself/);
      const operator = [
        {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "ClusterRole",
          metadata: { name: "operator" },
          rules: [
            { apiGroups: [""], resources: ["namespaces"], verbs: ["get", "create"] },
            { apiGroups: [""], resources: ["pods"], verbs: ["create"] },
          ],
        },
        {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "ClusterRoleBinding",
          metadata: { name: "operator" },
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "operator" },
          subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "tenant" }],
        },
      ];
      await apply(site, operator);
      let asTenant: Captured | undefined;
      await soon("the operator's rights", async () => {
        const kubeconfig = site.tokenKubeconfig("tenant");
        asTenant = await captured(() => main(["preflight", "--kubeconfig", kubeconfig, "--lang", "en"]));
        return asTenant.code === 0;
      });
      assert.match(asTenant?.stderr ?? "", /tried as yourself/);
      await remove(site, [serviceAccount, ...rights, ...operator]);
      assert.deepEqual(await everything(site), filled);
    } finally {
      await site.stop();
    }
  });

  it("the reference rules everywhere: refused; with the printed exemption admitted, and still enforced for tenants", async () => {
    const site = await startKind("vap");
    try {
      await withNamespace(site, sonobuoy, serviceAccount, ...rights);
      const foreign = await preflight(site);
      assert.match(foreign.stderr, /a registry that the site does not permit/);
      assert.doesNotMatch(foreign.stdout, /restrict-image-registries/);
      const images = ["--sonobuoy-image", "registry.k8s.io/sonobuoy:v0.57.5"];
      // as sonobuoy run wants it
      images.push("--plugin-image", "dvs:registry.k8s.io/dvs:0.1.0");
      const refused = await preflight(site, ...images);
      assert.equal(refused.code, 1, refused.stderr);
      assert.match(refused.stderr, /aggregator: REFUSED by validating-admission-policy: dvs-/);
      assert.match(refused.stderr, /worker\): REFUSED by validating-admission-policy: dvs-/);
      assert.match(refused.stderr, /Namespace of a run \(dvs-<8 digits>\): admitted/);
      assert.match(refused.stderr, /never dvs-\*/);
      const manifests = manifestsIn(refused.stdout);
      assert.equal(manifests.length, 3);
      assert.ok(manifests.every(({ kind }) => kind === "ValidatingAdmissionPolicyBinding"));

      await apply(site, manifests);
      let after: Captured | undefined;
      await soon("the exemptions are at work", async () => {
        after = await preflight(site, ...images);
        return after.code === 0;
      });
      assert.match(after?.stdout ?? "", nothing);
      // the probe names images of this registry, which the rules permit
      assert.deepEqual(await verdictsAt(site), everywhere("enforced"));
    } finally {
      await site.stop();
    }
  });

  it("Pod Security restricted everywhere: the namespace's label is what exempts", async () => {
    const site = await startKind("psa-restricted");
    try {
      const bare = {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "sonobuoy", labels: { team: "platform" } },
      };
      await withNamespace(site, bare, serviceAccount, ...rights);
      const refused = await preflight(site);
      assert.equal(refused.code, 1, refused.stderr);
      assert.match(
        refused.stderr,
        /REFUSED by pod-security: restricted:latest\/allowPrivilegeEscalation != false/,
      );
      assert.deepEqual(manifestsIn(refused.stdout), [
        {
          apiVersion: "v1",
          kind: "Namespace",
          metadata: {
            name: "sonobuoy",
            labels: { team: "platform", "pod-security.kubernetes.io/enforce": "baseline" },
          },
        },
      ]);
      await apply(site, manifestsIn(refused.stdout));
      const after = await preflight(site);
      assert.equal(after.code, 0, after.stderr);
      assert.deepEqual(await verdictsAt(site), restricted);

      // Sonobuoy labels the namespace that it makes itself
      await remove(site, [bare]);
      const made = await preflight(site, "--create-namespace");
      assert.equal(made.code, 0, made.stderr);
    } finally {
      await site.stop();
    }
  });

  it("leaves the namespace that it made if somebody started a pod in it meanwhile", async () => {
    const site = await startKind("none");
    const config = new KubeConfig();
    config.loadFromFile(site.kubeconfig);
    const api = apiOf(config, "dvs/test");
    try {
      const definition = readPluginDefinition(await readFile(pluginFile, "utf8"));
      const limits = { requestTimeout: 10, signal: new AbortController().signal };
      const made = await temporaryNamespace(api, sonobuoyWay(definition, run), limits);
      assert.equal(made.problem, undefined);
      const pod = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "sonobuoy", namespace: "sonobuoy" },
        spec: { containers: [{ name: "main", image: "registry.example/sonobuoy:v0.57.5" }] },
      };
      await soon("the namespace's own ServiceAccount", async () => {
        const { status } = await request(site, "/api/v1/namespaces/sonobuoy/serviceaccounts/default");
        return status === 200;
      });
      await apply(site, [pod]);
      const [sentence, ...more] = await made.remove();
      assert.match(sentence ?? "", /is left, because a pod was started in it meanwhile \(sonobuoy\)/);
      assert.deepEqual(more, []);
      const { body } = await request(site, "/api/v1/namespaces/sonobuoy");
      assert.equal((body as { status: { phase: string } }).status.phase, "Active");
      assert.equal((await request(site, "/api/v1/namespaces/sonobuoy/pods/sonobuoy")).status, 200);
      await remove(site, [pod]);
      assert.deepEqual(await made.remove(), []);
    } finally {
      api.close();
      await site.stop();
    }
  });

  it("a quota that demands limits: a LimitRange fills them in", async () => {
    const site = await startKind("none");
    try {
      const quota = {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "tenants", namespace: "sonobuoy" },
        spec: { hard: { "limits.memory": "4Gi", "requests.cpu": "2" } },
      };
      await withNamespace(site, sonobuoy, serviceAccount, ...rights, quota);
      let refused: Captured | undefined;
      await soon("the quota is at work", async () => {
        refused = await preflight(site);
        return refused.code === 1 && /must specify/.test(refused.stderr);
      });
      const manifests = manifestsIn(refused?.stdout ?? "");
      assert.deepEqual(
        manifests.map(({ kind }) => kind),
        ["LimitRange"],
      );
      await apply(site, manifests);
      await soon("the limits are at work", async () => (await preflight(site)).code === 0);
    } finally {
      await site.stop();
    }
  });

  it("a cluster that refuses every pod, and an operator without rights", async () => {
    const site = await startKind("deny-all");
    try {
      await withNamespace(site, sonobuoy, serviceAccount);
      const refused = await preflight(site);
      assert.equal(refused.code, 1, refused.stderr);
      assert.match(refused.stderr, /REFUSED by validating-admission-policy: maintenance/);
      assert.deepEqual(
        manifestsIn(refused.stdout).map(({ metadata }) => isObject(metadata) && metadata["name"]),
        ["maintenance"],
      );
      const nobody = await captured(() =>
        main(["preflight", "--kubeconfig", site.tokenKubeconfig("tenant"), "--lang", "en"]),
      );
      assert.equal(nobody.code, 2, nobody.stderr);
      assert.match(nobody.stderr, /not tried: a right is missing/);
      assert.match(nobody.stdout, nothing);
    } finally {
      await site.stop();
    }
  });

  it("the way without Sonobuoy needs no exemption where all policies and Pod Security are enforced", async () => {
    const site = await startKind("vap");
    try {
      const job = ["--origin", "job", "--plugin-image", "registry.k8s.io/dvs:0.1.0"];
      const made = await preflight(site, ...job, "--create-namespace");
      assert.equal(made.code, 0, made.stderr);
      const elsewhere = await preflight(site, "--origin", "job", "--create-namespace");
      assert.equal(elsewhere.code, 1, elsewhere.stderr);
      assert.match(elsewhere.stderr, /REFUSED by validating-admission-policy: dvs-restrict-image-registries/);
    } finally {
      await site.stop();
    }
  });
});

import assert from "node:assert/strict";
import { KubeConfig } from "@kubernetes/client-node";
import type { JsonObject } from "#policies";
import { storedKinds, storedObject } from "#results";
import { siteKinds, startSiteKind } from "../../demo/sites.ts";
import { type Api, type ApiRequest, apiOf } from "../../plugin/api.ts";
import { exemptionsAt, readExemptionSources } from "../../plugin/facts/exemptions.ts";
import type { Place } from "../../plugin/facts/place.ts";
import { readSiteFacts } from "../../plugin/facts/site-facts.ts";
import { ownImage } from "../../plugin/own-image.ts";
import { apply, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { boundTo, deployed, kubeconfigOf, nameOf, type Right, rightsOf } from "./access.ts";
import { auditLog } from "./audit-log.ts";
import { everything } from "./everything.ts";
import { everywhere } from "./expected-verdicts.ts";
import { type Found, runUnder } from "./faults/run-under.ts";

const account = "system:serviceaccount:sonobuoy:dvs";
const limits = { requestTimeout: 10, signal: new AbortController().signal };
const withoutLabels = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

const tokenRequest = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
// with a body, the API server does not heed the query
const deleteOptions = { apiVersion: "v1", kind: "DeleteOptions", dryRun: ["All"] };
const aPod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p" },
  spec: { containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }] },
};

/** What the plugin's account was refused at a site. */
async function refusals(site: Site): Promise<string[]> {
  const events = (await auditLog(site)).filter(({ user }) => user.username === account);
  assert.ok(events.length > 20, "the account was at work");
  return events.flatMap(({ verb, requestURI, responseStatus }) =>
    responseStatus?.code === 403 ? [`${verb} ${requestURI}: ${responseStatus.message}`] : [],
  );
}

/** A connection as the one of a kubeconfig. */
function apiOfFile(kubeconfig: string): Api {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return apiOf(config, "dvs/test");
}

/** The user who lacks one right. */
const userWithout = (right: Right) => `without-${nameOf(right).replaceAll(/[^a-z]/g, "-")}`;

describe("the least rights, as deploy/ has them", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  for (const [id, verdict] of [
    ["none", "not-enforced"],
    ["vap", "enforced"],
  ] as const) {
    it(`suffice where ${id === "none" ? "nothing" : "everything"} is enforced: nothing is refused to the account, and the verdicts are the same`, async () => {
      const kind = siteKinds.find((candidate) => candidate.id === id);
      assert.ok(kind);
      const site = await startSiteKind(testbed, kind);
      try {
        for (const file of ["namespace.yaml", "access.yaml", "limit-range.yaml"])
          await apply(site, deployed(file));
        await filled(site);
        const before_ = await everything(site);
        const found = await runUnder(await kubeconfigOf(site, "sonobuoy", "dvs"), {}, 60);
        assert.deepEqual(found.cells, everywhere(verdict));
        assert.deepEqual(found.problems, []);
        assert.deepEqual(await everything(site), before_);
        assert.deepEqual(await refusals(site), []);
      } finally {
        await site.stop();
      }
    });
  }

  it("let the plugin read its own pod and none elsewhere, and without the Role it does not know its image", async () => {
    const site = await testbed.startSite({ name: "own-pod" });
    const [namespace] = deployed("namespace.yaml");
    assert.ok(namespace);
    const pod = (where: string) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "sonobuoy-dvs-job", namespace: where },
      spec: { containers: [{ name: "plugin", image: "registry.example/dvs:0.1.0" }] },
    });
    await apply(site, [namespace, ...deployed("access.yaml")]);
    await filled(site);
    await apply(site, [pod("sonobuoy"), pod("default")]);
    const config = new KubeConfig();
    config.loadFromFile(await kubeconfigOf(site, "sonobuoy", "dvs"));
    const api = apiOf(config, "dvs/test");
    const image = (where: string) =>
      ownImage(api, { DVS_POD_NAME: "sonobuoy-dvs-job", DVS_POD_NAMESPACE: where }, limits);
    assert.equal(await image("sonobuoy"), "registry.example/dvs:0.1.0");
    assert.equal(await image("default"), undefined);
    assert.deepEqual(rightsOf("access.yaml", "Role").map(nameOf), ["get pods"]);
    const path = "/apis/rbac.authorization.k8s.io/v1/namespaces/sonobuoy/roles/dvs";
    assert.equal((await request(site, path, { method: "DELETE" })).status, 200);
    await until("the Role to be gone", async () => (await image("sonobuoy")) === undefined, {
      timeoutSeconds: 30,
    });
    api.close();
    await site.stop();
  });

  it("can be held by guard.yaml to the namespaces of runs, in which a run does what it did before", async () => {
    const site = await testbed.startSite({ name: "guard" });
    await apply(site, [...deployed("namespace.yaml"), ...deployed("access.yaml"), withoutLabels("team-a")]);
    await apply(site, deployed("access-tenants.yaml"));
    await filled(site);
    const kubeconfig = await kubeconfigOf(site, "sonobuoy", "dvs");
    const misuse = [
      ["POST", "/api/v1/namespaces/kube-system/serviceaccounts/default/token", tokenRequest],
      ["POST", "/api/v1/namespaces/kube-system/pods", aPod],
      ["POST", "/api/v1/namespaces", withoutLabels("other")],
      ["DELETE", "/api/v1/namespaces/team-a", deleteOptions],
      ["DELETE", "/api/v1/namespaces/team-a/serviceaccounts/default", deleteOptions],
    ] as const;
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const api = apiOf(config, "dvs/test");
    const answers = () =>
      Promise.all(
        misuse.map(async ([method, path, body]) => {
          const query = { dryRun: "All" };
          const answer = await api.send({ method, path, query, body }, AbortSignal.timeout(10_000));
          return answer.code < 300 ? "permitted" : String((answer.body as { message?: string }).message);
        }),
      );
    assert.deepEqual(await answers(), Array(misuse.length).fill("permitted"), "RBAC cannot prevent that");

    const [policy] = deployed("guard.yaml");
    assert.ok(policy);
    await apply(site, deployed("guard.yaml"));
    const held = /this account works in namespaces of its own runs only/;
    await until("the guard to be at work", async () => (await answers()).every((text) => held.test(text)), {
      timeoutSeconds: 60,
    });
    const before_ = await everything(site);
    const found = await runUnder(kubeconfig, {}, 60);
    assert.deepEqual(found.cells, everywhere("not-enforced"));
    assert.deepEqual([...found.problems, ...found.said.filter((sentence) => held.test(sentence))], []);
    const elsewhere = await runUnder(kubeconfig, { namespaces: ["team-a"], freshNamespace: false }, 60);
    assert.match(elsewhere.said.join("\n"), held);

    // as its head says
    const tenants = JSON.stringify(policy).replace('"expression":"[]"', `"expression":"[\\"team-a\\"]"`);
    assert.notEqual(tenants, JSON.stringify(policy));
    await apply(site, [JSON.parse(tenants)]);
    await until(
      "the tenant's namespace to be permitted",
      async () => !held.test((await answers()).at(-1) ?? ""),
      { timeoutSeconds: 60 },
    );
    const there = await runUnder(kubeconfig, { namespaces: ["team-a"], freshNamespace: false }, 60);
    assert.deepEqual(there.cells, everywhere("not-enforced"));
    assert.deepEqual(there.problems, []);
    assert.match((await answers()).at(-2) ?? "", held, "the namespace itself cannot be removed all the same");
    assert.deepEqual(await everything(site), before_);
    api.close();
    await site.stop();
  });

  it("let nothing run in the namespaces of runs with guard.yaml, whoever makes it, but dry runs and what stays idle", async () => {
    const site = await testbed.startSite({ name: "guard-idle" });
    try {
      await apply(site, [...deployed("namespace.yaml"), ...deployed("access.yaml")]);
      await apply(site, ["dvs-deadbeef", "dvs-deadbeefs", "team-a"].map(withoutLabels));
      await filled(site);
      const own = apiOfFile(await kubeconfigOf(site, "sonobuoy", "dvs"));
      const administrator = apiOfFile(site.kubeconfig);
      const privileged = {
        ...aPod,
        spec: {
          hostPID: true,
          containers: [{ ...aPod.spec.containers[0], securityContext: { privileged: true } }],
          volumes: [{ name: "host", hostPath: { path: "/" } }],
        },
      };
      const workload = (apiVersion: string, kind: string, spec: object) => ({
        apiVersion,
        kind,
        metadata: { name: "p", labels: { app: "p" } },
        spec: {
          ...spec,
          selector: { matchLabels: { app: "p" } },
          template: { metadata: { labels: { app: "p" } }, spec: aPod.spec },
        },
      });
      const job = { template: { spec: { ...aPod.spec, restartPolicy: "Never" } } };
      const core = "/api/v1/namespaces";
      const tries: readonly (readonly [path: string, object: object])[] = [
        ["pods", privileged],
        ["pods", aPod],
        ["apps/v1 deployments", workload("apps/v1", "Deployment", { replicas: 0 })],
        ["apps/v1 deployments", workload("apps/v1", "Deployment", { paused: true })],
        ["apps/v1 daemonsets", workload("apps/v1", "DaemonSet", {})],
        ["apps/v1 replicasets", workload("apps/v1", "ReplicaSet", {})],
        ["apps/v1 statefulsets", workload("apps/v1", "StatefulSet", { serviceName: "p" })],
        ["batch/v1 jobs", { apiVersion: "batch/v1", kind: "Job", metadata: { name: "p" }, spec: job }],
        [
          "batch/v1 cronjobs",
          {
            apiVersion: "batch/v1",
            kind: "CronJob",
            metadata: { name: "p" },
            spec: { schedule: "0 0 1 1 *", jobTemplate: { spec: job } },
          },
        ],
      ];
      const pathOf = (what: string, namespace: string) => {
        const [group = "", plural] = what.split(" ");
        return plural === undefined
          ? `${core}/${namespace}/${group}`
          : `/apis/${group}/namespaces/${namespace}/${plural}`;
      };
      const send = async (api: Api, request: ApiRequest) => {
        const { code, body } = await api.send(request, AbortSignal.timeout(10_000));
        return code < 300 ? "permitted" : String((body as { message?: string }).message);
      };
      const make = (api: Api, [what, body]: readonly [string, object], namespace: string, dryRun = false) =>
        send(api, {
          method: "POST",
          path: pathOf(what, namespace),
          query: dryRun ? { dryRun: "All" } : {},
          body: body as JsonObject,
        });
      const [evil] = tries;
      assert.ok(evil);
      assert.equal(await make(own, evil, "dvs-deadbeef"), "permitted", "without the guard it really runs");
      await request(site, `${core}/dvs-deadbeef/pods/p`, { method: "DELETE" });

      await apply(site, deployed("guard.yaml"));
      const held = /in namespaces of dvs's runs nothing may run/;
      const [probe] = tries.filter(([what]) => what.endsWith("/v1 daemonsets"));
      assert.ok(probe);
      await until(
        "the guard to be at work",
        async () => {
          const said = await make(administrator, probe, "dvs-deadbeef");
          if (said === "permitted")
            await request(site, `${pathOf(probe[0], "dvs-deadbeef")}/p`, { method: "DELETE" });
          return held.test(said);
        },
        { timeoutSeconds: 60 },
      );
      assert.match(await make(own, evil, "dvs-deadbeef"), held);
      for (const one of tries) {
        assert.match(await make(administrator, one, "dvs-deadbeef"), held, one[0]);
        assert.equal(
          await make(administrator, one, "dvs-deadbeef", true),
          "permitted",
          `${one[0]} as dry run`,
        );
        assert.equal(await make(administrator, one, "dvs-deadbeefs", true), "permitted");
      }
      assert.equal(
        await make(administrator, evil, "team-a"),
        "permitted",
        "namespaces of others are not its matter",
      );

      // what a deep run stores can be stored, and not be made to start
      const values = {
        name: "s-deadbeef",
        namespace: "dvs-deadbeef",
        serviceAccount: "default",
        image: "registry.k8s.io/pause:3.10",
        foreignImage: "foreign.invalid/pause:3.10",
        gid: 10_001,
        minGid: 1000,
        overlays: [],
      };
      for (const kind of storedKinds) {
        const what = kind === "Pod" ? "pods" : "apps/v1 deployments";
        const stored = storedObject(kind, values, "deadbeef");
        assert.equal(await make(administrator, [what, stored], "dvs-deadbeef"), "permitted", kind);
        const path = `${pathOf(what, "dvs-deadbeef")}/${(stored["metadata"] as { name: string }).name}`;
        const patch = (spec: JsonObject, subresource = "") =>
          send(administrator, {
            method: "PATCH",
            path: `${path}${subresource}`,
            query: {},
            contentType: "application/merge-patch+json",
            body: { spec },
          });
        if (kind === "Pod") assert.match(await patch({ schedulingGates: null }), held);
        else {
          assert.match(await patch({ replicas: 1 }), held);
          assert.match(await patch({ paused: false }), held);
          assert.match(await patch({ replicas: 1 }, "/scale"), held);
        }
      }
      own.close();
      administrator.close();
    } finally {
      await site.stop();
    }
  });

  for (const probes of ["core", "deep"] as const) {
    it(`are held by guard.yaml without a change to any verdict of a ${probes} run where everything is enforced`, async () => {
      const kind = siteKinds.find((candidate) => candidate.id === "vap");
      assert.ok(kind);
      const site = await startSiteKind(testbed, { ...kind, id: `guard-${probes}` });
      try {
        await apply(site, [...deployed("namespace.yaml"), ...deployed("access.yaml")]);
        if (probes === "deep") await apply(site, deployed("access-deep.yaml"));
        await filled(site);
        const kubeconfig = await kubeconfigOf(site, "sonobuoy", "dvs");
        const without = await runUnder(kubeconfig, { probes }, 60);
        await apply(site, [...deployed("guard.yaml"), withoutLabels("dvs-deadbeef")]);
        const administrator = apiOfFile(site.kubeconfig);
        // the site's own policies do not know this kind
        const controller = {
          apiVersion: "v1",
          kind: "ReplicationController",
          metadata: { name: "p" },
          spec: {
            replicas: 0,
            selector: { app: "p" },
            template: { metadata: { labels: { app: "p" } }, spec: aPod.spec },
          },
        };
        await until(
          "the guard to be at work",
          async () => {
            const path = "/api/v1/namespaces/dvs-deadbeef/replicationcontrollers";
            const answer = await administrator.send(
              { method: "POST", path, query: {}, body: controller },
              AbortSignal.timeout(10_000),
            );
            return /nothing may run/.test(JSON.stringify(answer.body));
          },
          { timeoutSeconds: 60 },
        );
        administrator.close();
        const found = await runUnder(kubeconfig, { probes }, 60);
        assert.deepEqual(found.cells, everywhere("enforced"));
        assert.deepEqual(found.cells, without.cells);
        const outcomes = ({ result }: Found) =>
          result.probes.map(({ probe, outcome }) => `${probe}: ${outcome.kind}`).sort();
        assert.deepEqual(outcomes(found), outcomes(without));
        assert.deepEqual([...found.problems, ...without.problems], []);
      } finally {
        await site.stop();
      }
    });
  }

  describe("to read engines' configuration", () => {
    const place: Place = {
      namespace: "team-a",
      labels: { "kubernetes.io/metadata.name": "team-a" },
      annotations: {},
      user: "system:serviceaccount:team-a:dvs",
      groups: ["system:serviceaccounts", "system:serviceaccounts:team-a", "system:authenticated"],
    };
    const rights = rightsOf("access.yaml");
    const engineRights = rights.filter(
      ({ apiGroups: [group], resourceNames = [] }) =>
        resourceNames.length > 0 || /kyverno\.io|gatekeeper\.sh/.test(group),
    );
    // exempt can only be who an enforcing policy is about, so the kinds that are read for their action alone come below
    const forReports = engineRights.filter(({ resources: [resource] }) =>
      /^(namespaced|imagevalidating)/.test(resource),
    );
    const ofEngines = engineRights.filter((right) => !forReports.includes(right));
    const ofReports = [
      ...engineRights.filter(({ resources: [resource] }) => !/configs|configmaps|exceptions/.test(resource)),
      ...rights.filter(({ resources: [resource] }) => resource === "validatingadmissionpolicybindings"),
    ];
    let site: Site;
    before(async () => {
      site = await testbed.startSite({ name: "engines" });
      await apply(site, engines());
      for (const taken of new Set([...ofEngines, ...ofReports]))
        await apply(
          site,
          boundTo(
            userWithout(taken),
            rights.filter((right) => right !== taken),
          ),
        );
      await apply(site, boundTo("all", rights));
    });
    after(() => site?.stop());

    async function readAs(user: string): Promise<{ says: string[]; said: string[] }> {
      const config = new KubeConfig();
      config.loadFromFile(site.kubeconfig);
      const api = apiOf(config, "dvs/test", { "impersonate-user": user });
      const said: string[] = [];
      const sources = await readExemptionSources(api, limits, (sentence) => said.push(sentence));
      api.close();
      return { says: exemptionsAt(sources, place).map((exemption) => exemption.says), said };
    }

    it("are eight, and with all of them nothing is unknown", async () => {
      assert.equal(ofEngines.length, 8);
      await until("the rights are at work", async () => (await readAs("all")).said.length === 0, {
        timeoutSeconds: 30,
      });
      const { says } = await readAs("all");
      assert.equal(says.length, 8, says.join("\n"));
    });

    for (const taken of ofEngines) {
      it(`${nameOf(taken)}: without it one exemption is not known, which is said`, async () => {
        const all = await readAs("all");
        const less = await readAs(userWithout(taken));
        const [sentence, ...more] = less.said;
        assert.match(
          sentence ?? "",
          /^who is exempt is not known in full: HTTP 403: .* cannot (list|get) resource/,
        );
        assert.deepEqual(more, []);
        const [resource] = taken.resources;
        assert.ok(resource === "*" || sentence?.includes(`"${resource}"`), sentence);
        // what names alone tell is kept
        const fewer = all.says.filter((one) => !less.says.includes(one));
        assert.equal(fewer.length, 1, fewer.join("\n"));
      });
    }

    async function reportedAs(user: string): Promise<{ names: string[]; said: string[] }> {
      const config = new KubeConfig();
      config.loadFromFile(site.kubeconfig);
      const api = apiOf(config, "dvs/test", { "impersonate-user": user });
      const said: string[] = [];
      const { engines: found } = await readSiteFacts(api, config, limits, (sentence) => said.push(sentence));
      api.close();
      assert.ok("value" in found);
      const names = found.value.flatMap(({ name, reporting = [] }) =>
        reporting.map((one) => `${name} ${one}`),
      );
      return { names, said };
    }
    const allReports = [
      "gatekeeper psp-dryrun",
      "kyverno audit-everywhere",
      "kyverno ivpol-audit",
      "kyverno team-a/audit-here",
      "kyverno team-a/nivpol-audit",
      "kyverno team-a/nvpol-audit",
      "kyverno vpol-audit",
      "validating-admission-policy vap-audit",
    ];

    it("and to read which policies only report: with all of them nothing is unknown", async () => {
      assert.deepEqual(await reportedAs("all"), { names: allReports, said: [] });
    });

    for (const taken of ofReports) {
      it(`${nameOf(taken)}: without it what only reports is not known in full, which is said`, async () => {
        const { names, said } = await reportedAs(userWithout(taken));
        const [resource] = taken.resources;
        const sentence = said.find((one) =>
          /^which policies only report is not known in full: HTTP 403: .* cannot list resource/.test(one),
        );
        assert.ok(resource === "*" || sentence?.includes(`"${resource}"`), said.join("\n"));
        assert.equal(names.length, allReports.length - 1, names.join("\n"));
      });
    }
  });

  /** A site where the account has all rights of access.yaml and, in turn, all but one of an addition's. */
  async function startWith(name: string, addition: readonly Right[]): Promise<Site> {
    const site = await testbed.startSite({ name, users: addition.map(userWithout) });
    await apply(site, [...deployed("namespace.yaml"), ...deployed("access.yaml"), withoutLabels("team-a")]);
    for (const taken of addition) {
      const others = addition.filter((right) => right !== taken);
      await apply(site, boundTo(userWithout(taken), [...rightsOf("access.yaml"), ...others]));
    }
    await filled(site);
    return site;
  }

  describe("for namespaces of tenants", () => {
    const rights = rightsOf("access-tenants.yaml");
    const flags = { namespaces: ["team-a"], freshNamespace: false };
    let site: Site;
    before(async () => {
      site = await startWith("tenants", rights);
      await apply(site, deployed("access-tenants.yaml"));
    });
    after(() => site?.stop());

    it("suffice, bound in this namespace alone", async () => {
      const before_ = await everything(site);
      const found = await runUnder(await kubeconfigOf(site, "sonobuoy", "dvs"), flags, 60);
      assert.deepEqual(found.cells, everywhere("not-enforced"));
      assert.deepEqual(found.problems, []);
      assert.deepEqual(await everything(site), before_);
      assert.deepEqual(await refusals(site), []);
    });

    for (const taken of rights) {
      it(`${nameOf(taken)}: without it the lack is named`, async () => {
        const found = await runUnder(site.tokenKubeconfig(userWithout(taken)), flags, 0);
        // nothing is made there that could not be removed again
        const [verb] = taken.verbs;
        assertNamed(found, taken, verb === "delete" ? "inconclusive: rbac" : "not-enforced");
      });
    }
  });

  describe("for deep runs", () => {
    const rights = rightsOf("access-deep.yaml");
    let site: Site;
    before(async () => {
      site = await startWith("deep", rights);
      await apply(site, deployed("access-deep.yaml"));
    });
    after(() => site?.stop());

    it("suffice", async () => {
      const found = await runUnder(await kubeconfigOf(site, "sonobuoy", "dvs"), { probes: "deep" }, 60);
      assert.deepEqual(found.cells, everywhere("not-enforced"));
      assert.deepEqual(found.problems, []);
      assert.deepEqual(await refusals(site), []);
    });

    for (const taken of rights) {
      it(`${nameOf(taken)}: without it the lack is named`, async () => {
        const found = await runUnder(site.tokenKubeconfig(userWithout(taken)), { probes: "deep" }, 0);
        // the run's own namespace is removed in any case, with all that is left in it
        const whole = ["get", "delete"].includes(taken.verbs[0]);
        assertNamed(found, taken, whole ? "not-enforced" : "inconclusive: rbac");
      });
    }
  });
});

/** What the lack of a right must come to: verdicts that say so, or those of a whole run; and a sentence with the reason. */
function assertNamed(found: Found, { resources: [resource] }: Right, cell: string): void {
  assert.deepEqual(found.cells, everywhere(cell));
  const text = [...found.problems, ...found.said, found.result.run.cutShort ?? ""].join("\n");
  const [plural = ""] = resource.split("/");
  assert.match(text, new RegExp(`HTTP 403: [^]*\\b${plural}\\b`));
}

/** Controllers put a ServiceAccount and a ConfigMap into new namespaces, which is not the run's doing. */
async function filled(site: Site): Promise<void> {
  const count = async (path: string) =>
    ((await request(site, path)).body as { items: unknown[] }).items.length;
  await until(
    "the controllers have filled the namespaces",
    async () => {
      const all = await count("/api/v1/namespaces");
      return (
        (await count("/api/v1/configmaps?fieldSelector=metadata.name%3Dkube-root-ca.crt")) === all &&
        (await count("/api/v1/serviceaccounts?fieldSelector=metadata.name%3Ddefault")) === all
      );
    },
    { timeoutSeconds: 60 },
  );
}

/**
 * Kyverno and Gatekeeper as far as their configuration: eight objects, each leaving out team-a, and policies that only
 * report.
 */
function engines(): object[] {
  const kind = (
    group: string,
    version: string,
    [plural, name]: readonly [string, string],
    scope: string,
  ) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { plural, singular: name.toLowerCase(), kind: name, listKind: `${name}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  });
  const kyverno = "kyverno.io";
  const cel = "policies.kyverno.io";
  const pods = { any: [{ resources: { kinds: ["Pod"] } }] };
  const teamA = { any: [{ resources: { kinds: ["Pod"], namespaces: ["team-a"] } }] };
  const rules = (exclude: object) => ({
    validationFailureAction: "Enforce",
    rules: [{ name: "rule", match: pods, ...exclude, validate: { message: "no", pattern: {} } }],
  });
  const podRule = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }];
  const object = (apiVersion: string, kind: string, name: string, spec: object, namespace?: string) => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec,
  });
  return [
    kind(kyverno, "v1", ["clusterpolicies", "ClusterPolicy"], "Cluster"),
    kind(kyverno, "v1", ["policies", "Policy"], "Namespaced"),
    kind(kyverno, "v2", ["policyexceptions", "PolicyException"], "Namespaced"),
    kind(cel, "v1", ["validatingpolicies", "ValidatingPolicy"], "Cluster"),
    kind(cel, "v1", ["policyexceptions", "PolicyException"], "Namespaced"),
    kind(cel, "v1", ["namespacedvalidatingpolicies", "NamespacedValidatingPolicy"], "Namespaced"),
    kind(cel, "v1", ["imagevalidatingpolicies", "ImageValidatingPolicy"], "Cluster"),
    kind(cel, "v1", ["namespacedimagevalidatingpolicies", "NamespacedImageValidatingPolicy"], "Namespaced"),
    kind("config.gatekeeper.sh", "v1alpha1", ["configs", "Config"], "Namespaced"),
    kind(
      "constraints.gatekeeper.sh",
      "v1beta1",
      ["k8spspprivilegedcontainer", "K8sPSPPrivilegedContainer"],
      "Cluster",
    ),
    ...["kyverno", "team-a", "gatekeeper-system"].map(withoutLabels),
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kyverno", namespace: "kyverno" },
      data: { resourceFilters: "[Pod,team-a,*]" },
    },
    object(`${kyverno}/v1`, "ClusterPolicy", "restrict-sysctls", rules({ exclude: teamA })),
    object(`${kyverno}/v1`, "Policy", "restrict-apparmor", rules({ exclude: teamA }), "team-a"),
    object(
      `${kyverno}/v2`,
      "PolicyException",
      "ours",
      { match: teamA, exceptions: [{ policyName: "restrict-sysctls", ruleNames: ["rule"] }] },
      "kyverno",
    ),
    object(`${cel}/v1`, "ValidatingPolicy", "disallow-host-namespaces", {
      validationActions: ["Deny"],
      matchConstraints: {
        resourceRules: podRule,
        namespaceSelector: { matchLabels: { stage: "production" } },
      },
      validations: [{ expression: "false", message: "disallow-host-namespaces" }],
    }),
    object(
      `${cel}/v1`,
      "PolicyException",
      "ours",
      {
        policyRefs: [{ name: "require-run-as-non-root", kind: "ValidatingPolicy" }],
        matchConditions: [{ name: "team-a", expression: `request.namespace == "team-a"` }],
      },
      "kyverno",
    ),
    object(
      "config.gatekeeper.sh/v1alpha1",
      "Config",
      "config",
      { match: [{ processes: ["*"], excludedNamespaces: ["team-a"] }] },
      "gatekeeper-system",
    ),
    object("constraints.gatekeeper.sh/v1beta1", "K8sPSPPrivilegedContainer", "psp-privileged", {
      match: { kinds: [{ apiGroups: [""], kinds: ["Pod"] }], excludedNamespaces: ["team-a"] },
    }),
    object(`${kyverno}/v1`, "ClusterPolicy", "audit-everywhere", {
      rules: [
        { name: "rule", match: pods, validate: { failureAction: "Audit", message: "no", pattern: {} } },
      ],
    }),
    object(
      `${kyverno}/v1`,
      "Policy",
      "audit-here",
      { rules: [{ name: "rule", match: pods, validate: { message: "no", pattern: {} } }] },
      "team-a",
    ),
    object(`${cel}/v1`, "ValidatingPolicy", "vpol-audit", {
      validationActions: ["Audit", "Warn"],
      matchConstraints: { resourceRules: podRule },
      validations: [{ expression: "false" }],
    }),
    ...(
      [
        ["ImageValidatingPolicy", "ivpol-audit", undefined],
        ["NamespacedValidatingPolicy", "nvpol-audit", "team-a"],
        ["NamespacedImageValidatingPolicy", "nivpol-audit", "team-a"],
      ] as const
    ).map(([name, policy, namespace]) => {
      const matchConstraints = { resourceRules: podRule };
      const evaluation = { admission: { enabled: false } };
      const spec = { evaluation, matchConstraints, validations: [{ expression: "false" }] };
      return object(`${cel}/v1`, name, policy, spec, namespace);
    }),
    object("constraints.gatekeeper.sh/v1beta1", "K8sPSPPrivilegedContainer", "psp-dryrun", {
      enforcementAction: "dryrun",
      match: { kinds: [{ apiGroups: [""], kinds: ["Pod"] }] },
    }),
    object("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "vap-audit", {
      matchConstraints: { resourceRules: podRule },
      validations: [{ expression: "false" }],
    }),
    object("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", "vap-audit", {
      policyName: "vap-audit",
      validationActions: ["Audit"],
    }),
  ];
}

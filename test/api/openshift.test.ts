import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { isObject } from "#policies";
import { judge, type PolicyVerdict, type RunResult, readJUnit, writeJUnit } from "#results";
import { main } from "../../cli/main.ts";
import { type OpenShiftKind, openShiftKindsFor } from "../../demo/engine-sites/openshift.ts";
import { stockConstraints } from "../../demo/openshift/constraints.ts";
import { giveRanges } from "../../demo/openshift/namespace-ranges.ts";
import { type OpenShiftSite, startOpenShift } from "../../demo/openshift/start-open-shift.ts";
import { apiOf } from "../../plugin/api.ts";
import { exemptionsAt, readExemptionSources } from "../../plugin/facts/exemptions.ts";
import { sonobuoyNamespace } from "../../preflight/sonobuoy-pods.ts";
import { rowsOf } from "../../scripts/engines/tables.ts";
import { apply, remove, request, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { type Captured, captured } from "../cli/captured.ts";
import { differences, foundAt, summary, type Truth } from "../cluster/truth/truth.ts";
import { expectedEngineSites } from "../rivals/expected-engines.ts";
import { judgeRivals } from "../rivals/judge-rivals.ts";
import { boundTo, rightsOf } from "./access.ts";
import { everything } from "./everything.ts";
import { runProbe } from "./run-probe.ts";
import { openShiftPssTruth, openShiftTruths } from "./truth/openshift.ts";

const images = [
  "--sonobuoy-image",
  "registry.k8s.io/sonobuoy:v0.57.5",
  "--plugin-image",
  "dvs:registry.k8s.io/dvs:0.1.0",
];
const serviceAccount = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: "sonobuoy-serviceaccount", namespace: "sonobuoy" },
};
/** Of an operator who is no administrator: those may use every constraint. */
const operatorRights = [
  { apiGroups: [""], resources: ["namespaces"], verbs: ["get", "create"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["create"] },
];

/** The verdicts of a run's only namespace. */
function judged({ vantages: [vantage], probes }: RunResult): readonly PolicyVerdict[] {
  assert.ok(vantage);
  return judge(vantage, probes);
}

describe("OpenShift's security context constraints, on a real API server", function () {
  this.timeout("30m");
  let testbed: Testbed;
  const lines: string[] = [];
  const found: Truth[] = [];
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(async () => {
    for (const line of [...lines, "", ...rowsOf(found)]) console.log(`    ${line}`);
    await testbed?.stop();
  });

  for (const kind of openShiftKindsFor("registry.k8s.io"))
    describe(kind.id, () =>
      probing(
        kind,
        () => testbed,
        (line, site) => {
          lines.push(line);
          if (site !== undefined) found.push(site);
        },
      ),
    );
});

function probing(
  kind: OpenShiftKind,
  testbed: () => Testbed,
  tell: (line: string, found?: Truth) => void,
): void {
  let started: OpenShiftSite;
  let result: RunResult;
  let before_: readonly string[];
  const truth = openShiftTruths.find((one) => one.kind === kind.id);
  assert.ok(truth, kind.id);
  /** What is amiss with the verdicts of a core run. */
  const amiss = (run: RunResult) =>
    differences({ ...truth, outcomes: {} }, foundAt(kind.id, [], judged(run)));
  before(async () => {
    started = await startOpenShift(testbed(), kind);
    before_ = await everything(started.site);
    const run = await runProbe(started.site.kubeconfig, { probes: "deep" });
    assert.deepEqual(run.problems, []);
    ({ result } = run);
  });
  after(() => started?.stop());

  it("brings all probes and policies to what was written down, also after the journey through JUnit", () => {
    for (const run of [result, readJUnit(writeJUnit(result))]) {
      const found = foundAt(kind.id, run.probes, judged(run));
      const differing = differences(truth, found);
      if (run === result) tell(`${kind.id.padEnd(22)} ${summary(truth, differing)}`, found);
      assert.deepEqual(differing, []);
    }
  });

  it("has the rivals say what was written down", async () => {
    const { site } = started;
    const expected = expectedEngineSites[kind.id];
    assert.ok(expected, kind.id);
    const name = "rivals";
    const path = `/api/v1/namespaces/${name}`;
    await apply(site, [{ apiVersion: "v1", kind: "Namespace", metadata: { name } }]);
    await until(
      "the rivals' namespace to have its ranges",
      async () => JSON.stringify((await request(site, path)).body).includes("sa.scc.uid-range"),
      { timeoutSeconds: 30 },
    );
    const { differing, misjudged } = await judgeRivals(site.kubeconfig, name, expected, result);
    console.log(`      ${misjudged}`);
    assert.deepEqual(differing, []);
    await until("the rivals' namespace to be gone", async () => (await request(site, path)).status === 404, {
      timeoutSeconds: 60,
    });
  });

  if (kind.id === "openshift-stock") {
    it("brings the profile pss-restricted to what was written down", async () => {
      const flags = { profile: "pss-restricted", probes: "deep" };
      const { result: run, problems } = await runProbe(started.site.kubeconfig, flags);
      assert.deepEqual(problems, []);
      const differing = differences(openShiftPssTruth, foundAt(kind.id, run.probes, judged(run)));
      tell(`${kind.id.padEnd(22)} ${summary(openShiftPssTruth, differing)}, by the profile pss-restricted`);
      assert.deepEqual(differing, []);
    });

    it("is told by preflight what lets the plugin's pods in, which works and changes no verdict", async () => {
      const { site } = started;
      const own = [sonobuoyNamespace("sonobuoy"), serviceAccount, ...boundTo("tenant", operatorRights)];
      await apply(site, own);
      const preflight = () =>
        captured(() =>
          main(["preflight", "--kubeconfig", site.tokenKubeconfig("tenant"), "--lang", "en", ...images]),
        );
      const refused = await preflight();
      assert.equal(refused.code, 1, refused.stderr);
      assert.match(refused.stderr, /aggregator: REFUSED by openshift-scc: restricted-v2/);
      assert.match(refused.stderr, /worker\): REFUSED by openshift-scc: restricted-v2/);
      const exemptions = parseAllDocuments(refused.stdout).flatMap((document): object[] => {
        const object: unknown = document.toJS();
        return isObject(object) ? [object] : [];
      });
      assert.deepEqual(
        exemptions.map((one) => ("kind" in one ? one.kind : "")),
        ["RoleBinding"],
      );
      await apply(site, exemptions);
      let admitted: Captured | undefined;
      await until(
        "preflight to find the pods admitted",
        async () => {
          admitted = await preflight();
          return admitted.code === 0;
        },
        { timeoutSeconds: 30, pauseSeconds: 2 },
      ).catch(() => assert.fail(admitted?.stderr));
      const { result: exempted } = await runProbe(site.kubeconfig);
      assert.deepEqual(amiss(exempted), []);
      await remove(site, [...exemptions, ...own]);
    });

    it("proves nothing in a namespace that gets no ranges, and says that it was not set up", async () => {
      await started.ranges.stop();
      const { result: unranged, said } = await runProbe(started.site.kubeconfig);
      const reasons = unranged.probes.map(({ outcome }) =>
        "reason" in outcome ? outcome.reason : outcome.kind,
      );
      assert.deepEqual([...new Set(reasons)].sort(), ["server-too-new", "setup"]);
      assert.deepEqual([...new Set(judged(unranged).map(({ verdict }) => verdict))], ["inconclusive"]);
      assert.match(unranged.run.cutShort ?? "", /unable to find annotation openshift.io\/sa.scc.uid-range/);
      assert.ok(
        said.some((sentence) => sentence.includes("ranges of ids")),
        said.join("\n"),
      );
    });

    it("waits for ranges that come late, and then finds what it finds elsewhere", async () => {
      const ranges = giveRanges(started.site, 12);
      try {
        const { result: late } = await runProbe(started.site.kubeconfig);
        assert.deepEqual(amiss(late), []);
      } finally {
        await ranges.stop();
      }
    });
  }

  if (kind.id === "openshift-privileged") {
    const byRole = "the security context constraint privileged, which the tenant may use by a role";

    it("says on the page why: the tenant may use a constraint that permits all of it", async () => {
      assert.deepEqual(
        result.vantages[0]?.exemptions.map(({ engine, says, policies }) => [engine, says, policies?.length]),
        [["openshift-scc", byRole, 7]],
      );
      const folder = await mkdtemp(join(tmpdir(), "dvs-openshift-"));
      try {
        await writeFile(join(folder, "junit.xml"), writeJUnit(result));
        const page = join(folder, "report.html");
        const report = await captured(() => main(["report", join(folder, "junit.xml"), "-o", page]));
        assert.equal(report.code, 0, report.stderr);
        const html = await readFile(page, "utf8");
        assert.ok(html.includes(byRole) && html.includes("laut Konfiguration ausgenommen"));
        assert.match(html, /Verlangt der Mandant aber ausdrücklich die Benutzer-ID 0/);
        const explained = await captured(() =>
          main(["explain", join(folder, "junit.xml"), "require-run-as-non-root", "--lang", "en"]),
        );
        assert.equal(explained.code, 0, explained.stderr);
        assert.match(explained.stdout, /if the tenant expressly asks for the user id 0/);
        assert.match(explained.stdout, /runAsUser: 0/);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it("knows the grants that stand in a constraint, and without the right to read them the stock ones", async () => {
      const { site } = started;
      const place = {
        namespace: "team-a",
        labels: {},
        annotations: {},
        user: "system:serviceaccount:team-a:dvs",
        groups: ["system:serviceaccounts", "system:serviceaccounts:team-a", "system:authenticated"],
      };
      const granted = stockConstraints.map((one) =>
        JSON.stringify(one["metadata"]).includes('"privileged"')
          ? { ...one, groups: ["system:masters", "system:serviceaccounts"] }
          : one,
      );
      const said = async (user: string, constraints: readonly string[] = []) => {
        const config = new KubeConfig();
        config.loadFromFile(site.kubeconfig);
        const api = apiOf(config, "dvs/test", { "impersonate-user": user });
        const unknown: string[] = [];
        const limits = { requestTimeout: 10, signal: new AbortController().signal };
        const sources = await readExemptionSources(api, limits, (sentence) => unknown.push(sentence));
        api.close();
        const says = exemptionsAt(sources, { ...place, constraints }).map((exemption) => exemption.says);
        return {
          says,
          unknown: unknown.filter((sentence) => sentence.includes("securitycontextconstraints")),
        };
      };
      const rights = rightsOf("access.yaml");
      const toRead = rights.filter(({ apiGroups: [group] }) => group === "security.openshift.io");
      assert.equal(toRead.length, 1);
      const users = [
        ...boundTo("reader", rights),
        ...boundTo(
          "blind",
          rights.filter((right) => !toRead.includes(right)),
        ),
      ];
      await apply(site, users);
      await until("the rights to be at work", async () => (await said("reader")).unknown.length === 0, {
        timeoutSeconds: 30,
      });
      assert.deepEqual((await said("reader")).says, []);
      await apply(site, granted);
      assert.deepEqual((await said("reader")).says, [
        "the security context constraint privileged, which the tenant may use: Group system:serviceaccounts",
      ]);
      assert.deepEqual((await said("blind")).says, []);
      const blind = await said("blind", ["privileged", "restricted-v2"]);
      assert.deepEqual(blind.says, [byRole]);
      assert.equal(blind.unknown.length, 1);
      await apply(site, stockConstraints);
      await remove(site, users);
    });
  }

  it("leaves the cluster as it was found", async () => {
    assert.deepEqual(await everything(started.site), before_);
  });
}

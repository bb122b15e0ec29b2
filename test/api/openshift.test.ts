import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { isObject } from "#policies";
import { judge, type Outcome, type RunResult, readJUnit, writeJUnit } from "#results";
import { main } from "../../cli/main.ts";
import { type OpenShiftKind, openShiftKindsFor } from "../../demo/engine-sites/openshift.ts";
import { giveRanges } from "../../demo/openshift/namespace-ranges.ts";
import { type OpenShiftSite, startOpenShift } from "../../demo/openshift/start-open-shift.ts";
import { sonobuoyNamespace } from "../../preflight/sonobuoy-pods.ts";
import { apply, remove, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { type Captured, captured } from "../cli/captured.ts";
import { boundTo } from "./access.ts";
import { everything } from "./everything.ts";
import { runProbe } from "./run-probe.ts";
import { openShiftTruth } from "./truth/openshift.ts";

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

/** An outcome in the words of the truth tables. */
function inWords(outcome: Outcome): string {
  if (outcome.kind === "refused") {
    const { by, attribution } = outcome;
    return `refused ${by.engine} ${by.policy ?? "-"} ${attribution}`;
  }
  return outcome.kind === "admitted" && outcome.inForm !== undefined
    ? "admitted in another form"
    : outcome.kind;
}

/** The verdicts of a run's only namespace, each with its flags. */
function verdictsOf({ vantages: [vantage], probes }: RunResult): Record<string, string> {
  assert.ok(vantage);
  return Object.fromEntries(
    judge(vantage, probes).map(({ policy, verdict, flags }) => [policy, [verdict, ...flags].join(" ")]),
  );
}

/** What differs, a line each: a diff of hundreds of entries helps nobody. */
function differences(found: Readonly<Record<string, string>>, truth: Readonly<Record<string, string>>) {
  return [...new Set([...Object.keys(found), ...Object.keys(truth)])].flatMap((name) =>
    found[name] === truth[name] ? [] : [`${name}: ${found[name]}, expected: ${truth[name]}`],
  );
}

describe("OpenShift's security context constraints, on a real API server", function () {
  this.timeout("30m");
  let testbed: Testbed;
  const table: string[] = [];
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(async () => {
    for (const line of table) console.log(`    ${line}`);
    await testbed?.stop();
  });

  for (const kind of openShiftKindsFor("registry.k8s.io"))
    describe(kind.id, () =>
      probing(
        kind,
        () => testbed,
        (line) => table.push(line),
      ),
    );
});

function probing(kind: OpenShiftKind, testbed: () => Testbed, tell: (line: string) => void): void {
  let started: OpenShiftSite;
  let result: RunResult;
  let before_: readonly string[];
  const truth = openShiftTruth[kind.id];
  before(async () => {
    started = await startOpenShift(testbed(), kind);
    before_ = await everything(started.site);
    const run = await runProbe(started.site.kubeconfig, { probes: "deep" });
    assert.deepEqual(run.problems, []);
    ({ result } = run);
  });
  after(() => started?.stop());

  it("brings all probes and policies to what was written down, also after the journey through JUnit", () => {
    assert.ok(truth);
    for (const run of [result, readJUnit(writeJUnit(result))]) {
      const found = Object.fromEntries(run.probes.map(({ probe, outcome }) => [probe, inWords(outcome)]));
      const wrong = differences(found, truth.outcomes);
      const wrongVerdicts = differences(verdictsOf(run), truth.verdicts);
      if (run === result) {
        const count = (all: object, amiss: readonly string[]) =>
          `${Object.keys(all).length - amiss.length} of ${Object.keys(all).length}`;
        tell(
          `${kind.id.padEnd(22)} probes ${count(truth.outcomes, wrong)}, verdicts ${count(truth.verdicts, wrongVerdicts)}`,
        );
      }
      assert.deepEqual([...wrong, ...wrongVerdicts], []);
    }
  });

  if (kind.id === "openshift-stock") {
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
      assert.deepEqual(differences(verdictsOf(exempted), truth?.verdicts ?? {}), []);
      await remove(site, [...exemptions, ...own]);
    });

    it("proves nothing in a namespace that gets no ranges, and says that it was not set up", async () => {
      await started.ranges.stop();
      const { result: unranged, said } = await runProbe(started.site.kubeconfig);
      const reasons = unranged.probes.map(({ outcome }) =>
        "reason" in outcome ? outcome.reason : outcome.kind,
      );
      assert.deepEqual([...new Set(reasons)].sort(), ["server-too-new", "setup"]);
      assert.deepEqual([...new Set(Object.values(verdictsOf(unranged)))], ["inconclusive"]);
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
        assert.deepEqual(differences(verdictsOf(late), truth?.verdicts ?? {}), []);
      } finally {
        await ranges.stop();
      }
    });
  }

  it("leaves the cluster as it was found", async () => {
    assert.deepEqual(await everything(started.site), before_);
  });
}

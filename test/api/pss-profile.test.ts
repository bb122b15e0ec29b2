import assert from "node:assert/strict";
import {
  defaultProfile,
  type PolicyId,
  type Profile,
  policies,
  probeObject,
  probesIn,
  probeValues,
  versionReason,
} from "#policies";
import { judge, type RunResult, readJUnit, writeJUnit } from "#results";
import { compare } from "../../aggregator/index.ts";
import {
  demoImage,
  everyPolicyAtWork,
  type SiteKind,
  siteKindsFor,
  startSiteKind,
} from "../../demo/sites.ts";
import { validatingAdmissionPolicy } from "../../enforcement/validating-admission-policy.ts";
import {
  apply,
  type KubernetesVersion,
  request,
  type Site,
  startTestbed,
  type Testbed,
  until,
} from "../../testbed/index.ts";
import { runProbe } from "./run-probe.ts";
import { expectedOutcome, expectedVerdicts, type PssKind, pss, triedIn } from "./truth/pss.ts";

const versions: readonly KubernetesVersion[] = ["1.26", "1.29", "1.32", "1.36", "1.37"];

const kinds = siteKindsFor("registry.k8s.io", pss);
const kindOf = (id: string): SiteKind => {
  const found = kinds.find((kind) => kind.id === id);
  assert.ok(found);
  return found;
};

const legend =
  "Verdicts in the order of the profile: E enforced, L enforced-looser, P partly-enforced, N not-enforced, - not applicable, * neutralised";

const engines: Partial<Record<PssKind, string>> = {
  vap: "validating-admission-policy",
  "psa-baseline": "pod-security",
  "psa-restricted": "pod-security",
};

/** Without the rule about what their controls have to have, these stay closed as long as that rule is there, and the other way round. */
const entailed: readonly PolicyId[] = ["disallow-host-process", "disallow-privileged-containers"];

const bindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";

describe("profile pss-restricted against real API servers", function () {
  this.timeout("60m");
  const table: string[] = [];
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(async () => {
    await testbed?.stop();
    console.log(["", legend, ...table].join("\n    "));
  });

  const baseline: SiteKind = {
    ...kindOf("psa-restricted"),
    id: "psa-baseline",
    podSecurityDefault: "baseline",
  };
  for (const kubernetes of versions) {
    probing("psa-restricted", kindOf("psa-restricted"), kubernetes, () => testbed, table);
    probing("psa-baseline", baseline, kubernetes, () => testbed, table);
  }
  probing("none", kindOf("none"), "1.36", () => testbed, table);
  probing("vap", kindOf("vap"), "1.36", () => testbed, table);
  describe("vap, with one rule taken away", () => breaking(() => testbed));
  for (const kind of [kindOf("psa-restricted"), baseline, kindOf("none")])
    describe(`1.36, ${kind.id}, judged by the other profile`, () => judgedAcross(kind, () => testbed));
});

function probing(
  id: PssKind,
  kind: SiteKind,
  kubernetes: KubernetesVersion,
  testbed: () => Testbed,
  table: string[],
): void {
  describe(`${kubernetes}, ${id}`, () => {
    let site: Site;
    before(async () => {
      site = await startSiteKind(testbed(), kind, kubernetes);
    });
    after(() => site?.stop());

    for (const set of ["core", "deep"] as const) {
      describe(set, () => {
        let result: RunResult;
        before(async () => {
          const run = await runProbe(site.kubeconfig, { profile: "pss-restricted", probes: set });
          assert.deepEqual(run.problems, []);
          ({ result } = run);
        });

        it("brings every probe to the outcome that was written down", () => {
          const found = result.probes.map(({ probe, outcome }) => [probe, outcome.kind]);
          const expected = triedIn(set).map((probe) => [probe.id, expectedOutcome(probe, id, kubernetes)]);
          assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected));
        });

        it("brings every policy to its verdict, also after the journey through JUnit", () => {
          const expected = expectedVerdicts(id, kubernetes, set);
          for (const run of [result, readJUnit(writeJUnit(result))])
            assert.deepEqual(verdicts(run), expected);
          const row = Object.values(verdicts(result)).map(letter);
          table.push(`${kubernetes}  ${id.padEnd(15)}${set}  ${row.join("")}`);
        });

        it("names who refused, and how sure it is", () => {
          const found = result.probes.flatMap(({ probe, control, outcome }) => {
            if (outcome.kind !== "refused") return [];
            assert.equal(outcome.by.engine, engines[id], probe);
            assert.ok(outcome.by.policy && outcome.by.rule, probe);
            return attributions(probe, control, id).includes(outcome.attribution)
              ? []
              : [`${probe}: ${outcome.attribution}`];
          });
          assert.deepEqual(found, []);
        });
      });
    }
  });
}

/**
 * How a refusal is told to mean its policy. Pod Security lists all that it objects to, so what the control has as well
 * is no obstacle; a ValidatingAdmissionPolicy is named alone, and which of two that refuse is up to the API server.
 */
function attributions(probe: string, control: string, kind: PssKind): readonly string[] {
  // breaks disallow-privilege-escalation as well
  if (kind === "vap" && probe === "disallow-privileged-containers/main-ape-true")
    return ["both", "difference"];
  if (control === "host-network") return kind === "vap" ? ["message", "entailed"] : ["message"];
  if (control.endsWith("no-ape"))
    return kind === "vap" ? ["message", "entailed"] : [kind === "psa-baseline" ? "both" : "message"];
  return ["both"];
}

function breaking(testbed: () => Testbed): void {
  let site: Site;
  const kind = kindOf("vap");
  before(async () => {
    site = await testbed().startSite({ name: "pss-broken" });
    await apply(site, kind.manifests);
    await everyPolicyAtWork(site, kind, demoImage);
  });
  after(() => site?.stop());

  const verdictsNow = async (): Promise<Record<string, string>> => {
    const { result, problems } = await runProbe(site.kubeconfig, { profile: "pss-restricted" });
    assert.deepEqual(problems, []);
    return verdicts(result);
  };

  for (const id of pss.policies) {
    it(`turns ${entailed.includes(id) ? "no cell" : "exactly the cell"}: ${id}`, async () => {
      await withoutRules(site, [id], async () => {
        const turned = entailed.includes(id) ? {} : { [id]: "not-enforced" };
        assert.deepEqual(await verdictsNow(), { ...expectedVerdicts("vap", "1.36"), ...turned });
      });
    });
  }

  for (const both of [
    ["disallow-host-process", "disallow-host-namespaces"],
    ["disallow-privileged-containers", "disallow-privilege-escalation"],
  ] as const) {
    it(`turns both cells: ${both.join(", and ")}, without which the former cannot be`, async () => {
      await withoutRules(site, both, async () => {
        const turned = Object.fromEntries(both.map((id) => [id, "not-enforced"]));
        assert.deepEqual(await verdictsNow(), { ...expectedVerdicts("vap", "1.36"), ...turned });
      });
    });
  }
}

/** A result judged by another profile than its own must come to what a run with that one comes to, or to nothing. */
function judgedAcross(kind: SiteKind, testbed: () => Testbed): void {
  let site: Site;
  before(async () => {
    site = await startSiteKind(testbed(), kind);
  });
  after(() => site?.stop());

  for (const set of ["core", "deep"] as const) {
    it(`comes to the same where the profiles meet, and says what is missing: ${set}`, async () => {
      const runs = new Map<Profile, RunResult>();
      for (const profile of [defaultProfile, pss])
        runs.set(profile, (await runProbe(site.kubeconfig, { profile: profile.id, probes: set })).result);
      for (const [of, result] of runs) {
        for (const [by, own] of runs) {
          const found = cellsOf(result, by);
          const expected = by.policies.map((id) => [
            id,
            of.policies.includes(id) ? cellsOf(own, by)[id] : "missing",
          ]);
          assert.deepEqual(found, Object.fromEntries(expected), `${of.id} by ${by.id}`);
        }
      }
    });
  }
}

function cellsOf(result: RunResult, profile: Profile): Record<string, string> {
  const whole = { name: "junit.xml", hashed: "file", sha256: "", resultSha256: "" } as const;
  const [site] = compare([{ ...whole, packing: { by: "unknown" }, result, notes: [] }], { profile }).sites;
  assert.ok(site);
  return Object.fromEntries(site.cells.map(({ policy, verdict }) => [policy, verdict]));
}

/** Takes rules away, waits until that is felt, and puts them back. */
async function withoutRules(site: Site, ids: readonly PolicyId[], work: () => Promise<void>): Promise<void> {
  for (const id of ids) {
    const { status } = await request(site, `${bindings}/dvs-${id}`, { method: "DELETE" });
    assert.equal(status, 200);
  }
  const named = async (id: PolicyId) => {
    const said = await answerTo(site, id);
    return ids.some((own) => said.includes(`'dvs-${own}'`));
  };
  for (const id of ids)
    await until(`dvs-${id} to be gone`, async () => !(await named(id)), { timeoutSeconds: 60 });
  try {
    await work();
  } finally {
    await apply(
      site,
      ids.flatMap((id) => validatingAdmissionPolicy(policies[id], "enforce")),
    );
    for (const id of ids)
      await until(`dvs-${id} to be back`, async () => (await answerTo(site, id)).includes("denied"), {
        timeoutSeconds: 60,
      });
  }
}

/** What the API server says to a violation of a policy. */
async function answerTo(site: Site, id: PolicyId): Promise<string> {
  const violation = probesIn(pss, id).find(
    (probe) => probe.weight === "must" && !versionReason(probe, "1.36") && probe.expect === "reject",
  );
  assert.ok(violation);
  const run = { name: "p-broken", namespace: "default", serviceAccount: "default" };
  const body = probeObject(violation, probeValues({ ...run, image: demoImage, minGid: 0 }));
  const path = "/api/v1/namespaces/default/pods?dryRun=All";
  return JSON.stringify((await request(site, path, { method: "POST", body })).body);
}

/** The verdicts, with the flags that there are beside them. */
function verdicts({ vantages: [vantage], probes }: RunResult): Record<string, string> {
  assert.ok(vantage);
  const judged = judge(vantage, probes);
  return Object.fromEntries(
    judged.map(({ policy, verdict, flags }) => [policy, [verdict, ...flags].join(" ")]),
  );
}

/** A verdict in the table; ? is one that is expected nowhere. */
function letter(verdict: string): string {
  const letters: Readonly<Record<string, string>> = {
    enforced: "E ",
    "enforced byMutation": "E*",
    "enforced-looser": "L ",
    "partly-enforced": "P ",
    "not-enforced": "N ",
    "not-applicable": "- ",
  };
  return letters[verdict.replace(" incomplete", "")] ?? "? ";
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "#policies";
import { judge, type RunResult, type Verdict } from "#results";
import { type SiteKind, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { apiStatus } from "../../plugin/refusals/api-status.ts";
import { recognise } from "../../plugin/refusals/recognise.ts";
import {
  type Answer,
  type KubernetesVersion,
  request,
  type Site,
  startTestbed,
  type Testbed,
} from "../../testbed/index.ts";
import { everywhere, restricted } from "./expected-verdicts.ts";
import { runProbe } from "./run-probe.ts";

/** What one version of Kubernetes makes of the core probes where that differs from 1.36, and why. */
interface VersionExpectation {
  readonly kubernetes: KubernetesVersion;
  readonly because: readonly string[];
  /** Kinds of sites that exist in this version. */
  readonly sites: readonly string[];
  /** The same at sites of every kind: the API server neutralises before anybody judges, or does not know the field. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** Written down before anything ran. */
const expectations: readonly VersionExpectation[] = written("expected-outcomes-by-version.json");
const outcomesOf136: Readonly<Record<string, Record<string, string>>> = written("expected-outcomes.json");

const verdictsOf136: Readonly<Record<string, Readonly<Record<string, Verdict>>>> = {
  none: everywhere("not-enforced"),
  vap: everywhere("enforced"),
  "psa-restricted": restricted,
};

const legend =
  "Verdicts in the order of the catalogue: E enforced, L enforced-looser, N not-enforced, * neutralised";

describe("plugin against API servers from Kubernetes 1.26 to 1.37", function () {
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

  for (const expectation of expectations) {
    for (const kind of siteKinds.filter(({ id }) => expectation.sites.includes(id))) {
      describe(`${expectation.kubernetes}, ${kind.id}`, () =>
        probing(expectation, kind, () => testbed, table));
    }
  }
});

function probing(
  { kubernetes, outcomes, verdicts }: VersionExpectation,
  kind: SiteKind,
  testbed: () => Testbed,
  table: string[],
): void {
  let site: Site;
  let result: RunResult;
  let problems: readonly string[];
  before(async () => {
    const manifests = kubernetes === "1.29" ? kind.manifests.map(asBeta) : kind.manifests;
    site = await startSiteKind(testbed(), { ...kind, manifests }, kubernetes);
    ({ result, problems } = await runProbe(site.kubeconfig));
  });
  after(() => site?.stop());

  it("brings every core probe to the outcome that was written down", () => {
    const found = Object.fromEntries(result.probes.map(({ probe, outcome }) => [probe, outcome.kind]));
    assert.deepEqual(found, { ...outcomesOf136[kind.id], ...outcomes });
  });

  it("says of a probe without meaning why it has none", () => {
    for (const { probe, outcome } of result.probes) {
      if (outcome.kind !== "not-applicable") continue;
      const newer = probe === "require-default-proc-mount/main-unmasked-gate-off";
      assert.equal(outcome.reason, newer ? "server-too-new" : "server-too-old", probe);
    }
  });

  it("brings every policy to its verdict", () => {
    const [vantage] = result.vantages;
    assert.ok(vantage);
    const judged = judge(vantage, result.probes);
    const found = Object.fromEntries(judged.map(({ policy, verdict }) => [policy, verdict]));
    assert.deepEqual(found, { ...verdictsOf136[kind.id], ...verdicts });
    const row = judged.map(
      ({ verdict, flags }) => letter(verdict) + (flags.includes("byMutation") ? "*" : " "),
    );
    table.push(`${kubernetes}  ${kind.id.padEnd(16)}${row.join("")}`);
  });

  it("knows the version, and leaves nothing behind", () => {
    assert.ok("value" in result.site.kubernetesVersion);
    assert.match(result.site.kubernetesVersion.value, new RegExp(`^v${kubernetes}\\.\\d+$`));
    assert.deepEqual(problems, []);
  });

  it("recognises the answer to a field that this version does not know", async () => {
    const { status, body } = await tryPod(site, { spec: { fieldOfALaterVersion: true } });
    assert.deepEqual(recognise(apiStatus(status, body)), { kind: "other", reason: "field-unknown" });
  });
}

/** An admission policy as Kubernetes 1.28 and 1.29 serve it: the same but for the version. */
function asBeta(manifest: JsonObject): JsonObject {
  const stable = "admissionregistration.k8s.io/v1";
  return manifest["apiVersion"] === stable ? { ...manifest, apiVersion: `${stable}beta1` } : manifest;
}

async function tryPod(site: Site, pod: object): Promise<Answer> {
  const body = { apiVersion: "v1", kind: "Pod", ...pod };
  const path = "/api/v1/namespaces/default/pods?dryRun=All&fieldValidation=Strict";
  return request(site, path, { method: "POST", body });
}

/** A verdict in the table; ? is one that is expected nowhere. */
function letter(verdict: Verdict): string {
  const letters: Partial<Record<Verdict, string>> = {
    enforced: "E",
    "enforced-looser": "L",
    "not-enforced": "N",
  };
  return letters[verdict] ?? "?";
}

function written<T>(file: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")) as T;
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, type JsonObject, type PolicyId, parametersOf, policies, probesOf, profiles } from "#policies";
import { openShiftTruths } from "../api/truth/openshift.ts";
import { truths } from "../cluster/truth/index.ts";
import { cellOf, comparedOf, rivals, truthsOf } from "../rivals/cells.ts";
import { expectedSites } from "../rivals/expected.ts";
import { expectedEngineSites, notJudged } from "../rivals/expected-engines.ts";
import { kdigger } from "../rivals/kdigger.ts";
import { probr } from "../rivals/probr.ts";
import { type Answer, type Says, saysOf } from "../rivals/rival.ts";
import { cellsTable, questionsTable, reasonsTable, type Table, totalsTable } from "../rivals/tables.ts";

const root = join(import.meta.dirname, "../..");
const created: Answer = { code: 201, message: "" };
const answer = (code: number, message = ""): Answer => ({ code, message });

const profile = profiles["dvs-poc-2022"];
assert.ok(profile);
const given = { "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] } };
const place = {
  namespace: "team-a",
  image: "registry.k8s.io/pause:3.10",
  foreignImage: "r7f3a91c2.invalid/x/a:1",
};

describe("the rivals' criteria, as read in their code", () => {
  const cases: readonly (readonly [what: string, answer: Answer, kdigger: Says, probr: Says])[] = [
    ["admitted", created, "open", "open"],
    ["refused by a webhook with 403, as Gatekeeper does", answer(403), "blocked", "blocked"],
    ["refused by a webhook with 400, as Kyverno does", answer(400), "blocked", "failed"],
    ["refused by a ValidatingAdmissionPolicy", answer(422), "blocked", "failed"],
    ["refused by a quota", answer(403, "exceeded quota"), "blocked", "blocked"],
    ["not answered by an engine", answer(500, "failed calling webhook"), "blocked", "failed"],
    ["too many requests", answer(429), "blocked", "failed"],
    ["an image that cannot be pulled", answer(500, "ErrImagePull"), "blocked", "blocked"],
  ];
  for (const [what, violating, byKdigger, byProbr] of cases) {
    it(`${what}: ${byKdigger} to kdigger, ${byProbr} to Probr`, () => {
      assert.equal(saysOf(kdigger, { violating }), byKdigger);
      assert.equal(saysOf(probr, { compliant: created, violating }), byProbr);
    });
  }

  it("Probr says nothing about a violation if its compliant pod is not admitted", () => {
    for (const compliant of [answer(403), answer(422)])
      assert.equal(saysOf(probr, { compliant, violating: answer(403) }), "nothing");
  });

  it("in doubt a cell is right: only what contradicts the truth is wrong", () => {
    const says: readonly Says[] = ["blocked", "open", "failed", "nothing"];
    assert.deepEqual(
      Object.fromEntries(
        (["enforced", "open", "undetermined"] as const).map((truth) => [
          truth,
          says.map((word) => cellOf(truth, word)).join(", "),
        ]),
      ),
      {
        enforced: "right, wrong: open, wrong: failed, no answer",
        open: "wrong: blocked, right, right, no answer",
        undetermined: "wrong: blocked, right, right, no answer",
      },
    );
  });

  it("their questions are compared with probes that exist and are of the core set", () => {
    const core = Object.values(policies)
      .flatMap((policy) => probesOf(policy))
      .filter(({ set, expect }) => set === "core" && expect === "reject")
      .map(({ id }) => id);
    for (const { id, probe } of rivals.flatMap(comparedOf))
      assert.ok(core.includes(probe), `${id}: ${probe}`);
  });

  it("their violating pods violate the policy that they are compared by, and Probr's compliant one does not", () => {
    const violated = (probe: string, pod: JsonObject) => {
      const policy = policies[probe.split("/")[0] as PolicyId];
      return check(policy, pod, parametersOf(policy.id, profile, given)).length > 0;
    };
    for (const { id, probe, compliant, violating } of rivals.flatMap(comparedOf)) {
      assert.ok(violated(probe, violating(place)), id);
      // user 1000, but not runAsNonRoot, which is what this policy wants to see
      if (compliant !== undefined) assert.equal(violated(probe, compliant(place)), id === "k-pod-009", id);
    }
  });

  it("a refusal of theirs can have many causes: their pods violate as many of the 14 as the page says", () => {
    const violations = (pod: JsonObject) =>
      profile.policies.filter((id) => check(policies[id], pod, parametersOf(id, profile, given)).length > 0);
    const byKdigger = kdigger.questions.map(({ violating }) => violations(violating(place)).length);
    assert.deepEqual([Math.min(...byKdigger), Math.max(...byKdigger)], [6, 7]);
    const compliant = probr.questions.flatMap(({ compliant: pod }) =>
      pod === undefined ? [] : [pod(place)],
    );
    assert.deepEqual([...new Set(compliant.map((pod) => violations(pod).length))], [5]);
  });

  it("the truths are those that our own tests hold our runs to", () => {
    const outcomes: Record<string, Record<string, string>> = JSON.parse(
      readFileSync(join(root, "test/api/expected-outcomes.json"), "utf8"),
    );
    for (const [kind, expected] of Object.entries(outcomes)) {
      assert.deepEqual(expectedSites[kind]?.truths, truthsOf(expected), kind);
    }
  });

  it("are judged at every kind of site with engines, or it is said why not", () => {
    assert.deepEqual(
      [...Object.keys(expectedEngineSites), ...Object.keys(notJudged)].sort(),
      [...truths, ...openShiftTruths].map(({ kind }) => kind).sort(),
    );
  });
});

describe("docs/rivals.md", () => {
  const sites = { ...expectedSites, ...expectedEngineSites };
  const text = readFileSync(join(root, "docs/rivals.md"), "utf8");
  const tables: Readonly<Record<string, Table>> = {
    "What they ask": questionsTable(),
    Totals: totalsTable(sites),
    "kdigger's cells": cellsTable("kdigger", sites),
    "Probr's cells": cellsTable("probr", sites),
    Why: reasonsTable(sites),
  };

  it("has exactly the tables that are computed from what the API test compares with real servers", () => {
    assert.deepEqual(
      [...text.matchAll(/^## (.*)$/gm)]
        .map(([, heading = ""]) => heading)
        .filter((heading) => tableUnder(text, heading).length > 0),
      Object.keys(tables),
    );
    for (const [heading, table] of Object.entries(tables)) {
      const wanted = table.map((row) => row.join(" | "));
      assert.deepEqual(tableUnder(text, heading), wanted, heading);
    }
  });

  it("names the commits that were read", () => {
    for (const source of ["kdigger.ts", "probr.ts"]) {
      const commits = readFileSync(join(root, "test/rivals", source), "utf8").match(/\b[0-9a-f]{40}\b/g);
      assert.ok(commits);
      for (const commit of commits) assert.ok(text.includes(commit.slice(0, 12)), `${source}: ${commit}`);
    }
  });
});

/** The rows of the first table under a heading, without the line below its head, and without padding. */
function tableUnder(text: string, heading: string): string[] {
  const [, after = ""] = text.split(`\n## ${heading}\n`);
  const [section = ""] = after.split("\n## ");
  return section
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .replace(/^\||\|$/g, "")
        .split("|")
        .map((cell) => cell.trim())
        .join(" | "),
    );
}

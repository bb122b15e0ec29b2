import assert from "node:assert/strict";
import { compare, reportJson, texts } from "../../aggregator/index.ts";
import { comparisonOfAll, profile } from "./comparisons.ts";
import { validBy } from "./valid-by.ts";

const valid = validBy("report");

describe("aggregator/report-json", () => {
  it("fits its schema for every kind of site", () => {
    const comparison = comparisonOfAll();
    for (const text of [texts.de, texts.en]) {
      const json = JSON.parse(JSON.stringify(reportJson(comparison, text)));
      assert.ok(valid(json), JSON.stringify(valid.errors, null, 1));
    }
    const { time, ...timeless } = JSON.parse(JSON.stringify(reportJson(compare([], { profile }), texts.de)));
    assert.ok(valid({ ...timeless, time }));
    assert.equal(valid(timeless), false, "the time is always there");
  });

  it("has one verdict for each site and policy, and every probe", () => {
    const comparison = comparisonOfAll();
    const json = reportJson(comparison, texts.de);
    assert.equal(json.verdicts.length, json.sites.length * json.policies.length);
    assert.deepEqual(
      new Set(json.sites.map(({ state }) => state)),
      new Set(["ok", "incomplete", "unreadable", "refused"]),
    );
    const refused = json.probes.find(({ outcome }) => outcome === "refused");
    assert.ok(refused?.engine && refused.message);
    assert.ok(json.probes.some(({ reason }) => reason === "webhook-failure"));
  });

  it("writes facts that are not known as the word unknown", () => {
    const json = reportJson(comparisonOfAll(), texts.de);
    const broken = json.sites.find(({ state }) => state === "unreadable");
    assert.equal(broken?.kubernetesVersion, "unknown");
    assert.equal(json.sites.find(({ name }) => name === "Hinterdorf")?.nodes, "unknown");
  });

  it("refuses what is no such report", () => {
    assert.equal(valid({ kind: "dvs-report", schemaVersion: 2 }), false);
  });
});

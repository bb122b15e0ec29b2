import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { announcement } from "../../announce/announcement.ts";
import { expected } from "../../announce/expected.ts";
import { filters } from "../../announce/filters.ts";
import type { Notice } from "../../announce/notice.ts";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { scratch } from "../aggregator/archives.ts";

const configuration = await loadConfiguration({ namespaces: ["team-a"] }, {}, undefined);
const notice: Notice = {
  version: "0.1.0",
  from: new Date("2026-09-01T02:00:00Z"),
  to: new Date("2026-09-01T02:20:00Z"),
  timeZone: "Europe/Berlin",
  siteName: "Musterstadt",
  cluster: "verwaltung-1",
  contact: undefined,
  origin: "sonobuoy",
  namespace: "pruefung",
  tenants: ["team-a"],
  fresh: true,
  deep: false,
  expected: expected(configuration, "registry.example/dvs:0.1.0"),
  filters: filters({
    namespaces: ["team-a"],
    deep: false,
    around: { namespace: "pruefung", prefixes: ["sonobuoy", "dvs"] },
  }),
};

describe("announce", () => {
  const files = scratch();

  it("says in both languages when, where, as whom and how much", () => {
    for (const language of ["de", "en"] as const) {
      const text = announcement(notice, language);
      for (const part of [
        "2026-09-01 02:00 UTC",
        "2026-09-01 02:20 UTC",
        "system:serviceaccount:pruefung:sonobuoy-serviceaccount",
        "team-a",
        "dvs/0.1.0 (run <8 ",
        "dvs/0.1.0 (own image)",
        "dvs/0.1.0 (preflight)",
        "dvs/0.1.0 (cleanup)",
        "Musterstadt",
        "verwaltung-1",
        "__________",
        "04:00–04:20",
        "Europe/Berlin",
        "dryRun=All",
        String(notice.expected.refusals.most),
        String(notice.expected.mostAttempts),
      ])
        assert.ok(text.includes(part), `${language}: ${part}`);
      for (const { product, all, refusals } of notice.filters)
        for (const part of [product, all, refusals]) assert.ok(text.includes(part), `${language}: ${part}`);
      assert.doesNotMatch(text, /undefined|NaN|\[object/);
    }
  });

  it("speaks of stored objects and the controller in a deep run only", () => {
    const deep = { ...notice, deep: true, filters: filters({ namespaces: [], deep: true }) };
    for (const language of ["de", "en"] as const) {
      assert.match(announcement(deep, language), /schedulingGates[\s\S]*replicaset-controller/);
      assert.doesNotMatch(announcement(notice, language), /schedulingGates|replicaset-controller/);
    }
  });

  it("says what Sonobuoy makes, and by whom, and never that no pod is made", () => {
    for (const language of ["de", "en"] as const) {
      const text = announcement(notice, language);
      for (const part of [
        "sonobuoy-aggregator",
        "ClusterRoleBinding",
        "--aggregator-permissions namespaceAdmin",
        "sonobuoy-dvs-job-<16 ",
        "kubectl delete pod -n pruefung -l sonobuoy-plugin=dvs",
        'select(.objectRef.namespace == "pruefung" or ',
      ])
        assert.ok(text.includes(part), `${language}: ${part}`);
      const job = announcement({ ...notice, origin: "job", namespace: "dvs" }, language);
      assert.match(job, /kubectl delete -n dvs job\/dvs/);
      assert.doesNotMatch(job, /sonobuoy-serviceaccount/);
      const laptop = announcement(
        { ...notice, origin: "laptop", filters: filters({ namespaces: [], deep: false }) },
        language,
      );
      assert.match(laptop, /(Ctrl|Strg)-C/);
      assert.doesNotMatch(laptop, /sonobuoy-serviceaccount|objectRef/);
    }
  });

  it("finds by namespace and name what is made around a run", async function () {
    const command = notice.filters[0]?.surroundings ?? "";
    if (spawnSync("sh", ["-c", "command -v jq"]).status !== 0) {
      console.log("      skipped: jq is not installed, so the search cannot be run");
      return this.skip();
    }
    const event = (name: string, namespace?: string) => JSON.stringify({ objectRef: { namespace, name } });
    const found = [
      event("anything", "pruefung"),
      event("sonobuoy-serviceaccount-pruefung"),
      event("pruefung"),
    ];
    const log = await files.write("audit.log", [...found, event("other", "default")].join("\n"));
    const { stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: dirname(log), encoding: "utf8" });
    assert.deepEqual(stdout.trim().split("\n"), found, stderr);
  });

  it("counts for each namespace, and more for a deep run", async () => {
    const one = expected(await loadConfiguration({}, {}, undefined), "registry.example/dvs:0.1.0");
    const deep = expected(
      await loadConfiguration({ probes: "deep" }, {}, undefined),
      "registry.example/dvs:0.1.0",
    );
    assert.equal(notice.expected.places, 2);
    assert.equal(notice.expected.refusals.most, 2 * one.refusals.most);
    assert.equal(one.probes, 47);
    assert.equal(deep.probes, 212);
    for (const { attempts, mostAttempts, refusals } of [one, deep]) {
      assert.ok(refusals.least <= refusals.most && refusals.most < attempts.least);
      assert.ok(attempts.least <= attempts.most && attempts.most < mostAttempts);
    }
  });
});

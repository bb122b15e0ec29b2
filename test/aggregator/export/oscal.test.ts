import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { levels } from "#results";
import type { Cell } from "../../../aggregator/comparison/comparison.ts";
import { type Comparison, exports, texts } from "../../../aggregator/index.ts";
import { comparisonOfAll, comparisonWithNamespaces } from "../comparisons.ts";
import { comparisonWithAgreements } from "./agreed.ts";
import { hostileComparison, hostileNames } from "./hostile.ts";

const schemaFile = readFileSync(
  new URL("../../fixtures/oscal/oscal_complete_schema-1-1-3.json", import.meta.url),
);
const ajv = new Ajv({ strict: false, allErrors: false });
addFormats.default(ajv);
const valid = ajv.compile(JSON.parse(schemaFile.toString()));

interface Property {
  readonly name: string;
  readonly value: string;
  readonly class?: string;
  readonly group?: string;
}

interface Observation {
  readonly uuid: string;
  readonly methods: readonly string[];
  readonly props: readonly Property[];
  readonly description: string;
}

interface Finding {
  readonly uuid: string;
  readonly target: {
    readonly "target-id": string;
    readonly status: { readonly state: string; readonly reason: string; readonly remarks: string };
  };
  readonly "related-observations": readonly { readonly "observation-uuid": string }[];
  readonly "related-risks"?: readonly { readonly "risk-uuid": string }[];
}

interface Risk {
  readonly uuid: string;
  readonly status: string;
  readonly deadline: string;
  readonly statement: string;
  readonly "related-observations": readonly { readonly "observation-uuid": string }[];
}

interface Result {
  readonly risks?: readonly Risk[];
  readonly title: string;
  readonly observations?: readonly Observation[];
  readonly findings?: readonly Finding[];
  readonly remarks: string;
}

interface Document {
  readonly uuid: string;
  readonly metadata: { readonly props: readonly Property[]; readonly remarks: string };
  readonly "import-ap": { readonly href: string };
  readonly results: readonly Result[];
  readonly "back-matter": {
    readonly resources: readonly {
      readonly uuid: string;
      readonly title: string;
      readonly props?: readonly Property[];
    }[];
  };
}

function documentOf(comparison: Comparison, language: "de" | "en" = "de"): Document {
  const document: { readonly "assessment-results": Document } = JSON.parse(
    exports.oscal(comparison, texts[language]),
  );
  const fits = valid(document);
  assert.ok(fits, JSON.stringify(valid.errors));
  return document["assessment-results"];
}

/** What is open beside what is not known is open all the same. */
function everyOtherUnknown(cell: Cell, index: number): Cell {
  return { ...cell, verdict: index % 2 === 0 ? "not-enforced" : "inconclusive" };
}

describe("aggregator/export/oscal", () => {
  it("holds to NIST's schema for every kind of site, in both languages", () => {
    assert.equal(
      createHash("sha256").update(schemaFile).digest("hex"),
      "078848cb4000024a65679110f6ee2d99b300b06471a33fc536b19b670b65aa51",
      "the schema is as it was published",
    );
    for (const language of ["de", "en"] as const) {
      for (const comparison of [comparisonOfAll(), comparisonWithNamespaces()]) {
        const {
          results,
          metadata,
          "back-matter": matter,
          "import-ap": plan,
        } = documentOf(comparison, language);
        assert.equal(results.length, comparison.sites.length);
        assert.equal(
          metadata.props.find(({ name }) => name === "marking")?.value,
          texts[language].audience.only.group(""),
        );
        assert.ok(matter.resources.some(({ uuid }) => `#${uuid}` === plan.href));
      }
    }
    const broken = JSON.parse(exports.oscal(comparisonOfAll(), texts.de));
    broken["assessment-results"].results[0].uuid = "x";
    assert.equal(valid(broken), false, "the schema looks at what it should");
  });

  it("observes every cell once, and refers to nothing that is not there", () => {
    const comparison = comparisonOfAll();
    const document = documentOf(comparison);
    const uuids = [...JSON.stringify(document).matchAll(/"uuid":"([^"]+)"/g)].map(([, uuid]) => uuid);
    const shared = new Set(["tool", "platform"]);
    assert.ok(
      uuids.length - new Set(uuids).size <= shared.size * comparison.sites.length,
      "only the tool is repeated",
    );
    for (const [index, { observations = [], findings = [] }] of document.results.entries()) {
      const site = comparison.sites[index];
      const policies = observations.flatMap(({ props }) => props.filter(({ name }) => name === "policy"));
      const wanted =
        site?.result === undefined ? [] : site.cells.map(({ policy, verdict }) => `${policy} ${verdict}`);
      assert.deepEqual(
        policies.map(({ value, class: verdict }) => `${value} ${verdict}`).sort(),
        wanted.sort(),
      );
      const there = new Set(observations.map(({ uuid }) => uuid));
      for (const { "related-observations": related } of findings) {
        assert.ok(related.length > 0);
        for (const { "observation-uuid": uuid } of related) assert.ok(there.has(uuid));
      }
    }
  });

  it("calls a control satisfied only if every policy mapped to it is enforced, and says nothing of what is not known", () => {
    const all = comparisonOfAll();
    const comparison: Comparison = {
      ...all,
      sites: all.sites.map((site) =>
        site.name === "Probestadt" ? { ...site, cells: site.cells.map(everyOtherUnknown) } : site,
      ),
    };
    const { results, metadata } = documentOf(comparison);
    const states = new Map<string, number>();
    for (const [index, { findings = [] }] of results.entries()) {
      const site = comparison.sites[index];
      const found = new Map(findings.map(({ target }) => [target["target-id"], target.status]));
      const rows = comparison.rows.filter(({ policy }) =>
        policy?.requirements["grundschutz-2023"]?.includes("SYS.1.6.A17"),
      );
      const judged = (site?.cells ?? [])
        .filter(({ policy }) => rows.some(({ id }) => id === policy))
        .map(({ verdict }) => levels[verdict]);
      const status = found.get("SYS.1.6.A17_dvs");
      states.set(status?.state ?? "none", (states.get(status?.state ?? "none") ?? 0) + 1);
      if (status?.state === "satisfied")
        assert.ok(judged.every((level) => level === "enforced" || level === "none"));
      else if (status?.state === "not-satisfied")
        assert.ok(judged.some((level) => level === "open" || level === "gaps"));
      else {
        assert.ok(site?.result === undefined || judged.includes("undetermined"));
        assert.ok(!judged.includes("open") && !judged.includes("gaps"));
      }
    }
    assert.deepEqual(new Set(states.keys()), new Set(["satisfied", "not-satisfied", "none"]));
    assert.match(metadata.remarks, /Kein Zertifikat/);
    const refusing = results.find(({ title }) => title.includes("Vorderwald"));
    assert.equal(refusing?.findings, undefined, "a site that refuses everything shows nothing of a control");
    assert.equal(refusing?.observations?.length, 14);
  });

  it("has a waiver as a risk that was approved until its end, and leaves the finding as it is", () => {
    const { results } = documentOf(comparisonWithAgreements());
    const without = documentOf(comparisonOfAll()).results;
    const risks = results.flatMap(({ risks: found = [] }) => found);
    assert.deepEqual(risks.map(({ status, deadline }) => `${status} ${deadline}`).sort(), [
      "deviation-approved 2026-12-31T23:59:59Z",
      "open 2026-02-01T23:59:59Z",
    ]);
    for (const [index, { findings = [], observations = [], risks: own = [] }] of results.entries()) {
      const states = (all: readonly Finding[]) =>
        all.map(({ target }) => `${target["target-id"]} ${target.status.state}`).join("\n");
      assert.equal(states(findings), states(without[index]?.findings ?? []));
      const related = findings.flatMap((finding) => finding["related-risks"] ?? []);
      const ids = new Set(own.map(({ uuid }) => uuid));
      assert.deepEqual(new Set(related.map((one) => one["risk-uuid"])), ids);
      for (const { "related-observations": seen, statement } of own) {
        assert.match(statement, /Betriebsleitung.*Grund/);
        assert.doesNotMatch(statement, /(?<!\\)[<>[\]`]|\n/);
        assert.ok(observations.some(({ uuid }) => uuid === seen[0]?.["observation-uuid"]));
      }
    }
    const changed = results.flatMap(({ observations = [] }) =>
      observations.flatMap(({ props }) => props.filter(({ name }) => name === "change")),
    );
    assert.deepEqual(
      new Set(changed.map(({ value, class: before }) => `${value} ${before}`)),
      new Set(["regressed enforced", "no-longer-determinable enforced"]),
    );
  });

  it("has only control ids that OSCAL takes, of catalogues in which a number means one thing", () => {
    const text = exports.oscal(comparisonOfAll(), texts.en);
    const ids = [...text.matchAll(/"control-id": "([^"]+)"/g)].map(([, id]) => id ?? "");
    assert.ok(ids.includes("SYS.1.6.A23") && ids.includes("KONF.7.10"));
    assert.ok(!ids.includes("SYS.1.6.A31"), "a number of the draft of 2020");
    const [plan] = documentOf(comparisonOfAll())["back-matter"].resources;
    const numbers = (plan?.props ?? []).filter(({ group }) => group === "require-ro-rootfs");
    assert.deepEqual(
      numbers.map(({ class: catalogue, value }) => `${catalogue} ${value}`),
      [
        "sys-1-6-cd2 SYS.1.6.A21",
        "grundschutz-2023 SYS.1.6.A23",
        "ig-bvc-2026 012",
        "grundschutz-plus-plus KONF.7.10",
      ],
      "the numbers of the other catalogues are said once, with the profile",
    );
  });

  it("makes the same bytes of the same input, and other UUIDs of another run", () => {
    assert.equal(exports.oscal(comparisonOfAll(), texts.de), exports.oscal(comparisonOfAll(), texts.de));
    const comparison = comparisonOfAll();
    const later = {
      ...comparison,
      sites: comparison.sites.map((site) =>
        site.result === undefined
          ? site
          : { ...site, result: { ...site.result, run: { ...site.result.run, id: "later" } } },
      ),
    };
    assert.notEqual(documentOf(later).uuid, documentOf(comparison).uuid);
    assert.match(
      documentOf(comparison).uuid,
      /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  it("takes whatever a site writes as text: valid, one line, no markup", () => {
    const document = documentOf(hostileComparison(), "en");
    assert.equal(document.results.length, hostileNames.length);
    const said = JSON.stringify(document);
    assert.doesNotMatch(said, /\\u0000|\\u001b|\u202e|\u2066/);
    const titles = document.results.map(({ title }) => title).join("\n");
    assert.doesNotMatch(titles, /(?<!\\)[<>[\]*_`]/);
    assert.match(titles, /\\<script\\>/);
  });
});

import assert from "node:assert/strict";
import { casesOf } from "../../aggregator/comparison/cases.ts";
import { type Archive, type Comparison, compare, renderReport, texts } from "../../aggregator/index.ts";
import { archiveWith, profile } from "./comparisons.ts";
import { type InventedSite, inventedRun } from "./invented-sites.ts";
import { archiveOn, place, roundOf, since } from "./rounds-of-sites.ts";

const all = profile.policies.length;

function site(index: number, more: Partial<InventedSite>): Archive {
  const run = inventedRun({ ...place, name: `Ort ${index}`, id: `${index}a7b3d2f-0000`, ...more });
  return archiveWith(run, `ort-${index}.tar.gz`);
}

const comparisonOf = (...archives: readonly Archive[]): Comparison => compare(archives, { profile });

/** The causes in few words: how many policies, at which sites. */
const causesIn = (comparison: Comparison): string[] =>
  casesOf(comparison).causes.map(
    ({ cases, sites }) => `${cases.length} at ${sites.map((one) => one.site.name).join(", ")}`,
  );

const down: Partial<InventedSite> = { all: "webhook-down" };

describe("aggregator/comparison/shared-causes", () => {
  it("says once what several policies have in common, and once for all sites at which it is so", () => {
    const comparison = comparisonOf(site(1, down), site(2, down), site(3, {}));
    assert.deepEqual(causesIn(comparison), [`${all} at Ort 1, Ort 2`]);
  });

  it("takes a few policies one by one, and those with another answer", () => {
    const two = { "restrict-sysctls": "webhook-down", "require-ro-rootfs": "webhook-down" } as const;
    assert.deepEqual(causesIn(comparisonOf(site(1, { but: two }))), []);
    const most = site(1, { ...down, but: { "restrict-sysctls": "missing", "require-ro-rootfs": "open" } });
    assert.deepEqual(causesIn(comparisonOf(most)), [`${all - 2} at Ort 1`]);
  });

  it("takes no cell of which something else is to be said: an expired waiver, several namespaces", () => {
    const tenant = { namespace: "fachverfahren", all: "webhook-down" } as const;
    assert.deepEqual(causesIn(comparisonOf(site(1, { ...down, tenant }))), []);
    const comparison = compare([site(1, down)], {
      profile,
      waivers: [
        {
          site: "Ort 1",
          policy: "restrict-sysctls",
          reason: "Umbau ist beauftragt.",
          owner: "Betriebsleitung",
          expires: "2020-12-31",
          line: 1,
        },
      ],
    });
    assert.deepEqual(causesIn(comparison), [`${all - 1} at Ort 1`]);
  });

  it("quotes the message once in the evidence, and leads there from every cell and every link", () => {
    const page = renderReport(
      since([archiveOn(2, { ...place, ...down }), site(3, {})], roundOf([archiveOn(1)])),
      texts.de,
    );
    const evidence = (page.split('id="evidence"')[1] ?? "").split('id="sites"')[0] ?? "";
    assert.equal(evidence.split('<pre class="message"').length, 2);
    assert.equal(evidence.split('class="evidence explained"').length, 1 + all);
    // what became of the site is the same of all, and said once
    assert.equal(evidence.split("Nicht mehr feststellbar. Im Lauf vom").length, 2);
    const matrix = (page.split('id="matrix"')[1] ?? "").split('id="differences"')[0] ?? "";
    const targets = [...matrix.matchAll(/<a class="box [^"]*"[^>]* href="#([^"]+)"(?! tabindex)/g)].map(
      ([, id = ""]) => id,
    );
    assert.ok(targets.length >= all);
    for (const id of targets) assert.ok(page.includes(`<section class="evidence" id="${id}"`), id);
    const links = [...evidence.matchAll(/href="#([^"]+)"/g)].map(([, id = ""]) => id);
    for (const id of links) assert.ok(page.includes(` id="${id}"`), id);
  });

  it("keeps the place of each case: links in minutes hold", () => {
    const single = comparisonOf(site(1, down));
    const page = renderReport(single, texts.de);
    for (const { id, row } of casesOf(single).shown)
      assert.ok(page.includes(`<section class="evidence explained" id="e-${row.id}--${id}"`), row.id);
  });

  it("shows a case in full where one of its sites has nothing in common with it", () => {
    const one = { "restrict-sysctls": "webhook-down" } as const;
    const comparison = comparisonOf(site(1, down), site(2, { but: one }));
    const page = renderReport(comparison, texts.de);
    assert.equal(page.split('class="evidence explained"').length, all);
    const found = casesOf(comparison).shown.find(({ row }) => row.id === "restrict-sysctls");
    assert.ok(page.includes(`<section class="evidence" id="e-restrict-sysctls--${found?.id}"`));
  });
});

import assert from "node:assert/strict";
import { compare, hasFinding, renderReport, reportJson, type Site, texts } from "../../aggregator/index.ts";
import { allArchives, archiveWith, profile } from "./comparisons.ts";
import { type InventedSite, inventedRun } from "./invented-sites.ts";

const place: InventedSite = {
  name: "Altdorf",
  id: "99990000-1111",
  engine: "kyverno",
  all: "enforced",
  but: { "restrict-sysctls": "missing", "require-ro-rootfs": "open" },
};
const finishedAt = (finished: string, more: Partial<InventedSite> = {}) =>
  archiveWith(
    inventedRun({ ...place, ...more, run: { started: finished, finished, id: finished } }),
    finished,
  );
const newer = finishedAt("2026-03-02T00:01:00.000Z", { id: "11110000-1111", name: "Neudorf" });
const ageOf = (finished: string, more: { readonly now?: string; readonly staleAfter?: number } = {}) => {
  const { sites } = compare([newer, finishedAt(finished)], { profile, ...more });
  const site = sites.find(({ name }) => name === "Altdorf");
  return { days: site?.ageDays, stale: isStale(site) };
};
const isStale = (site: Site | undefined) => site?.notes.some(({ kind }) => kind === "stale");

describe("aggregator/comparison/age", () => {
  it("counts days of the calendar in UTC up to the newest result", () => {
    assert.deepEqual(ageOf("2026-03-01T23:59:00.000Z"), { days: 1, stale: false });
    assert.deepEqual(ageOf("2026-03-02T00:00:00.000Z"), { days: 0, stale: false });
    assert.deepEqual(ageOf("2026-01-31T08:00:00.000Z"), { days: 30, stale: false });
    assert.deepEqual(ageOf("2026-01-30T23:59:00.000Z"), { days: 31, stale: true });
  });

  it("counts up to the report's time, if it is given", () => {
    assert.deepEqual(ageOf("2026-03-01T08:00:00.000Z", { now: "2026-04-12T08:00:00Z" }), {
      days: 42,
      stale: true,
    });
    assert.deepEqual(ageOf("2026-03-01T08:00:00.000Z", { now: "2025-04-12T08:00:00Z" }), {
      days: 0,
      stale: false,
    });
  });

  it("takes the bound that is given, and none for 0", () => {
    const finished = "2026-02-23T08:00:00.000Z";
    assert.equal(ageOf(finished, { staleAfter: 7 }).stale, false);
    assert.equal(ageOf(finished, { staleAfter: 6 }).stale, true);
    assert.deepEqual(ageOf("2020-01-01T08:00:00.000Z", { staleAfter: 0 }), { days: 2252, stale: false });
  });

  it("marks every cell with data, changes no verdict, and leaves findings what they are", () => {
    const archives = [newer, finishedAt("2026-01-20T08:00:00.000Z")];
    const [stale, fresh] = [30, 0].map((staleAfter) => compare(archives, { profile, staleAfter }));
    assert.ok(stale && fresh);
    const verdictsOf = ({ sites }: typeof stale) =>
      sites.flatMap(({ cells }) => cells.map(({ policy, verdict }) => `${policy} ${verdict}`));
    assert.deepEqual(verdictsOf(stale), verdictsOf(fresh));
    assert.equal(JSON.stringify(stale.summary.levels), JSON.stringify(fresh.summary.levels));
    const old = stale.sites.find(({ name }) => name === "Altdorf");
    assert.equal(old?.state, "incomplete", "for a policy is lacking, not for its age");
    for (const { verdict, flags } of old?.cells ?? [])
      assert.deepEqual(flags, verdict === "missing" ? [] : ["stale"]);
    assert.equal(hasFinding(stale, "open"), true);
    assert.ok(stale.sites.filter(({ name }) => name !== "Altdorf").every((site) => !isStale(site)));
  });

  it("is said at the site, in the matrix and in the data, and what to do", () => {
    const archives = [
      newer,
      finishedAt("2026-01-20T08:00:00.000Z"),
      finishedAt("2026-03-01T08:00:00.000Z", { id: "22220000-1111", name: "Mitteldorf" }),
    ];
    const comparison = compare(archives, { profile });
    const page = renderReport(comparison, texts.de).replaceAll("\u00a0", " ");
    for (const words of [
      '<td class="fact">20.01.2026 (41 Tage alt)</td>',
      "<td>20.01.2026, 08:00 UTC (41 Tage alt)</td>",
      '<td class="fact">01.03.2026 (1 Tag alt)</td>',
      '<td class="fact">02.03.2026</td>',
      "Das Ergebnis ist 41 Tage alt, mehr als die vorgesehenen 30; Stichtag ist der 02.03.2026, der Tag des neuesten Ergebnisses. Was am Standort seither geändert wurde, fehlt hier. Den Lauf wiederholen.",
    ])
      assert.ok(page.includes(words), words);
    assert.match(page, /<span class="state">unvollständig, 41 Tage alt<\/span>/);
    assert.equal(page.match(/class="box v-enforced stale"/g)?.length, 12);
    assert.doesNotMatch(page, /class="remark">veraltet/, "the age stands with the site, not in every cell");
    const given = renderReport(compare(archives, { profile, now: "2026-03-10T00:00:00Z" }), texts.en);
    assert.match(
      given.replaceAll("\u00a0", " "),
      /The result is 49 days old.{0,60}reckoned by 2026-03-10\. What/,
    );
    const { sites, verdicts } = reportJson(comparison, texts.de);
    assert.equal(sites.find(({ name }) => name === "Altdorf")?.ageDays, 41);
    assert.equal(verdicts.filter(({ flags }) => flags.includes("stale")).length, 13);
  });

  it("is not known of an archive without a result", () => {
    const { sites } = compare(allArchives(), { profile, now: "2030-01-01T00:00:00Z" });
    for (const site of sites.filter(({ result }) => result === undefined)) {
      assert.equal(site.ageDays, undefined);
      assert.equal(isStale(site), false);
    }
  });
});

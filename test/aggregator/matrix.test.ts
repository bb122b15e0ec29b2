import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { levels, verdicts } from "#results";
import { groupsOf, usualGrouping } from "../../aggregator/comparison/group-sites.ts";
import { mostOpen } from "../../aggregator/comparison/most-open.ts";
import { compare, type ListedSite, renderReport, texts } from "../../aggregator/index.ts";
import { glyphs } from "../../aggregator/text/glyphs.ts";
import { archiveWith, comparisonOfAll, comparisonWithNamespaces, profile } from "./comparisons.ts";
import { inventedRun, inventedSites } from "./invented-sites.ts";

const many = (count: number, listed: readonly ListedSite[] = []) =>
  compare(
    Array.from({ length: count }, (_, index) => {
      const base = inventedSites[index % inventedSites.length];
      assert.ok(base);
      const id = `${String(index).padStart(8, "0")}-5b1d-4f0a-9a55-101010101010`;
      return archiveWith(inventedRun({ ...base, name: `${base.name} ${index}`, id }), `${index}`);
    }),
    { profile, listed },
  );

/** The matrix of a page. */
function matrixOf(page: string): string {
  return /<table class="matrix[\s\S]*?<\/table>/.exec(page)?.[0] ?? "";
}

describe("aggregator/comparison/group-sites", () => {
  const labels = (by: Parameters<typeof groupsOf>[1]) =>
    groupsOf(comparisonWithNamespaces().sites, by).map(({ values, withResult, sites }) => [
      values.join("+"),
      withResult,
      sites.length,
    ]);

  it("puts sites together by the engines that refuse: known first, then none, then no result", () => {
    assert.deepEqual(labels("engine"), [
      ["gatekeeper", true, 1],
      ["kyverno", true, 2],
      ["pod-security", true, 1],
      ["validating-admission-policy", true, 1],
      ["", true, 3],
      ["", false, 2],
    ]);
    assert.deepEqual(labels("distribution"), [
      ["K3s", true, 1],
      ["Kubernetes", true, 7],
      ["", false, 2],
    ]);
    assert.deepEqual(labels("none"), []);
  });

  it("prefers the groups of the list of sites, and makes none that would only repeat the names", () => {
    const { sites } = comparisonWithNamespaces();
    assert.equal(usualGrouping(sites), "engine");
    const [first, second] = sites;
    assert.ok(first && second);
    assert.equal(usualGrouping([first]), "none");
    assert.equal(usualGrouping([first, { ...second, group: "Norden" }]), "group");
    assert.deepEqual(
      groupsOf([first, { ...second, group: "Norden" }], "group").map(({ values }) => values),
      [["Norden"], []],
    );
  });
});

describe("aggregator/comparison/most-open", () => {
  it("names the sites with the most open policies, most first, and none without", () => {
    const open = mostOpen(comparisonWithNamespaces().sites);
    assert.deepEqual(
      open.map(({ site, open: count }) => [site.name, count]),
      [
        ["Dreiburgen", 14],
        ["Nirgendwo", 13],
        ["Probestadt", 6],
        ["Beispielkreis", 1],
      ],
    );
  });
});

describe("aggregator/report/matrix-view", () => {
  it("has headings of two rows where sites are grouped, and a body for each group where they are rows", () => {
    const page = matrixOf(renderReport(comparisonWithNamespaces(), texts.de));
    const tops = [...page.matchAll(/<th scope="colgroup" colspan="(\d+)"><span>([\s\S]*?)<\/span>/g)];
    assert.deepEqual(
      tops.map(([, span, label]) => [Number(span), label?.replaceAll("<wbr>", "")]),
      [
        [1, "Gatekeeper"],
        [2, "Kyverno"],
        [1, "Pod Security Admission"],
        [1, "ValidatingAdmissionPolicy"],
        [3, "keine Ablehnung"],
        [2, "ohne Ergebnis"],
      ],
    );
    const rows = matrixOf(renderReport(many(28), texts.de));
    assert.equal(rows.match(/<tbody>\n<tr class="group"><th scope="rowgroup"/g)?.length, 5);
    const plain = matrixOf(renderReport(many(28), texts.de, { groupBy: "none" }));
    assert.doesNotMatch(plain, /class="group"/);
    assert.doesNotMatch(
      matrixOf(renderReport(comparisonWithNamespaces(), texts.de, { groupBy: "none" })),
      /colgroup"/,
    );
  });

  it("puts every site and every cell into the matrix once, however sites are grouped", () => {
    for (const comparison of [comparisonWithNamespaces(), many(28)])
      for (const groupBy of ["group", "engine", "distribution", "none"] as const) {
        const page = matrixOf(renderReport(comparison, texts.de, { groupBy }));
        const sites = [...page.matchAll(/data-site="([^"]*)"/g)].map(([, id]) => id);
        assert.deepEqual(sites.toSorted(), comparison.sites.map(({ id }) => id).toSorted());
        assert.equal(page.match(/class="cell/g)?.length, 14 * comparison.sites.length);
      }
  });

  it("counts by the four levels for each site and each policy, and mixes none of them", () => {
    const comparison = comparisonOfAll();
    const page = matrixOf(renderReport(comparison, texts.de));
    const rows = [...page.matchAll(/<tr data-row="(open|gaps|undetermined|enforced)">([\s\S]*?)<\/tr>/g)];
    assert.equal(rows.length, 4);
    const columns = [...page.matchAll(/data-site="([^"]*)"/g)].map(([, id]) => id);
    for (const [, level, row = ""] of rows) {
      const numbers = [...row.matchAll(/<td class="(?:n|fact)[^"]*">([^<]*)<\/td>/g)].map(([, text]) => text);
      const expected = columns.map((id) => {
        const site = comparison.sites.find((one) => one.id === id);
        if (site?.result === undefined) return "–";
        return String(site.cells.filter(({ verdict }) => levels[verdict] === level).length);
      });
      assert.deepEqual(numbers, expected, level);
    }
    for (const { id } of comparison.rows) {
      const row = new RegExp(`<th scope="row" data-policy="${id}">[\\s\\S]*?</tr>`).exec(page)?.[0] ?? "";
      const numbers = [...row.matchAll(/<td class="n[^"]*">([^<]*)<\/td>/g)].map(([, text]) => Number(text));
      const known = comparison.sites.filter(({ result }) => result !== undefined);
      const expected = ["open", "gaps", "undetermined", "enforced"].map(
        (level) =>
          known.filter(({ cells }) =>
            cells.some(({ policy, verdict }) => policy === id && levels[verdict] === level),
          ).length,
      );
      assert.deepEqual(numbers, expected, id);
    }
  });

  it("shows each policy's numbers of the profile's catalogue, and has those of the others ready", () => {
    const page = matrixOf(renderReport(comparisonOfAll(), texts.de));
    assert.match(page, /<span class="numbers" data-catalogue="sys-1-6-cd2">SYS\.1\.6\.A21<\/span>/);
    assert.match(page, /<span class="numbers" data-catalogue="ig-bvc-2026" hidden>012<\/span>/);
    assert.match(page, /Nummern nach: <span>SYS\.1\.6, Community Draft 2/);
  });

  it("names cells of many sites by short words, and each link by site, policy and the whole word", () => {
    const page = renderReport(many(28), texts.de);
    const links = [
      ...matrixOf(page).matchAll(/<a class="box v-([\w-]+)[^>]* aria-labelledby="([^"]*)">([^<]*)/g),
    ];
    assert.ok(links.length > 100);
    for (const [, verdict, names = "", word] of links) {
      assert.equal(word?.trim(), texts.de.page.short[verdict as keyof typeof texts.de.page.short]);
      const read = names
        .split(" ")
        .slice(0, 3)
        .map((id) => new RegExp(`id="${id}"[^>]*>([^<]*)`).exec(page)?.[1]);
      assert.equal(read[2], texts.de.verdicts[verdict as keyof typeof texts.de.verdicts]);
      assert.ok(read[0]?.length && read[1]?.length, names);
    }
    assert.doesNotMatch(matrixOf(page), /<a class="box v-enforced[ "]/);
  });

  it("has the signs of the legend in the style of a matrix of many sites", () => {
    const css = readFileSync(join(import.meta.dirname, "../../templates/styles/matrix.css"), "utf8");
    for (const verdict of verdicts)
      assert.ok(css.includes(`.dense .v-${verdict} {\n  --glyph: "${glyphs[verdict]} ";`), verdict);
  });

  it("takes little more than a megabyte for 500 sites", () => {
    const bytes = Buffer.byteLength(matrixOf(renderReport(many(500), texts.de)));
    assert.ok(bytes <= 1.15e6, `${bytes} bytes`);
  });

  it("names the sites with the most open policies in the key sentence", () => {
    const page = renderReport(comparisonWithNamespaces(), texts.de).replaceAll("\u00a0", " ");
    assert.ok(
      page.includes(
        "<p>Die meisten offenen Richtlinien: Dreiburgen (14), Nirgendwo (13) und Probestadt (6).</p>",
      ),
    );
  });
});

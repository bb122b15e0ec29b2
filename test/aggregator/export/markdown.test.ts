import assert from "node:assert/strict";
import { type Comparison, exports, texts } from "../../../aggregator/index.ts";
import { comparisonOfAll } from "../comparisons.ts";
import { comparisonWithAgreements } from "./agreed.ts";
import { hostileComparison, hostileNames } from "./hostile.ts";

/** What is left of Markdown without its code spans, as CommonMark finds them: a run of backticks to the next as long. */
function withoutCode(markdown: string): string {
  let rest = markdown;
  let kept = "";
  for (let found = /`+/.exec(rest); found !== null; found = /`+/.exec(rest)) {
    const [fence] = found;
    kept += rest.slice(0, found.index);
    const after = rest.slice(found.index + fence.length);
    const end = new RegExp(`(?<!\`)${fence}(?!\`)`).exec(after);
    assert.ok(end, "every code span ends");
    assert.doesNotMatch(after.slice(0, end.index), /[\n|]/, "a code span stays in its line and its cell");
    kept += "code";
    rest = after.slice(end.index + fence.length);
  }
  return kept + rest;
}

describe("aggregator/export/markdown", () => {
  it("says what there is to talk about", () => {
    const markdown = exports.markdown(comparisonOfAll(), texts.de);
    assert.match(markdown, /^## Standortvergleich/);
    assert.match(markdown, /\n`Nur für die Arbeitsgruppe`\n/);
    assert.match(markdown, /\| offen \| 20 \|\n/);
    assert.match(
      markdown,
      /\| Wurzeldateisystem nur lesbar `require-ro-rootfs` \| 2 von 9 \| nicht durchgesetzt \(offen\): `Beispielkreis`, `Nirgendwo`, `Probestadt` \|/,
    );
    assert.match(markdown, /lehnt alles ab \(nicht feststellbar\): `Vorderwald`/);
    assert.match(markdown, /Ohne Ergebnis: `Archiv abgelehnt\.tar\.gz` \(Plugin abgelehnt\)/);
    assert.match(markdown, /kein Zertifikat/);
    assert.equal(exports.markdown(comparisonOfAll(), texts.de), markdown);
  });

  it("says what got worse and how many waivers there are, and leaves deviations as they are", () => {
    const markdown = exports.markdown(comparisonWithAgreements(), texts.de);
    assert.match(markdown, /Seit der Runde vom 02\.02\.2026: 25.Befunde verschlechtert, /);
    assert.match(
      markdown,
      /\| Verschlechtert \| Wurzeldateisystem nur lesbar `require-ro-rootfs` \| durchgesetzt, jetzt nicht durchgesetzt: `Beispielkreis`, /,
    );
    assert.doesNotMatch(markdown, /jetzt nicht feststellbar/, "what is not known any more is no regression");
    assert.match(markdown, /### Ausnahmen\n\n.*\n.*\n\| Abgelaufen \| 1 \|\n\| Gültig \| 1 \|\n/);
    assert.match(
      markdown,
      /`require-ro-rootfs` \| 2 von 9 \| nicht durchgesetzt \(offen\): `Beispielkreis`, /,
    );
    assert.doesNotMatch(exports.markdown(comparisonOfAll(), texts.de), /### Ausnahmen|Veränderung/);
  });

  it("keeps all foreign text in code, where it is no markup, no link and nobody's name", () => {
    for (const language of ["de", "en"] as const) {
      // few enough to be named
      const few = 10;
      const documents = hostileNames.flatMap((_, index) =>
        index % few === 0
          ? [exports.markdown(hostileComparison(hostileNames.slice(index, index + few)), texts[language])]
          : [],
      );
      for (const name of ["-1+2", "a⟨U+007C⟩b⟨U+007C⟩⟨U+007C⟩c", "⟨U+202E⟩gnp.exe", "@all @group/sub"])
        assert.ok(
          documents.some((document) => document.includes(name)),
          name,
        );
      const own = [exports.markdown(hostileComparison(), texts[language]), ...documents]
        .map(withoutCode)
        .join("\n");
      assert.doesNotMatch(own, /[<>@\\[\]`]|https?:|www\.|evil|alert|=1|SUM/);
      for (const line of own.split("\n").filter((text) => text.startsWith("|")))
        assert.match(line, /^\|[^|]*\|[^|]*\|(?:[^|]*\|)?$/, "no cell more than the table has");
    }
  });

  it("counts where there are many sites, and always fits into a comment", () => {
    const markdown = exports.markdown(
      many(40, (index) => `Ort ${index}`),
      texts.de,
    );
    assert.match(markdown, /nicht durchgesetzt \(offen\): 40 Standorte/);
    assert.doesNotMatch(markdown, /`Ort/);
    const crowded = exports.markdown(
      many(19, (index) => `${index}${"\u202e".repeat(99)}`),
      texts.de,
    );
    assert.ok(Buffer.byteLength(crowded) <= 60_000);
    const rows = comparisonOfAll();
    const endless = {
      ...rows,
      summary: {
        ...rows.summary,
        uniform: [],
        deviations: Array.from({ length: 100 }, () => rows.summary.deviations).flat(),
      },
    };
    const cut = exports.markdown(endless, texts.de);
    assert.ok(Buffer.byteLength(cut) <= 60_000 && Buffer.byteLength(cut) > 55_000);
    const [, left = ""] = /fehlen ([\d.]+) weitere Zeilen; der Bericht enthält alle/.exec(cut) ?? [];
    const shown = cut
      .split("\n")
      .filter((line) => line.includes("`re") || line.includes("`dis") || line.includes("`image"));
    assert.equal(Number(left.replaceAll(".", "")) + shown.length, endless.summary.deviations.length);
  });
});

/** As many sites as wanted where one policy is open. */
function many(count: number, nameOf: (index: number) => string): Comparison {
  const comparison = comparisonOfAll();
  const site = comparison.sites.find(({ name }) => name === "Beispielkreis") ?? comparison.sites[0];
  const [deviation] = comparison.summary.deviations;
  assert.ok(site && deviation);
  const sites = Array.from({ length: count }, (_, index) => ({
    ...site,
    id: `${index}`,
    name: nameOf(index),
  }));
  const all = { ...deviation, byVerdict: [{ verdict: "not-enforced" as const, sites }] };
  return {
    ...comparison,
    sites,
    summary: { ...comparison.summary, uniform: [], deviations: Array.from({ length: 14 }, () => all) },
  };
}

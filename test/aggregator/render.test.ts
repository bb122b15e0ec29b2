import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import { policies, probesOf } from "#policies";
import { type Outcome, type Verdict, verdicts } from "#results";
import { type Archive, compare, renderReport, texts } from "../../aggregator/index.ts";
import { glyphs } from "../../aggregator/text/glyphs.ts";
import { allArchives, archiveWith, comparisonOfAll, profile } from "./comparisons.ts";
import { inventedRun, inventedSites } from "./invented-sites.ts";

const [site] = inventedSites;
if (site === undefined) throw new Error("there are invented sites");

function pageOf(archives: readonly Archive[], language: "de" | "en" = "de"): string {
  return renderReport(compare(archives, { profile }), texts[language]);
}

/** What must hold for every page. */
function assertSound(page: string): void {
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length, "ids are unique");
  for (const [, href] of page.matchAll(/\shref="([^"]*)"/g)) {
    if (href === undefined || href === "data:,") continue;
    assert.ok(href.startsWith("#"), `${href} leads out of the page`);
    assert.ok(ids.includes(href.slice(1)), `${href} leads nowhere`);
  }
  assert.doesNotMatch(page, /<script|<img|<iframe|<object|<embed|\sstyle=|\son\w+=|javascript:/i);
  assert.doesNotMatch(page, /(?:src|href|action|content)="\s*(?:https?:)?\/\//i);
  assert.doesNotMatch(page, /url\(|@import/i);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#x27;", "'");
  assert.equal(
    policy?.replaceAll("&#x3D;", "="),
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
}

describe("aggregator/report/render", () => {
  for (const language of ["de", "en"] as const) {
    it(`shows every verdict by sign and word, in ${language}`, () => {
      const page = renderReport(comparisonOfAll(), texts[language]);
      assertSound(page);
      assert.match(page, new RegExp(`<html lang="${language}">`));
      for (const verdict of verdicts) {
        const cell = new RegExp(
          `class="box v-${verdict}"[^>]*><span class="glyph" aria-hidden="true">([^<]*)</span> <span class="word">([^<]*)</span>`,
        ).exec(page);
        assert.deepEqual(cell?.slice(1), [glyphs[verdict], texts[language].verdicts[verdict]], verdict);
      }
      for (const word of Object.values(texts[language].flags).slice(0, 2)) assert.ok(page.includes(word));
    });
  }

  it("links deviating cells to their evidence and nothing else", () => {
    const page = renderReport(comparisonOfAll(), texts.de);
    const plain: readonly Verdict[] = ["enforced", "enforced-stricter", "not-applicable"];
    for (const verdict of verdicts) {
      const linked = page.includes(`<a class="box v-${verdict}"`);
      const unlinked = page.includes(`<span class="box v-${verdict}"`);
      assert.equal(linked, !plain.includes(verdict), verdict);
      assert.equal(unlinked, plain.includes(verdict), verdict);
    }
  });

  it("never uses words of certification as a verdict", () => {
    const page = renderReport(comparisonOfAll(), texts.de);
    assert.doesNotMatch(page, /erfüllt|konform|zertifiziert/i);
    assert.doesNotMatch(renderReport(comparisonOfAll(), texts.en), /complian(?:t|ce) site|certified/i);
  });

  it("escapes whatever a site sends", () => {
    const hostile = [
      "</script><script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      "{{x}} {{{y}}} {{> z}}",
      "\u202egnp.exe\u2066 \u200b",
      "\"'`=&<>",
      "</style></pre>",
      "constructor",
      "__proto__",
      "\ud800\u0007",
    ];
    const pages = hostile.map((text) => {
      const run = inventedRun(site);
      const outcome: Outcome = { kind: "warned", message: text };
      const archive = archiveWith(
        {
          ...run,
          site: {
            ...run.site,
            id: text,
            kubernetesVersion: { value: text },
            distribution: { unknown: text },
            engines: { value: [{ name: text, version: text }] },
          },
          configuration: { siteName: text, image: text, allowedRegistries: [text] },
          vantages: run.vantages.map((vantage) => ({
            ...vantage,
            namespace: text,
            podSecurity: { [text]: text },
          })),
          probes: run.probes.map((probe) => ({
            ...probe,
            probe: text,
            policy: `p${text}`,
            vantage: text,
            says: text,
            control: text,
            outcome,
            patch: [{ op: "add", path: `/${text}`, value: { [text]: text } }],
          })),
        },
        text,
      );
      return pageOf([
        { ...archive, name: text, notes: [{ kind: "plugin-error", member: text, detail: text }] },
      ]);
    });
    for (const page of pages) assertSound(page);
    const all = pages.join("\n");
    assert.doesNotMatch(all, /[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ud800]/);
    assert.ok(!all.includes("\u0007"));
    assert.ok(!all.includes("native code"));
    assert.ok(all.includes("⟨U+202E⟩gnp.exe⟨U+2066⟩"));
    assert.ok(all.includes("&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;"));
    assert.ok(all.includes("{{x}} {{{y}}} {{&gt; z}}"));
  });

  it("quotes messages in their own language, with their lines as they came", () => {
    const run = inventedRun({ ...site, all: "warned", but: {} });
    const message = "first line\n    second <line>\n";
    const probes = run.probes.map((probe) => ({ ...probe, outcome: { kind: "warned", message } as const }));
    const page = pageOf([archiveWith({ ...run, probes }, "a")]);
    assert.ok(page.includes('<pre class="message" lang="en">first line\n    second &lt;line&gt;\n</pre>'));
  });

  it("says what was tried in the page's language, or in the result's English where it is not known", () => {
    const run = inventedRun(site);
    const [first] = run.probes;
    assert.ok(first);
    const known = Object.values(policies).flatMap(probesOf);
    const tried = known.map(({ id, policy, says, expect, weight, set }) => {
      return { ...first, probe: id, policy, says: says.en, expect, weight, set };
    });
    const unknown = { ...first, probe: `${first.policy}/unheard-of`, says: "unheard of" };
    const archive = archiveWith({ ...run, probes: [...tried, unknown] }, "a");
    const pages = { de: pageOf([archive], "de"), en: pageOf([archive], "en") };
    const shown = (words: string) => `<span>${Handlebars.escapeExpression(words)}</span>`;
    for (const { id, says } of known) {
      assert.ok(pages.de.includes(shown(says.de)), `${id}: ${says.de}`);
      assert.ok(pages.en.includes(shown(says.en)), `${id}: ${says.en}`);
      assert.ok(!pages.de.includes(`>${Handlebars.escapeExpression(says.en)}<`), `${id}: ${says.en}`);
      assert.ok(!pages.en.includes(`>${Handlebars.escapeExpression(says.de)}<`), `${id}: ${says.de}`);
    }
    for (const page of Object.values(pages)) assert.ok(page.includes('<span lang="en">unheard of</span>'));
  });

  it("gives the same bytes again, whatever the order of the archives", () => {
    const page = pageOf(allArchives());
    assert.equal(pageOf(allArchives()), page);
    assert.equal(pageOf(allArchives().toReversed()), page);
  });

  it("makes sites the rows where there are many, and speaks of one site in the singular", () => {
    const many = Array.from({ length: 25 }, (_, index) => {
      const base = inventedSites[index % inventedSites.length] ?? site;
      return archiveWith(
        inventedRun({ ...base, name: `Ort ${index}`, id: `${index}-${base.id}` }),
        `${index}`,
      );
    });
    const page = pageOf(many);
    assertSound(page);
    assert.match(page, /class="matrix by-site"/);
    const one = pageOf(allArchives().slice(0, 1));
    assertSound(one);
    assert.match(one, /class="matrix by-policy"/);
    assert.ok(
      one.includes("1 Standort, 14 Richtlinien: 13 von 14 Feldern durchgesetzt, 1 lückenhaft, 0 offen"),
    );
    assert.ok(pageOf(many, "en").includes("25 sites, 14 policies:"));
  });

  it("makes a page of nothing but what cannot be read, and of nothing at all", () => {
    const broken = allArchives().filter(({ result }) => result === undefined);
    const page = pageOf(broken);
    assertSound(page);
    assert.ok(page.includes("„kaputt.tar.gz“ bricht vorzeitig ab"));
    assert.ok(page.includes("von der Demo gepackt, nicht von Sonobuoy"));
    assert.ok(page.includes("Von 2 Standorten liegt kein verwertbares Ergebnis vor."));
    assertSound(pageOf([]));
  });

  it("has a caption, scopes and a heading for every evidence", () => {
    const page = renderReport(comparisonOfAll(), texts.de);
    assert.match(page, /<caption id="matrix-caption">/);
    assert.match(page, /<div class="scroll" role="region" aria-labelledby="matrix-caption" tabindex="0">/);
    assert.doesNotMatch(page, /<th(?! scope="(?:col|row)")[ >]/);
    for (const [, label] of page.matchAll(/aria-labelledby="([^"]*)"/g)) {
      assert.ok(page.includes(`id="${label}"`), label);
    }
  });
});

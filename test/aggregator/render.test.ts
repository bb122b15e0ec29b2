import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import { defaultProfile, policies, probesOf } from "#policies";
import { type Outcome, type Verdict, verdicts } from "#results";
import { type Archive, compare, renderReport, reportJson, texts } from "../../aggregator/index.ts";
import { probeView } from "../../aggregator/report/probe-view.ts";
import { glyphs } from "../../aggregator/text/glyphs.ts";
import { visible } from "../../foreign/visible.ts";
import { allArchives, archiveWith, comparisonOfAll, profile } from "./comparisons.ts";
import { type Behaviour, inventedRun, inventedSites } from "./invented-sites.ts";

const [site] = inventedSites;
if (site === undefined) throw new Error("there are invented sites");

function pageOf(archives: readonly Archive[], language: "de" | "en" = "de"): string {
  return renderReport(compare(archives, { profile }), texts[language]);
}

/** The page with plain spaces in place of those at which no line breaks. */
const words = (page: string): string => page.replaceAll("\u00a0", " ");

/** What must hold for every page. */
function assertSound(whole: string): void {
  const script = /\n<script>([\s\S]*?)<\/script>\n<\/body>/.exec(whole);
  const page = script === null ? whole : whole.replace(script[0], "");
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
  const source = (content: string) => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
  const scripts = script?.[1] === undefined ? "" : ` script-src ${source(script[1])};`;
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#x27;", "'");
  assert.equal(
    policy?.replaceAll("&#x3D;", "="),
    `default-src 'none'; style-src ${source(style)};${scripts} img-src data:; base-uri 'none'; form-action 'none'`,
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
          `class="box v-${verdict}"[^>]*>(?:<span class="aside">[^<]*</span>)?<span class="glyph" aria-hidden="true">([^<]*)</span> <span class="word">([^<]*)</span>`,
        ).exec(page);
        assert.deepEqual(cell?.slice(1), [glyphs[verdict], texts[language].verdicts[verdict]], verdict);
      }
      for (const word of [texts[language].flags.byMutation, texts[language].page.shortFlags.failOpen])
        assert.ok(page.includes(word));
    });
  }

  it("links deviating cells to their evidence, enforced ones to who refuses, and only the first by the Tab key", () => {
    const page = renderReport(comparisonOfAll(), texts.de);
    const enforced: readonly Verdict[] = ["enforced", "enforced-stricter"];
    for (const verdict of verdicts) {
      const links = [...page.matchAll(new RegExp(`<a class="box v-${verdict}"[^>]*>`, "g"))];
      const isPlain = verdict === "not-applicable";
      assert.equal(links.length === 0, isPlain, verdict);
      assert.equal(page.includes(`<span class="box v-${verdict}"`), isPlain, verdict);
      const form = enforced.includes(verdict) ? / href="#r-[^"]*" tabindex="-1">$/ : / href="#[egs]-[^"]*">$/;
      for (const [link] of links) assert.match(link, form);
    }
    const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
    for (const [, place] of page.matchAll(/ href="#([^"]*)"/g)) assert.ok(ids.has(place), place);
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

  it("makes visible what cannot be seen", () => {
    const hidden =
      "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\ufe00\ufe0f\uffa0\u{e0001}\u{e0041}\u{e0100}";
    for (const character of hidden) {
      const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
      assert.equal(visible(`a${character}b`), `a⟨U+${code}⟩b`);
    }
    assert.equal(visible("ä 😀 \u{20000}\n\t"), "ä 😀 \u{20000}\n\t");
  });

  it("keeps apart ids of sites and policies that differ by what ids of headings end with", () => {
    const ids = ["abc", "abc-title", "t-abc", "title"];
    assertSound(pageOf(ids.map((id) => archiveWith(inventedRun({ ...site, id, name: id }), id))));
  });

  it("counts only sites with a result, and says which archives have none", () => {
    const page = pageOf(allArchives());
    assert.match(page, /7\sStandorte, 14\sRichtlinien\D+98\s/);
    assert.ok(page.includes("<p>2 weitere Archive enthalten kein verwertbares Ergebnis.</p>"));
    assert.ok(page.includes("Archiv kaputt.tar.gz"));
    assert.ok(
      pageOf(allArchives().slice(0, -1)).includes("Ein weiteres Archiv enthält kein verwertbares Ergebnis."),
    );
    assert.ok(pageOf(allArchives(), "en").includes("2 further archives hold no usable result."));
  });

  it("names what is open most often only where that tells something, and none of many alike", () => {
    const open = (...counts: readonly number[]) =>
      pageOf(
        counts.map((count, index) => {
          const but = Object.fromEntries(defaultProfile.policies.slice(0, count).map((id) => [id, "open"]));
          return archiveWith(inventedRun({ ...site, id: `id-${index}`, but }), `${index}`);
        }),
      );
    const named = (page: string) => /Am häufigsten offen: (.*?)\.</.exec(page)?.[1]?.match(/„/g)?.length ?? 0;
    assert.equal(named(open(3)), 0, "at one site nothing is more frequent");
    assert.equal(named(open(3, 3)), 3);
    assert.equal(named(open(4, 4)), 0);
    assert.equal(named(open(4, 4, 1)), 1);
  });

  it("describes the attempts of a deep run as they were", () => {
    const said = "Für Versuche, die etwas ändern, wurde vorübergehend ein Objekt ohne Verstoß gespeichert";
    const page = (probes: string) =>
      pageOf([archiveWith(inventedRun({ ...site, configuration: { probes } }), "a")]);
    assert.ok(page("deep").includes(said));
    assert.ok(!page("core").includes(said));
  });

  it("gives the sign of the legend to what does not apply, and says when a run began and how long it took", () => {
    const run = inventedRun({ ...site, all: "enforced", but: {} });
    const probes = run.probes.map((probe) =>
      probe.policy === "restrict-apparmor"
        ? { ...probe, outcome: { kind: "not-applicable", reason: "declared" } as const }
        : probe,
    );
    const configuration = { ...run.configuration, appArmor: "absent" };
    const page = pageOf([archiveWith({ ...run, configuration, probes }, "a")]);
    assert.match(page, /o-unknown"><span class="glyph" aria-hidden="true">–<\/span> entfällt/);
    assert.ok(page.includes("<dd>0f6a2c1e, 02.03.2026, 08:00 UTC, Dauer 90 s</dd>"));
  });

  it("shows policies that the profile does not know apart from the others", () => {
    const run = inventedRun(site);
    const own = run.probes
      .slice(0, 1)
      .map((probe) => ({ ...probe, probe: "own/a", policy: "own", outcome: { kind: "admitted" } as const }));
    const strange = archiveWith({ ...run, probes: [...run.probes, ...own] }, "a");
    const others = inventedSites.slice(1).map((other) => archiveWith(inventedRun(other), other.name));
    const page = pageOf([strange, ...others]);
    assertSound(page);
    assert.match(
      page,
      /<tbody class="further">\n<tr class="group"><th scope="rowgroup" colspan="\d+"><span>Weitere Richtlinien, die das Profil nicht kennt/,
    );
    assert.match(page, /7\sStandorte, 14\sRichtlinien/);
    assert.equal(page.match(/<section class="evidence" id="e-own--[^"]*"/g)?.length, 1);
    const many = Array.from({ length: 25 }, (_, index) =>
      archiveWith(inventedRun({ ...site, id: `id-${index}` }), `${index}`),
    );
    const wide = pageOf([strange, ...many]);
    assertSound(wide);
    assert.match(wide, /own<\/a> <span class="state">nicht im Profil<\/span>/);
  });

  it("remarks what a column or a cell rests on", () => {
    const run = inventedRun(site);
    const page = pageOf([archiveWith({ ...run, profile: { ...run.profile, version: "0.9.0" } }, "a")]);
    assert.ok(page.includes('<span class="state">unvollständig, anderes Profil</span>'));
    const declared = pageOf([
      archiveWith(inventedRun({ ...site, but: { "restrict-apparmor": "not-applicable" } }), "a"),
    ]);
    assert.ok(
      declared.includes(
        '<span class="word">entfällt</span> <span class="remark">Angabe des Betreibers</span>',
      ),
    );
    const called = run.probes.map((probe) => ({
      ...probe,
      outcome: { kind: "not-applicable", reason: "declared" } as const,
    }));
    const doubted = pageOf([archiveWith({ ...run, probes: called }, "a")]);
    assert.ok(doubted.includes("weder die Kubernetes-Version noch die Konfiguration belegt das"));
    assert.ok(!doubted.includes("Die Vorbereitung im Cluster gelang nicht."));
  });

  it("leaves out the evidence of what does not deviate where there are many sites, and says so", () => {
    const sites = (count: number) =>
      pageOf(
        Array.from({ length: count }, (_, index) =>
          archiveWith(inventedRun({ ...site, id: `id-${index}` }), `${index}`),
        ),
      );
    assert.match(sites(50), /<summary>Alle Belege/);
    const page = sites(51);
    assertSound(page);
    assert.doesNotMatch(page, /<summary>Alle Belege/);
    assert.ok(page.includes("Alle Versuche enthält die Datei, die --json schreibt."));
  });

  it("shows the beginning of a patch that has no end", () => {
    const run = inventedRun({ ...site, but: { "require-ro-rootfs": "open" } });
    const patch = Array.from({ length: 5000 }, (_, index) => ({ op: "add", path: `/a${index}`, value: 1 }));
    const page = pageOf([
      archiveWith({ ...run, probes: run.probes.map((probe) => ({ ...probe, patch })) }, "a"),
    ]);
    assert.ok(page.includes("(4.900 weitere Zeilen)"));
    assert.ok(!page.includes("a4999"));
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
    assert.match(page, /class="matrix by-site dense tight"/);
    const [row = ""] = /<tr>\n<th scope="row" data-site=[\s\S]*?<\/tr>/.exec(page) ?? [];
    const kinds = [...row.matchAll(/<td class="(n|fact|cell)[ "]/g)].map(([, kind]) => kind);
    const times = (count: number, kind: string) => Array.from({ length: count }, () => kind);
    assert.deepEqual(
      kinds,
      [...times(4, "n"), ...times(14, "cell"), ...times(4, "fact")],
      "the numbers of the levels stand before the verdicts, other facts behind them",
    );
    const one = pageOf(allArchives().slice(0, 1));
    assertSound(one);
    assert.match(one, /class="matrix by-policy/);
    assert.ok(words(one).includes("1 Standort, 14 Richtlinien, 14 Befunde</p>"));
    for (const level of [
      '1</span> <span class="word">lückenhaft',
      '13</span> <span class="word">durchgesetzt',
    ])
      assert.ok(one.includes(`<span class="number">${level}`), level);
    assert.ok(words(pageOf(many, "en")).includes("25 sites, 14 policies, 350 findings</p>"));
  });

  it("makes a page of nothing but what cannot be read, and of nothing at all", () => {
    const broken = allArchives().filter(({ result }) => result === undefined);
    const page = pageOf(broken);
    assertSound(page);
    assert.ok(page.includes("„kaputt.tar.gz“ bricht vorzeitig ab"));
    assert.ok(page.includes("von der Demo gepackt, nicht von Sonobuoy"));
    assert.ok(page.includes("2 weitere Archive enthalten kein verwertbares Ergebnis."));
    assertSound(pageOf([]));
  });

  it("has a caption, scopes and a heading for every evidence", () => {
    const page = renderReport(comparisonOfAll(), texts.de);
    assert.match(page, /<caption id="matrix-caption">/);
    assert.match(page, /<div class="scroll" role="region" aria-labelledby="matrix-caption" tabindex="0">/);
    assert.doesNotMatch(page, /<th(?! scope="(?:col|row)(?:group)?")[ >]/);
    const labels = [...page.matchAll(/aria-labelledby="([^"]*)"/g)].map(([, label]) => label);
    for (const label of labels) assert.ok(page.includes(`id="${label}"`), label);
    assert.equal(new Set(labels).size, labels.length, "no two regions have one name");
    for (const [table] of page.matchAll(/<table[^>]*>\s*<\w+/g)) assert.match(table, /<caption$/);
  });

  it("names each link of a cell by its site and policy", () => {
    const page = renderReport(comparisonOfAll(), texts.de);
    const links = [...page.matchAll(/<a class="box [^>]*>(?:<span class="aside">([^<]*)<\/span>)?/g)];
    assert.ok(links.length > 0);
    for (const [link, of] of links) assert.match(of ?? "", /^.+, .+: $/, link);
    assert.equal(new Set(links.map(([, of]) => of)).size, links.length);
  });

  it("says how many nodes there are where nothing else is known of them, and names the set of attempts", () => {
    const run = inventedRun(site);
    const none = {
      count: 0,
      osImages: {},
      kernels: {},
      runtimes: {},
      architectures: {},
      capacity: { cpu: 0, memory: 0 },
    };
    const page = pageOf([archiveWith({ ...run, site: { ...run.site, nodes: { value: none } } }, "a")]);
    assert.ok(page.includes("<td>0 Knoten</td>"));
    assert.ok(page.includes("<dd>Kernumfang (core)</dd>"));
  });

  it("lets long names break between their words only", () => {
    const page = renderReport(comparisonOfAll(), texts.de);
    assert.ok(page.includes("Validating<wbr>Admission<wbr>Policy"));
    assert.doesNotMatch(page, /se<wbr>Linux/);
  });

  it("says which policies of an engine only report: at the site, and where what they mean is open", () => {
    const run = inventedRun(site);
    const probes = run.probes.map((probe) =>
      ["restrict-sysctls", "restrict-apparmor"].includes(probe.policy)
        ? { ...probe, outcome: { kind: "admitted" } as const }
        : probe,
    );
    const reportingOn = { "restrict-sysctls": ["sysctls-a", "b"], "require-ro-rootfs": ["c"] };
    const engines = { value: [{ name: "kyverno", reporting: ["b", "c", "sysctls-a"], reportingOn }] };
    const archives = [archiveWith({ ...run, probes, site: { ...run.site, engines } }, "x.tar.gz")];
    const page = words(pageOf(archives));
    assert.ok(page.includes("Kyverno (nur meldend: b, c, sysctls-a)"));
    const sentence =
      "Kyverno ist hier installiert und hat Regeln dafür, die Verstöße nur melden und nicht ablehnen: sysctls-a und b.";
    // once, at the one policy that is open and meant
    assert.equal(page.split(sentence).length, 2);
    assert.ok(!/(ablehnt|ablehnen): c/.test(page));
    assert.ok(
      words(pageOf(archives, "en")).includes(
        "has rules for this that only report violations and refuse none: sysctls-a and b.",
      ),
    );
    const bare = [archiveWith({ ...run, probes }, "x.tar.gz")];
    const verdictsOf = (of: readonly Archive[]) =>
      compare(of, { profile }).sites.flatMap(({ cells }) =>
        cells.map(({ verdict, flags }) => `${verdict} ${flags}`),
      );
    assert.deepEqual(verdictsOf(archives), verdictsOf(bare));
  });

  it("says of each answer whether a violation or something permitted got it", () => {
    const answers = (behaviour: Behaviour, language: "de" | "en") => {
      const run = inventedRun({ ...site, all: "enforced", but: { "restrict-sysctls": behaviour } });
      const [, section = ""] = pageOf([archiveWith(run, "a")], language).split('<section class="evidence"');
      return [...section.matchAll(/<p class="outcome [^>]*>(.*?)<\/p>/g)].map(([all]) =>
        all.replaceAll(/<[^>]*>/g, ""),
      );
    };
    const asExpected = "✓ Zulässiges zugelassen, wie erwartet";
    assert.deepEqual(answers("open", "de"), ["✗ Verstoß zugelassen", asExpected]);
    assert.deepEqual(answers("partly", "de"), ["✗ Verstoß zugelassen", "✓ Verstoß abgelehnt", asExpected]);
    assert.deepEqual(answers("warned", "de").slice(0, 1), ["✗ Verstoß zugelassen, mit Warnung"]);
    assert.deepEqual(answers("probable", "de"), ["? Verstoß abgelehnt", asExpected]);
    assert.deepEqual(answers("open", "en"), [
      "✗ violation admitted",
      "✓ permitted, and admitted as expected",
    ]);
  });

  it("says of what only informs what became of it, and calls it no violation: engines skip some by design", () => {
    const run = inventedRun({ ...site, all: "enforced", but: { "restrict-sysctls": "open" } });
    const [shown] = compare([archiveWith(run, "a")], { profile }).sites;
    const found = shown?.cells.flatMap(({ vantages }) => vantages.flatMap((vantage) => vantage.probes)) ?? [];
    const [admitted] = found.filter(({ outcome }) => outcome.kind === "admitted");
    assert.ok(admitted);
    const view = (language: "de" | "en") => probeView({ ...admitted, weight: "info" }, texts[language]);
    assert.deepEqual([view("de").outcome, view("en").outcome], ["zugelassen", "admitted"]);
  });

  it("says of each refusal by whom it was made, and by what it was put down to the policy", () => {
    const run = inventedRun(site);
    const attributions = ["both", "difference", "message", "control-too", "probable"] as const;
    const by = { engine: "gke-warden", policy: "their-policy", rule: "their-rule", webhook: "w.example.org" };
    const probes = run.probes.map((probe, index) => {
      const attribution = attributions[index % attributions.length] ?? "both";
      const outcome: Outcome = { kind: "refused", by, message: `no ${index}`, attribution };
      return { ...probe, outcome };
    });
    const archives = [archiveWith({ ...run, probes }, "x.tar.gz")];
    for (const language of ["de", "en"] as const) {
      const page = words(pageOf(archives, language)).replaceAll("<wbr>", "").replaceAll("&#x27;", "'");
      for (const attribution of attributions)
        assert.ok(page.includes(texts[language].attributions[attribution]));
      const { ruleOf, webhookOf } = texts[language].evidence;
      assert.ok(page.includes(`GKE Warden, ${ruleOf} their-policy (their-rule), ${webhookOf} w.example.org`));
    }
    const [json] = reportJson(compare(archives, { profile }), texts.en).probes;
    assert.deepEqual(
      [json?.engine, json?.enginePolicy, json?.rule, json?.webhook, json?.attribution],
      ["gke-warden", "their-policy", "their-rule", "w.example.org", "both"],
    );
  });
});

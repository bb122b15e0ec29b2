import assert from "node:assert/strict";
import { join } from "node:path";
import { parse } from "yaml";
import { alternatives, type PodOverlay } from "#policies";
import { type RunResult, readJUnit, writeJUnit } from "#results";
import {
  type Comparison,
  compare,
  readArchive,
  renderReport,
  reportJson,
  type Site,
  texts,
} from "../../aggregator/index.ts";
import { yamlText } from "../../aggregator/yaml-text.ts";
import { archiveWith, profile } from "./comparisons.ts";
import { type InventedSite, type InventedTenant, inventedRun, severalNamespaces } from "./invented-sites.ts";
import { validBy } from "./valid-by.ts";

const place: InventedSite = {
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
};

function comparisonOf(run: RunResult): Comparison {
  return compare([archiveWith(run, "a.tgz")], { profile });
}

function siteOf(run: RunResult): Site {
  const [site] = comparisonOf(run).sites;
  assert.ok(site);
  return site;
}

const pageOf = (run: RunResult, language: "de" | "en" = "de"): string =>
  renderReport(comparisonOf(run), texts[language]);

/** The cell of a policy in the matrix, without its markup. */
function cellText(page: string, policy: string): string {
  const cell = new RegExp(`<td id="c-[^"]*--${policy}" class="cell">(.*?)</td>`, "s").exec(page)?.[1] ?? "";
  return cell
    .replaceAll(/<span class="aside">.*?<\/span>/g, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** The evidence of a policy, without its markup. */
function evidenceText(page: string, policy: string): string {
  const section = new RegExp(`<section class="evidence" id="e-${policy}--[^"]*"(.*?)</section>`, "s").exec(
    page,
  );
  return (section?.[1] ?? "").replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

describe("aggregator: several namespaces", () => {
  const several = inventedRun(severalNamespaces);
  const page = pageOf(several);

  it("says in the cell in how many namespaces the verdict holds, or that it is everywhere, and nothing where all is well", () => {
    assert.equal(
      cellText(page, "require-ro-rootfs"),
      "✗ nicht durchgesetzt 1 von 5 Namespaces · laut Konfiguration ausgenommen",
    );
    const tenants = [
      { namespace: "a", all: "open" },
      { namespace: "b", all: "open" },
    ] as const;
    const everywhere = pageOf(inventedRun({ ...place, all: "open", tenants }));
    assert.equal(cellText(everywhere, "restrict-sysctls"), "✗ nicht durchgesetzt in allen 3 Namespaces");
    const freshOnly = pageOf(
      inventedRun({ ...place, all: "open", tenant: { namespace: "a", all: "enforced" } }),
    );
    assert.equal(cellText(freshOnly, "restrict-sysctls"), "✗ nicht durchgesetzt 1 von 2 Namespaces");
    const well = pageOf(inventedRun({ ...place, tenant: { namespace: "a", all: "enforced" } }));
    assert.equal(cellText(well, "restrict-sysctls"), "✓ durchgesetzt");
    const alone = pageOf(inventedRun({ ...place, all: "open" }));
    assert.equal(cellText(alone, "restrict-sysctls"), "✗ nicht durchgesetzt");
  });

  it("says in how many of how many was probed: in the key facts, in the column and with the site", () => {
    assert.deepEqual(siteOf(several).namespaces, { count: 4, of: 5 });
    assert.ok(page.includes("<dt>Geprüfte Namespaces</dt><dd>4 von 5</dd>"));
    assert.ok(page.includes('<td class="fact">4 von 5</td>'));
    assert.match(
      page,
      /Ablehnungen durch<\/span><\/th>\s+<td[^>]*><\/td>\n<td class="fact">Kyverno<\/td>/,
      "also by those of other namespaces",
    );
    assert.ok(page.includes("<p>Geprüft wurde in 4 von 5 Namespaces.</p>"));
    assert.ok(page.includes('<code>wartung</code> <span class="state">nicht geprüft</span>'));
    const english = pageOf(several, "en");
    assert.ok(english.includes("<dt>Namespaces probed</dt><dd>4 of 5</dd>"));
    assert.ok(english.includes("<p>4 of 5 namespaces were probed.</p>"));
  });

  it("counts a namespace as probed only if the cluster answered there", () => {
    const run = inventedRun({ ...place, tenant: { namespace: "a", all: "enforced" } });
    const silent = { kind: "inconclusive", reason: "rbac", message: "namespaces a not found" } as const;
    const unanswered = {
      ...run,
      vantages: run.vantages.map((vantage) =>
        vantage.namespace === "a" ? { ...vantage, identity: "none" as const, compliant: silent } : vantage,
      ),
      probes: run.probes.map((probe) => (probe.vantage === "a" ? { ...probe, outcome: silent } : probe)),
    };
    const site = siteOf(unanswered);
    assert.deepEqual(site.namespaces, { count: 1, of: 2 });
    assert.equal(site.state, "incomplete");
    assert.deepEqual(site.notes, [{ kind: "vantages-unanswered", namespaces: ["a"] }]);
    const shown = pageOf(unanswered);
    assert.ok(shown.includes("In a konnte nicht geprüft werden; der Grund steht unter „Namespaces“."));
    assert.ok(shown.includes("namespaces a not found"));
    const cutShort = "namespaces a not found";
    const ended = siteOf({ ...unanswered, run: { ...unanswered.run, cutShort } });
    assert.deepEqual(ended.notes, [{ kind: "vantages-unanswered", namespaces: ["a"], detail: cutShort }]);
    const late = unanswered.probes.map((probe, index) =>
      index === 0 ? { ...probe, outcome: { kind: "inconclusive", reason: "deadline" } as const } : probe,
    );
    const stopped = siteOf({ ...unanswered, run: { ...unanswered.run, cutShort }, probes: late });
    assert.deepEqual(
      stopped.notes.map(({ kind }) => kind),
      ["cut-short", "vantages-unanswered"],
    );
  });

  it("misses the fresh namespace too, where the configuration says that there is to be one", () => {
    const run = inventedRun({ ...place, tenant: { namespace: "a", all: "enforced" } });
    const without = (freshNamespace: boolean) => ({
      ...run,
      configuration: { ...run.configuration, namespaces: ["a"], freshNamespace },
      vantages: run.vantages.filter(({ kind }) => kind === "tenant"),
      probes: run.probes.filter(({ vantage }) => vantage === "a"),
    });
    assert.equal(siteOf(without(false)).state, "ok");
    const site = siteOf(without(true));
    assert.deepEqual(site.namespaces, { count: 1, of: 2 });
    assert.deepEqual(site.notes.at(-1), { kind: "vantages-lacking", namespaces: ["dvs-0f6a2c1e"] });
  });

  it("gives each namespace's verdict in the evidence, those that are alike once", () => {
    const text = evidenceText(page, "require-limits-and-requests");
    assert.match(
      text,
      /Maßgeblich ist der Namespace dvs-70d19385; ebenso in fachverfahren und melderegister-/,
    );
    assert.match(
      text,
      /◐ teilweise durchgesetzt buergerportal : Die Richtlinie wird nur teilweise durchgesetzt: 1 von/,
    );
    assert.match(text, /\? nicht feststellbar wartung :[^.]*\. Laut Konfiguration war dort zu prüfen;/);
    assert.equal(text.match(/✗ nicht durchgesetzt/g)?.length, 1);
    assert.match(
      evidenceText(page, "restrict-apparmor"),
      /✓ durchgesetzt dvs-70d19385, buergerportal und melderegister-integration-und-abnahme \? /,
    );
  });

  it("takes no two namespaces for alike that came to the same verdict by different attempts", () => {
    const tenants = [
      { namespace: "a", all: "partly" },
      { namespace: "b", all: "probable" },
    ] as const;
    const text = evidenceText(pageOf(inventedRun({ ...place, tenants })), "restrict-sysctls");
    assert.match(text, /Maßgeblich ist der Namespace a\. In den anderen Namespaces:/);
    assert.match(text, /◐ teilweise durchgesetzt b :/);
  });

  it("joins in the evidence what is the same in several namespaces, or in all", () => {
    const tenants = (["a", "b", "c"] as const).map((namespace, index) => {
      const engine = {
        all: "enforced",
        but: { "restrict-sysctls": (["open", "fail-open", "enforced"] as const)[index] },
      };
      return { namespace, ...engine } as InventedTenant;
    });
    const some = evidenceText(pageOf(inventedRun({ ...place, tenants })), "restrict-sysctls");
    assert.equal(some.match(/✓ durchgesetzt/g)?.length, 1, some);
    const everywhere = evidenceText(
      pageOf(inventedRun({ ...place, all: "open", tenant: { namespace: "a", all: "open" } })),
      "restrict-sysctls",
    );
    assert.match(everywhere, / In beiden Namespaces gleich \(gezeigt: dvs-0f6a2c1e\)\. /);
  });

  it("names no exemption of a namespace where all is refused nevertheless", () => {
    const more = { exemptions: [{ engine: "kyverno", says: "resourceFilters" }] };
    const tenant = { namespace: "a", all: "enforced", more } as const;
    const text = evidenceText(pageOf(inventedRun({ ...place, all: "open", tenant })), "restrict-sysctls");
    assert.match(text, /nicht durchgesetzt/);
    assert.doesNotMatch(text, /ausgenommen/);
  });

  it("shows what an engine exempts: by the flag, and in the evidence with its words, once", () => {
    const text = evidenceText(page, "restrict-apparmor");
    const said = "fachverfahren: ausgenommen laut Konfiguration von Kyverno:";
    assert.ok(
      text.includes(`${said} resourceFilters of the ConfigMap kyverno/kyverno: [Pod,fachverfahren,*]`),
      text,
    );
    assert.equal(text.match(/ausgenommen/g)?.length, 1);
    assert.ok(page.includes('Kyverno, alle Regeln: <code lang="en">resourceFilters'));
    assert.ok(
      evidenceText(pageOf(several, "en"), "restrict-apparmor").includes(
        "fachverfahren: exempt by the configuration of Kyverno: resourceFilters",
      ),
    );
    const exemptions = [
      { engine: "gatekeeper", policies: ["restrict-sysctls"], says: "excludedNamespaces: a" },
    ];
    const open = { namespace: "a", all: "open", more: { exemptions } } as const;
    const other = { namespace: "b", all: "open", more: { exemptions } } as const;
    const some = pageOf(inventedRun({ ...place, tenants: [open, other] }));
    assert.match(
      evidenceText(some, "restrict-sysctls"),
      / a und b: ausgenommen laut Konfiguration von Gatekeeper:/,
    );
    assert.doesNotMatch(evidenceText(some, "restrict-apparmor"), /ausgenommen/);
    assert.match(cellText(some, "restrict-sysctls"), /2 von 3 Namespaces · laut Konfiguration ausgenommen$/);
    assert.doesNotMatch(cellText(some, "restrict-apparmor"), /ausgenommen/);
  });

  it("describes each namespace, and shows what stood in every pod as YAML", () => {
    assert.ok(page.includes("<code>buergerportal</code> bestehend, als Mandant mit eigenem Token"));
    assert.ok(page.includes("<dd>pod-security.kubernetes.io/enforce&#x3D;baseline</dd>"));
    assert.ok(page.includes("als Mandant durch Impersonation"));
    assert.match(
      page,
      /in der Form „explicit-uid“[^<]*<\/p>\n<pre class="yaml"><code>spec:\n {2}securityContext:\n {4}runAsUser: 100000\n/,
    );
    const overlay = /\(podOverlay\)<\/p>\n<pre class="yaml"><code>([^<]*)<\/code>/.exec(page)?.[1] ?? "";
    assert.deepEqual(parse(overlay.replaceAll("&quot;", '"')), several.configuration["podOverlay"]);
  });

  it("writes YAML that hides nothing and means the same", () => {
    const hostile = {
      "a\u202eb": "x\u0007\u200b",
      list: ["\n# no comment", "*alias", "null", "1e3", "\u{e0041}"],
    };
    const text = yamlText(hostile);
    assert.deepEqual(parse(text), hostile);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
    assert.doesNotMatch(text, /[\u0007\u200b\u202e]|\u{e0041}/u);
  });

  it("puts vantages with alternative, exemptions and Pod Security into report.json, as its schema says", () => {
    const json = JSON.parse(JSON.stringify(reportJson(comparisonOf(several), texts.de)));
    const valid = validBy("report");
    assert.equal(valid(json), true, JSON.stringify(valid.errors));
    const [site] = json.sites;
    assert.deepEqual(site.namespaces, { probed: 4, of: 5 });
    assert.deepEqual(site.vantages[1].podSecurity, { "pod-security.kubernetes.io/enforce": "baseline" });
    assert.equal(site.vantages[2].alternative.id, "explicit-uid");
    assert.equal(site.vantages[2].exemptions[0].engine, "kyverno");
    const verdict = json.verdicts.find(({ policy }: { policy: string }) => policy === "require-ro-rootfs");
    assert.deepEqual(
      verdict.vantages.map(
        (own: { namespace: string; verdict: string }) => `${own.namespace} ${own.verdict}`,
      ),
      [
        "dvs-70d19385 enforced",
        "buergerportal enforced",
        "fachverfahren not-enforced",
        "melderegister-integration-und-abnahme enforced",
        "wartung inconclusive",
      ],
    );
    json.sites[0].vantages[2].exemptions[0].says = 1;
    assert.equal(valid(json), false, "the schema looks into exemptions");
  });

  it("reads results of the first version, which know nothing of exemptions", async () => {
    const archive = await readArchive(join(import.meta.dirname, "../../examples/round-2/musterstadt.tar.gz"));
    const { sites } = compare([archive], { profile });
    assert.deepEqual(sites[0]?.result?.vantages[0]?.exemptions, []);
    assert.deepEqual(sites[0]?.namespaces, { count: 1, of: 1 });
    const old = writeJUnit(inventedRun(place)).replaceAll(",&quot;exemptions&quot;:[]", "");
    assert.ok(!old.includes("exemptions"));
    assert.equal(siteOf(readJUnit(old)).state, "ok");
  });

  it("believes no declaration that only an overlay would bear out: it hides a violation and permits none", () => {
    const probe = "require-run-as-non-root/unset";
    const declared = (configuration: RunResult["configuration"], overlay?: PodOverlay): Site => {
      const run = inventedRun({ ...place, configuration });
      return siteOf({
        ...run,
        vantages: run.vantages.map((vantage) => ({
          ...vantage,
          ...(overlay && { alternative: { id: "container-level-duplicates", overlay } }),
        })),
        probes: run.probes.map((own) =>
          own.probe === probe
            ? { ...own, outcome: { kind: "not-applicable", reason: "declared" } as const }
            : own,
        ),
      });
    };
    const alternative = alternatives({}).find(({ id }) => id === "container-level-duplicates");
    assert.ok(alternative);
    const podOverlay = { container: { securityContext: { runAsNonRoot: true } } };
    for (const site of [declared({}), declared({ podOverlay }), declared({}, alternative.overlay)]) {
      assert.deepEqual(site.notes, [{ kind: "probes-doubted", count: 1 }]);
      assert.equal(
        site.cells.find(({ policy }) => policy === "require-run-as-non-root")?.verdict,
        "inconclusive",
      );
    }
  });

  it("leaves out the evidence of what does not deviate where there are too many attempts", () => {
    const tenants = Array.from({ length: 98 }, (_, index) => ({
      namespace: `n-${index}`,
      all: "enforced" as const,
    }));
    const archives = [0, 1, 2].map((index) =>
      archiveWith(inventedRun({ ...place, id: `${index}${place.id.slice(1)}`, tenants }), `${index}`),
    );
    assert.match(renderReport(compare(archives.slice(0, 2), { profile }), texts.de), /<summary>Alle Belege/);
    const full = renderReport(compare(archives, { profile }), texts.de);
    assert.doesNotMatch(full, /<summary>Alle Belege/);
    assert.ok(full.includes("Alle Versuche enthält die Datei, die --json schreibt."));
  });
});

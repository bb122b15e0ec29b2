import assert from "node:assert/strict";
import { profiles } from "#policies";
import type { Outcome, RunResult } from "#results";
import { casesOf, explainedBy, mostEvidence } from "../../aggregator/comparison/cases.ts";
import { nextStepsOf } from "../../aggregator/comparison/next-steps.ts";
import { enginesByPolicy, refusersAt } from "../../aggregator/comparison/refusers.ts";
import { compare, renderReport, type Site, texts } from "../../aggregator/index.ts";
import { commonEntries } from "../../aggregator/report/common-entries.ts";
import { manySites } from "../../bench/many-sites.ts";
import { archiveWith, comparisonOfAll, profile } from "./comparisons.ts";
import { type InventedSite, inventedRun } from "./invented-sites.ts";
import { archiveOn, place, roundOf, since } from "./rounds-of-sites.ts";

const base: InventedSite = {
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
  but: { "restrict-sysctls": "partly" },
};

/** The run of a site that differs from `base` by its id, its name and what is given. */
function runOf(index: number, more: Partial<InventedSite> = {}): RunResult {
  const digits = index.toString(16).padStart(8, "0");
  return inventedRun({ ...base, ...more, id: `${digits}${base.id.slice(8)}`, name: `Ort ${index}` });
}

/** The run with the messages that a cluster answers with, given its id. */
function saying(run: RunResult, message: (runId: string) => string): RunResult {
  return {
    ...run,
    probes: run.probes.map((probe) => ({
      ...probe,
      outcome:
        probe.outcome.kind === "refused" ? { ...probe.outcome, message: message(run.run.id) } : probe.outcome,
    })),
  };
}

/** A webhook of a site's own that cannot be called. */
function unreachable(index: number): Outcome {
  const url = `https://gate.ort-${index}.svc.cluster.example:443/validate/pods?timeout=10s`;
  const message = `Internal error occurred: failed calling webhook "gate.ort-${index}.example": failed to call webhook: Post "${url}": dial tcp 10.96.12.${index}:443: connect: connection refused`;
  return { kind: "inconclusive", reason: "webhook-failure", message };
}

const comparisonOf = (runs: readonly RunResult[]) =>
  compare(
    runs.map((run, index) => archiveWith(run, `${index}.tar.gz`)),
    { profile },
  );

const idsOf = (runs: readonly RunResult[]) =>
  casesOf(comparisonOf(runs)).shown.map(({ id, row, members }) => `${row.id} ${id} ${members.length}`);

function siteOf(run: RunResult): Site {
  const [site] = comparisonOf([run]).sites;
  assert.ok(site);
  return site;
}

describe("aggregator/comparison/cases", () => {
  const named = (runId: string) =>
    `pods "p-${runId}" is forbidden in dvs-${runId} for system:serviceaccount:dvs-${runId}:dvs-${runId}, s-${runId} too`;

  it("puts together what differs by the names of the run only, and keeps all else", () => {
    const alike = [1, 2, 3].map((index) => saying(runOf(index), named));
    const [found, ...others] = casesOf(comparisonOf(alike)).shown;
    assert.deepEqual(others, []);
    assert.deepEqual(
      found?.members.map(({ site }) => site.name),
      ["Ort 1", "Ort 2", "Ort 3"],
    );
    const messages = found?.worst?.probes.flatMap(({ outcome }) =>
      outcome.kind === "refused" ? [outcome.message] : [],
    );
    assert.deepEqual([...new Set(messages)], [named("‹run›")]);
    const own = saying(runOf(4), (runId) => `${named(runId)}; ask platform@ort-4.example`);
    assert.equal(casesOf(comparisonOf([...alike, own])).shown.length, 2);
  });

  it("takes no other eight digits for a run's, and no part of a longer word", () => {
    for (const message of [
      () => 'pods "p-7f3a91c2" is forbidden',
      (runId: string) => `deadbeef-dvs-${runId}`,
      (runId: string) => `p-${runId}ff`,
      (runId: string) => `${runId}`,
    ]) {
      const [found] = casesOf(comparisonOf([saying(runOf(1), message)])).shown;
      assert.ok(JSON.stringify(found?.worst).includes(JSON.stringify(message("00000001")).slice(1, -1)));
    }
    const strange = runOf(1);
    const runId = "musterstadt";
    const [found] = casesOf(
      comparisonOf([saying({ ...strange, run: { ...strange.run, id: runId } }, named)]),
    ).shown;
    assert.ok(JSON.stringify(found?.worst).includes("p-musterstadt"));
  });

  it("gives a case the same id whoever joins or leaves, in whatever order", () => {
    const alone = idsOf([runOf(1)]);
    assert.match(alone[0] ?? "", /^restrict-sysctls [0-9a-f]{8} 1$/);
    const further = runOf(9, { but: { "restrict-sysctls": "open", "require-ro-rootfs": "warned" } });
    const more = idsOf([runOf(1), further, runOf(2)]);
    assert.ok(more.includes((alone[0] ?? "").replace(/1$/, "2")));
    assert.deepEqual(idsOf([runOf(2), further, runOf(1)]), more);
  });

  it("tells apart what came to another verdict, by another engine, or with another remark", () => {
    const differing: readonly Partial<InventedSite>[] = [
      {},
      { but: { "restrict-sysctls": "open" } },
      { engine: "gatekeeper" },
      { but: { "restrict-sysctls": "probable" } },
    ];
    const runs = differing.map((more, index) => runOf(index, more));
    assert.equal(idsOf(runs).length, differing.length);
    const engines = {
      value: [{ name: "kyverno", reportingOn: { "restrict-sysctls": ["own-sysctls"] } }],
    };
    const open = { "restrict-sysctls": "open" } as const;
    const reporting = runOf(6, { but: open, facts: { engines } });
    assert.equal(idsOf([runOf(5, { but: open }), reporting]).length, 2);
  });

  it("keeps what was agreed on with a site, and its age, out of the case, and says both with the site", () => {
    const archives = [1, 2].map((index) => archiveWith(runOf(index), `${index}.tar.gz`));
    const waivers = [
      {
        ...{ line: 1, site: "Ort 1", policy: "restrict-sysctls", reason: "Umbau", owner: "Betrieb" },
        expires: "2099-12-31",
      },
    ];
    const comparison = compare(archives, { profile, waivers });
    assert.deepEqual(
      casesOf(comparison).shown.map(({ id, members }) => `restrict-sysctls ${id} ${members.length}`),
      idsOf([runOf(1), runOf(2)]),
    );
    const page = renderReport(comparison, texts.de);
    const evidence = page.slice(page.indexOf('id="evidence"'), page.indexOf('id="sites"'));
    assert.equal(
      evidence.match(/Ort 1<\/a>\s*<ul class="remarks">\s*<li>Ausnahme bis 31\.12\.2099/g)?.length,
      1,
    );
    assert.deepEqual(
      comparison.sites.map((site) => nextStepsOf(site).map(({ kind }) => kind)),
      [["waived"], ["gaps"]],
    );
  });

  it("orders cases by policy as in the matrix, worst and most frequent first", () => {
    const sysctls = (behaviour: "open" | "partly" | "warned", index: number) =>
      runOf(index, { but: { "restrict-sysctls": behaviour, "disallow-host-namespaces": "looser" } });
    const runs = [sysctls("partly", 1), sysctls("warned", 2), sysctls("open", 3), sysctls("partly", 4)];
    const { shown } = casesOf(comparisonOf(runs));
    assert.deepEqual(
      shown.map(({ row, verdict, members }) => `${row.id} ${verdict} ${members.length}`),
      [
        "restrict-sysctls not-enforced 1",
        "restrict-sysctls warned-only 1",
        "restrict-sysctls partly-enforced 2",
      ],
    );
  });

  it("shows what there is room for, the worst of each policy, and says of the rest that it is left out", () => {
    const comparison = compare(manySites(150, "different"), { profile });
    const cases = casesOf(comparison);
    const left = cases.leftOut.flatMap((group) => group.cases);
    assert.ok(left.length > 0);
    const policies = new Set(cases.shown.map(({ row }) => row.id));
    assert.deepEqual([...policies].sort(), [...profile.policies].sort(), "every policy has its share");
    const page = renderReport(comparison, texts.de);
    const evidence = page.slice(page.indexOf('id="evidence"'), page.indexOf('id="sites"'));
    assert.ok(evidence.length < mostEvidence * 4, `${evidence.length}`);
    const all = cases.leftOut[0]?.cases ?? [];
    const said = `Für ${all.length}\u00a0weitere Fälle`.replace(/\B(?=(\d{3})+\u00a0)/, ".");
    assert.ok(evidence.includes(said), said);
    const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
    for (const [, href = ""] of page.matchAll(/<a class="box[^>]*href="#([^"]*)"/g)) assert.ok(ids.has(href));
  });

  it("gives what is open its room before what several policies have in common where nothing is known", () => {
    // causes of three policies fill what those of all leave
    const three = ["restrict-sysctls", "require-ro-rootfs", "imagepullpolicy-always"];
    const down = Array.from({ length: 80 }, (_, index) => {
      const run = runOf(index + 100, { but: {} });
      const probes = run.probes.map((probe) =>
        index < 40 || three.includes(probe.policy) ? { ...probe, outcome: unreachable(index) } : probe,
      );
      return { ...run, probes };
    });
    const open = runOf(40, { all: "open", but: {} });
    const comparison = comparisonOf([...down, open]);
    const cases = casesOf(comparison);
    assert.ok(cases.causes.length > 0 && cases.causes.length < down.length, `${cases.causes.length}`);
    const ofOpen = cases.shown.filter(({ members }) => members[0]?.site.name === "Ort 40");
    assert.equal(ofOpen.length, profile.policies.length);
    // who reads the cause comes there from the cell's own place
    const told = explainedBy(cases.causes);
    const lost = cases.leftOut.flatMap((group) =>
      group.cases.filter(({ members }) => members.every(({ cell }) => told.has(cell))),
    );
    assert.equal(lost.length, 0);
    const page = renderReport(comparison, texts.de);
    for (const { cases: own } of cases.causes)
      for (const { id, row } of own)
        assert.ok(page.includes(`<section class="evidence explained" id="e-${row.id}--${id}"`), row.id);
  });

  it("keeps what is said of 500 sites small, and straight in their number", () => {
    const size = (count: number) => {
      const page = renderReport(compare(manySites(count), { profile }), texts.de);
      const from = page.indexOf('id="matrix"');
      return Buffer.byteLength(page) - (page.indexOf('id="evidence"') - from);
    };
    const [some, many] = [size(125), size(500)];
    assert.ok(many < 2_000_000, `${many}`);
    assert.ok(many < some * 4.2, `${some} and ${many}`);
  });
});

describe("aggregator/report: cases on the page", () => {
  it("leads from each deviating cell to a case that names its site and leads back", () => {
    const comparison = compare(manySites(60), { profile });
    const page = renderReport(comparison, texts.de);
    const sections = new Map(
      [...page.matchAll(/<section class="evidence" id="([^"]*)"[\s\S]*?<\/section>/g)].map(([all, id]) => [
        id,
        all,
      ]),
    );
    const cells = [...page.matchAll(/<a class="box[^>]* id="([^"]*)" href="#(e-[^"]*)"/g)];
    assert.ok(cells.length > 100);
    assert.ok(sections.size < cells.length / 2, "equal evidence is said once");
    for (const [, cell, section] of cells)
      assert.ok(sections.get(section)?.includes(`href="#${cell}"`), `${cell} ${section}`);
  });

  it("names all sites of a case, from eleven on the first three and the others behind a switch", () => {
    const page = (count: number) =>
      renderReport(comparisonOf(Array.from({ length: count }, (_, index) => runOf(index))), texts.de);
    const head = (html: string) => /<span class="at">([^<]*)</.exec(html)?.[1];
    assert.equal(head(page(3)), "Ort 0, Ort 1 und Ort 2");
    assert.doesNotMatch(page(10), /<details class="case-sites">/);
    const many = page(11);
    assert.equal(head(many), "Ort 0, Ort 1, Ort 2 und 8 weitere");
    const list = /<details class="case-sites">([\s\S]*?)<\/details>/.exec(many)?.[1] ?? "";
    assert.equal(list.match(/<a href="#c-/g)?.length, 11);
    assert.ok(list.includes("Alle 11\u00a0Standorte"));
  });

  it("has a place for each site of a case, which names it first; none where sites are many, or one", () => {
    const page = (count: number) =>
      renderReport(comparisonOf(Array.from({ length: count }, (_, index) => runOf(index))), texts.de);
    const places = (html: string) =>
      [...html.matchAll(/<span class="came-from" id="([^"]*)"[^>]*>(.*?)<\/span>/g)].map(
        ([, id = "", words = ""]) => [id, words.replaceAll(/<[^>]*>/g, "").replaceAll("\u00a0", " ")],
      );
    const cells = (html: string) =>
      [...html.matchAll(/<a class="box v-partly-enforced" href="#([^"]*)"/g)].map(([, id]) => id);
    const three = page(3);
    assert.deepEqual(
      places(three).map(([, words]) => words),
      [
        "Ort 0, ebenso bei Ort 1 und Ort 2",
        "Ort 1, ebenso bei Ort 0 und Ort 2",
        "Ort 2, ebenso bei Ort 0 und Ort 1",
      ],
    );
    assert.deepEqual(
      cells(three),
      places(three).map(([id]) => id),
    );
    assert.equal(places(page(11))[4]?.[1], "Ort 4, ebenso bei Ort 0, Ort 1, Ort 2 und 7 weiteren");
    assert.deepEqual([places(page(1)), places(page(21))], [[], []]);
    assert.match(
      page(21),
      /<span class="at" data-also="ebenso bei 20&nbsp;weiteren|data-also="ebenso bei 20\u00a0weiteren"/,
    );
  });

  it("says how a policy is enforced and complied with, by which numbers, and how to repeat it", () => {
    const page = renderReport(comparisonOf([runOf(1)]), texts.de).replaceAll("&quot;", '"');
    const [remedy = ""] = /<details class="remedy">[\s\S]*?<\/details>/.exec(page) ?? [];
    for (const said of [
      "lehnt Verstöße ab Stufe baseline ab",
      "restricted-v2 setzt die Richtlinie durch",
      "Regel dvs-restrict-sysctls",
      "dvs policies export --engine kyverno|gatekeeper|vap --mode enforce --policy restrict-sysctls --allowed-registries REGISTRY",
      texts.de.cases.comply,
      "SYS.1.6.A",
    ])
      assert.ok(remedy.includes(said), said);
    assert.ok(page.includes("<code>dvs explain 0.tar.gz restrict-sysctls</code>"));
    assert.ok(page.includes("Der Pod, der alle Richtlinien einhält: zugelassen"));
  });

  it("cuts a message that has no end, and says how much is lacking", () => {
    const page = renderReport(
      comparisonOf([saying(runOf(1), () => `${"x".repeat(16_000)}${"y".repeat(5)}`)]),
      texts.de,
    );
    const evidence = page.slice(page.indexOf('id="evidence"'), page.indexOf('id="sites"'));
    assert.ok(evidence.includes("… (5\u00a0weitere Zeichen)"));
    assert.ok(!evidence.includes("xy"));
  });
});

describe("aggregator/comparison/refusers", () => {
  it("names the engine of each enforced policy only at a site where several refuse", () => {
    const one = runOf(1, { but: {} });
    assert.equal(enginesByPolicy(siteOf(one)).size, 0);
    const probes = one.probes.map((probe) => {
      const { outcome, policy } = probe;
      if (outcome.kind !== "refused" || policy !== "restrict-sysctls") return probe;
      return { ...probe, outcome: { ...outcome, by: { engine: "pod-security" } } };
    });
    const engines = enginesByPolicy(siteOf({ ...one, probes }));
    assert.equal(engines.size, profile.policies.length);
    assert.deepEqual(engines.get("restrict-sysctls"), ["pod-security"]);
    assert.deepEqual(engines.get("require-ro-rootfs"), ["kyverno"]);
  });

  it("says who refuses each policy, in the namespace that decides and elsewhere", () => {
    const run = runOf(1, {
      tenant: { namespace: "a", all: "enforced", but: { "disallow-privileged-containers": "open" } },
    });
    const found = new Map(refusersAt(siteOf(run)).map((cell) => [cell.policy, cell]));
    assert.deepEqual(found.get("restrict-apparmor")?.refusers, [
      { engine: "kyverno", policy: "restrict-apparmor", rule: "autogen-check" },
    ]);
    const open = found.get("disallow-privileged-containers");
    assert.deepEqual([open?.verdict, open?.refusers.length, open?.elsewhere.length], ["not-enforced", 0, 1]);
    const page = renderReport(comparisonOf([run]), texts.de);
    assert.match(
      page,
      /Keine privilegierten Container<\/a><\/th>[^\n]*nicht durchgesetzt<\/span><\/td><td[^>]*>niemand; in anderen Namespaces: Kyverno, Regel disallow-privileged-containers/,
    );
  });

  it("speaks engine by engine where there are many sites, and of what is enforced only", () => {
    const runs = Array.from({ length: 51 }, (_, index) => runOf(index));
    const page = renderReport(comparisonOf(runs), texts.de);
    assert.doesNotMatch(page, /<table class="refusers"/);
    assert.ok(page.includes("13\u00a0durchgesetzte Richtlinien: Kyverno (dort ebenso genannt)"));
    assert.match(renderReport(comparisonOf(runs.slice(1)), texts.de), /<table class="refusers"/);
  });
});

describe("aggregator/comparison/next-steps", () => {
  const steps = (more: Partial<InventedSite>) =>
    nextStepsOf(siteOf(runOf(1, more))).map((step) =>
      "engine" in step ? `${step.kind} ${step.engine} ${step.policies}` : `${step.kind} ${step.policies}`,
    );

  it("puts what is open first, with the engine that is there", () => {
    const but = {
      "restrict-sysctls": "partly",
      "require-ro-rootfs": "open",
      "restrict-apparmor": "looser",
    } as const;
    assert.deepEqual(steps({ but }), [
      "enforce kyverno require-ro-rootfs",
      "gaps restrict-sysctls",
      "should restrict-apparmor",
    ]);
    const none = { value: [] };
    assert.deepEqual(
      steps({ engine: "pod-security", but: { "require-ro-rootfs": "open" }, facts: { engines: none } }),
      ["enforce vap require-ro-rootfs"],
      "an API server from 1.30 on brings policies of its own",
    );
    assert.deepEqual(
      steps({
        engine: "pod-security",
        kubernetes: "v1.29.9",
        but: { "require-ro-rootfs": "open" },
        facts: { engines: none },
      }),
      ["enforce undefined require-ro-rootfs"],
    );
    assert.deepEqual(steps({ but: {} }), []);
  });

  it("knows rules that only report, warnings, exemptions, faults and what cannot be attributed", () => {
    const engines = { value: [{ name: "kyverno", reportingOn: { "restrict-sysctls": ["b", "a"] } }] };
    assert.deepEqual(steps({ but: { "restrict-sysctls": "open" }, facts: { engines } }), [
      "refuse kyverno restrict-sysctls",
    ]);
    assert.deepEqual(steps({ but: { "restrict-sysctls": "warned" } }), ["warned restrict-sysctls"]);
    assert.deepEqual(steps({ but: { "restrict-sysctls": "probable" } }), ["unclear restrict-sysctls"]);
    const exemptions = [{ engine: "kyverno", policies: ["restrict-sysctls"], says: "resourceFilters" }];
    assert.deepEqual(steps({ but: { "restrict-sysctls": "open" }, fresh: { exemptions } }), [
      "exempt restrict-sysctls",
    ]);
    const [down, ...others] = nextStepsOf(siteOf(runOf(1, { all: "webhook-down", but: {} })));
    assert.deepEqual(others, []);
    assert.ok(down?.kind === "not-known" && down.reason === "webhook-failure" && down.policies.length === 14);
  });

  it("names the registries that the operator named, quoted for a shell", () => {
    const configuration = {
      allowedRegistries: ["a.example", "b.example/x y"],
      allowedRegistriesAssumed: false,
    };
    const run = runOf(1, { but: { "require-ro-rootfs": "open" }, configuration });
    const page = renderReport(comparisonOf([run]), texts.en);
    assert.ok(
      page.includes(
        "dvs policies export --engine kyverno --mode enforce --policy require-ro-rootfs --allowed-registries &#x27;a.example,b.example/x y&#x27;",
      ),
    );
  });

  /** The steps of the first site as text. */
  const stepsIn = (page: string) =>
    (/<ol class="next-steps">([\s\S]*?)\n<\/ol>\n(?!<p class="note">)/.exec(page)?.[1] ?? "")
      .replaceAll(/<[^>]+>/g, "")
      .replaceAll(/\s+/g, " ");

  it("begins with the cause of what got worse, and when it was better", () => {
    const now = archiveOn(2, { ...place, but: { "require-ro-rootfs": "open" } }, 13);
    const last = roundOf([archiveOn(2, place, 9)]);
    const [site] = since([now], last).sites;
    assert.ok(site);
    assert.deepEqual(
      nextStepsOf(site).map(({ kind, policies }) => `${kind} ${policies}`),
      ["regressed require-ro-rootfs"],
    );
    assert.match(
      stepsIn(renderReport(since([now], last), texts.de)),
      /^ Ursache der Verschlechterung klären: Was wurde seit dem Lauf vom 02\.03\.2026, 09:01 UTC geändert\? Dann die Durchsetzung wiederherstellen\. Betrifft: Wurzeldateisystem nur lesbar\. $/,
    );
  });

  it("has rules tried before they refuse, explains the placeholder, and loosens nothing that is enforced", () => {
    const run = runOf(1, { but: { "require-ro-rootfs": "open" }, configuration: {} });
    const said = stepsIn(renderReport(comparisonOf([run]), texts.de));
    const [trial, earnest] = ["warn", "enforce"].map((mode) =>
      said.indexOf(`--mode ${mode} --policy require-ro-rootfs --allowed`),
    );
    assert.ok(trial !== undefined && earnest !== undefined && trial > 0 && earnest > trial, said);
    assert.match(said, /REGISTRY durch die Registries ersetzen, aus denen der Standort Images zulässt/);
    assert.match(said, /eigene Parameter oder ausgenommene Namespaces, dieselben angeben/);
    const named = { allowedRegistries: ["a.example"], allowedRegistriesAssumed: false };
    const open = runOf(1, { all: "open", but: {}, configuration: named, facts: { engines: { value: [] } } });
    const bare = stepsIn(renderReport(comparisonOf([open]), texts.de));
    assert.doesNotMatch(bare, /REGISTRY|--policy/);
  });

  it("gives no trial for what is refused in some namespaces: warnings would take the refusals' place there", () => {
    const tenant = { namespace: "fach", all: "enforced", but: { "require-ro-rootfs": "open" } } as const;
    assert.deepEqual(steps({ but: {}, tenants: [tenant] }), ["extend require-ro-rootfs"]);
  });

  it("has the site weigh what becomes of pods while its engine is down", () => {
    const failing = { all: "fail-open", but: { "restrict-sysctls": "partly" } } as const;
    const [gaps, failsOpen, ...others] = steps({ ...failing, but: { "restrict-sysctls": "mutated" } });
    assert.match(gaps ?? "", /^fails-open (?!.*restrict-sysctls)/);
    assert.deepEqual([failsOpen, ...others], [undefined]);
    // a rule of the same engine that refuses in another way may refuse everything then
    assert.deepEqual(steps(failing), ["gaps restrict-sysctls"]);
    const said = stepsIn(renderReport(comparisonOf([runOf(1, { all: "fail-open", but: {} })]), texts.de));
    assert.match(
      said,
      /^ Fällt Kyverno aus, kann zugelassen werden, was Kyverno sonst ablehnt: hinnehmen oder /,
    );
  });

  it("explains no placeholder that no command has", () => {
    const pss = profiles["pss-restricted"];
    assert.ok(pss);
    const run = runOf(1, { all: "open", but: {}, configuration: {} });
    const page = renderReport(compare([archiveWith(run, "0.tar.gz")], { profile: pss }), texts.de);
    assert.match(page, /dvs policies export/);
    assert.doesNotMatch(page, /REGISTRY/);
  });

  it("asks those for a schedule at whose sites most is open, as what is to be decided does, and no others", () => {
    assert.deepEqual(
      steps({ all: "open", but: {} }).map((step) => step.split(" ")[0]),
      ["plan", "enforce"],
    );
    const said = stepsIn(renderReport(comparisonOf([runOf(1, { all: "open", but: {} })]), texts.de));
    assert.match(
      said,
      /^ Zeitplan für die Durchsetzung nennen: Mindestens die Hälfte der Richtlinien ist offen\. Durchsetzen/,
    );
  });

  it("says once how commands are to be read where sites are many", () => {
    const runs = Array.from({ length: 51 }, (_, index) =>
      runOf(index + 1, { but: { "require-ro-rootfs": "open" }, configuration: {} }),
    );
    const page = renderReport(comparisonOf(runs), texts.de);
    assert.equal(page.split("--mode warn --policy RICHTLINIEN --allowed-registries REGISTRY").length, 2);
    assert.equal(page.split("--mode warn --policy require-ro-rootfs").length, 1);
  });

  it("has a sentence in both languages for every step of the invented sites", () => {
    const found = comparisonOfAll().sites.flatMap(nextStepsOf);
    assert.ok(new Set(found.map(({ kind }) => kind)).size >= 5);
    for (const step of found)
      for (const { cases } of [texts.de, texts.en])
        assert.match(cases.step(step, { engine: (name) => name, moment: (iso) => iso }), /[.?]$/);
  });
});

describe("aggregator/report/common-entries", () => {
  it("says once what most have, and with each what is otherwise there or absent", () => {
    const of = (...values: readonly [string, string][]) => values.map(([label, value]) => ({ label, value }));
    const lists = [of(["a", "1"], ["b", "x"]), of(["a", "1"], ["b", "y"]), of(["a", "2"]), of(["a", "1"])];
    const { common, differences } = commonEntries(lists);
    assert.deepEqual(common, of(["a", "1"]));
    assert.deepEqual(
      [...lists, of()].map((list) => differences(list)),
      [of(["b", "x"]), of(["b", "y"]), of(["a", "2"]), of(), of(["a", "–"])],
    );
  });
});

import assert from "node:assert/strict";
import type { Verdict } from "#results";
import type { Change } from "../../aggregator/comparison/change.ts";
import {
  type Comparison,
  compare,
  RoundError,
  readRound,
  renderReport,
  reportJson,
  texts,
} from "../../aggregator/index.ts";
import { archiveWith, profile } from "./comparisons.ts";
import {
  type Behaviour,
  type InventedSite,
  inventedRun,
  inventedSites,
  refusingRun,
} from "./invented-sites.ts";
import { archiveOn, place, roundOf, runOn, since } from "./rounds-of-sites.ts";
import { validBy } from "./valid-by.ts";

const policy = "restrict-sysctls";
const withBehaviour = (behaviour: Behaviour, site: InventedSite = place): InventedSite => ({
  ...site,
  but: { ...site.but, [policy]: behaviour },
});

/** What became of the policy at the first site. */
function changeIn(comparison: Comparison, id: string = policy): Change | undefined {
  return comparison.sites[0]?.cells.find((cell) => cell.policy === id)?.change;
}

/** A change in few words. */
function said(change: Change | undefined): string {
  if (change === undefined) return "nothing";
  const { kind, before, direction, reasons = [], earlier } = change;
  return [kind, before, direction, ...reasons, earlier && "earlier"].filter(Boolean).join(" ");
}

describe("aggregator: what changed since earlier rounds", () => {
  const transitions: readonly (readonly [Behaviour, Behaviour, string])[] = [
    ["open", "enforced", "newly-enforced not-enforced"],
    ["partly", "enforced", "newly-enforced partly-enforced"],
    ["warned", "partly", "improved warned-only"],
    ["enforced", "partly", "regressed enforced"],
    ["enforced", "open", "regressed enforced"],
    ["enforced", "looser", "regressed enforced"],
    ["looser", "warned", "regressed enforced-looser"],
    ["webhook-down", "enforced", "newly-tested inconclusive"],
    ["webhook-down", "open", "newly-tested inconclusive"],
    ["missing", "open", "newly-tested missing"],
    ["enforced", "webhook-down", "no-longer-determinable enforced"],
    ["open", "missing", "no-longer-determinable not-enforced"],
    // of the same level nothing has changed
    ["open", "warned", "nothing"],
    ["enforced", "stricter", "nothing"],
    ["partly", "looser", "nothing"],
    ["webhook-down", "missing", "nothing"],
    ["open", "open", "nothing"],
  ];
  for (const [before, now, expected] of transitions) {
    it(`${before} → ${now}: ${expected}`, () => {
      // it has should attempts, as what is looser needs them
      const id = [before, now].includes("looser") ? "require-non-root-groups" : policy;
      const comparison = since(
        [archiveOn(2, { ...place, but: { [id]: now } })],
        roundOf([archiveOn(1, { ...place, but: { [id]: before } })]),
      );
      assert.equal(said(changeIn(comparison, id)), expected);
      const others = comparison.sites[0]?.cells.filter(({ change }) => change !== undefined) ?? [];
      assert.equal(others.length, expected === "nothing" ? 0 : 1, "and nothing of other policies");
    });
  }

  it("calls it no improvement that a policy has no meaning any more by the operator's word", () => {
    const open: InventedSite = { ...place, but: { "restrict-apparmor": "open" } };
    const declared: InventedSite = { ...place, but: { "restrict-apparmor": "not-applicable" } };
    const there = since([archiveOn(2, declared)], roundOf([archiveOn(1, open)]));
    assert.equal(said(changeIn(there, "restrict-apparmor")), "no-longer-applicable not-enforced");
    const back = since([archiveOn(2, open)], roundOf([archiveOn(1, declared)]));
    assert.equal(said(changeIn(back, "restrict-apparmor")), "newly-tested not-applicable");
  });

  it("reads back from the file what the comparison itself knows", () => {
    const sites = inventedSites.slice(0, 6);
    const archives = sites.map((site) => archiveOn(1, site));
    const again = since(
      sites.map((site) => archiveOn(2, site)),
      roundOf(archives),
    );
    assert.deepEqual(
      again.sites.flatMap(({ cells }) => cells.flatMap(({ change }) => change?.kind ?? [])),
      [],
    );
    assert.deepEqual(
      again.sites.map(({ past }) => past?.standing),
      sites.map(() => "compared"),
    );
    assert.equal(again.rounds?.unchanged, sites.length * profile.policies.length);
  });

  describe("is not comparable", () => {
    const bad = archiveOn(2, withBehaviour("open"));
    const tenant = { namespace: "fachverfahren", all: "enforced" } as const;
    const run = runOn(1);
    const cases: readonly (readonly [string, Comparison, string])[] = [
      [
        "by another profile",
        since(
          [bad],
          roundOf([archiveOn(1)], (json) => {
            json["profile"] = { ...(json["profile"] as object), version: "0.9.0" };
          }),
        ),
        "not-comparable enforced worse profile",
      ],
      [
        "if the run was made by another profile",
        since([bad], roundOf([archiveWith({ ...run, profile: { ...run.profile, version: "0.9.0" } }, "a")])),
        "not-comparable enforced worse profile",
      ],
      [
        "if a namespace of a tenant came to it",
        since(
          [archiveOn(2, { ...place, tenant: { ...tenant, but: { [policy]: "open" } } })],
          roundOf([archiveOn(1)]),
        ),
        "not-comparable enforced worse namespaces",
      ],
      [
        "if the namespace in which it was open was left out",
        since(
          [archiveOn(2)],
          roundOf([archiveOn(1, { ...place, tenant: { ...tenant, but: { [policy]: "open" } } })]),
        ),
        "not-comparable not-enforced better namespaces",
      ],
      [
        "if only one run probed as a tenant",
        since([bad], roundOf([archiveOn(1, { ...place, fresh: { identity: "none" } })])),
        "not-comparable enforced worse tenant",
      ],
      [
        "if the earlier file does not say what is needed",
        since(
          [bad],
          roundOf([archiveOn(1)], (json) => {
            for (const site of json["sites"] as Record<string, unknown>[]) {
              delete site["run"];
              delete site["idSource"];
            }
            for (const probe of json["probes"] as Record<string, unknown>[]) {
              delete probe["weight"];
              delete probe["expect"];
            }
          }),
        ),
        "not-comparable enforced worse unknown",
      ],
      [
        "if weights were others",
        since(
          [bad],
          roundOf([archiveOn(1)], (json) => {
            for (const probe of json["probes"] as Record<string, unknown>[])
              if (probe["policy"] === policy && probe["weight"] === "must") probe["weight"] = "should";
          }),
        ),
        "not-comparable enforced worse attempts",
      ],
      [
        "if it is the same run, judged otherwise",
        sameRunJudgedOtherwise(),
        "not-comparable not-enforced better same-run",
      ],
    ];
    for (const [what, comparison, expected] of cases) {
      it(what, () => assert.equal(said(changeIn(comparison)), expected));
    }

    it("by other parameters of that policy, and only then", () => {
      const own: InventedSite = { ...place, parameters: { "require-non-root-groups": { minGid: 100 } } };
      const now: InventedSite = { ...own, but: { "require-non-root-groups": "open", [policy]: "open" } };
      const comparison = since([archiveOn(2, now)], roundOf([archiveOn(1)]));
      assert.equal(
        said(changeIn(comparison, "require-non-root-groups")),
        "not-comparable enforced worse parameters",
      );
      assert.equal(said(changeIn(comparison)), "regressed enforced");
      const same = since([archiveOn(2, now)], roundOf([archiveOn(1, own)]));
      assert.equal(said(changeIn(same, "require-non-root-groups")), "regressed enforced");
    });

    it("if what was open is not tried any more, which cannot clear a site", () => {
      const partly = runOn(1, withBehaviour("partly"));
      const open = partly.probes.filter(
        ({ outcome, expect }) => outcome.kind === "admitted" && expect !== "admit",
      );
      assert.equal(open.length, 1);
      const earlier = roundOf([archiveWith(partly, "a")]);
      assert.equal(said(changeIn(since([archiveOn(2)], earlier))), "newly-enforced partly-enforced");
      const other = roundOf([archiveWith(partly, "a")], (json) => {
        for (const probe of json["probes"] as Record<string, unknown>[])
          if (probe["probe"] === open[0]?.probe) probe["probe"] = `${policy}/of-another-version`;
      });
      assert.equal(
        said(changeIn(since([archiveOn(2)], other))),
        "not-comparable partly-enforced better attempts",
      );
    });

    it("only where the level differs", () => {
      const earlier = roundOf([archiveOn(1)], (json) => {
        json["profile"] = { ...(json["profile"] as object), id: "other" };
      });
      assert.equal(said(changeIn(since([archiveOn(2)], earlier))), "nothing");
    });

    it("and counts what is worse apart, shows it first, and says why", () => {
      const comparison = cases[0]?.[1];
      assert.ok(comparison);
      assert.equal(comparison.rounds?.counts["not-comparable"], 1);
      assert.equal(comparison.rounds?.incomparablyWorse, 1);
      const page = renderReport(comparison, texts.de);
      assert.match(page, /Schlechter, aber nicht vergleichbar <span class="note">\(1\)/);
      assert.match(page, /≠ schlechter, nicht vergleichbar/);
      assert.match(page, /nach einem anderen Profil\./);
      assert.match(page, /nach dem Profil dvs-poc-2022 0\.9\.0 beurteilt/);
    });
  });

  describe("sites", () => {
    const other: InventedSite = { ...place, name: "Beispielkreis", id: "1a7b3d2f-0000" };
    const standings = (comparison: Comparison) =>
      comparison.sites.map(({ name, past }) => `${name}: ${past?.standing}`).join(", ");

    it("are found by id, whatever they are called; new ones and ones that are gone are said", () => {
      const renamed: InventedSite = { ...withBehaviour("open"), name: "Anders" };
      const third: InventedSite = { ...place, name: "Probestadt", id: "2b8c" };
      const comparison = since(
        [archiveOn(2, renamed), archiveOn(2, other)],
        roundOf([archiveOn(1), archiveOn(1, third)]),
      );
      assert.equal(standings(comparison), "Anders: compared, Beispielkreis: new");
      assert.equal(said(changeIn(comparison)), "regressed enforced");
      assert.deepEqual(comparison.rounds?.gone, [{ id: "2b8c", name: "Probestadt" }]);
      const page = renderReport(comparison, texts.de);
      assert.match(page, /Erstmals dabei \(1\)/);
      assert.match(page, /jetzt ohne Ergebnis \(1\)<\/dt>\s*<dd><ul class="sites">\s*<li>Probestadt/);
    });

    it("with the very same run are unchanged because they were not tested again", () => {
      const comparison = since(
        [archiveOn(1), archiveOn(2, other)],
        roundOf([archiveOn(1), archiveOn(1, other)]),
      );
      assert.equal(standings(comparison), "Beispielkreis: compared, Musterstadt: same-run");
      assert.equal(comparison.rounds?.unchanged, profile.policies.length);
      const page = renderReport(comparison, texts.de);
      assert.match(page, /Unverändert, weil derselbe Lauf \(nicht erneut geprüft\) \(1\)/);
      assert.match(page, /Der Standort wurde nicht erneut geprüft/);
      const alone = renderReport(since([archiveOn(1)], roundOf([archiveOn(1)])), texts.de);
      assert.match(alone, /wurde keiner ihrer Standorte erneut geprüft/);
    });

    it("with an older run than the earlier round's are not compared", () => {
      const comparison = since(
        [archiveOn(1, withBehaviour("open")), archiveOn(4, other)],
        roundOf([archiveOn(3), archiveOn(3, other)]),
      );
      assert.equal(standings(comparison), "Beispielkreis: compared, Musterstadt: older-run");
      const changed = comparison.sites.flatMap(({ cells }) => cells.flatMap(({ change }) => change ?? []));
      // what is older cannot have got worse since
      assert.deepEqual(changed.map(said), ["not-comparable enforced older-run"]);
      assert.equal(comparison.rounds?.incomparablyWorse, 0);
      assert.doesNotMatch(renderReport(comparison, texts.de), /≠ schlechter, nicht vergleichbar/);
    });

    it("that were away are compared with the last round that has them", () => {
      const comparison = since(
        [archiveOn(3, withBehaviour("open"))],
        roundOf([archiveOn(1)]),
        roundOf([archiveOn(2, other)]),
      );
      assert.equal(standings(comparison), "Musterstadt: back");
      assert.equal(said(changeIn(comparison)), "regressed enforced");
    });

    it("whose id is made of an address are the same only by name, too: others may have the address", () => {
      const facts = { idSource: "api-server-url" } as const;
      const here: InventedSite = { ...place, id: "abcdef012345", facts };
      const bad: InventedSite = { ...withBehaviour("open", here) };
      const there: InventedSite = { ...bad, name: "Anderswo" };
      assert.equal(
        said(changeIn(since([archiveOn(2, bad)], roundOf([archiveOn(1, here)])))),
        "regressed enforced",
      );
      const strange = since([archiveOn(2, there)], roundOf([archiveOn(1, here)]));
      assert.equal(standings(strange), "Anderswo: not-assignable");
      assert.equal(said(changeIn(strange)), "nothing");
      assert.deepEqual(strange.rounds?.gone, [], "nor is it said that the other is gone");
    });

    it("without a result have no past", () => {
      const broken = { ...archiveOn(2), result: undefined };
      const { result: _, ...unreadable } = broken;
      const comparison = since([{ ...unreadable, problem: { kind: "empty" } }], roundOf([archiveOn(1)]));
      assert.equal(comparison.sites[0]?.past, undefined);
      assert.equal(comparison.rounds?.gone.length, 1);
    });
  });

  describe("several rounds", () => {
    const day = (n: number, behaviour: Behaviour) => archiveOn(n, withBehaviour(behaviour));
    const round = (n: number, behaviour: Behaviour) =>
      roundOf([day(n, behaviour)], undefined, `round-${n}.json`);

    it("are put in order by their time: the last is compared with", () => {
      const rounds = [round(1, "open"), round(3, "partly"), round(2, "enforced")];
      const now = [day(4, "enforced")];
      assert.equal(said(changeIn(since(now, ...rounds))), "newly-enforced partly-enforced");
      const page = renderReport(since(now, ...rounds), texts.de);
      assert.equal(renderReport(since(now, ...rounds.toReversed()), texts.de), page);
      const json = (order: typeof rounds) => JSON.stringify(reportJson(since(now, ...order), texts.de));
      assert.equal(json(rounds.toReversed()), json(rounds));
    });

    it("show a regression that a round without an answer would hide", () => {
      const hidden = since([day(3, "open")], round(1, "enforced"), round(2, "webhook-down"));
      assert.equal(said(changeIn(hidden)), "regressed enforced earlier");
      assert.match(
        renderReport(hidden, texts.de),
        /Verschlechtert\. Im Lauf vom 01\.03\.2026 .*; dazwischen ließ sich nichts/,
      );
      const fine = since([day(3, "enforced")], round(1, "open"), round(2, "webhook-down"));
      assert.equal(said(changeIn(fine)), "newly-tested inconclusive");
    });

    it("give a history for each cell, in signs and in words, where a run stands once", () => {
      const comparison = since(
        [day(5, "open")],
        round(1, "enforced"),
        round(2, "enforced"),
        roundOf([day(2, "enforced"), archiveOn(3, { ...place, name: "Neu", id: "9999" })]),
        round(4, "webhook-down"),
      );
      const cell = comparison.sites[0]?.cells.find((own) => own.policy === policy);
      const verdicts = (cell?.history ?? []).map(({ verdict }): Verdict => verdict);
      assert.deepEqual(verdicts, ["enforced", "enforced", "inconclusive", "not-enforced"]);
      const page = renderReport(comparison, texts.de);
      assert.match(
        page,
        /<span class="signs" aria-hidden="true">✓ ✓ \? ✗<\/span> durchgesetzt ab 01\.03\.2026; nicht feststellbar ab 04\.03\.2026; nicht durchgesetzt ab 05\.03\.2026\./,
      );
    });

    it("give counts for each site as a drawing with a title and as a table", () => {
      const page = renderReport(since([day(3, "open")], round(1, "enforced"), round(2, "partly")), texts.de);
      assert.match(
        page,
        /<svg class="trend" role="img"[^>]*><title>Verlauf über 3 Läufe: offen erst 0, zuletzt 1/,
      );
      assert.match(page, /<tr><th scope="row">02\.03\.2026<\/th><td>0<\/td><td>1<\/td><td>13<\/td><\/tr>/);
    });

    it("count once if given twice, also in another language, and not if they are empty or too old", () => {
      const english = readRound(
        "english.json",
        Buffer.from(JSON.stringify(reportJson(compare([day(2, "open")], { profile }), texts.en))),
      );
      const empty = roundOf([], undefined, "empty.json");
      const comparison = since([day(3, "enforced")], round(2, "open"), english, empty);
      assert.equal(comparison.rounds?.earlier.length, 1);
      assert.deepEqual(
        comparison.rounds?.unused.map(({ why }) => why),
        ["same", "empty"],
      );
      const many = Array.from({ length: 14 }, (_, index) => round(index + 1, "open"));
      const long = since([day(20, "open")], ...many);
      assert.equal(long.rounds?.earlier.length, 11);
      assert.equal(long.rounds?.unused.filter(({ why }) => why === "older").length, 3);
      assert.equal(long.sites[0]?.cells[0]?.history?.length, 12);
    });

    it("without any result are said to be nothing to compare with", () => {
      const comparison = since([day(3, "enforced")], roundOf([], undefined, "empty.json"));
      assert.match(renderReport(comparison, texts.de), /enthalten kein Ergebnis, mit dem/);
      assert.equal(comparison.sites[0]?.past?.standing, "new");
    });

    it("that are swapped with this report are refused", () => {
      assert.throws(
        () => since([day(1, "open")], round(2, "enforced")),
        (error) => error instanceof RoundError && error.problem.kind === "newer",
      );
    });
  });

  it("leaves the page as it is where no earlier round is given", () => {
    const page = renderReport(compare([archiveOn(1)], { profile }), texts.de);
    assert.equal(renderReport(since([archiveOn(1)]), texts.de), page);
    assert.doesNotMatch(page, /id="changes"|class="history"|class="trend"/);
  });

  it("writes data that fits the schema and is read again as a round", () => {
    const valid = validBy("report");
    const earlier = inventedSites.map((site) => archiveOn(1, { ...site, all: "open", parameters: {} }));
    const vorderwald = archiveWith({ ...refusingRun(inventedSites[6] ?? place), run: runOn(2).run }, "v");
    const comparison = since(
      [...inventedSites.slice(0, 6).map((site) => archiveOn(2, site)), vorderwald],
      roundOf(earlier),
      roundOf(earlier, undefined, "again.json"),
    );
    for (const text of [texts.de, texts.en]) {
      const json = JSON.parse(JSON.stringify(reportJson(comparison, text)));
      const fits: boolean = valid(json);
      assert.ok(fits, JSON.stringify(valid.errors, null, 1));
      assert.ok(json.verdicts.some(({ change }: { change?: Change }) => change?.kind === "not-comparable"));
      assert.equal(readRound("now.json", Buffer.from(JSON.stringify(json))).sites.size, 7);
    }
  });

  it("names what many sites have in common in place of all names, and shows hostile names as they are", () => {
    const evil = "<img src=x onerror=alert(1)>\u202e";
    const sites = Array.from(
      { length: 60 },
      (_, index): InventedSite => ({ ...place, name: `Ort ${index}`, id: `id-${index}-x` }),
    );
    const comparison = since(
      sites.map((site) => archiveOn(2, withBehaviour("open", site))),
      roundOf([...sites.map((site) => archiveOn(1, site)), archiveOn(1, { ...place, name: evil, id: evil })]),
    );
    const page = renderReport(comparison, texts.de);
    const section = /<section aria-labelledby="changes-title"[\s\S]*?\n<\/section>/.exec(page)?.[0] ?? "";
    assert.match(section, /und 57 weitere/);
    assert.ok(section.length < 6000, String(section.length));
    assert.doesNotMatch(page, /<img|\u202e/);
    assert.match(section, /&lt;img src&#x3D;x onerror&#x3D;alert\(1\)&gt;⟨U\+202E⟩/);
  });
});

function sameRunJudgedOtherwise(): Comparison {
  return since(
    [archiveWith(inventedRun({ ...place, run: runOn(1).run }), "a")],
    roundOf([archiveOn(1)], (json) => {
      for (const cell of json["verdicts"] as Record<string, unknown>[])
        if (cell["policy"] === policy) cell["verdict"] = "not-enforced";
    }),
  );
}

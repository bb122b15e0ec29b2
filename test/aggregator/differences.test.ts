import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultProfile } from "#policies";
import { type Level, levels, type Verdict, verdicts } from "#results";
import type { Comparison, ListedSite, Site } from "../../aggregator/comparison/comparison.ts";
import { chanceOf } from "../../aggregator/comparison/differences/chance.ts";
import { fewestSites, separationsOf } from "../../aggregator/comparison/differences/separations.ts";
import type { SiteFact } from "../../aggregator/comparison/differences/site-facts.ts";
import { differencesOf } from "../../aggregator/comparison/differences.ts";
import { type Archive, compare, renderReport, reportJson, texts } from "../../aggregator/index.ts";
import { long } from "../long.ts";
import { allArchives, archiveWith, profile } from "./comparisons.ts";
import { type InventedSite, inventedRun, inventedSites } from "./invented-sites.ts";
import { validBy } from "./valid-by.ts";

/** Levels from letters: e enforced, g gaps, o open, u undetermined, n none. */
function levelsFrom(letters: string): Level[] {
  const byLetter: Readonly<Record<string, Level>> = {
    e: "enforced",
    g: "gaps",
    o: "open",
    u: "undetermined",
    n: "none",
  };
  return [...letters].map((letter) => byLetter[letter] ?? "none");
}

/** A fact with a value for each letter; `?` is not known. */
function fact(letters: string, name: SiteFact["name"] = { kind: "distribution" }): SiteFact {
  return { name, values: [...letters].map((letter) => (letter === "?" ? undefined : letter)) };
}

/** A source of numbers from 0 to 1, the same in each run. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** The probability of at most 0, 1 and 2 exceptions, by counting all ways. */
function countedChance(sizes: readonly number[], totals: readonly [number, number, number]): number[] {
  const valueAt = sizes.flatMap((size, value) => Array.from({ length: size }, () => value));
  const byExceptions = new Map<number, number>();
  const deal = (place: number, left: readonly number[], counts: readonly (readonly number[])[]): void => {
    if (place === valueAt.length) {
      const exceptions = counts.reduce(
        (sum, own) => sum + own.reduce((all, count) => all + count, 0) - Math.max(...own),
        0,
      );
      byExceptions.set(exceptions, (byExceptions.get(exceptions) ?? 0) + 1);
      return;
    }
    for (const [level, count] of left.entries()) {
      if (count === 0) continue;
      deal(
        place + 1,
        left.map((other, index) => (index === level ? other - 1 : other)),
        counts.map((own, value) =>
          value === valueAt[place] ? own.map((other, index) => (index === level ? other + 1 : other)) : own,
        ),
      );
    }
  };
  deal(
    0,
    totals,
    sizes.map(() => [0, 0, 0]),
  );
  const all = [...byExceptions.values()].reduce((sum, count) => sum + count, 0);
  return [0, 1, 2].map(
    (most) =>
      [...byExceptions].filter(([odd]) => odd <= most).reduce((sum, [, count]) => sum + count, 0) / all,
  );
}

const siteId = (index: number): string => `${String(index).padStart(8, "0")}-0000-4000-8000-000000000000`;

const [model] = compare(allArchives(), { profile }).sites;
if (model === undefined) throw new Error("there is a site");
const modelSite: Site = model;
const { rows } = compare([], { profile });

/** Sites with these verdicts, one for each policy. */
function sitesWith(verdictsOf: readonly (readonly Verdict[])[]): Site[] {
  return verdictsOf.map((own, index) => ({
    ...modelSite,
    id: siteId(index),
    name: `Ort ${index}`,
    cells: modelSite.cells.map((cell, place) => ({ ...cell, verdict: own[place] ?? "enforced" })),
  }));
}

const someSites = fc
  .array(fc.array(fc.constantFrom(...verdicts), { minLength: 14, maxLength: 14 }), { maxLength: 20 })
  .map(sitesWith);

/** Eight sites: five with Kyverno, three without, which leave images and the root file system open. */
function eightSites(nameOf = (index: number) => `Ort ${index}`): {
  archives: ReturnType<typeof archiveWith>[];
  listed: ListedSite[];
} {
  const sites = Array.from({ length: 8 }, (_, index): InventedSite => {
    const kyverno = index < 5;
    return {
      name: nameOf(index),
      id: siteId(index),
      engine: kyverno ? "kyverno" : "gatekeeper",
      kubernetes: kyverno ? "v1.35.1" : "v1.34.2",
      all: "enforced",
      but: {
        "require-non-root-groups": "open",
        ...(!kyverno && { "require-ro-rootfs": "open" as const }),
        ...(index === 7 && { "restrict-sysctls": "webhook-down" as const }),
      },
    };
  });
  return {
    archives: sites.map((site, index) => archiveWith(inventedRun(site), `a${index}.tar.gz`)),
    listed: sites.map(({ id, name }, index) => ({
      line: index + 1,
      id,
      name,
      group: index % 2 === 0 ? "Nord" : "Süd",
      parameters: {},
    })),
  };
}

/** The text of the section as it is read. */
function sectionOf(page: string): string | undefined {
  return /<section[^>]*id="differences"[\s\S]*?(?=<section[^>]*id="evidence")/.exec(page)?.[0];
}

const read = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");

describe("aggregator/comparison/differences", () => {
  describe("chance", () => {
    const cases: readonly [readonly number[], readonly [number, number, number]][] = [
      [
        [5, 3],
        [5, 0, 3],
      ],
      [
        [4, 3, 2],
        [4, 3, 2],
      ],
      [
        [3, 3, 2, 1],
        [4, 1, 4],
      ],
      [
        [6, 5],
        [6, 0, 5],
      ],
      [
        [2, 2, 2, 2],
        [3, 3, 2],
      ],
      [
        [7, 1, 1],
        [5, 2, 2],
      ],
    ];
    for (const [sizes, totals] of cases)
      it(`counts all ways of dealing ${totals.join("/")} to ${sizes.join("/")}`, () => {
        const counted = countedChance(sizes, totals);
        const found = chanceOf(sizes, totals, 2);
        for (const [most, chance] of found.entries())
          assert.ok(Math.abs(chance - (counted[most] ?? 0)) < 1e-9, `${most}: ${chance}, ${counted[most]}`);
      });

    it("is never below the truth where it is a bound", () => {
      for (const [sizes, totals] of cases) {
        const counted = countedChance(sizes, totals);
        const bounds = chanceOf(sizes, totals, 3);
        assert.equal(bounds.length, 4);
        for (const [most, chance] of counted.entries()) assert.ok((bounds[most] ?? 0) >= chance - 1e-12);
      }
      const [large = 1] = chanceOf([250, 250], [250, 0, 250], 25);
      assert.ok(large < 1e-100 && large > 0);
    });
  });

  describe("separations", () => {
    /** Levels, facts, and what is expected to be named: values with level, sites and exceptions. */
    const cases: readonly [string, string, readonly string[], readonly string[]][] = [
      ["names what separates 5 from 3", "eeeeeooo", ["kkkkkmmm"], ["k enforced 5-0, m open 3-0"]],
      ["names nothing at two sites", "eo", ["km"], []],
      ["names nothing at six sites", "eeeooo", ["kkkmmm"], []],
      ["names no fact with as many values as sites", "eeeeeooo", ["abcdefgh"], []],
      ["names no fact with one value", "eeeeeooo", ["kkkkkkkk"], []],
      ["names no single site", "eeeeeeeo", ["kkkkkkkm"], []],
      ["names nothing where sites do not differ", "eeeeeeee", ["kkkkkmmm"], []],
      [
        "takes gaps for a level of their own",
        "eeeeggggoooo",
        ["aaaabbbbcccc"],
        ["a enforced 4-0, b gaps 4-0, c open 4-0"],
      ],
      ["does not take gaps for open", "eeeeeggo", ["kkkkkmmm"], []],
      [
        "leaves out what is undetermined or does not apply",
        "eeeeeooouun",
        ["kkkkkmmmkmk"],
        ["k enforced 5-0, m open 3-0"],
      ],
      ["names the exception", "eeeeeeeooooo", ["kkkkkkkkmmmm"], ["k enforced 8-1, m open 4-0"]],
      ["does not name what fits only because nearly all are alike", "eeeeeeeeeeeo", ["kkkkkkmmmmmm"], []],
      ["wants a fact to be known at most sites", "eeeeeeeeoooooooo", ["kkkk????mmmm????"], []],
      [
        "goes by the sites at which a fact is known",
        "eeeeeeeeoooo",
        ["kkkkkk??mmmm"],
        ["k enforced 6-0, m open 4-0"],
      ],
      [
        "names both of two facts that separate alike",
        "eeeeeooo",
        ["kkkkkmmm", "aaaaabbb"],
        ["k enforced 5-0, m open 3-0", "a enforced 5-0, b open 3-0"],
      ],
      [
        "names nothing if one of so many facts was to be expected to fit",
        "eeeeeooo",
        ["kkkkkmmm", "kkkkmkmm", "kkkmkkmm", "kkmkkkmm", "kmkkkkmm"],
        [],
      ],
      [
        "names the fact with fewer exceptions",
        "eeeeeeoooooo",
        ["kkkkkkkmmmmm", "aaaaaabbbbbb"],
        ["a enforced 6-0, b open 6-0"],
      ],
    ];
    for (const [what, levelLetters, factLetters, expected] of cases)
      it(what, () => {
        const found = separationsOf(
          levelsFrom(levelLetters),
          factLetters.map((letters) => fact(letters)),
        );
        const said = found.map(({ values }) =>
          values
            .map(({ value, level, sites, exceptions }) => `${value} ${level} ${sites}-${exceptions.length}`)
            .join(", "),
        );
        assert.deepEqual(said, expected);
      });

    it("counts the sites at which the fact is not known and says how probable the rest is", () => {
      const [found] = separationsOf(levelsFrom("eeeeeeeeoooou"), [fact("kkkkkk??mmmm?")]);
      assert.equal(found?.unknown, 2);
      // one of C(10, 4) ways
      assert.ok(Math.abs((found?.chance ?? 0) - 1 / 210) < 1e-12);
    });

    it("permits one exception in twenty at many sites", () => {
      const many = (first: string, second: string) => `${first.repeat(50)}${second.repeat(50)}`;
      const sites = [...many("e", "o")].map((letter, index) => (index % 20 === 0 ? "g" : letter)).join("");
      const [found] = separationsOf(levelsFrom(sites), [fact(many("k", "m"))]);
      assert.equal(found?.exceptions, 5);
      const more = [...many("e", "o")].map((letter, index) => (index % 15 === 0 ? "g" : letter)).join("");
      assert.deepEqual(separationsOf(levelsFrom(more), [fact(many("k", "m"))]), []);
    });

    it("really separates, whatever is said", () => {
      const letters = (kinds: string) =>
        fc.array(fc.constantFrom(...kinds), { minLength: 16, maxLength: 16 });
      let named = 0;
      fc.assert(
        fc.property(letters("eeoogu"), fc.array(letters("kkkmm?"), { maxLength: 3 }), (own, others) => {
          // one fact follows the levels but for a site, or nothing would ever be named
          const following = own.map((letter, index) => (index === 3 ? "k" : letter === "e" ? "k" : "m"));
          const all = [following, ...others].map((one) => fact(one.join("")));
          const found = levelsFrom(own.join(""));
          for (const { values, exceptions } of separationsOf(found, all)) {
            named += 1;
            const split = all.find((one) => values.every(({ value }) => one.values.includes(value)));
            assert.ok(split);
            assert.ok(exceptions <= 2);
            for (const { level, exceptions: odd } of values)
              for (const one of odd) {
                assert.notEqual(one.level, level);
                assert.equal(found[one.place], one.level);
              }
            const told = values.reduce((sum, { sites }) => sum + sites, 0);
            const decided = found.filter((level) => level !== "undetermined" && level !== "none").length;
            assert.ok(told <= decided && told >= decided * 0.75);
            assert.ok(new Set(values.map(({ level }) => level)).size > 1);
          }
        }),
        { numRuns: 300, seed: 5 },
      );
      assert.ok(named > 50, `${named} named`);
    });

    it("names nothing with fewer sites than it says, and something with as many", () => {
      const words = (kinds: string, length: number): string[] =>
        length === 0
          ? [""]
          : words(kinds, length - 1).flatMap((word) => [...kinds].map((letter) => `${word}${letter}`));
      // a fact of six sites or fewer with more than three values is not looked at
      for (let n = 2; n < fewestSites; n += 1)
        for (const own of words("ego", n).filter((word) => [...word].sort().join("") === word))
          for (const values of words("abc", n))
            assert.deepEqual(separationsOf(levelsFrom(own), [fact(values)]), [], `${own} ${values}`);
      assert.equal(separationsOf(levelsFrom("eeeeooo"), [fact("kkkkmmm")]).length, 1);
      assert.equal(fewestSites, 7);
    });

    it("names random facts at fewer than one policy in forty", function () {
      this.timeout(60_000);
      const random = randomFrom(11);
      const rates = (long ? [2, 4, 6, 7, 8, 10, 12, 14, 20, 50] : [7, 14, 50]).map((n) => {
        let tried = 0;
        let named = 0;
        while (tried < 1000) {
          const share = 0.2 + 0.6 * random();
          const own = Array.from({ length: n }, (): Level => {
            if (random() < share) return "enforced";
            return random() < 0.3 ? "gaps" : "open";
          });
          if (new Set(own).size < 2) continue;
          tried += 1;
          // eight facts that a site has or has not, and ten with three to five values
          const facts = Array.from({ length: 18 }, (_, index) => {
            const often = 0.1 + 0.8 * random();
            const kinds = "abcde".slice(0, 3 + (index % 3));
            const value = () =>
              index < 8 ? (random() < often ? "y" : "n") : kinds.charAt(Math.floor(random() * kinds.length));
            return fact(Array.from({ length: n }, value).join(""));
          });
          if (separationsOf(own, facts).length > 0) named += 1;
        }
        return { n, rate: named / tried };
      });
      console.log(
        `    named by chance: ${rates.map(({ n, rate }) => `${n} sites ${(rate * 100).toFixed(1)} %`).join(", ")}`,
      );
      for (const { n, rate } of rates) assert.ok(rate < 1 / 40, `${n} sites: ${rate}`);
    });
  });

  describe("order and groups", () => {
    it("puts similar sites together, those without a result last", () => {
      const open = (places: number): Verdict[] =>
        Array.from({ length: 14 }, (_, place) => (place < places ? "not-enforced" : "enforced"));
      const sites = sitesWith([open(0), open(14), open(2), open(13), open(0), open(1)]);
      const { result: _, ...silent } = { ...modelSite, id: "silent" };
      const { order, equal } = differencesOf(rows, [silent, ...sites]);
      assert.deepEqual(order, [...[1, 3, 2, 5, 0, 4].map(siteId), "silent"]);
      assert.deepEqual(
        equal.map(({ sites: own }) => own.length),
        [2, 1, 1, 1, 1],
      );
    });

    it("lets no policy count more than another", () => {
      // by the first policy alone, sites 1 and 2 would stand together, and 0 with 3
      const open = (...places: number[]): Verdict[] =>
        Array.from({ length: 14 }, (_, place) => (places.includes(place) ? "warned-only" : "enforced"));
      const last = [7, 8, 9, 10, 11, 12, 13];
      const sites = sitesWith([open(), open(0, ...last), open(0), open(...last)]);
      assert.deepEqual(differencesOf(rows, sites).order, [1, 3, 0, 2].map(siteId));
    });

    it("has every site once, the same way each time, and equal ones side by side", () => {
      fc.assert(
        fc.property(someSites, (sites) => {
          const { order, equal, pairs } = differencesOf(rows, sites);
          assert.deepEqual([...order].sort(), sites.map(({ id }) => id).sort());
          assert.equal(order.join(), differencesOf(rows, sites).order.join());
          for (const { sites: own } of equal) {
            const places = own.map(({ id }) => order.indexOf(id));
            assert.equal(Math.max(...places) - Math.min(...places), own.length - 1);
          }
          const n = pairs.compared.length;
          assert.equal(pairs.pairs.length, n === 0 ? 0 : (n * (n - 1)) / 2);
        }),
        { numRuns: 60, seed: 3 },
      );
    });

    it("does not depend on what sites are called", () => {
      const seen = (nameOf: (index: number) => string) => {
        const { archives, listed } = eightSites(nameOf);
        const { differences } = compare(archives, { profile, listed });
        const byId = (ids: readonly string[]) => [...ids].sort().join();
        return {
          policies: differences.policies.map(({ policy, level, separations }) =>
            [policy, level, ...separations.map((one) => JSON.stringify([one.fact, one.chance]))].join(),
          ),
          equal: differences.equal.map(({ sites }) => byId(sites.map(({ id }) => id))),
        };
      };
      assert.deepEqual(
        seen((index) => `Ort ${index}`),
        seen((index) => `Dorf ${9 - index}`),
      );
    });

    it("does not depend on the order of the sites but for equal ones", () => {
      fc.assert(
        fc.property(someSites, (sites) => {
          const vectors = (all: readonly Site[]) => {
            const byId = new Map(all.map((site) => [site.id, site]));
            return differencesOf(rows, all).order.map((id) =>
              byId
                .get(id)
                ?.cells.map(({ verdict }) => levels[verdict])
                .join(),
            );
          };
          assert.equal(vectors(sites).join("\n"), vectors(sites.toReversed()).join("\n"));
        }),
        { numRuns: 60, seed: 4 },
      );
    });
  });

  it("says what all have in common, and only what is known", () => {
    const columns: readonly (readonly Verdict[])[] = [
      ["enforced", "enforced-stricter", "enforced"],
      ["enforced", "inconclusive", "missing"],
      ["enforced", "not-applicable", "enforced"],
      ["enforced", "enforced-looser", "enforced"],
      ["partly-enforced", "enforced-looser", "partly-enforced"],
      ["not-enforced", "warned-only", "not-enforced"],
      ["inconclusive", "missing", "over-blocking"],
      ["not-applicable", "not-applicable", "not-applicable"],
    ];
    const sites = sitesWith([0, 1, 2].map((site) => columns.map((column) => column[site] ?? "enforced")));
    const found = differencesOf(rows, sites).policies.slice(0, columns.length);
    assert.deepEqual(
      found.map(({ level, counts }) => `${level} ${counts.undetermined} ${counts.none}`),
      [
        "enforced 0 0",
        "enforced 2 0",
        "enforced 0 1",
        "differing 0 0",
        "gaps 0 0",
        "open 0 0",
        "undetermined 3 0",
        "none 0 3",
      ],
    );
  });

  it("counts between two sites only what can be compared, and who is ahead", () => {
    const sites = sitesWith([
      ["not-enforced", "enforced", "partly-enforced", "inconclusive", "not-applicable"],
      ["enforced", "warned-only", "not-enforced", "not-enforced", "not-enforced"],
    ]);
    const { pairs } = differencesOf(rows, sites).pairs;
    assert.deepEqual(pairs, [{ a: 1, b: 0, better: [0], worse: [1, 2], comparable: 12 }]);
  });

  it("does not explain a policy by its own refusals", () => {
    // three sites whose only refusals are those of the policy that is looked at
    const sites = Array.from(
      { length: 8 },
      (_, index): InventedSite => ({
        name: `Ort ${index}`,
        id: siteId(index),
        engine: "kyverno",
        all: "open",
        but: index < 5 ? { "restrict-sysctls": "enforced" } : {},
      }),
    );
    const { differences } = compare(
      sites.map((site, index) => archiveWith(inventedRun(site), `a${index}`)),
      { profile },
    );
    const sysctls = differences.policies.find(({ policy }) => policy === "restrict-sysctls");
    assert.equal(sysctls?.level, "differing");
    assert.deepEqual(sysctls?.separations, []);
  });

  it("keeps unlike counts of Kubernetes, groups, labels and lists apart by name", () => {
    const sites = Array.from(
      { length: 9 },
      (_, index): InventedSite => ({
        name: `Ort ${index}`,
        id: siteId(index),
        engine: "webhook",
        all: "enforced",
        kubernetes: index < 5 ? `v1.${30 + index}.1` : "v1.29.3",
        but: index < 5 ? {} : { "restrict-sysctls": "open" },
        fresh: { podSecurity: index < 5 ? { "pod-security.kubernetes.io/enforce": "baseline" } : {} },
        facts: { distribution: { value: index < 5 ? "K3s" : "RKE2" } },
      }),
    );
    const listed = sites.map(
      ({ id, name }, index): ListedSite => ({
        line: index,
        id,
        name,
        group: index < 5 ? "Nord" : "Süd",
        parameters: { schutzbedarf: index < 5 ? "hoch" : "normal" },
      }),
    );
    const { differences } = compare(
      sites.map((site, index) => archiveWith(inventedRun(site), `a${index}`)),
      { profile, listed },
    );
    const found = differences.policies.find(({ policy }) => policy === "restrict-sysctls")?.separations;
    assert.deepEqual(
      found?.map((one) => JSON.stringify(one.fact)),
      [
        '{"kind":"distribution"}',
        '{"kind":"kubernetes","from":"1.30"}',
        '{"kind":"group"}',
        '{"kind":"parameter","key":"schutzbedarf"}',
        '{"kind":"pod-security"}',
      ],
    );
  });

  describe("on the page", () => {
    const { archives, listed } = eightSites();
    const comparison = compare(archives, { profile, listed });

    it("says in a sentence what separates, what separates as well, and never why", () => {
      const section = read(sectionOf(renderReport(comparison, texts.de)) ?? "");
      assert.ok(
        section.includes(
          "Alle 5 Standorte mit Kyverno setzen durch; alle 3 Standorte ohne Kyverno sind offen.",
        ),
        section,
      );
      assert.ok(
        section.includes(
          "Ebenso gut unterscheiden: ob Gatekeeper installiert ist; ob Kubernetes 1.35 oder neuer läuft; ob Kyverno bei anderen Richtlinien ablehnt; ob Gatekeeper bei anderen Richtlinien ablehnt. Welches Merkmal zählt, ist an diesen Standorten nicht zu erkennen.",
        ),
        section,
      );
      assert.doesNotMatch(section, /\b(?:weil|wegen|deshalb|daher)\b/);
      const english = read(sectionOf(renderReport(comparison, texts.en)) ?? "");
      assert.ok(
        english.includes("All 5 sites with Kyverno enforce; all 3 sites without Kyverno are open."),
        english,
      );
      assert.doesNotMatch(english, /\bbecause\b|due to/);
    });

    it("has the common denominator, of groups too, and the list of each pair", () => {
      const section = read(sectionOf(renderReport(comparison, texts.de)) ?? "");
      assert.ok(section.includes("An allen durchgesetzt 11 "), section);
      assert.ok(
        section.includes(
          "Durchgesetzt, soweit feststellbar und anwendbar 1 Nur sichere Sysctls (an einem Standort nicht feststellbar)",
        ),
      );
      assert.ok(section.includes("An allen offen 1 Keine System-Gruppen"));
      assert.ok(section.includes("Unterschiedlich 1 Welche das sind, steht unter"));
      assert.match(section, /Nord 4 12 .* 1 Keine System-Gruppen 1 0 Süd 4 11 /);
      assert.ok(
        section.includes(
          "Ort 0 und Ort 7: 1 Richtlinie. Weiter gehend durchgesetzt bei Ort 0: Wurzeldateisystem nur lesbar. Vergleichbar sind 13 von 14.",
        ),
        section,
      );
    });

    /** The sentences that the section begins with. */
    const leadOf = (comparison: Comparison, language: "de" | "en" = "de") =>
      [
        ...(
          /<ul class="lead[^>]*>([\s\S]*?)<\/ul>/.exec(
            sectionOf(renderReport(comparison, texts[language])) ?? "",
          )?.[1] ?? ""
        ).matchAll(/<li>(.*?)<\/li>/g),
      ].map(([, sentence = ""]) => sentence.replaceAll(/&nbsp;|\u00a0/g, " "));
    const lead = (all: readonly Archive[], language: "de" | "en" = "de") =>
      leadOf(compare(all, { profile }), language);
    const site = (index: number, all: "enforced" | "open", but: InventedSite["but"] = {}) => {
      const name = `Ort ${index}`;
      return archiveWith(inventedRun({ name, id: siteId(index), engine: "kyverno", all, but }), `a${index}`);
    };

    it("begins with what tells most: what all enforce, which fact separates, who is farthest apart", () => {
      assert.deepEqual(lead(archives), [
        "11 von 14 Richtlinien sind an allen 8 Standorten durchgesetzt.",
        "Bei einer Richtlinie unterscheidet die Standorte: ob Kyverno installiert ist; ebenso: ob Gatekeeper installiert ist; ob Kubernetes 1.35 oder neuer läuft; 2 weitere Merkmale. Ob eines davon die Ursache ist, bleibt offen.",
      ]);
      assert.equal(
        lead(archives, "en")[1],
        "What tells the sites apart at one policy: whether Kyverno is installed; as well: whether Gatekeeper is installed; whether Kubernetes is 1.35 or later; 2 more facts. Whether any of them is the cause remains open.",
      );
      const three = [
        site(1, "enforced"),
        site(2, "open"),
        site(3, "enforced", { "restrict-sysctls": "open" }),
      ];
      assert.deepEqual(lead(three), [
        "Keine der 14 Richtlinien ist nachweislich an allen 3 Standorten durchgesetzt.",
        "Für Aussagen über Merkmale (etwa Engine, Distribution, Kubernetes-Version) braucht es mindestens 7 Standorte, an denen dieselbe Richtlinie feststellbar ist.",
        "Am weitesten auseinander liegen Ort 1 und Ort 2 (14 Unterschiede), am nächsten beieinander Ort 1 und Ort 3 (1 Unterschied).",
      ]);
      assert.match(lead(three, "en")[2] ?? "", /^Farthest apart are Ort 1 and Ort 2 \(14 differences\), /);
    });

    it("says of no policy that all enforce it where it does not apply to one, or one has no result", () => {
      const partly = [
        site(1, "enforced"),
        site(2, "enforced", { "restrict-apparmor": "not-applicable" }),
        site(3, "enforced", { "restrict-sysctls": "webhook-down" }),
      ];
      assert.deepEqual(lead(partly), ["12 von 14 Richtlinien sind an allen 3 Standorten durchgesetzt."]);
      const silent = allArchives()
        .filter(({ result }) => result === undefined)
        .slice(0, 1);
      assert.deepEqual(lead([...partly, ...silent]), [
        "12 von 14 Richtlinien sind an allen 3 Standorten mit Ergebnis durchgesetzt.",
      ]);
      assert.deepEqual(lead([...partly, ...silent], "en"), [
        "12 of 14 policies are enforced at all 3 sites with a result.",
      ]);
      const section = read(sectionOf(renderReport(compare(partly, { profile }), texts.de)) ?? "");
      assert.match(section, /An allen durchgesetzt 12 /);
      assert.match(section, /feststellbar und anwendbar 2 .*\(entfällt an einem Standort\)/);
    });

    it("says nothing of distances where some sites cannot be compared at all policies", () => {
      const sites = [
        site(1, "enforced"),
        site(3, "enforced", {
          "restrict-sysctls": "open",
          "require-ro-rootfs": "open",
          "require-non-root-groups": "open",
        }),
        site(5, "enforced", { "require-ro-rootfs": "open" }),
      ];
      assert.match(lead(sites)[2] ?? "", /^Am weitesten auseinander liegen Ort 1 und Ort 3 \(3 /);
      const open = site(4, "open", { "restrict-sysctls": "webhook-down" });
      assert.doesNotMatch(lead([...sites, open]).join("\n"), /auseinander/);
    });

    it("counts every fact that separates, names those that do as often, and how many more", () => {
      const { differences, ...rest } = compare(archives, { profile });
      const named = (counts: Readonly<Record<string, readonly string[]>>): string | undefined =>
        leadOf({
          ...rest,
          differences: {
            ...differences,
            policies: differences.policies.map((policy) => ({
              ...policy,
              level: policy.policy in counts ? "differing" : policy.level,
              separations: (counts[policy.policy] ?? []).map((engine) => ({
                fact: { kind: "engine", engine },
                values: [],
                exceptions: 0,
                unknown: 0,
                chance: 0.01,
              })),
            })),
          },
        })[1];
      assert.equal(
        named({ "require-ro-rootfs": ["a", "b"], "restrict-sysctls": ["b"] }),
        "Am häufigsten unterscheidet die Standorte: ob b installiert ist (bei 2 Richtlinien). Ob das die Ursache ist, bleibt offen.",
      );
      const four = ["a", "b", "c", "d"];
      assert.equal(
        named({ "require-ro-rootfs": [...four, "e"], "restrict-sysctls": four }),
        "Am häufigsten unterscheidet die Standorte: ob a installiert ist (bei 2 Richtlinien); ebenso oft: ob b installiert ist; ob c installiert ist; ein weiteres Merkmal. Ob eines davon die Ursache ist, bleibt offen.",
      );
      assert.equal(
        named({ "require-ro-rootfs": ["a"], "restrict-sysctls": ["b"] }),
        "Bei 2 Richtlinien unterscheiden Merkmale die Standorte, bei jeder andere. Ob sie die Ursache sind, bleibt offen.",
      );
      assert.equal(
        named({ "require-ro-rootfs": ["a"] }),
        "Bei einer Richtlinie unterscheidet die Standorte: ob a installiert ist. Ob das die Ursache ist, bleibt offen.",
      );
    });

    it("says once that it takes more sites, and when a fact is named only where one can be", () => {
      const two = [site(1, "enforced"), site(2, "open")];
      // of eight sites, six at each policy that differs
      const untold = [
        ...two,
        ...[3, 4, 5, 6].map((index) => site(index, "enforced")),
        ...[7, 8].map((index) =>
          archiveWith(
            inventedRun({ name: `Ort ${index}`, id: siteId(index), engine: "kyverno", all: "webhook-down" }),
            `a${index}`,
          ),
        ),
      ];
      for (const few of [two, untold])
        for (const [language, tooFew, method] of [
          ["de", /mindestens 7 Standorte/g, /Zufall/g],
          ["en", /7 sites or more/g, /chance/gi],
        ] as const) {
          const section = read(sectionOf(renderReport(compare(few, { profile }), texts[language])) ?? "");
          assert.equal(section.match(tooFew)?.length, 1, section);
          assert.doesNotMatch(section, method);
          const more = read(sectionOf(renderReport(comparison, texts[language])) ?? "");
          assert.match(more, method);
          assert.doesNotMatch(more, tooFew);
        }
      const german = read(sectionOf(renderReport(comparison, texts.de)) ?? "");
      assert.match(german, /höchstens zwei Ausnahmen, bei vielen Standorten höchstens eine von zwanzig/);
      assert.match(german, /unwahrscheinlich, aber nicht ausgeschlossen/);
      assert.match(german, /Bei weniger als 7 Standorten gelingt/);
    });

    it("says the same of several policies once", () => {
      const sites = Array.from({ length: 8 }, (_, index) => {
        const but = { "require-ro-rootfs": "open", "restrict-sysctls": "open" } as const;
        const [engine, own] = index < 4 ? (["kyverno", {}] as const) : (["gatekeeper", but] as const);
        return archiveWith(
          inventedRun({ name: `Ort ${index}`, id: siteId(index), engine, all: "enforced", but: own }),
          `a${index}`,
        );
      });
      const section = read(sectionOf(renderReport(compare(sites, { profile }), texts.de)) ?? "");
      const said =
        "Alle 4 Standorte ohne Gatekeeper setzen durch; alle 4 Standorte mit Gatekeeper sind offen.";
      assert.equal(section.split(said).length, 2, section);
      assert.match(
        section,
        /Wurzeldateisystem nur lesbar 4 durchgesetzt, 4 offen Nur sichere Sysctls 4 durchgesetzt, 4 offen Alle 4/,
      );
      assert.match(section, /\(bei 2 Richtlinien\)/);
    });

    it("is absent with one site and with none", () => {
      const one = archives.slice(0, 1);
      const refused = allArchives().filter(({ result }) => result === undefined);
      for (const few of [[], one, [...one, ...refused]])
        assert.equal(sectionOf(renderReport(compare(few, { profile }), texts.de)), undefined);
      assert.ok(sectionOf(renderReport(compare(archives.slice(0, 2), { profile }), texts.de)));
    });

    it("links to what there is, with a native table for every number of sites", () => {
      for (const [n, rowsOfPairs] of [
        [2, 1],
        [14, 13],
        [15, 9],
      ] as const) {
        const random = randomFrom(n);
        const many = Array.from({ length: n }, (_, index) =>
          archiveWith(
            inventedRun({
              name: `Ort ${index}`,
              id: siteId(index),
              engine: "kyverno",
              all: "enforced",
              but: Object.fromEntries(
                defaultProfile.policies.flatMap((id) => (random() < 0.3 ? [[id, "open"]] : [])),
              ),
            }),
            `a${index}`,
          ),
        );
        const page = renderReport(compare(many, { profile }), texts.de);
        const section = sectionOf(page) ?? "";
        const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
        for (const [, href] of section.matchAll(/\shref="#([^"]*)"/g)) assert.ok(ids.has(href), href);
        const table = /<table class="pairs">[\s\S]*?<\/table>/.exec(section)?.[0] ?? "";
        assert.match(table, /<caption/);
        assert.equal(table.match(/<th scope="row">/g)?.length, rowsOfPairs);
        assert.equal(table.match(/<th scope="col">/g)?.length, rowsOfPairs);
      }
    });

    it("stays small at 500 sites", () => {
      const random = randomFrom(2);
      const states = ["not-enforced", "partly-enforced", "inconclusive"] as const;
      const sites = sitesWith(
        Array.from({ length: 500 }, () =>
          Array.from(
            { length: 14 },
            (): Verdict => (random() < 0.85 ? "enforced" : (states[Math.floor(random() * 3)] ?? "missing")),
          ),
        ),
      ).map((site, index) => ({
        ...site,
        name: `Landkreis Musterstadt ${index}`,
        group: `Land ${index % 20}`,
      }));
      const whole = compare([], { profile });
      const started = performance.now();
      const differences = differencesOf(whole.rows, sites);
      console.log(`    500 sites: ${(performance.now() - started).toFixed(0)} ms`);
      const page = renderReport({ ...whole, sites: [], differences }, texts.de);
      assert.ok(Buffer.byteLength(sectionOf(page) ?? "") < 60_000, String(sectionOf(page)?.length));
      assert.equal(differences.pairs.of, "groups");
    });

    it("shows hostile names as text", () => {
      const hostile = `<img src=x onerror=alert(1)>"'{{x}}`;
      const sites = inventedSites.map((site, index) =>
        archiveWith(
          inventedRun({ ...site, engine: `kyverno${hostile}`, name: `${hostile}${index}` }),
          `a${index}`,
        ),
      );
      const list = inventedSites.map(
        ({ id }, index): ListedSite => ({
          line: index,
          id,
          name: `${hostile}${index}`,
          group: hostile,
          parameters: { [hostile]: hostile },
        }),
      );
      const page = renderReport(compare(sites, { profile, listed: list }), texts.de);
      assert.doesNotMatch(page, /<img/);
      assert.ok(sectionOf(page)?.includes("&lt;img src&#x3D;x onerror"));
    });
  });

  it("is part of the data, in the shape of the schema", () => {
    const valid = validBy("report");
    const { archives, listed } = eightSites();
    const json = reportJson(compare(archives, { profile, listed }), texts.de);
    assert.ok(valid(JSON.parse(JSON.stringify(json))), JSON.stringify(valid.errors, null, 1));
    const rootfs = json.differences.policies.find(({ policy }) => policy === "require-ro-rootfs");
    assert.equal(rootfs?.separations[0]?.chance, 0.0179);
    assert.equal(json.differences.order.length, 8);
    const wrong = {
      ...json,
      differences: { ...json.differences, equal: [{ sites: [], levels: { x: "best" } }] },
    };
    assert.equal(valid(JSON.parse(JSON.stringify(wrong))), false);
  });
});

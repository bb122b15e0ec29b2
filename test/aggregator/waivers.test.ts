import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { parse } from "yaml";
import { policyIds } from "#policies";
import {
  type Comparison,
  compare,
  hasFinding,
  readWaiversFile,
  renderReport,
  reportJson,
  texts,
  WaiversFileError,
  waivedFindings,
  waiversSchema,
} from "../../aggregator/index.ts";
import { anyText } from "../any-text.ts";
import { allArchives, archiveWith, profile } from "./comparisons.ts";
import { type InventedSite, inventedRun, severalNamespaces } from "./invented-sites.ts";
import { validBy } from "./valid-by.ts";

const schemaOf = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8"));
/** A file of waivers; values that are not named are sound. */
const fileOf = (...waivers: readonly Readonly<Record<string, string>>[]): string =>
  waivers
    .map((waiver) => ({
      policy: "require-ro-rootfs",
      site: "Beispielkreis",
      reason: "Umbau ist beauftragt.",
      owner: "Betriebsleitung",
      expires: "2026-12-31",
      ...waiver,
    }))
    .map((waiver) => `- ${JSON.stringify(waiver)}\n`)
    .join("");
const withFile = (text: string, more: Partial<Parameters<typeof compare>[1]> = {}): Comparison =>
  compare(allArchives(), { profile, waivers: readWaiversFile(text), ...more });
const cellOf = ({ sites }: Comparison, name: string, policy: string) =>
  sites.find((site) => site.name === name)?.cells.find((cell) => cell.policy === policy);
const stateOf = (waiver: Readonly<Record<string, string>>, more: Parameters<typeof withFile>[1] = {}) =>
  withFile(fileOf(waiver), more).waivers?.[0]?.state;
/** What a report counts, and every verdict, in short lines. */
const countsOf = (comparison: Comparison): string[] => {
  const { summary, sites, rows } = comparison;
  return [
    JSON.stringify([summary.sites, summary.cells, summary.levels, summary.verdicts, summary.namespaces]),
    ...summary.deviations.map(({ row, open, byVerdict }) =>
      [row.id, open, ...byVerdict.map(({ verdict, sites: there }) => `${verdict} ${there.length}`)].join(" "),
    ),
    ...rows.map(({ id, enforced }) => `${id} ${enforced.count}/${enforced.of}`),
    ...sites.map(({ id, state, enforced }) => `${id} ${state} ${enforced.count}/${enforced.of}`),
    ...sites.flatMap(({ id, cells }) => cells.map(({ policy, verdict }) => `${id} ${policy} ${verdict}`)),
  ];
};
const section = (page: string, id: string): string =>
  new RegExp(`<section[^>]*id="${id}"[\\s\\S]*?\\n</section>`).exec(page)?.[0] ?? "";

describe("aggregator/comparison/waivers-file", () => {
  it("reads what is needed, with its line", () => {
    const [first, second] = readWaiversFile(
      "# agreed in March\n- policy: require-ro-rootfs\n  site: 0f6a2c1e\n  reason: >-\n    Two\n    lines\n  owner: Betriebsleitung\n  expires: 2026-12-31\n- {policy: a, site: 12345678, reason: r, owner: o, expires: '2028-02-29'}\n",
    );
    assert.deepEqual(first, {
      line: 2,
      policy: "require-ro-rootfs",
      site: "0f6a2c1e",
      reason: "Two lines",
      owner: "Betriebsleitung",
      expires: "2026-12-31",
    });
    assert.deepEqual([second?.line, second?.site, second?.expires], [9, "12345678", "2028-02-29"]);
    assert.deepEqual(readWaiversFile("# none yet\n"), []);
  });

  const good = "policy: p, site: s, reason: r, owner: o, expires: 2026-12-31";
  const faults: readonly [string, string, number, RegExp, RegExp][] = [
    ["no YAML", "- {a: [", 1, /kein gültiges YAML/, /no valid YAML/],
    ["no list", "policy: x\n", 1, /Erwartet wird eine Liste/, /expected is a list/],
    ["no entry", `- {${good}}\n- x\n`, 2, /besteht aus Schlüsseln/, /consists of keys/],
    ["no text", "- policy: {a: b}\n", 1, /„policy“ muss ein Text/, /“policy” must be a text/],
    [
      "a field is missing",
      "\n- {policy: p, site: s}\n",
      2,
      /fehlt „reason“\. Angeben/,
      /no “reason”\. State/,
    ],
    ["an empty field", `- policy: p\n  site: s\n  reason: r\n  owner: ' '\n`, 4, /„owner“.*Rolle/, /role/],
    [
      "an unknown key",
      `- {${good},\n  until: x}\n`,
      2,
      /„until“ gibt es nicht\. Bekannt: policy, site/,
      /Known/,
    ],
    ["no day", "- {policy: p, site: s, reason: r, owner: o, expires: 31.12.2026}", 1, /JJJJ-MM-TT/, /YYYY/],
    [
      "a time",
      "- {policy: p, site: s, reason: r, owner: o, expires: 2026-12-31T08:00Z}",
      1,
      /kein Tag/,
      /no day/,
    ],
    [
      "30 February",
      "- {policy: p, site: s, reason: r, owner: o, expires: 2026-02-30}",
      1,
      /2026-02-30 gibt/,
      /no day/,
    ],
    [
      "a 13th month",
      "- {policy: p, site: s, reason: r, owner: o, expires: 2026-13-01}",
      1,
      /gibt es nicht/,
      /no day/,
    ],
    [
      "29 February",
      "- {policy: p, site: s, reason: r, owner: o, expires: 2026-02-29}",
      1,
      /gibt es nicht/,
      /no day/,
    ],
    ["the same twice", `- {${good}}\n- {${good}}\n`, 2, /schon eine Ausnahme in Zeile 1/, /line 1 has/],
    ["the same key twice", `- {policy: a, ${good}}\n`, 1, /YAML/, /YAML/],
  ];
  for (const [what, text, line, german, english] of faults)
    it(`refuses a file with ${what}, with the line, in both languages`, () => {
      assert.throws(
        () => readWaiversFile(text),
        (error) => {
          assert.ok(error instanceof WaiversFileError);
          assert.equal(error.line, line);
          const [de, en] = [texts.de, texts.en].map(({ waivers }) =>
            waivers.file(error.problem, "waivers.yaml", error.line),
          );
          assert.match(de ?? "", german);
          assert.match(de ?? "", new RegExp(`^waivers\\.yaml, Zeile ${line}: `));
          assert.match(en ?? "", english);
          return true;
        },
      );
    });

  it("has a JSON Schema that is up to date, takes what is right and refuses what is wrong", () => {
    const schema = schemaOf("waivers");
    assert.deepEqual(schema, waiversSchema(), "npm run schemas writes it anew");
    const valid = new Ajv2020({ strict: true }).compile(schema);
    assert.ok(valid(parse(fileOf({}))), JSON.stringify(valid.errors));
    for (const wrong of [{ policy: "p" }, { expires: "soon" }, { until: "x" }, { owner: "" }])
      assert.equal(valid(parse(fileOf(wrong))), false, JSON.stringify(wrong));
  });
});

describe("aggregator/comparison/grant-waivers", () => {
  it("says of every waiver what became of it", () => {
    const listed = [{ line: 1, name: "Fernstadt", id: "aaaaaaaa-bbbb", parameters: {} }];
    const expected: readonly [Readonly<Record<string, string>>, string][] = [
      [{}, "in-force"],
      [{ expires: "2026-04-02" }, "in-force"],
      [{ expires: "2026-04-01" }, "ending"],
      [{ expires: "2026-03-02" }, "ending"],
      [{ expires: "2026-03-01" }, "expired"],
      [{ policy: "require-limits-and-requests" }, "in-force"],
      [{ site: "Nirgendwo", policy: "restrict-sysctls" }, "in-force"],
      [{ site: "Musterstadt", policy: "require-non-root-groups" }, "in-force"],
      [{ site: "Musterstadt" }, "enforced"],
      [{ site: "Musterstadt", policy: "restrict-sysctls" }, "enforced"],
      [{ site: "Musterstadt", expires: "2026-03-01" }, "expired-idle"],
      [{ site: "Nirgendwo", policy: "restrict-apparmor" }, "not-applicable"],
      [{ site: "Hinterdorf" }, "undetermined"],
      [{ site: "Hinterdorf", expires: "2026-03-01" }, "expired"],
      [{ site: "Vorderwald" }, "undetermined"],
      [{ policy: "require-ro-root" }, "unknown-policy"],
      [{ policy: "constructor" }, "unknown-policy"],
      [{ site: "Nirwana" }, "unknown-site"],
      [{ site: "beispielkreis" }, "unknown-site"],
      [{ site: "kaputt.tar.gz" }, "unknown-site"],
      [{ site: "archive-" }, "unknown-site"],
      [{ site: "Fernstadt" }, "no-result"],
      [{ site: "aaaaaaaa" }, "no-result"],
      [{ site: "aaaa" }, "unknown-site"],
    ];
    const found = expected.map(([waiver]) => stateOf(waiver, { listed }));
    assert.deepEqual(
      expected.map(([waiver], index) => `${JSON.stringify(waiver)} ${found[index]}`),
      expected.map(([waiver, state]) => `${JSON.stringify(waiver)} ${state}`),
    );
    const other = { ...profile, policies: profile.policies.slice(1) };
    assert.equal(stateOf({ policy: profile.policies[0] ?? "" }, { profile: other }), "policy-not-agreed");
  });

  it("finds a missing policy nothing to be waived", () => {
    const run = inventedRun({ ...severalNamespaces, tenants: [], but: { "require-ro-rootfs": "missing" } });
    const { waivers } = compare([archiveWith(run, "a")], {
      profile,
      waivers: readWaiversFile(fileOf({ site: "Dreiburgen" })),
    });
    assert.equal(waivers?.[0]?.state, "missing");
  });

  it("takes a site by its id, the beginning of it, or its exact name", () => {
    for (const site of ["1a7b3d2f", "1a7b3d2f-6c2e-4a1b-8b66-202020202020", "Beispielkreis"])
      assert.equal(stateOf({ site }), "in-force", site);
    for (const site of ["1a7b3d2", "7b3d2f-6c2e", "Beispiel"])
      assert.equal(stateOf({ site }), "unknown-site", site);
  });

  it("refuses what fits several sites, for it may not have been agreed for both", () => {
    const twin = (id: string): InventedSite => ({
      name: "Zwillingen",
      id: `${id}-1111`,
      engine: "kyverno",
      all: "open",
    });
    const archives = ["11112222", "33334444"].map((id) => archiveWith(inventedRun(twin(id)), id));
    const judged = (site: string) =>
      compare(archives, { profile, waivers: readWaiversFile(fileOf({ site })) }).waivers?.[0]?.state;
    assert.throws(
      () => judged("Zwillingen"),
      (error) =>
        error instanceof WaiversFileError &&
        error.line === 1 &&
        /mehreren Standorten\. Die Kennung angeben: 11112222-1111, 33334444-1111/.test(
          texts.de.waivers.file(error.problem, "w", 1),
        ),
    );
    assert.equal(judged("Zwillingen (11112222)"), "in-force");
    assert.equal(judged("33334444"), "in-force");
  });

  it("refuses two waivers for one cell, however they call its site", () => {
    assert.throws(
      () => withFile(fileOf({}, { site: "1a7b3d2f" })),
      (error) => error instanceof WaiversFileError && error.line === 2 && error.problem.kind === "duplicate",
    );
  });

  it("marks the cell, keeps its verdict, and keeps an expired waiver for the evidence", () => {
    const comparison = withFile(fileOf({}, { site: "Probestadt", expires: "2026-03-01" }));
    const waived = cellOf(comparison, "Beispielkreis", "require-ro-rootfs");
    assert.deepEqual([waived?.verdict, waived?.flags], ["not-enforced", ["waived"]]);
    const expired = cellOf(comparison, "Probestadt", "require-ro-rootfs");
    assert.deepEqual([expired?.flags, expired?.waiver?.state], [[], "expired"]);
  });

  it("covers nothing that was found after its end, whatever day the report is dated", () => {
    const early = { now: "2026-01-01T00:00:00.000Z" };
    assert.equal(stateOf({ expires: "2026-03-01" }, early), "expired");
    assert.equal(stateOf({ expires: "2026-03-02" }, early), "ending");
    const [lastMoment, after] = ["2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00.000Z"].map((now) =>
      stateOf({}, { now }),
    );
    assert.deepEqual([lastMoment, after], ["ending", "expired"]);
  });

  it("changes no verdict and no number, whatever it says (property)", () => {
    const archives = allArchives();
    const plain = compare(archives, { profile });
    const [counts, json] = [countsOf(plain), reportJson(plain, texts.de)];
    const numbers = (page: string) =>
      ["legend-title", "matrix"].map((id) =>
        [...(page.split(`id="${id}"`)[1] ?? "").matchAll(/\d+ von \d+|class="(?:number|count)">\d+/g)].join(
          "|",
        ),
      );
    const pageNumbers = numbers(renderReport(plain, texts.de));
    const { sites } = plain;
    const cells = sites.flatMap((site) =>
      site.cells.map(({ policy, verdict }) => ({ policy, verdict, site: site.name ?? site.id })),
    );
    const open = cells.filter(({ verdict }) => verdict === "not-enforced" || verdict === "partly-enforced");
    const place = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...open) },
      { weight: 5, arbitrary: fc.constantFrom(...cells) },
      fc.record({
        policy: fc.constantFrom(...policyIds, "nope"),
        site: fc.oneof(
          fc.string({ minLength: 1 }),
          fc.constantFrom(...sites.map(({ id }) => id.slice(0, 8))),
        ),
      }),
    );
    const day = fc
      .date({ min: new Date("2025-01-01"), max: new Date("2028-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const agreed = fc.record({
      reason: anyText({ minLength: 1 }),
      owner: fc.string({ minLength: 1 }),
      expires: day,
    });
    let inForce = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(place, agreed), {
          minLength: 8,
          maxLength: 24,
          selector: ([where]) => JSON.stringify(where),
        }),
        (listed) => {
          let comparison: Comparison;
          try {
            const waivers = listed.map(([{ policy, site }, what], index) => ({
              ...what,
              policy,
              site,
              line: index + 1,
            }));
            comparison = compare(archives, { profile, waivers });
          } catch (error) {
            if (error instanceof WaiversFileError) return;
            throw error;
          }
          inForce += comparison.waivers?.filter(({ state }) => state === "in-force").length ?? 0;
          assert.deepEqual(countsOf(comparison), counts);
          assert.deepEqual(
            reportJson(comparison, texts.de).verdicts.map(
              (one) => `${one.site} ${one.policy} ${one.verdict}`,
            ),
            json.verdicts.map((one) => `${one.site} ${one.policy} ${one.verdict}`),
          );
          assert.deepEqual(numbers(renderReport(comparison, texts.de)), pageNumbers);
        },
      ),
      { numRuns: 12, seed: 20260302 },
    );
    assert.ok(inForce > 20, `${inForce} waivers were in force`);
  });
});

describe("aggregator/comparison/finding", () => {
  const one = (site: InventedSite, waiver?: Readonly<Record<string, string>>) =>
    compare([archiveWith(inventedRun(site), "a")], {
      profile,
      ...(waiver && { waivers: readWaiversFile(fileOf({ site: site.name, ...waiver })) }),
    });
  const place: InventedSite = {
    name: "Altdorf",
    id: "99990000-1111",
    engine: "kyverno",
    all: "enforced",
    but: { "require-ro-rootfs": "open" },
  };

  it("leaves out what a waiver in force covers, and nothing else", () => {
    assert.equal(hasFinding(one(place), "open"), true);
    const waived = one(place, {});
    for (const wanted of ["open", "not-enforced", "gaps", "undetermined"])
      assert.equal(hasFinding(waived, wanted), false, wanted);
    assert.equal(waivedFindings(waived, ["open"]), 1);
    assert.equal(waivedFindings(waived, ["gaps"]), 0);
    assert.equal(hasFinding(one(place, { expires: "2026-03-01" }), "open"), true);
    const more = { ...place, but: { ...place.but, "restrict-sysctls": "open" } } as const;
    assert.equal(hasFinding(one(more, {}), "open"), true);
  });

  it("never leaves out what is not known, in whatever namespace", () => {
    const tenant = {
      namespace: "fachverfahren",
      all: "enforced",
      but: { "require-ro-rootfs": "webhook-down" },
    } as const;
    const waived = one({ ...place, tenant, configuration: { namespaces: ["fachverfahren"] } }, {});
    assert.equal(cellOf(waived, "Altdorf", "require-ro-rootfs")?.verdict, "not-enforced");
    assert.deepEqual(
      ["open", "undetermined", "inconclusive"].map((wanted) => hasFinding(waived, wanted)),
      [false, true, true],
    );
    assert.equal(waivedFindings(waived, ["open", "undetermined"]), 0);
    assert.equal(waivedFindings(waived, ["open"]), 1);
    const down = { ...place, but: { "require-ro-rootfs": "webhook-down" } } as const;
    assert.equal(hasFinding(one(down, {}), "undetermined"), true);
    assert.deepEqual(cellOf(one(down, {}), "Altdorf", "require-ro-rootfs")?.flags, []);
  });
});

describe("aggregator/report/waivers-view", () => {
  const file = fileOf(
    { reason: "<img src=x onerror=alert(1)> \u202e", owner: "<b>Betriebsleitung</b>" },
    { site: "Probestadt", expires: "2026-03-01" },
    { site: "<script>", policy: "</script>" },
    { policy: "require-limits-and-requests", expires: "2026-03-12" },
  );

  it("shows the verdict and, below it, until when it is waived", () => {
    const page = renderReport(withFile(file), texts.de);
    assert.match(page, /<span class="word">nicht durchgesetzt<\/span> .{0,60}Ausnahme bis 31\.12\.2026/);
    assert.equal(
      page.match(/Ausnahme bis 31\.12\.2026<\/span>/g)?.length,
      1,
      "only in the cell that is waived",
    );
    assert.match(renderReport(withFile(file), texts.en), /waived until 2026-12-31/);
  });

  it("tells in the evidence the reason, the role and the end, also of one that has expired", () => {
    const evidence = renderReport(withFile(file), texts.de).split('id="evidence"')[1] ?? "";
    assert.match(
      evidence,
      /<li>Ausnahme bis 31\.12\.2026 \(zuständig: &lt;b&gt;Betriebsleitung&lt;\/b&gt;\)\. Grund: „&lt;img src&#x3D;x onerror&#x3D;alert\(1\)&gt; ⟨U\+202E⟩“<\/li>/,
    );
    assert.match(
      evidence,
      /Eine Ausnahme galt bis 01\.03\.2026 und ist abgelaufen \(zuständig: Betriebsleitung\)/,
    );
  });

  it("lists what has to be done first, with what to do, and names it among the problems", () => {
    const page = renderReport(withFile(file), texts.de, { script: false });
    const waivers = section(page, "waivers");
    const places = ["Abgelaufen (1)", "Richtlinie unbekannt (1)", "läuft bald ab (1)", "Gültig (1)"].map(
      (word) => waivers.indexOf(word),
    );
    assert.ok(
      places.every((place, index) => place > (places[index - 1] ?? 0)),
      places.join(),
    );
    for (const words of [
      "neue Frist vereinbaren",
      "seit 1 Tag abgelaufen",
      "noch 10 Tage",
      "Stichtag ist der 02.03.2026, der Tag des neuesten Ergebnisses",
      "&lt;script&gt;",
    ])
      assert.ok(waivers.includes(words), words);
    assert.doesNotMatch(page, /<script|<img|<b>/);
    assert.match(
      section(page, "problems"),
      /4 Ausnahmen: 1 ist abgelaufen, 1 ist ohne Wirkung und 1 läuft in höchstens 30 Tagen ab\. <a href="#waivers">/,
    );
    const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
    for (const [, href] of waivers.matchAll(/href="#([^"]*)"/g)) assert.ok(ids.has(href), href);
  });

  it("has no section without a file, and says so of an empty one", () => {
    const without = renderReport(compare(allArchives(), { profile }), texts.de);
    assert.equal(section(without, "waivers"), "");
    assert.doesNotMatch(without, /#waivers/);
    assert.match(section(renderReport(withFile(""), texts.de), "waivers"), /enthält keine Ausnahmen/);
  });

  it("stands in the data, which fit their schema", () => {
    const { waivers = [], verdicts, ...rest } = reportJson(withFile(file), texts.de);
    const json: unknown = JSON.parse(JSON.stringify({ ...rest, verdicts, waivers }));
    const valid = validBy("report");
    assert.ok(valid(json), JSON.stringify(valid.errors, null, 1));
    assert.deepEqual(
      waivers.map(({ state }) => state),
      ["in-force", "expired", "unknown-policy", "ending"],
    );
    const found = verdicts.find(
      ({ flags, policy }) => flags.includes("waived") && policy === "require-ro-rootfs",
    );
    assert.deepEqual(
      [found?.verdict, found?.flags, found?.waiver],
      [
        "not-enforced",
        ["waived"],
        {
          reason: "<img src=x onerror=alert(1)> \u202e",
          owner: "<b>Betriebsleitung</b>",
          expires: "2026-12-31",
        },
      ],
    );
    assert.equal("waivers" in reportJson(compare(allArchives(), { profile }), texts.de), false);
  });
});

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { RoundError, readRound, texts } from "../../aggregator/index.ts";
import { tarOf } from "./archives.ts";
import { archiveOn, fileOf, place, roundOf, since } from "./rounds-of-sites.ts";

/** The kind of what is wrong with a file, and its sentences. */
function wrongWith(bytes: Uint8Array): { readonly kind: string; readonly says: readonly string[] } {
  try {
    readRound("last.json", bytes);
  } catch (error) {
    if (!(error instanceof RoundError)) throw error;
    const says = [texts.de, texts.en].map((text) => text.rounds.problem(error.problem, error.file));
    return { kind: error.problem.kind, says };
  }
  return { kind: "nothing", says: [] };
}

const changed = (change: (json: Record<string, unknown>) => void) => fileOf([archiveOn(1)], change);

describe("aggregator/comparison/read-round", () => {
  it("says in a sentence with the file's name what else was given", async () => {
    const cases: readonly (readonly [string, Uint8Array])[] = [
      ["archive", gzipSync("x")],
      ["archive", await tarOf([{ name: "a", body: "b" }])],
      ["markup", Buffer.from("<!DOCTYPE html><html></html>")],
      ["markup", Buffer.from('<?xml version="1.0"?><testsuites/>')],
      ["empty", Buffer.from("")],
      ["not-text", Buffer.from([0x22, 0xff, 0xfe, 0x22])],
      ["not-json", fileOf([archiveOn(1)]).subarray(0, 1000)],
      ["not-json", Buffer.from("policy;site\n")],
      ["other-json", Buffer.from("[]")],
      ["other-json", Buffer.from("null")],
      ["other-json", Buffer.from('{"kind": "Pod"}')],
      ["other-version", changed((json) => Object.assign(json, { schemaVersion: 2 }))],
      ["other-version", changed((json) => Reflect.deleteProperty(json, "schemaVersion"))],
      [
        "site-twice",
        changed((json) => Object.assign(json, { sites: [json["sites"], json["sites"]].flat() })),
      ],
    ];
    for (const [expected, bytes] of cases) {
      const { kind, says } = wrongWith(bytes);
      assert.equal(kind, expected, bytes.toString().slice(0, 40));
      for (const sentence of says) assert.match(sentence, /last\.json.*\.$/s);
    }
  });

  it("names the place of what is not as the shape has it", () => {
    const places: readonly (readonly [string, (json: Record<string, unknown>) => void])[] = [
      ["time", (json) => Object.assign(json, { time: "soon" })],
      ["time", (json) => Object.assign(json, { time: 5 })],
      ["profile", (json) => Object.assign(json, { profile: "dvs" })],
      ["sites", (json) => Object.assign(json, { sites: {} })],
      ["sites[0].id", (json) => Object.assign((json["sites"] as object[])[0] ?? {}, { id: [] })],
      [
        "sites[0].time",
        (json) => Object.assign((json["sites"] as object[])[0] ?? {}, { time: "1 March, noon-ish" }),
      ],
      [
        "verdicts[3].verdict",
        (json) => Object.assign((json["verdicts"] as object[])[3] ?? {}, { verdict: "great" }),
      ],
      [
        "verdicts[3].verdict",
        (json) => Object.assign((json["verdicts"] as object[])[3] ?? {}, { verdict: "constructor" }),
      ],
      ["probes", (json) => Reflect.deleteProperty(json, "probes")],
    ];
    for (const [place, change] of places) {
      const { kind, says } = wrongWith(changed(change));
      assert.equal(kind, "damaged", place);
      assert.ok(
        says.every((sentence) => sentence.includes(place)),
        says[0],
      );
    }
  });

  it("reads what only adds to the shape, and is not led astray by names of JavaScript", () => {
    const round = roundOf([archiveOn(1, { ...place, id: "__proto__", name: "constructor" })], (json) => {
      Object.assign(json, { later: { deep: [[[[]]]] } });
      const profile = json["profile"] as { parameters: Record<string, unknown> };
      Object.defineProperty(profile.parameters, "__proto__", { value: { a: 1 }, enumerable: true });
    });
    assert.deepEqual([...round.sites.keys()], ["__proto__"]);
    const now = archiveOn(2, { ...place, id: "__proto__", but: { "restrict-sysctls": "open" } });
    const [site] = since([now], round).sites;
    assert.deepEqual(
      site?.cells.flatMap(({ change }) => change?.kind ?? []),
      ["regressed"],
    );
    assert.equal(({} as Record<string, unknown>)["a"], undefined);
  });

  it("takes nothing from lists that are deep or long but belong to nobody", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const text = fileOf([archiveOn(1)]).toString();
    assert.equal(readRound("a", Buffer.from(text.replace(/^\{/, `{"x":${deep},`))).sites.size, 1);
    const strange = changed((json) => {
      const verdicts = Array.from({ length: 50_000 }, (_, index) => ({
        site: `nobody-${index}`,
        policy: "x",
        verdict: "enforced",
        flags: [],
      }));
      Object.assign(json, { verdicts });
    });
    const round = readRound("a", strange);
    assert.equal(round.sites.get(place.id)?.cells.size, 0);
  });

  it("refuses what is too large before it looks at it", () => {
    const large = { byteLength: 300 * 1024 * 1024 } as Uint8Array;
    assert.equal(wrongWith(large).kind, "too-large");
  });
});

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { main } from "../../cli/main.ts";
import { archiveOf, scratch } from "../aggregator/archives.ts";
import { type InventedSite, inventedRun } from "../aggregator/invented-sites.ts";
import { captured } from "./captured.ts";

const place: InventedSite = {
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
  but: { "require-ro-rootfs": "open" },
};
const waiverOf = (more: Readonly<Record<string, string>> = {}): string =>
  `- ${JSON.stringify({
    policy: "require-ro-rootfs",
    site: "Musterstadt",
    reason: "Umbau ist beauftragt.",
    owner: "Betriebsleitung",
    expires: "2026-12-31",
    ...more,
  })}\n`;

describe("cli/report with waivers", () => {
  const files = scratch();
  const output = () => join(files.path(), "out.html");
  const report = (...args: readonly string[]) => captured(() => main(["report", ...args, "-o", output()]));
  const site = async () => files.write("good.tar.gz", await archiveOf(inventedRun(place)));
  const withFile = async (file: string, ...args: readonly string[]) =>
    report(await site(), "--waivers", await files.write("waivers.yaml", file), ...args);

  it("leaves out what is waived from --fail-on, and says how much", async () => {
    assert.equal((await report(await site(), "--fail-on", "open")).code, 1);
    const { code, stderr } = await withFile(waiverOf(), "--fail-on", "open,waivers");
    assert.equal(code, 0);
    assert.match(stderr, /\n1 Befund mit gültiger Ausnahme bleibt bei --fail-on außer Betracht\.\n/);
    assert.match(stderr, /Musterstadt: vollständig, 13 von 14 durchgesetzt/);
    assert.match(await readFile(output(), "utf8"), /Ausnahme bis 31\.12\.2026/);
    const silent = await withFile(waiverOf(), "--fail-on", "gaps");
    assert.doesNotMatch(silent.stderr, /außer Betracht/);
  });

  it("ends with 1 for waivers that have expired or no effect, only if asked", async () => {
    for (const [file, words] of [
      [waiverOf({ expires: "2026-03-01" }), /1 Ausnahme: 1 ist abgelaufen\./],
      [waiverOf({ site: "Nirwana" }), /1 Ausnahme: 1 ist ohne Wirkung\./],
      [waiverOf({ policy: "restrict-sysctls" }), /1 Ausnahme: 1 ist nicht nötig\./],
    ] as const) {
      const { code, stderr } = await withFile(file, "--fail-on", "waivers");
      assert.equal(code, 1, file);
      assert.match(stderr, words);
      assert.match(stderr, /Gefunden, wonach --fail-on sucht: waivers\./);
      assert.equal((await withFile(file)).code, 0);
    }
    const expired = await withFile(waiverOf({ expires: "2026-03-01" }), "--fail-on", "open");
    assert.equal(expired.code, 1, "an expired waiver covers nothing");
    const soon = await withFile(
      waiverOf({ expires: "2026-03-02" }),
      "--fail-on",
      "waivers,open",
      "--lang",
      "en",
    );
    assert.equal(soon.code, 0);
    assert.match(soon.stderr, /1 waiver: 1 ends within 30 days\./);
  });

  it("refuses a broken file before anything is written, with file and line", async () => {
    const target = join(files.path(), "never.html");
    const path = await files.write("broken.yaml", `\n${waiverOf({ expires: "31.12.2026" })}`);
    const { code, stderr } = await captured(async () =>
      main(["report", await site(), "--waivers", path, "-o", target]),
    );
    assert.equal(code, 2);
    assert.match(stderr, /broken\.yaml, Zeile 2: „expires: 31\.12\.2026“ ist kein Tag\./);
    await assert.rejects(readFile(target));
    assert.equal((await report(await site(), "--waivers", "/nowhere/w.yaml")).code, 2);
    const twins = await Promise.all(
      ["11112222-1111", "33334444-1111"].map(async (id) =>
        files.write(`${id}.tar.gz`, await archiveOf(inventedRun({ ...place, id }))),
      ),
    );
    const ambiguous = await report(...twins, "--waivers", await files.write("w.yaml", waiverOf()));
    assert.equal(ambiguous.code, 2);
    assert.match(ambiguous.stderr, /w\.yaml, Zeile 1: „Musterstadt“ passt zu mehreren Standorten/);
  });

  it("marks old results and fails on them if asked", async () => {
    const fresh = await files.write(
      "fresh.tar.gz",
      await archiveOf(
        inventedRun({
          ...place,
          id: "33334444-1111",
          name: "Neudorf",
          run: { finished: "2026-04-12T08:00:00Z" },
        }),
      ),
    );
    const old = await report(await site(), fresh, "--fail-on", "stale");
    assert.equal(old.code, 1);
    assert.match(old.stderr, /Musterstadt: vollständig.*\n {4}Das Ergebnis ist 41 Tage alt, mehr als die/);
    for (const args of [
      ["--stale-after", "41", "--fail-on", "stale"],
      ["--stale-after", "0"],
    ])
      assert.equal((await report(await site(), fresh, ...args)).code, 0, args.join(" "));
    assert.doesNotMatch((await report(await site(), fresh, "--stale-after", "0")).stderr, /Tage alt/);
  });

  it("refuses what can find nothing, and days that are none", async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["--fail-on", "waivers"], /--fail-on waivers braucht eine Datei mit Ausnahmen/],
      [["--fail-on", "stale", "--stale-after", "0"], /--fail-on stale findet mit --stale-after 0 nie etwas/],
      [["--stale-after", "soon"], /--stale-after ist „soon“; erwartet wird eine ganze Zahl/],
      [["--stale-after", "-1"], /--stale-after/],
      [["--stale-after", ""], /--stale-after ist „“/],
      [["--stale-after", "1.5"], /--stale-after ist „1\.5“/],
    ];
    for (const [args, sentence] of cases) {
      const { code, stderr } = await report(await site(), ...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, sentence);
    }
  });
});

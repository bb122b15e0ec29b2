import assert from "node:assert/strict";
import { copyFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { main } from "../../cli/main.ts";
import { archiveOf, scratch } from "../aggregator/archives.ts";
import type { InventedSite } from "../aggregator/invented-sites.ts";
import { place, runOn } from "../aggregator/rounds-of-sites.ts";
import { captured } from "./captured.ts";

describe("cli/report --previous", () => {
  const files = scratch();
  const path = (name: string) => join(files.path(), name);
  const report = (...args: readonly string[]) =>
    captured(() => main(["report", ...args, "-o", path("out.html")]));
  const archive = async (day: number, but: InventedSite["but"] = {}) =>
    files.write(`day-${day}.tar.gz`, await archiveOf(runOn(day, { ...place, but })));
  /** The report.json of a day. */
  const round = async (day: number, but: InventedSite["but"] = {}) => {
    const json = path(`round-${day}.json`);
    assert.equal((await report(await archive(day, but), "--json", json)).code, 0);
    return json;
  };
  const open = { "restrict-sysctls": "open" } as const;

  it("ends with 1 for a regression only if it is asked for, and says what changed", async () => {
    const last = await round(1);
    const now = await archive(2, open);
    const { code, stderr } = await report(now, "--previous", last);
    assert.equal(code, 0);
    assert.match(stderr, /\nSeit der Runde vom 01\.03\.2026: 1 Befund verschlechtert\.\n$/);
    const red = await report(now, "--previous", last, "--fail-on", "regression");
    assert.equal(red.code, 1);
    assert.match(red.stderr, /wonach --fail-on sucht: regression/);
    assert.match(await readFile(path("out.html"), "utf8"), /▼ verschlechtert/);
    const english = await report(now, "--previous", last, "--lang", "en");
    assert.match(english.stderr, /Since the round of 2026-03-01: 1 finding regressed\./);
  });

  it("counts neither what was open before nor what cannot be determined as a regression", async () => {
    const before = await round(1, open);
    assert.equal(
      (await report(await archive(2, open), "--previous", before, "--fail-on", "regression")).code,
      0,
    );
    const last = await round(1);
    const silent = await archive(2, { "restrict-sysctls": "webhook-down" });
    assert.equal((await report(silent, "--previous", last, "--fail-on", "regression")).code, 0);
    assert.equal((await report(silent, "--previous", last, "--fail-on", "regression,undetermined")).code, 1);
  });

  it("takes several rounds in any order, and makes the same page of them", async () => {
    const [first, second] = [await round(1, open), await round(2)];
    const now = await archive(3, open);
    const { code } = await report("--previous", second, "--previous", first, now, "--fail-on", "regression");
    assert.equal(code, 1);
    const page = await readFile(path("out.html"), "utf8");
    await report("--previous", first, now, "--previous", second);
    assert.equal(await readFile(path("out.html"), "utf8"), page);
    assert.match(page, /✗ ✓ ✗/);
  });

  it("refuses with 2 what cannot be compared with, and says what to do", async () => {
    const now = await archive(2);
    const last = await round(1);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[now, "--fail-on", "regression"], /braucht eine frühere Runde zum Vergleich.*--previous/],
      [[now, "--previous", path("none.json")], /none\.json kann nicht gelesen werden \(nicht vorhanden\)/],
      [[now, "--previous", files.path()], /kann nicht gelesen werden \(ist ein Ordner\)/],
      [
        [now, "--previous", now],
        /day-2\.tar\.gz“ ist ein Archiv eines Standorts und kein Bericht\. Mit --previous/,
      ],
      [[now, "--previous", path("out.html")], /wird nicht überschrieben/],
      [[now, "--previous", last, "--json", last], /ist der Bericht einer früheren Runde/],
      [[now, "--previous", ""], /Zu --previous fehlt der Ort/],
      [[now, "--previous", await round(3)], /round-3\.json“ ist jünger .*Sind die Runden vertauscht\?/],
    ];
    for (const [args, sentence] of cases) {
      const { code, stderr } = await report(...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
    const cut = path("cut.json");
    await copyFile(last, cut);
    await truncate(cut, 5000);
    assert.match(
      (await report(now, "--previous", cut)).stderr,
      /cut\.json“ ist kein gültiges JSON .*unvollständig/,
    );
    const huge = path("huge.json");
    await writeFile(huge, "");
    await truncate(huge, 257 * 1024 * 1024);
    assert.match((await report(now, "--previous", huge)).stderr, /huge\.json“ ist größer als 256 MiB/);
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { writeFailedRun, writeJUnit, writeLogBlock } from "#results";
import { readArchive } from "../../aggregator/index.ts";
import { main } from "../../cli/main.ts";
import { scratch } from "../aggregator/archives.ts";
import { inventedRun, inventedSites } from "../aggregator/invented-sites.ts";
import { captured } from "./captured.ts";

const run = (...args: readonly string[]) => captured(() => main(["collect", ...args]));
const [site] = inventedSites;
assert.ok(site);
const runResult = inventedRun(site);
const junit = writeJUnit(runResult);
const log = `probing in dvs-1a2b3c4d\n${writeLogBlock(junit)}{"dvs":{}}\n`;

describe("cli/collect", () => {
  const files = scratch();

  it("packs log, folder and JUnit file alike, marked as its own, and the archive reads like the result", async () => {
    const inputs = [
      await files.write("dvs.log", log),
      await files.write("utf16.log", Buffer.from(`\ufeff${log}`, "utf16le")),
      await files.write("junit.xml", junit),
      dirname(await files.write("junit.xml", junit)),
    ];
    const packed: Buffer[] = [];
    for (const [index, input] of inputs.entries()) {
      const output = join(files.path(), `site-${index}.tar.gz`);
      const { code, stdout, stderr } = await run(input, "-o", output, "--lang", "en");
      assert.equal(code, 0, stderr);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        new RegExp(`site-${index}\\.tar\\.gz: run ${runResult.run.id}, .*packed by dvs collect`),
      );
      const archive = await readArchive(output);
      assert.equal(archive.problem, undefined);
      assert.deepEqual(archive.result, runResult);
      assert.ok(archive.packing.by === "other");
      assert.match(archive.packing.name, /^dvs collect \d/);
      packed.push(await readFile(output));
    }
    for (const other of packed) assert.ok(packed[0]?.equals(other));
  });

  it("takes what kubectl logs pipes into it", async () => {
    const input = await files.write("dvs.log", log);
    const output = join(files.path(), "piped.tar.gz");
    const dvs = join(import.meta.dirname, "../../cli/dvs.ts");
    const line = '"$0" "$1" collect - -o "$2" < "$3"';
    await promisify(execFile)("/bin/sh", ["-c", line, process.execPath, dvs, output, input]);
    assert.deepEqual((await readArchive(output)).result, runResult);
  });

  it("says that an archive needs no packing", async () => {
    const { code, stderr } = await run(
      await files.write("site.tgz", gzipSync("x")),
      "-o",
      join(files.path(), "nothing.tar.gz"),
      "--lang",
      "en",
    );
    assert.equal(code, 2);
    assert.match(stderr, /is an archive already/);
  });

  it("says in both languages what is missing, writes nothing, and exits with 2", async () => {
    const output = join(files.path(), "nothing.tar.gz");
    const cut = await files.write("cut.log", log.split("\n").slice(0, 2).join("\n"));
    for (const [lang, says] of [
      ["de", /enthält nur einen Teil des Ergebnisses.*sha256/],
      ["en", /holds a part of the result only.*sha256/],
    ] as const) {
      const { code, stderr } = await run(cut, "-o", output, "--lang", lang);
      assert.equal(code, 2);
      assert.match(stderr, says);
    }
    const empty = await files.write("empty.log", "");
    const failed = await files.write("failed.xml", writeFailedRun("no right"));
    const binary = await files.write("binary.log", Buffer.from([0x80, 0x81]));
    for (const [input, says] of [
      [empty, /kubectl logs/],
      [failed, /no result of the plugin.*no right/],
      [binary, /UTF-8/],
      [join(files.path(), "not-there"), /ENOENT/],
    ] as const) {
      const { code, stderr } = await run(input, "-o", output, "--lang", "en");
      assert.equal(code, 2, stderr);
      assert.match(stderr, says);
    }
    await assert.rejects(readFile(output), /ENOENT/);
  });

  it("never writes over its input or another archive", async () => {
    const input = await files.write("kept.log", log);
    assert.equal((await run(input, "-o", input)).code, 2);
    const archive = join(files.path(), "kept.tar.gz");
    assert.equal((await run(input, "-o", archive)).code, 0);
    const before_ = await readFile(archive);
    assert.equal((await run(input, "-o", archive)).code, 2);
    assert.ok(before_.equals(await readFile(archive)));
  });
});

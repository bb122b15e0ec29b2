import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { LogBlockError, type LogBlockProblem, readLogBlock, writeLogBlock } from "#results";

// long enough for several lines also when it is compressed
const junit = `<testsuites name="Ümlaut — 🙂">${randomBytes(20_000).toString("hex")}</testsuites>\n`;
const block = writeLogBlock(junit);
const lines = block.trimEnd().split("\n");

const problemOf = (log: string): LogBlockProblem | undefined => {
  try {
    readLogBlock(log);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof LogBlockError);
    return error.problem;
  }
};

describe("results/log-block", () => {
  it("reads what it wrote, to the character", () => {
    assert.equal(readLogBlock(block), junit);
    assert.ok(lines.length > 3);
    assert.ok(lines.every((line) => line.length < 8000));
  });

  it("finds it behind timestamps, between other lines, with Windows line ends and in any order", () => {
    const noisy = lines
      .toReversed()
      .flatMap((line, index) => [
        `2026-09-01T02:00:0${index % 10}.123456789Z stderr F probing in dvs-1a2b3c4d\r`,
        `[pod/dvs-x7k2p/plugin] 2026-09-01T02:00:00.1Z ${line}\r`,
      ]);
    assert.equal(readLogBlock(noisy.join("\n")), junit);
  });

  it("takes none of several, also if one of them is not whole, and one that is there twice", () => {
    const second = writeLogBlock("<second/>");
    const ids = [block, second].map((text) => text.slice("dvs-result ".length).slice(0, 8));
    assert.deepEqual(problemOf(block + second), { kind: "several", ids });
    const [, end = ""] = second.split("\n");
    assert.deepEqual(problemOf(`${block}${end}\n`), { kind: "several", ids });
    assert.equal(readLogBlock(block + block), junit);
  });

  const forged = writeLogBlock("<forged/>").trimEnd().split("\n");
  for (const before of [
    "said: ",
    "2026-09-01T02:00:00Z said: ",
    "2026-09-01T02:00:00Z stderr F ",
    "x",
    " ",
  ]) {
    it(`takes nothing from within a line, behind "${before}"`, () => {
      const quoted = forged.map((line) => `${before}${line}`).join("\n");
      assert.deepEqual(problemOf(quoted), { kind: "no-block" });
      assert.equal(readLogBlock(`${block}${quoted}\n`), junit);
    });
  }

  for (const before of [
    "2026-09-01T02:00:00.123456789+02:00 ",
    "2026-09-01T02:00:00Z stdout F ",
    "[pod/dvs-x7k2p/plugin] ",
  ])
    it(`takes it behind "${before}"`, () => {
      assert.equal(readLogBlock(lines.map((line) => `${before}${line}`).join("\n")), junit);
    });

  it("names what is missing", () => {
    assert.deepEqual(problemOf("probing in dvs-1a2b3c4d\n"), { kind: "no-block" });
    const without = (index: number) => lines.filter((_, at) => at !== index).join("\n");
    const parts = lines.length - 1;
    for (let index = 0; index < parts; index += 1) {
      const missing = [`${index + 1}/${parts}`];
      assert.deepEqual(problemOf(without(index)), { kind: "incomplete", missing });
    }
    assert.deepEqual(problemOf(without(parts)), { kind: "incomplete", missing: ["sha256"] });
    assert.equal(problemOf(lines.at(-1) ?? "")?.kind, "incomplete");
  });

  it("takes nothing that was changed", () => {
    const [first = ""] = lines;
    // a character in the middle, the end of a line cut off, the sum of another text
    const other = first.at(2000) === "A" ? "B" : "A";
    const changed = `${first.slice(0, 2000)}${other}${first.slice(2001)}`;
    assert.equal(problemOf(block.replace(first, changed))?.kind, "damaged");
    assert.equal(problemOf(block.replace(first, first.slice(0, -8)))?.kind, "damaged");
    const sum = lines.at(-1)?.slice(-64) ?? "";
    assert.equal(problemOf(block.replace(sum, "0".repeat(64)))?.kind, "damaged");
  });
});

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

  it("takes the last one of several", () => {
    assert.equal(readLogBlock(writeLogBlock("<first/>") + block), junit);
    assert.equal(readLogBlock(block + writeLogBlock("<second/>")), "<second/>");
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

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (path: string) => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const { version } = JSON.parse(read("package.json"));
const { version: node } = JSON.parse(read("node_modules/node/package.json"));

describe("Dockerfile", () => {
  const file = read("Dockerfile");

  it("takes the Node.js that the tests run by, as an exact tag, everywhere it names one", () => {
    assert.match(file, new RegExp(`^ARG BASE=docker\\.io/library/node:${node}-bookworm-slim$`, "m"));
    const named = [...file.matchAll(/node:(\d[\w.]*)-/g)].map(([, tag]) => tag);
    assert.deepEqual([...new Set(named)], [node]);
  });

  it("says the version in its label", () => {
    assert.match(file, new RegExp(`image\\.version="${version}"`));
  });

  it("runs nothing while it is built, and so needs no network", () => {
    assert.deepEqual(file.match(/^(RUN|ADD)\b.*/gm), null);
  });
});

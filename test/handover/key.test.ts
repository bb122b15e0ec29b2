import assert from "node:assert/strict";
import { KeyError, shortestKey, siteKey } from "../../handover/index.ts";
import { scratch } from "../aggregator/archives.ts";

describe("handover/key", () => {
  const files = scratch();
  const keyOf = async (bytes: Uint8Array) =>
    (await siteKey(await files.write("key", Buffer.from(bytes)))).bytes;

  it("takes the bytes as they are, though they are no text", async () => {
    const bytes = Buffer.alloc(shortestKey, 0xff);
    const others = Buffer.alloc(shortestKey, 0xfe);
    assert.deepEqual([...(await keyOf(bytes))], [...bytes]);
    assert.deepEqual([...(await keyOf(others))], [...others]);
    assert.deepEqual(
      [...(await keyOf(Buffer.from(`\n ${"x".repeat(40)}\r\n`)))],
      [...Buffer.from("x".repeat(40))],
    );
  });

  it("measures bytes, not what they would be as a text", async () => {
    // decoded, each of these bytes would be a character of three
    await assert.rejects(keyOf(Buffer.alloc(shortestKey - 1, 0xff)), KeyError);
    await assert.rejects(keyOf(Buffer.from(`${"x".repeat(shortestKey - 1)}\n \n`)), KeyError);
    await assert.rejects(keyOf(Buffer.from(" ".repeat(100))), KeyError);
  });
});

import assert from "node:assert/strict";
import { defaultProfile, profiles } from "#policies";
import { main } from "../../cli/main.ts";
import { captured } from "./captured.ts";

const run = (...args: readonly string[]) => captured(() => main(["policies", ...args]));

describe("cli/policies", () => {
  it("lists every policy as text", async () => {
    const { code, stdout } = await run("--lang", "de");
    assert.equal(code, 0);
    for (const id of defaultProfile.policies) assert.ok(stdout.includes(`${id}\n`), id);
    assert.ok(stdout.includes("Keine privilegierten Container"));
  });

  it("gives JSON with the texts of one language", async () => {
    const { code, stdout } = await run("--format", "json", "--lang", "en");
    assert.equal(code, 0);
    const { policies } = JSON.parse(stdout);
    assert.deepEqual(
      policies.map(({ id }: { id: string }) => id),
      defaultProfile.policies,
    );
    for (const policy of policies) {
      for (const key of ["title", "forbids", "why", "comply", "seedName", "requirements", "parameters"])
        assert.ok(key in policy, key);
    }
  });

  it("gives a Markdown table with one row for each policy and the same columns everywhere", async () => {
    const { code, stdout } = await run("--format", "markdown", "--lang", "de");
    assert.equal(code, 0);
    const lines = stdout.trimEnd().split("\n");
    assert.equal(lines.length, defaultProfile.policies.length + 2);
    const columns = lines.map((line) => line.replaceAll("\\|", "").split("|").length);
    assert.equal(new Set(columns).size, 1);
  });

  it("lists those of another profile on demand, with its parameters", async () => {
    const profile = profiles["pss-restricted"];
    const { code, stdout } = await run("--profile", "pss-restricted", "--format", "json", "--lang", "de");
    assert.equal(code, 0);
    const { policies } = JSON.parse(stdout);
    assert.deepEqual(
      policies.map(({ id }: { id: string }) => id),
      profile?.policies,
    );
    const [capabilities] = policies;
    assert.deepEqual(capabilities.parameters.allowedCapabilities.default, ["NET_BIND_SERVICE"]);
    assert.equal((await run("--profile", "pss-privileged")).code, 2);
  });

  it("refuses a format that it does not know", async () => {
    const { code, stderr } = await run("--format", "xml");
    assert.equal(code, 2);
    assert.match(stderr, /format/);
  });
});

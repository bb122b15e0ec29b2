import assert from "node:assert/strict";
import yargs from "yargs";
import { check } from "../../cli/check.ts";
import { quickOptions } from "../../cli/quick-check.ts";

/** What the full parser makes of arguments, without what it adds of its own. */
async function full(args: readonly string[]): Promise<Record<string, unknown>> {
  let found: Record<string, unknown> = {};
  await yargs(["check", ...args])
    .command(
      "check <path..>",
      "",
      (parser) => check.builder(parser, ({ en }) => en),
      (argv) => {
        found = { ...argv };
      },
    )
    .strict()
    .parseAsync();
  return found;
}

describe("cli/quick-check", () => {
  for (const line of [
    "k8s",
    "a.yaml b.yaml",
    "a.yaml --format json",
    "chart --values a.yaml --values=b.yaml --set x=y --set a=b,c=d",
    "--set a=b k8s --pod-template-path Rollout=spec.template --allow-empty",
    "--allow-empty k8s",
    "--format=sarif a.yaml -o out.sarif",
    "a.yaml --output out --lang de --profile pss-restricted",
    "--allowed-registries a.example,b.example k8s --exceptions e.yaml --config c.yaml",
    "k8s --patch kustomize --output=k/kustomization.yaml",
    "007 1e3 --output 12",
  ])
    it(`understands as the full parser does: ${line}`, async () => {
      const args = line.split(" ");
      const quick = quickOptions(args);
      assert.ok(quick !== undefined);
      const slow = await full(args);
      for (const [key, value] of Object.entries(quick)) assert.deepEqual(slow[key], value, key);
    });

  it("takes - for stdin, which the full parser does not", () => {
    assert.deepEqual(quickOptions(["-", "--format", "json"])?.path, ["-"]);
  });

  it("leaves to the full parser what it does not know", () => {
    for (const line of [
      "",
      "--help",
      "a.yaml --help",
      "a.yaml --version",
      "a.yaml --debug",
      "a.yaml --formt json",
      "a.yaml --format yaml",
      "a.yaml --format",
      "a.yaml --format json --format text",
      "a.yaml --lang fr",
      "a.yaml --values",
      "a.yaml --allow-empty=maybe",
      "a.yaml --output -o",
      "a.yaml -x",
      "a.yaml -- b.yaml",
      "--output=",
    ])
      assert.equal(quickOptions(line.split(" ")), undefined, line);
  });
});

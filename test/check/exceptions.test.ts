import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { exceptionsSchema, readExceptions } from "../../check/index.ts";

const whole = `- policy: require-ro-rootfs
  kind: Deployment
  name: shop-*
  namespace: musterstadt
  container: web
  reason: writes its log to disk until version 3
  expires: 2027-06-30
- {policy: restrict-sysctls, reason: asked for, expires: 2027-01-31}
`;

describe("check/exceptions", () => {
  it("takes what the schema takes", async () => {
    const file = new URL("../../schemas/exceptions.schema.json", import.meta.url);
    const schema = JSON.parse(await readFile(file, "utf8"));
    const made: unknown = exceptionsSchema();
    assert.deepEqual(JSON.parse(JSON.stringify(made)), schema);
    const valid = new Ajv2020({ strict: true }).compile(JSON.parse(await readFile(file, "utf8")));
    const fits = (text: string) => valid(parse(text));
    assert.ok(fits(whole), JSON.stringify(valid.errors));
    assert.equal(readExceptions(whole, "e.yaml", "en").length, 2);
    for (const wrong of [
      whole.replace("policy: restrict-sysctls, ", ""),
      whole.replace("reason: asked for", 'reason: ""'),
      whole.replace("restrict-sysctls", "restrict"),
      whole.replace("2027-01-31", "January"),
      whole.replace("container: web", "pod: web"),
      "policy: restrict-sysctls\n",
    ]) {
      assert.ok(!fits(wrong), wrong);
      assert.throws(() => readExceptions(wrong, "e.yaml", "de"), /e\.yaml:\d+:\d+: /);
    }
  });

  it("may be empty", () => {
    for (const text of ["", "[]", "# nothing yet\n"])
      assert.deepEqual(readExceptions(text, "e.yaml", "en"), []);
  });
});

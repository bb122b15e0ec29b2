/** Writes the JSON Schemas of files that people write, which follow from the program: `npm run schemas`. */
import { writeFile } from "node:fs/promises";
import type { Json } from "#policies";
import { waiversSchema } from "../aggregator/index.ts";
import { exceptionsSchema } from "../check/index.ts";
import { configurationSchema } from "../plugin/configuration-shape.ts";

const schemas: Readonly<Record<string, Json>> = {
  config: configurationSchema(),
  exceptions: exceptionsSchema(),
  waivers: waiversSchema(),
};

for (const [name, schema] of Object.entries(schemas)) {
  const file = new URL(`../schemas/${name}.schema.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`);
}

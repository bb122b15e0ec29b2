/** Writes the JSON Schema of config.yaml, which follows from the program: `npm run schemas`. */
import { writeFile } from "node:fs/promises";
import { configurationSchema } from "../plugin/configuration-shape.ts";

const file = new URL("../schemas/config.schema.json", import.meta.url);
await writeFile(file, `${JSON.stringify(configurationSchema(), null, 2)}\n`);

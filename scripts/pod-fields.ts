/** Writes the list of a pod's fields anew, check/notes/pod-fields.ts: `npm run pod-fields`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { podFieldsSource } from "./pod-fields/source.ts";

await writeFile(join(import.meta.dirname, "../check/notes/pod-fields.ts"), podFieldsSource());

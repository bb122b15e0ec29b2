/** Builds the testbed's programs that are not in the cache yet, once, before tests that need them run side by side. */
import { buildEverything } from "../testbed/index.ts";

await buildEverything({ onProgress: (line) => process.stderr.write(`${line}\n`) });

import { readFileSync } from "node:fs";
import { z } from "zod";

declare const DVS_VERSION: string | undefined;

/** Version of this program: set when it is bundled, else that of package.json. */
export const version: string =
  typeof DVS_VERSION === "string"
    ? DVS_VERSION
    : z
        .object({ version: z.string() })
        .parse(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))).version;

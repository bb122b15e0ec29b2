import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { JsonObject } from "#policies";

/** Where the demo applications lie. */
export const applicationsFolder: string = join(import.meta.dirname, "../examples/applications");

/** The demo applications, by the names of their folders. */
export const applications = ["postgresql", "nextcloud", "terminfinder"] as const;

/** The registry that the site permits for which they were adapted. */
export const siteRegistry = "registry.musterstadt.example";

/** All objects of an application, file by file. */
export function applicationObjects(
  app: (typeof applications)[number],
  form: "as-published" | "adapted",
): JsonObject[] {
  const folder = join(applicationsFolder, app, form);
  return readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), "utf8")).map((document) => document.toJS()),
  );
}

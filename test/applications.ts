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

/** The files of an application. */
export function applicationFiles(
  app: (typeof applications)[number],
  form: "as-published" | "adapted",
): string[] {
  const folder = join(applicationsFolder, app, form);
  return readdirSync(folder).map((file) => join(folder, file));
}

/** All objects of an application, file by file. */
export function applicationObjects(
  app: (typeof applications)[number],
  form: "as-published" | "adapted",
): JsonObject[] {
  return applicationFiles(app, form).flatMap((file) =>
    parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS()),
  );
}

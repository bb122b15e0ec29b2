import { stringify } from "yaml";
import type { JsonObject } from "#policies";

/**
 * Objects as a file that `kubectl apply` takes.
 * @param comments lines above the first object
 */
export function manifestText(objects: readonly JsonObject[], comments: readonly string[] = []): string {
  const head = comments.map((line) => `# ${line}\n`).join("");
  return head + objects.map((object) => stringify(object, { lineWidth: 0 })).join("---\n");
}

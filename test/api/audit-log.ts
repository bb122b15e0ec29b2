import { readFile } from "node:fs/promises";
import type { Site } from "../../testbed/index.ts";

/** What the tests read of an event of the audit log. */
export interface AuditEvent {
  readonly auditID: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent?: string;
  readonly user: { readonly username: string };
  readonly impersonatedUser?: { readonly username: string };
  readonly responseStatus?: { readonly code: number; readonly message?: string };
  readonly objectRef?: { readonly resource: string; readonly subresource?: string };
}

/** The events of a site, in their order. */
export async function auditLog(site: Site): Promise<AuditEvent[]> {
  const lines = (await readFile(site.auditLog, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line): AuditEvent => JSON.parse(line));
}

/** What a run changed for good, as `verb resource/subresource`, in order: dry runs and reading change nothing. */
export function changes(events: readonly AuditEvent[]): string[] {
  return events
    .filter(({ userAgent }) => userAgent?.startsWith("dvs/"))
    .filter(({ verb, requestURI }) => !["get", "list"].includes(verb) && !requestURI.includes("dryRun=All"))
    .map(({ verb, objectRef: { resource = "", subresource } = { resource: "" } }) =>
      [verb, [resource, subresource].filter((part) => part !== undefined).join("/")].join(" "),
    );
}

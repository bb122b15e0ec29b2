import { z } from "zod";
import type { Kept } from "./kept.ts";
import { errorsFolder } from "./member.ts";
import type { Problem } from "./problem.ts";

const shape = z.object({ error: z.string() });

/** A dead webhook means that nobody decided, so it is looked for first. */
const noDecision = /failed calling webhook|failed to call webhook/i;
/** By policy: lacking rights, a lacking ServiceAccount and quota are mistakes to mend, no refusal by the site. */
const refusal =
  /denied the request|violates PodSecurity|ValidatingAdmissionPolicy .* denied request|unable to validate against any security context constraint/is;

/** One for each node is usual; so many say enough. */
const mostErrors = 20;

/** What Sonobuoy says of one failure. */
export type PluginError = Extract<Problem, { kind: "refused" | "plugin-error" }>;

/** What Sonobuoy says in its own words about a plugin that failed, one for each file, in full. */
export function pluginErrors(kept: Kept): PluginError[] {
  return kept
    .matching((name) => name.startsWith(`${errorsFolder}/`))
    .slice(0, mostErrors)
    .map(({ name: member, bytes }) => {
      const detail = errorText(Buffer.from(bytes).toString("utf8"));
      const refused = refusal.test(detail) && !noDecision.test(detail);
      return { kind: refused ? "refused" : "plugin-error", member, detail };
    });
}

/** Files that are not as expected are shown as they are. */
function errorText(text: string): string {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data.error;
  } catch {
    // shown as it is
  }
  return text.trim();
}

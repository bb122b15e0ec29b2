import { z } from "zod";
import type { Kept } from "./kept.ts";
import { errorsFolder } from "./member.ts";
import type { Problem } from "./problem.ts";

const shape = z.object({ error: z.string() });

/** A dead webhook means that nobody decided, so it is looked for first. */
const noDecision = /failed calling webhook|failed to call webhook/i;
const refusal =
  /denied the request|violates PodSecurity|ValidatingAdmissionPolicy .* denied request|exceeded quota|is forbidden/is;

/** What Sonobuoy says in its own words about a plugin that failed, one for each file. */
export function pluginErrors(kept: Kept): Extract<Problem, { kind: "refused" | "plugin-error" }>[] {
  return kept
    .matching((name) => name.startsWith(`${errorsFolder}/`))
    .map(({ name: member, bytes }) => {
      const detail = errorText(Buffer.from(bytes).toString("utf8"));
      const refused = refusal.test(detail) && !noDecision.test(detail);
      return { kind: refused ? "refused" : "plugin-error", member, detail };
    });
}

/** Files that are not as expected are shown as they are, cut short. */
function errorText(text: string): string {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data.error;
  } catch {
    // shown as it is
  }
  return text.slice(0, longestUnknownText).trim();
}

const longestUnknownText = 2000;

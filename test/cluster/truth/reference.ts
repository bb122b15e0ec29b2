import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyId } from "#policies";

const written: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../api/expected-deep-outcomes.json"), "utf8"),
);

/** What the two probes come to that no engine can see: the API server itself has decided them before. */
const ownDecisions: Readonly<Record<string, string>> = {
  inconclusive: "inconclusive: schema",
  "not-applicable": "not-applicable: server-too-new",
};

/** What each probe comes to where nothing is enforced. */
export const withoutRules: Readonly<Record<string, string>> = underRules(() => "admitted");

/**
 * What each probe comes to where our reference rules judge pods, and containers added to them, but no templates.
 * @param refused what a probe that a policy's rule refuses comes to
 */
export function underRules(
  refused: (policy: PolicyId, probe: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(written["vap"] ?? {}).map(([probe, kind]) => [
      probe,
      kind === "refused" ? refused(probe.split("/", 1)[0] as PolicyId, probe) : (ownDecisions[kind] ?? kind),
    ]),
  );
}

import type { Verdict } from "#results";
import type { Site } from "../comparison/comparison.ts";
import { reportingPolicies } from "../comparison/reporting-policies.ts";
import type { Text } from "../text/text.ts";
import { engineName } from "./probe-view.ts";

/** The policies of engines that mean an open policy and only report, in sentences. */
export function reportingSentences(
  site: Pick<Site, "result">,
  policy: string,
  verdict: Verdict,
  text: Text,
): string[] {
  return reportingPolicies(site, policy, verdict).map(({ engine, policies }) =>
    text.reporting(engineName(engine, text), policies),
  );
}

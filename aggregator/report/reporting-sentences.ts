import { levels, type Verdict } from "#results";
import type { Site } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { engineName } from "./probe-view.ts";

/**
 * Where a policy is open: which engines have policies that mean it and only report. From outside these cannot be told
 * from none, so they explain the verdict and change nothing of it.
 */
export function reportingSentences(
  { result }: Pick<Site, "result">,
  policy: string,
  verdict: Verdict,
  text: Text,
): string[] {
  if (result === undefined || levels[verdict] !== "open" || !("value" in result.site.engines)) return [];
  return result.site.engines.value.flatMap(({ name, reportingOn = {} }) => {
    const names = Object.hasOwn(reportingOn, policy) ? (reportingOn[policy] ?? []) : [];
    return names.length === 0 ? [] : [text.reporting(engineName(name, text), names)];
  });
}

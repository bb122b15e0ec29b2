import { levels, type Verdict } from "#results";
import type { Site } from "./comparison.ts";

/** An engine with policies of its own that mean a policy and that only report. */
export interface ReportingPolicies {
  readonly engine: string;
  readonly policies: readonly string[];
}

/**
 * Where a policy is open: which engines have policies that mean it and only report. From outside these cannot be told
 * from none, so they explain the verdict and change nothing of it.
 */
export function reportingPolicies(
  { result }: Pick<Site, "result">,
  policy: string,
  verdict: Verdict,
): ReportingPolicies[] {
  if (result === undefined || levels[verdict] !== "open" || !("value" in result.site.engines)) return [];
  return result.site.engines.value.flatMap(({ name, reportingOn = {} }) => {
    const names = Object.hasOwn(reportingOn, policy) ? (reportingOn[policy] ?? []) : [];
    return names.length === 0 ? [] : [{ engine: name, policies: names }];
  });
}

import type { Profile } from "#policies";
import { type Exemption, type Flag, judge, type PolicyVerdict, type RunResult, worst } from "#results";
import { agreedProbes } from "./agreed-probes.ts";
import type { Cell, ShownProbe, VantageVerdict } from "./comparison.ts";
import type { ProbedVantage } from "./probed-vantages.ts";
import { unreachableWebhook } from "./unreachable-webhook.ts";

/** The order in which flags are named. */
const flagOrder: readonly Flag[] = [
  "failOpen",
  "byMutation",
  "stricter",
  "incomplete",
  "stale",
  "waived",
  "exempt",
];

/** The verdicts about a site, recomputed from what was tried there; policies without any test case have none. */
export function judgeSite(result: RunResult, profile: Profile): ReadonlyMap<string, Cell> {
  const judged = agreedProbes(result, profile).flatMap(({ vantage, probes }): VantageVerdict[] => {
    const byPolicy = Map.groupBy(probes, ({ policy }) => policy);
    return judge(vantage, probes).map((verdict) => ({
      ...verdict,
      ...unreachableIn(verdict, probes, result),
      vantage: vantage.namespace,
      ...(vantage.kind !== undefined && { kind: vantage.kind }),
      exemptions: verdict.flags.includes("exempt") ? exemptionsOf(vantage, verdict.policy) : [],
      probes: byPolicy.get(verdict.policy) ?? [],
    }));
  });
  const vantages = new Set(judged.map(({ vantage }) => vantage));
  const cells = [...Map.groupBy(judged, ({ policy }) => policy)].map(([policy, own]) =>
    cellOf(policy, own, own.length < vantages.size),
  );
  return new Map(cells.map((cell) => [cell.policy, cell]));
}

function unreachableIn(
  { reason, undecided }: PolicyVerdict,
  probes: readonly ShownProbe[],
  { site }: RunResult,
): Pick<VantageVerdict, "unreachable"> {
  if (reason !== "webhook-failure") return {};
  const outcomes = probes.filter(({ probe }) => undecided.includes(probe)).map(({ outcome }) => outcome);
  const unreachable = unreachableWebhook(outcomes, site);
  return unreachable === undefined ? {} : { unreachable };
}

function exemptionsOf({ exemptions }: ProbedVantage, policy: string): Exemption[] {
  return exemptions.filter(({ policies = [policy] }) => policies.includes(policy));
}

/** @param partial the policy was tried in some of the namespaces only */
function cellOf(policy: string, vantages: readonly VantageVerdict[], partial: boolean): Cell {
  const [first, ...rest] = vantages;
  if (first === undefined) return missingCell(policy);
  const bad = worst([first, ...rest]);
  const flags = new Set(vantages.flatMap(({ flags: own }) => own));
  if (partial) flags.add("incomplete");
  return {
    policy,
    verdict: bad.verdict,
    flags: flagOrder.filter((flag) => flags.has(flag)),
    worst: bad,
    vantages,
  };
}

/** A cell with one more flag. */
export function flagged(cell: Cell, flag: Flag): Cell {
  return { ...cell, flags: flagOrder.filter((own) => own === flag || cell.flags.includes(own)) };
}

/** The cell of a policy about which a site says nothing. */
export function missingCell(policy: string): Cell {
  return { policy, verdict: "missing", flags: [], vantages: [] };
}

import { type Profile, parametersOf } from "#policies";
import type { RunResult } from "#results";
import { isSameProfile } from "./agreed-probes.ts";
import type { Cell, SiteNote } from "./comparison.ts";
import { nothingTriedAt, notProbed, unanswered, undescribed } from "./probed-vantages.ts";

/**
 * What has to be known about a result itself.
 * @param cells of the profile's policies
 * @param now time of the report, if it is given
 */
export function resultNotes(
  result: RunResult,
  cells: readonly Cell[],
  profile: Profile,
  now: string | undefined,
): SiteNote[] {
  const { cutShort, finished } = result.run;
  const { id, version } = result.profile;
  const late = now !== undefined && Date.parse(finished) > Date.parse(now);
  return [
    ...(cutShort === undefined || isOnlyUnprepared(result)
      ? []
      : [{ kind: "cut-short", detail: cutShort } as const]),
    ...lacking(cells),
    ...vantageNotes(result),
    ...(isSameProfile(result, profile) ? [] : [{ kind: "other-profile", id, version } as const]),
    ...(late ? [{ kind: "future", finished } as const] : []),
    ...ownParameters(result, profile),
  ];
}

/** Whether a run that says that it is not whole lacks nothing but namespaces in which no tenant could be set up. */
function isOnlyUnprepared(result: RunResult): boolean {
  const late = result.probes.some(
    ({ outcome }) => outcome.kind === "inconclusive" && outcome.reason === "deadline",
  );
  return !late && result.vantages.some((vantage) => nothingTriedAt(vantage, result));
}

function lacking(cells: readonly Cell[]): SiteNote[] {
  const probes = cells.flatMap(({ vantages }) => vantages.flatMap(({ probes: own }) => own));
  const counted = [
    { kind: "probes-lacking", count: probes.filter(({ absent }) => absent).length },
    { kind: "probes-doubted", count: probes.filter(({ doubted }) => doubted === "meaning").length },
    { kind: "policies-lacking", count: cells.filter(({ verdict }) => verdict === "missing").length },
  ] as const;
  return counted.filter(({ count }) => count > 0);
}

function vantageNotes(result: RunResult): SiteNote[] {
  const silent = unanswered(result);
  const withoutTenant = result.vantages.filter(
    ({ identity, namespace }) => identity === "none" && !silent.includes(namespace),
  );
  const { cutShort } = result.run;
  const why = cutShort !== undefined && isOnlyUnprepared(result) ? { detail: cutShort } : {};
  const named = [
    { kind: "vantages-lacking", namespaces: notProbed(result) },
    { kind: "vantages-unanswered", namespaces: silent, ...why },
    { kind: "vantages-unknown", namespaces: [...undescribed(result)] },
    { kind: "no-tenant", namespaces: withoutTenant.map(({ namespace }) => namespace) },
  ] as const;
  return named.filter(({ namespaces }) => namespaces.length > 0);
}

/** Where a site was probed by other parameters than the profile's; permitted registries are each site's own. */
function ownParameters(result: RunResult, profile: Profile): SiteNote[] {
  return profile.policies.flatMap((policy) => {
    const used = result.profile.parameters[policy] ?? {};
    return Object.entries(parametersOf(policy, profile))
      .filter(([name]) => name !== "allowedRegistries" && Object.hasOwn(used, name))
      .map(([parameter, agreed]) => ({
        policy,
        parameter,
        value: JSON.stringify(used[parameter]),
        agreed: JSON.stringify(agreed),
      }))
      .filter(({ value, agreed }) => value !== agreed)
      .map((difference): SiteNote => ({ kind: "own-parameter", ...difference }));
  });
}

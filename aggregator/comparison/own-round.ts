import { type Profile, parametersOf } from "#policies";
import type { Cell, Site } from "./comparison.ts";
import { ownParametersOf } from "./own-parameters.ts";
import {
  attemptsKey,
  isAsTenant,
  namespacesKey,
  parametersKey,
  type RoundCell,
  type RoundSite,
} from "./round.ts";

/** A site of this report in the form in which earlier ones are read; undefined without a result. */
export function ownRoundSite(site: Site, profile: Profile): RoundSite | undefined {
  const { id, name = "", result, cells } = site;
  if (result === undefined) return undefined;
  const own = ownParametersOf(result, profile);
  return {
    id,
    name,
    time: result.run.finished,
    run: result.run.id,
    profile: `${result.profile.id} ${result.profile.version}`,
    idSource: result.site.idSource,
    namespaces: namespacesKey(result.vantages),
    asTenant: isAsTenant(result.vantages),
    cells: new Map(
      cells.map((cell) => [
        cell.policy,
        cellOf(cell, parametersKey({ ...parametersOf(cell.policy, profile), ...own[cell.policy] })),
      ]),
    ),
  };
}

function cellOf({ verdict, vantages }: Cell, parameters: string): RoundCell {
  const probes = vantages.flatMap((vantage) => vantage.probes);
  const attempts = probes.map((probe) => ({ ...probe, outcome: probe.outcome.kind }));
  return { verdict, parameters, ...(attempts.length > 0 && { attempts: attemptsKey(attempts) }) };
}

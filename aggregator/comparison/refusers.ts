import { levels, type Refuser, type Verdict } from "#results";
import type { Cell, Site } from "./comparison.ts";

/** By whom a policy's violations were refused at a site. */
export interface CellRefusers {
  readonly policy: string;
  readonly verdict: Verdict;
  /**
   * In the namespace that decides: without repetition, in the order of the attempts; a webhook is named where nothing
   * else is.
   */
  readonly refusers: readonly Refuser[];
  /** In other namespaces, as far as it is somebody else. */
  readonly elsewhere: readonly Refuser[];
  /** Whether the platform made violating pods compliant. */
  readonly byMutation: boolean;
}

/** Who refused what at a site, policy by policy, what does not apply is left out. */
export function refusersAt({ cells, furtherCells }: Site): CellRefusers[] {
  return [...cells, ...furtherCells]
    .filter(({ verdict }) => levels[verdict] !== "none" && verdict !== "missing")
    .map(({ policy, verdict, flags, worst, vantages }) => {
      const here = refusersOf(worst === undefined ? [] : [worst]);
      const anywhere = refusersOf(vantages);
      return {
        policy,
        verdict,
        refusers: [...here.values()],
        elsewhere: [...anywhere].filter(([key]) => !here.has(key)).map(([, refuser]) => refuser),
        byMutation: flags.includes("byMutation"),
      };
    });
}

/** The engines that refuse what each enforced policy forbids, at a site where not all are refused by one; else none. */
export function enginesByPolicy(site: Site): ReadonlyMap<string, readonly string[]> {
  const enforced = refusersAt(site).filter(({ verdict }) => levels[verdict] === "enforced");
  const engines = new Map(
    enforced.map(({ policy, refusers, elsewhere }) => [
      policy,
      [...new Set([...refusers, ...elsewhere].map(({ engine }) => engine))],
    ]),
  );
  return new Set([...engines.values()].flat()).size > 1 ? engines : new Map();
}

function refusersOf(vantages: Cell["vantages"]): Map<string, Refuser> {
  const found = new Map<string, Refuser>();
  for (const { probes } of vantages)
    for (const { outcome, expect, weight } of probes) {
      if (expect === "admit" || weight === "info" || outcome.kind !== "refused") continue;
      const { engine, policy, rule, webhook } = outcome.by;
      const key = `${engine}\0${policy}\0${rule}\0${policy === undefined ? webhook : undefined}`;
      if (!found.has(key))
        found.set(key, {
          engine,
          ...(policy !== undefined && { policy }),
          ...(rule !== undefined && { rule }),
          ...(policy === undefined && webhook !== undefined && { webhook }),
        });
    }
  return found;
}

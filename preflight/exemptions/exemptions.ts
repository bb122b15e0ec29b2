import type { Read } from "../../plugin/facts/exemption-source.ts";
import { isPod } from "../subject.ts";
import type { Tried } from "../try-subject.ts";
import type { Exemption, Need, Refused } from "./exemption.ts";
import { policyNames } from "./exemption.ts";
import { gatekeeperExemption } from "./gatekeeper.ts";
import { kyvernoExemption } from "./kyverno.ts";
import { limitRangeExemption } from "./limit-range.ts";
import type { Lookup } from "./lookup.ts";
import { openShiftExemption } from "./openshift.ts";
import { podSecurityExemption } from "./pod-security.ts";
import { admissionPolicyExemption } from "./validating-admission-policy.ts";

/** How to ask the cluster about engines. */
export interface Site {
  readonly read: Read;
  readonly lookup: Lookup;
  /** The served versions of an API group, the preferred one first. */
  readonly versions: (group: string) => readonly string[];
}

/** What exempts the namespace from what refused its pods, an entry for each engine. */
export async function exemptionsFor(tried: readonly Tried[], need: Need, site: Site): Promise<Exemption[]> {
  const answers = tried.filter(({ subject }) => isPod(subject)).map(({ answer }) => answer);
  const exemptions: Exemption[] = [];
  for (const refused of byEngine(answers)) exemptions.push(await exemptionFor(refused, need, site));
  if (answers.some((answer) => answer.kind === "refused" && answer.wantsLimits))
    exemptions.push(limitRangeExemption(need));
  return exemptions;
}

function byEngine(answers: readonly Tried["answer"][]): Refused[] {
  const refusals = answers.flatMap((answer) =>
    answer.kind === "refused" && typeof answer.by === "object" ? [answer.by] : [],
  );
  return [...Map.groupBy(refusals, ({ engine }) => engine)].map(([engine, own]) => ({
    engine,
    webhooks: [...new Set(own.flatMap(({ webhook }) => webhook ?? []))],
    violations: own.flatMap(({ violations }) => violations),
  }));
}

async function exemptionFor(
  refused: Refused,
  need: Need,
  { read, lookup, versions }: Site,
): Promise<Exemption> {
  switch (refused.engine) {
    case "kyverno":
      return kyvernoExemption(refused, need, versions);
    case "gatekeeper":
      return gatekeeperExemption(refused, need, lookup);
    case "validating-admission-policy":
      return admissionPolicyExemption(refused, need, read);
    case "pod-security":
      return podSecurityExemption(refused, need);
    case "openshift-scc":
      return openShiftExemption(refused, need);
    default: {
      const { engine, violations } = refused;
      return { engine, policies: policyNames(violations), manifests: [], hints: ["webhook"] };
    }
  }
}

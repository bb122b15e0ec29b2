import { z } from "zod";
import { validatingPolicySources } from "./admission-policy-exemptions.ts";
import type { ExemptionSource, Read, Way } from "./exemption-source.ts";
import { itemsOf } from "./items-of.ts";
import { configMapSources } from "./kyverno-config.ts";
import { exceptionSources, kyvernoRules, ruleSource } from "./kyverno-policies.ts";
import { allHold, matchConditions } from "./match-condition.ts";
import { policiesMeant } from "./policies-meant.ts";

const strings = z.array(z.string()).default([]);
const celExceptionShape = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    policyRefs: z.array(z.object({ name: z.string(), kind: z.string() })),
    matchConditions,
    // values and images that a policy may let pass: not the whole policy
    images: strings,
    allowedValues: strings,
  }),
  status: z.object({ expired: z.boolean().default(false) }).prefault({}),
});

/** What PolicyExceptions of policies.kyverno.io leave out, whose conditions are CEL. */
export function celExceptionSources(list: unknown): ExemptionSource[] {
  return itemsOf(list, celExceptionShape).flatMap(({ metadata, spec, status }): ExemptionSource[] => {
    const names = spec.policyRefs.map(({ name }) => name);
    const meant = policiesMeant(names.join(" "), "");
    const narrow = spec.images.length + spec.allowedValues.length > 0;
    if (meant.length === 0 || narrow || status.expired) return [];
    const conditions = spec.matchConditions.map(({ expression }) => expression).join(" && ") || "everything";
    const text = `PolicyException ${metadata.namespace}/${metadata.name} from ${names.join(", ")}: ${conditions}`;
    const way: Way = (place) => (allHold(spec.matchConditions, place) ? text : undefined);
    return [{ engine: "kyverno", policies: meant, ways: [way] }];
  });
}

/**
 * What Kyverno's configuration, policies and exceptions leave out, as far as its API groups are served.
 * @param namespace Kyverno's own
 * @param versions the served versions of an API group; empty if it is not served
 */
export async function readKyvernoSources(
  read: Read,
  namespace: string,
  versions: (group: string) => readonly string[],
  webhooksKnown: boolean,
): Promise<ExemptionSource[]> {
  const sources: ExemptionSource[] = [];
  const served = versions("kyverno.io");
  if (served.length > 0) {
    sources.push(
      ...configMapSources(await read(`/api/v1/namespaces/${namespace}/configmaps/kyverno`), webhooksKnown),
    );
    const everywhere = await read("/apis/kyverno.io/v1/clusterpolicies");
    const rules = [...kyvernoRules(everywhere), ...kyvernoRules(await read("/apis/kyverno.io/v1/policies"))];
    const exceptions = await firstOf(
      ["v2", "v2beta1", "v2alpha1"].filter((version) => served.includes(version)),
      (version) => read(`/apis/kyverno.io/${version}/policyexceptions`),
    );
    sources.push(
      ...rules.map(ruleSource),
      ...exceptionSources(exceptions, everywhere === undefined ? undefined : rules),
    );
  }
  const [newest] = versions("policies.kyverno.io");
  if (newest !== undefined) {
    const group = `/apis/policies.kyverno.io/${newest}`;
    sources.push(
      ...validatingPolicySources(await read(`${group}/validatingpolicies`)),
      ...celExceptionSources(await read(`${group}/policyexceptions`)),
    );
  }
  return sources;
}

async function firstOf(
  versions: readonly string[],
  ask: (version: string) => Promise<unknown>,
): Promise<unknown> {
  for (const version of versions) {
    const answer = await ask(version);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

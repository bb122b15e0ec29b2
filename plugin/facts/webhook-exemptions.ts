import { z } from "zod";
import { type PolicyId, policies, policyIds } from "#policies";
import { knownEngines } from "./engines.ts";
import type { ExemptionSource, Read, Way } from "./exemption-source.ts";
import { itemsOf } from "./items-of.ts";
import { type LabelSelector, labelSelector, unmet } from "./label-selector.ts";
import { failedCondition, type MatchCondition, matchConditions } from "./match-condition.ts";
import { namespaceLabels } from "./place.ts";
import { policiesMeant } from "./policies-meant.ts";
import { resourceRules, seePods } from "./resource-rule.ts";

/** A webhook that sees pods when they are created. */
export interface SeenWebhook {
  readonly name: string;
  readonly mutating: boolean;
  readonly namespaceSelector?: LabelSelector | undefined;
  readonly matchConditions: readonly MatchCondition[];
  /** The namespace of the engine behind it. */
  readonly service?: string | undefined;
}

const configuration = z.object({
  webhooks: z
    .array(
      z.object({
        name: z.string(),
        clientConfig: z.object({ service: z.object({ namespace: z.string() }).optional() }).optional(),
        rules: resourceRules,
        namespaceSelector: labelSelector.optional(),
        matchConditions,
      }),
    )
    .default([]),
});

/** The webhooks that see pods; `undefined` if the lists may not be read. */
export async function readPodWebhooks(read: Read): Promise<SeenWebhook[] | undefined> {
  const seen: SeenWebhook[] = [];
  for (const kind of ["validating", "mutating"]) {
    const answer = await read(`/apis/admissionregistration.k8s.io/v1/${kind}webhookconfigurations`);
    if (answer === undefined) return undefined;
    for (const { name, clientConfig, rules, ...rest } of itemsOf(answer, configuration).flatMap(
      ({ webhooks }) => webhooks,
    )) {
      if (!seePods(rules)) continue;
      seen.push({ name, mutating: kind === "mutating", service: clientConfig?.service?.namespace, ...rest });
    }
  }
  return seen;
}

/** Webhooks that belong to one policy each, whose name is in theirs. */
const ofOnePolicy = /\.kubewarden\.admission$|^validate\.kyverno\.svc-\w+-finegrained-/;
const byMutation = policyIds.filter((id) => policies[id].kind === "validate-or-mutate");

/**
 * What the webhooks' selectors and match conditions leave out. A webhook that only changes pods counts if its engine
 * is known: those of meshes and injectors see some namespaces only as well, and enforce nothing.
 */
export function webhookSources(webhooks: readonly SeenWebhook[]): ExemptionSource[] {
  const sources = new Map<string, ExemptionSource>();
  for (const webhook of webhooks) {
    const { name, mutating, namespaceSelector, matchConditions: conditions } = webhook;
    const known = knownEngines.find((engine) => engine.webhook.test(name))?.name;
    const concerned = concernedPolicies(name, mutating);
    if ((mutating && known === undefined) || concerned?.length === 0) continue;
    const engine = known ?? name;
    // an engine's webhooks differ in the failurePolicy or the path; once is enough
    const same = JSON.stringify([engine, concerned, namespaceSelector, conditions]);
    const ways: ExemptionSource["ways"] = [leavesOut(webhook)];
    if (!sources.has(same))
      sources.set(same, { engine, ...(concerned !== undefined && { policies: concerned }), ways });
  }
  return [...sources.values()];
}

function concernedPolicies(name: string, mutating: boolean): PolicyId[] | undefined {
  if (mutating) return byMutation;
  return ofOnePolicy.test(name) ? policiesMeant(name, "") : undefined;
}

function leavesOut(webhook: SeenWebhook): Way {
  const { name, namespaceSelector } = webhook;
  return (place) => {
    const requirement = namespaceSelector && unmet(namespaceSelector, namespaceLabels(place));
    if (requirement !== undefined) return `namespaceSelector of the webhook ${name}: ${requirement}`;
    const failed = failedCondition(webhook.matchConditions, place);
    return failed && `match condition ${failed.name} of the webhook ${name}: ${failed.expression}`;
  };
}

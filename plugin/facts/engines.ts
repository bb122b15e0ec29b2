import { z } from "zod";
import type { EngineFact } from "#results";

/** How an engine is found: by its webhooks, and its version by the image of its Deployments. */
export interface KnownEngine {
  readonly name: string;
  readonly webhook: RegExp;
  /** Label selector of its Deployments. */
  readonly deployments: string;
  /** Names of the ValidatingAdmissionPolicies into which it turns policies of its own. */
  readonly generated?: RegExp;
}

/** Engines whose version can be told. Any other webhook that sees pods is listed by its own name. */
export const knownEngines: readonly KnownEngine[] = [
  {
    name: "kyverno",
    webhook: /\.kyverno\.svc/,
    deployments: "app.kubernetes.io/part-of=kyverno",
    generated: /^[cv]pol-/,
  },
  {
    name: "gatekeeper",
    webhook: /gatekeeper\.sh$/,
    deployments: "gatekeeper.sh/system=yes",
    generated: /^gatekeeper-/,
  },
  {
    name: "kubewarden",
    webhook: /\.kubewarden\.admission$/,
    deployments: "app.kubernetes.io/part-of=kubewarden",
  },
  { name: "neuvector", webhook: /^neuvector-/, deployments: "app=neuvector-controller-pod" },
  { name: "stackrox", webhook: /\.stackrox\.io$/, deployments: "app.kubernetes.io/name=stackrox" },
];

const rule = z.object({
  apiGroups: z.array(z.string()).default([]),
  operations: z.array(z.string()).default([]),
  resources: z.array(z.string()).default([]),
});
const webhookList = z.object({
  items: z.array(
    z.object({
      webhooks: z
        .array(
          z.object({
            name: z.string(),
            failurePolicy: z.string().default("Fail"),
            rules: z.array(rule).default([]),
          }),
        )
        .default([]),
    }),
  ),
});

/** A webhook that sees pods when they are created. */
export interface PodWebhook {
  readonly name: string;
  readonly failurePolicy: string;
}

/** The webhooks of a list of webhook configurations that see pods when they are created. */
export function podWebhooks(list: unknown): PodWebhook[] {
  const { items } = webhookList.parse(list);
  return items
    .flatMap(({ webhooks }) => webhooks)
    .filter(({ rules }) => rules.some(seesPods))
    .map(({ name, failurePolicy }) => ({ name, failurePolicy }));
}

function seesPods({ apiGroups, operations, resources }: z.infer<typeof rule>): boolean {
  const has = (list: readonly string[], ...values: readonly string[]) =>
    values.some((value) => list.includes(value));
  return (
    has(apiGroups, "", "*") && has(operations, "CREATE", "*") && has(resources, "pods", "pods/*", "*", "*/*")
  );
}

const policyList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ matchConstraints: z.object({ resourceRules: z.array(rule).default([]) }).optional() }),
    }),
  ),
});

/** Names of the ValidatingAdmissionPolicies that see pods when they are created. */
export function podPolicies(list: unknown): string[] {
  const { items } = policyList.parse(list);
  return items
    .filter(({ spec }) => (spec.matchConstraints?.resourceRules ?? []).some(seesPods))
    .map(({ metadata }) => metadata.name);
}

const deploymentList = z.object({
  items: z.array(
    z.object({
      spec: z.object({
        template: z.object({ spec: z.object({ containers: z.array(z.object({ image: z.string() })) }) }),
      }),
    }),
  ),
});

/** The version in the image tags of Deployments; undefined if there is none. */
export function versionOf(deployments: unknown): string | undefined {
  const parsed = deploymentList.safeParse(deployments);
  const images = (parsed.data?.items ?? []).flatMap(({ spec }) =>
    spec.template.spec.containers.map(({ image }) => image),
  );
  return images
    .map((image) => /:v?(\d+\.\d+\.[\w.-]+)(@|$)/.exec(image)?.[1])
    .find((tag) => tag !== undefined);
}

/**
 * Engines by what was found: webhooks grouped by engine, and policies of the API server's own. Those that an engine which
 * is there has made of policies of its own are listed under it.
 */
export function enginesOf(
  webhooks: readonly PodWebhook[],
  policies: readonly string[],
  versions: ReadonlyMap<string, string>,
): EngineFact[] {
  const named = webhooks.map((webhook) => ({
    webhook,
    engine: knownEngines.find((known) => known.webhook.test(webhook.name))?.name ?? webhook.name,
  }));
  const groups = Map.groupBy(named, ({ engine }) => engine);
  const byMaker = Map.groupBy(
    policies,
    (policy) =>
      knownEngines.find(
        ({ name, generated }) => generated?.test(policy) && (groups.has(name) || versions.has(name)),
      )?.name ?? "validating-admission-policy",
  );
  const names = new Set([...groups.keys(), ...byMaker.keys()]);
  return [...names].sort(inEnglish).map((name): EngineFact => {
    const version = versions.get(name);
    const own = (groups.get(name) ?? []).map(({ webhook }) => webhook);
    const made = byMaker.get(name) ?? [];
    return {
      name,
      ...(version !== undefined && { version }),
      ...(own.length > 0 && { webhooks: own.sort((a, b) => inEnglish(a.name, b.name)) }),
      ...(made.length > 0 && { policies: made.toSorted() }),
    };
  });
}

function inEnglish(a: string, b: string): number {
  return a.localeCompare(b, "en");
}

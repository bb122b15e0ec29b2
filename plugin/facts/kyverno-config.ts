import { z } from "zod";
import type { ExemptionSource, Way } from "./exemption-source.ts";
import { glob } from "./glob.ts";
import { meansPods } from "./kyverno-match.ts";
import { labelSelector, unmet } from "./label-selector.ts";
import { namespaceLabels } from "./place.ts";

const configMap = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  data: z.record(z.string(), z.string()).default({}),
});

/** What Kyverno's ConfigMap leaves out; its `webhooks` only for where the webhooks themselves may not be read. */
export function configMapSources(answer: unknown, webhooksKnown: boolean): ExemptionSource[] {
  const { data: parsed } = configMap.safeParse(answer);
  if (parsed === undefined) return [];
  const { metadata, data } = parsed;
  const ways = [filtered(data), excludedUser(data), ...(webhooksKnown ? [] : [unseen(data)])];
  return ways.map((way) => ({
    engine: "kyverno",
    ways: [
      (place) => {
        const reason = way(place);
        return reason && `ConfigMap ${metadata.namespace}/${metadata.name}: ${reason}`;
      },
    ],
  }));
}

type Data = Readonly<Record<string, string>>;

/** `resourceFilters` is a text of triples: `[kind,namespace,name]`. */
function filtered({ resourceFilters = "" }: Data): Way {
  const filters = [...resourceFilters.matchAll(/\[([^[\]]*)\]/g)].map(([text, inner = ""]) => ({
    text,
    parts: inner.split(","),
  }));
  return ({ namespace }) => {
    const found = filters.find(
      ({ parts: [kind = "", inNamespace = "", name] }) =>
        meansPods(kind) && glob(inNamespace, namespace) && name === "*",
    );
    return found && `resourceFilters ${found.text}`;
  };
}

/** Lists of names with wildcards; one with `!` before it brings back in. Names of before 1.10 in second place. */
function excludedUser(data: Data): Way {
  const list = (...keys: readonly string[]) => {
    const key = keys.find((known) => data[known] !== undefined) ?? "";
    const all = (data[key] ?? "").split(",").map((pattern) => pattern.trim());
    const [back, out] = [
      all.filter((pattern) => pattern.startsWith("!")),
      all.filter((p) => /^[^!]/.test(p)),
    ];
    return { key, out, back: back.map((pattern) => pattern.slice(1).trim()) };
  };
  const users = list("excludeUsernames", "excludeUsername");
  const groups = list("excludeGroups", "excludeGroupRole");
  return ({ user, groups: own }) => {
    const hit = (patterns: readonly string[], names: readonly string[]) =>
      patterns.find((pattern) => names.some((name) => glob(pattern, name)));
    if (hit(users.back, [user]) !== undefined || hit(groups.back, own) !== undefined) return undefined;
    const byUser = hit(users.out, [user]);
    if (byUser !== undefined) return `${users.key} ${byUser}`;
    const byGroup = hit(groups.out, own);
    return byGroup && `${groups.key} ${byGroup}`;
  };
}

const webhook = z.object({ namespaceSelector: labelSelector.optional() });

/** `webhooks` is JSON: one object, or a list of which each makes webhooks of its own. */
function unseen({ webhooks = "[]" }: Data): Way {
  const parsed = z.union([z.array(webhook), webhook.transform((one) => [one])]).safeParse(jsonOf(webhooks));
  return (place) => {
    const unmetBy = (parsed.data ?? []).map(
      ({ namespaceSelector }) => namespaceSelector && unmet(namespaceSelector, namespaceLabels(place)),
    );
    return unmetBy[0] !== undefined && !unmetBy.includes(undefined)
      ? `namespaceSelector in webhooks: ${unmetBy[0]}`
      : undefined;
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

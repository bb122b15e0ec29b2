import { z } from "zod";
import { type PolicyId, policies, policyIds } from "#policies";
import { runSelector } from "../run-id.ts";
import type { ExemptionSource, Read } from "./exemption-source.ts";
import { itemsOf } from "./items-of.ts";

/** The policies of the catalogue that have a control of the level, by the numbers of the Pod Security Standards. */
function controlledAt(level: "baseline" | "restricted"): PolicyId[] {
  return policyIds.filter((id) =>
    policies[id].requirements["pod-security-standards"]?.some((control) => control.startsWith(`${level}/`)),
  );
}

const baseline = controlledAt("baseline");

/** The policies that a level of the Pod Security Standards covers, more or less strictly. */
export const podSecurityCovers: Readonly<Record<"baseline" | "restricted", readonly PolicyId[]>> = {
  baseline,
  restricted: [...new Set([...baseline, ...controlledAt("restricted")])],
};

const label = "pod-security.kubernetes.io/enforce";
const namespaceShape = z.object({
  metadata: z.object({ labels: z.object({ [label]: z.enum(["baseline", "restricted"]) }) }),
});

/**
 * A namespace labelled `privileged` is exempt only where others are not: what holds without a label stands in the API
 * server's configuration, which nobody can read. Namespaces that runs made are no evidence.
 */
export async function readPodSecuritySources(read: Read): Promise<ExemptionSource[]> {
  const made = runSelector.split(",").at(-1);
  const labelSelector = `${label} in (baseline,restricted),!${made}`;
  const answer = await read("/api/v1/namespaces", { labelSelector });
  const found = itemsOf(answer, namespaceShape).map(({ metadata }) => metadata.labels[label]);
  const level = (["restricted", "baseline"] as const).find((known) => found.includes(known));
  if (level === undefined) return [];
  return [
    {
      engine: "pod-security",
      policies: podSecurityCovers[level],
      ways: [
        ({ labels }) =>
          labels[label] === "privileged"
            ? `label ${label}=privileged of the namespace, while others have ${level}`
            : undefined,
      ],
    },
  ];
}

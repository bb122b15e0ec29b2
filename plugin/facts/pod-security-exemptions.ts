import { z } from "zod";
import type { PolicyId } from "#policies";
import { runSelector } from "../run-id.ts";
import type { ExemptionSource, Read } from "./exemption-source.ts";
import { itemsOf } from "./items-of.ts";

const baseline: readonly PolicyId[] = [
  "disallow-add-capabilities",
  "disallow-host-namespaces",
  "disallow-privileged-containers",
  "disallow-selinux-options",
  "require-default-proc-mount",
  "restrict-apparmor",
  "restrict-sysctls",
];

/** The policies that a level of the Pod Security Standards covers, more or less strictly. */
export const podSecurityCovers: Readonly<Record<"baseline" | "restricted", readonly PolicyId[]>> = {
  baseline,
  restricted: [...baseline, "require-run-as-non-root"],
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

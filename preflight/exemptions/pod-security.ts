import { type Exemption, type Need, policyNames, type Refused } from "./exemption.ts";

const mode = (name: string) => `pod-security.kubernetes.io/${name}`;

/**
 * The namespace with the strictest level that admits its pods: `baseline` is enough for Sonobuoy's and ours, unless it
 * was `baseline` that refused. Warnings and audit stay as they are. No manifest if the namespace's labels cannot be read:
 * one without them would take them away.
 */
export function podSecurityExemption(
  { engine, violations }: Refused,
  { namespace, present }: Need,
): Exemption {
  const policies = policyNames(violations);
  if (present === undefined) return { engine, policies, manifests: [], hints: ["namespace-unreadable"] };
  const { "kubernetes.io/metadata.name": _, ...kept } = present.labels;
  const level = policies.some((name) => name.startsWith("baseline")) ? "privileged" : "baseline";
  const metadata = {
    name: namespace,
    labels: { ...kept, [mode("enforce")]: level },
    ...(Object.keys(present.annotations).length > 0 && { annotations: present.annotations }),
  };
  return { engine, policies, manifests: [{ apiVersion: "v1", kind: "Namespace", metadata }], hints: [] };
}

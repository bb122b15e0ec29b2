import { type Exemption, type Need, policyNames, type Refused } from "./exemption.ts";

const mode = (name: string) => `pod-security.kubernetes.io/${name}`;

/** The namespace with the level that Sonobuoy gives it; warnings and audit stay as they are. */
export function podSecurityExemption(
  { engine, violations }: Refused,
  { namespace, labels, annotations }: Need,
): Exemption {
  const { "kubernetes.io/metadata.name": _, [mode("enforce-version")]: __, ...kept } = labels;
  const metadata = {
    name: namespace,
    labels: { ...kept, [mode("enforce")]: "privileged" },
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  return {
    engine,
    policies: policyNames(violations),
    manifests: [{ apiVersion: "v1", kind: "Namespace", metadata }],
    hints: [],
  };
}

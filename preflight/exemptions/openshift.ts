import { type Exemption, exemptionName, type Need, policyNames, type Refused } from "./exemption.ts";

/**
 * Lets the pods' ServiceAccount use the constraint that permits any user id but root: Sonobuoy's pods have ids of their
 * own, which `restricted-v2` refuses. The ClusterRole is there on OpenShift 4.11 and later.
 */
export function openShiftExemption({ engine, violations }: Refused, need: Need): Exemption {
  const { namespace, serviceAccount } = need;
  return {
    engine,
    policies: policyNames(violations),
    manifests: [
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: exemptionName(need), namespace },
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "ClusterRole",
          name: "system:openshift:scc:nonroot-v2",
        },
        subjects: [{ kind: "ServiceAccount", name: serviceAccount, namespace }],
      },
    ],
    hints: [],
  };
}

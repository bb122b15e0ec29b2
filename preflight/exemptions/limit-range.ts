import { type Exemption, exemptionName, type Need } from "./exemption.ts";

/**
 * A quota that demands limits refuses Sonobuoy's containers, which have none: a LimitRange fills them in. The worker
 * keeps the whole upload in memory.
 */
export function limitRangeExemption(need: Need): Exemption {
  const limit = {
    type: "Container",
    default: { cpu: "500m", memory: "256Mi" },
    defaultRequest: { cpu: "50m", memory: "64Mi" },
  };
  return {
    engine: "resource-quota",
    policies: [],
    manifests: [
      {
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name: exemptionName(need), namespace: need.namespace },
        spec: { limits: [limit] },
      },
    ],
    hints: [],
  };
}

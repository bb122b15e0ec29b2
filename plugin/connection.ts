import type { KubeConfig } from "@kubernetes/client-node";
import { apiOf } from "./api.ts";
import { type AttemptLimits, attempt } from "./attempt.ts";
import { messageOf } from "./setup-failed.ts";

/**
 * Whether the cluster answers and accepts the identity of the kubeconfig.
 * @returns a sentence about what is wrong and what to do, or undefined
 */
export async function connectionProblem(
  kubeconfig: KubeConfig,
  userAgent: string,
  limits: AttemptLimits,
): Promise<string | undefined> {
  const api = apiOf(kubeconfig, userAgent);
  try {
    const answer = await attempt(api, { method: "GET", path: "/version" }, limits);
    if (answer.kind === "accepted") return undefined;
    if (answer.kind === "denied" && answer.status.code === 401) {
      return `the cluster at ${api.server} does not accept the kubeconfig's credentials (HTTP 401): they may have expired, log in again`;
    }
    if (answer.kind === "denied" && answer.status.code === 403) return undefined;
    return `the cluster at ${api.server} cannot be reached (${messageOf(answer)}): check the address, the network and whether the API server runs`;
  } finally {
    api.close();
  }
}

import type { Probe } from "./probe.ts";

/**
 * Why a probe has no meaning on a server.
 * @param serverVersion e.g. `v1.36.3`; of one that is unknown nothing is said
 */
export function versionReason(
  { minK8s = "", maxK8s = "" }: Pick<Probe, "minK8s" | "maxK8s">,
  serverVersion: string,
): "server-too-old" | "server-too-new" | undefined {
  const server = minorOf(serverVersion);
  if (server === undefined) return undefined;
  if (server < (minorOf(minK8s) ?? server)) return "server-too-old";
  return server > (minorOf(maxK8s) ?? server) ? "server-too-new" : undefined;
}

/** The minor version of Kubernetes 1.x; undefined of what is none. */
export function minorOf(version: string): number | undefined {
  const found = /^v?1\.(\d+)/.exec(version)?.[1];
  return found === undefined ? undefined : Number(found);
}

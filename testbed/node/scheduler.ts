import { join } from "node:path";
import { type Child, startChild } from "../child.ts";

/** The user that the scheduler is; the API server knows what it may do. */
export const schedulerUser = "system:kube-scheduler";

/**
 * Starts a kube-scheduler. That it works shows when a pod gets a node.
 * @param directory gets the log
 */
export async function startScheduler(binary: string, kubeconfig: string, directory: string): Promise<Child> {
  const flags = ["--kubeconfig", kubeconfig, "--leader-elect=false", "--secure-port=0"];
  return startChild("kube-scheduler", [binary, ...flags], join(directory, "kube-scheduler.log"));
}

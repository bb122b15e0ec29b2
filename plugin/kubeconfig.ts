import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { ConfigurationError } from "./configuration.ts";

/**
 * The kubeconfig of a run: the named file, else what kubectl would take, else the ServiceAccount of the pod that this
 * program runs in.
 * @throws ConfigurationError with a sentence: no file, no YAML, no such context
 */
export function loadKubeconfig(
  file: string | undefined,
  context: string | undefined,
  env: NodeJS.ProcessEnv,
): KubeConfig {
  const config = new KubeConfig();
  const source = file ?? env["KUBECONFIG"] ?? join(homedir(), ".kube", "config");
  try {
    if (file !== undefined) config.loadFromFile(file);
    else if (env["KUBECONFIG"] !== undefined || existsSync(source)) config.loadFromDefault();
    else if (env["KUBERNETES_SERVICE_HOST"] !== undefined) config.loadFromCluster();
    else
      throw new ConfigurationError(
        `there is no kubeconfig: name one with --kubeconfig, or put it where kubectl looks (KUBECONFIG, ${source})`,
      );
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new ConfigurationError(
      `the kubeconfig ${source} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  const names = config.getContexts().map(({ name }) => name);
  if (context !== undefined) {
    if (!names.includes(context)) {
      throw new ConfigurationError(
        `the kubeconfig ${source} has no context "${context}"; it has: ${names.join(", ") || "none"}`,
      );
    }
    config.setCurrentContext(context);
  }
  if (config.getCurrentCluster() === null) {
    const hint =
      names.length > 0 ? `choose one with --context: ${names.join(", ")}` : "it has no contexts at all";
    throw new ConfigurationError(`the kubeconfig ${source} names no cluster: ${hint}`);
  }
  return config;
}

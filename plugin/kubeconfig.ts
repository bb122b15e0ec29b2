import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { ConfigurationError } from "./configuration.ts";

/**
 * The kubeconfig of a run: the named file, else what kubectl would take, else the ServiceAccount of the pod that this
 * program runs in. The library is loaded only here and for tenants: to load it takes longer than most commands.
 * @throws ConfigurationError with a sentence: no file, no YAML, no such context
 */
export async function loadKubeconfig(
  file: string | undefined,
  context: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const fromEnvironment = env["KUBECONFIG"] || undefined;
  const source = file ?? fromEnvironment ?? join(homedir(), ".kube", "config");
  try {
    if (file !== undefined) config.loadFromFile(file);
    else if (fromEnvironment !== undefined || existsSync(source)) config.loadFromDefault();
    else if (env["KUBERNETES_SERVICE_HOST"] !== undefined) config.loadFromCluster();
    else
      throw new ConfigurationError(
        `there is no kubeconfig: name one with --kubeconfig, or put it where kubectl looks (KUBECONFIG, ${source})`,
      );
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new ConfigurationError(`the kubeconfig ${source} cannot be read: ${firstLine(cause)}`, { cause });
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

/** The first line only: parsers quote the lines around a fault, and a kubeconfig holds secrets. */
function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split("\n", 1)[0] ?? "";
}

import type { KubeConfig } from "@kubernetes/client-node";
import type { Argv } from "yargs";
import { ConfigurationError } from "../plugin/configuration.ts";
import { loadKubeconfig } from "../plugin/kubeconfig.ts";
import { InputError } from "./input-error.ts";
import type { Say } from "./say.ts";

/** Options of all commands that talk to a cluster. */
export interface ClusterOptions {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

/** Adds the options that say which cluster is meant. */
export function clusterOptions(yargs: Argv, say: Say): Argv<ClusterOptions> {
  return yargs
    .option("kubeconfig", {
      type: "string",
      describe: say({
        de: "kubeconfig-Datei (Standard: wie bei kubectl)",
        en: "kubeconfig file (default: as kubectl)",
      }),
    })
    .option("context", {
      type: "string",
      describe: say({ de: "Kontext aus der kubeconfig", en: "context of the kubeconfig" }),
    });
}

/**
 * The kubeconfig that the options mean.
 * @throws InputError with a sentence
 */
export async function kubeconfigOf({ kubeconfig, context }: ClusterOptions): Promise<KubeConfig> {
  try {
    return await loadKubeconfig(kubeconfig, context, process.env);
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw new InputError(cause.message, { cause });
    throw cause;
  }
}

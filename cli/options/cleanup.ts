import type { Argv } from "yargs";
import { type ClusterOptions, clusterOptions } from "../cluster-options.ts";
import type { Say } from "../say.ts";
import { languageOption } from "./language-option.ts";

/** Options of `dvs cleanup`. */
export interface CleanupOptions extends ClusterOptions {
  readonly run: string | undefined;
  readonly namespaces: string | undefined;
}

/** Adds the options of `dvs cleanup`. */
export function cleanupOptions(yargs: Argv, say: Say): Argv<CleanupOptions> {
  return clusterOptions(yargs, say)
    .option("lang", languageOption(say))
    .option("run", {
      type: "string",
      describe: say({
        de: "Kennung eines Laufs, der auch dann entfernt wird, wenn er noch zu arbeiten scheint",
        en: "id of a run to remove even if it seems to be at work",
      }),
    })
    .option("namespaces", {
      type: "string",
      describe: say({
        de: "Namespaces von Mandanten, in denen Läufe gearbeitet haben, falls sie sich nicht alle auflisten lassen",
        en: "tenants' namespaces in which runs were at work, where not all may be listed",
      }),
    });
}

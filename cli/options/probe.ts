import type { Argv } from "yargs";
import { type ClusterOptions, clusterOptions } from "../cluster-options.ts";
import type { Say } from "../say.ts";
import { languageOption } from "./language-option.ts";
import { namespacesOption, probesOption } from "./run-options.ts";

/** Options of `dvs probe`. */
export interface ProbeOptions extends ClusterOptions {
  readonly config: string | undefined;
  readonly output: string;
  readonly profile: string | undefined;
  readonly image: string | undefined;
  readonly "allowed-registries": string | undefined;
  readonly probes: string | undefined;
  readonly namespaces: string | undefined;
  readonly concurrency: number | undefined;
  readonly rest: number | undefined;
  readonly "site-name": string | undefined;
  readonly deadline: number | undefined;
  readonly settle: number | undefined;
  readonly wait: boolean;
}

/** Adds the options of `dvs probe`. */
export function probeOptions(yargs: Argv, say: Say): Argv<ProbeOptions> {
  return clusterOptions(yargs, say)
    .option("lang", languageOption(say))
    .option("config", {
      type: "string",
      describe: say({ de: "Konfigurationsdatei (YAML)", en: "configuration file (YAML)" }),
    })
    .option("output", {
      alias: "o",
      type: "string",
      demandOption: true,
      describe: say({ de: "Ordner für das Ergebnis (junit.xml)", en: "folder for the result (junit.xml)" }),
    })
    .option("profile", {
      type: "string",
      describe: say({
        de: "Profil, das geprüft wird (Standard: dvs-poc-2022)",
        en: "profile to probe (default: dvs-poc-2022)",
      }),
    })
    .option("image", {
      type: "string",
      describe: say({
        de: "Image, das die Versuche nennen; es wird nie geladen",
        en: "image named in the probes; it is never pulled",
      }),
    })
    .option("allowed-registries", {
      type: "string",
      describe: say({
        de: "Registries, die der Standort erlaubt, durch Kommas getrennt",
        en: "registries that the site permits, separated by commas",
      }),
    })
    .option("probes", probesOption(say))
    .option("namespaces", namespacesOption(say))
    .option("concurrency", {
      type: "number",
      describe: say({ de: "gleichzeitige Anfragen (Standard: 1)", en: "requests in flight (default: 1)" }),
    })
    .option("rest", {
      type: "number",
      describe: say({
        de: "wievielmal so lange wie eine langsame Antwort der Lauf danach ruht (Standard: 8; 0 nur, wenn sonst niemand den Cluster nutzt)",
        en: "how many times as long as a slow answer took the run rests after it (default: 8; 0 only where nobody else uses the cluster)",
      }),
    })
    .option("site-name", {
      type: "string",
      describe: say({ de: "Name des Standorts in Berichten", en: "name of the site in reports" }),
    })
    .option("deadline", {
      type: "number",
      describe: say({
        de: "Frist für den ganzen Lauf in Sekunden",
        en: "limit for the whole run in seconds",
      }),
    })
    .option("settle", {
      type: "number",
      describe: say({
        de: "Sekunden vom Anlegen des Namespace bis zum zweiten Durchgang",
        en: "seconds after the namespace's making at which all is tried a second time",
      }),
    })
    .option("wait", {
      type: "boolean",
      default: true,
      describe: say({
        de: "warten, bis der Cluster den Namespace des Laufs entfernt hat",
        en: "wait until the cluster has removed the probe namespace",
      }),
    })
    .example(
      "dvs probe -o result",
      say({ de: "den aktuellen Cluster prüfen", en: "probe the current cluster" }),
    )
    .example(
      "dvs report result -o report.html",
      say({ de: "daraus eine Seite machen", en: "make a page of it" }),
    );
}

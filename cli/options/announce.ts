import type { Argv } from "yargs";
import type { Language } from "#policies";
import { type Origin, origins } from "../../announce/notice.ts";
import { languages } from "../language.ts";
import type { Say } from "../say.ts";
import { namespacesOption, probesOption } from "./run-options.ts";

/** Options of `dvs announce`. */
export interface AnnounceOptions {
  readonly config: string | undefined;
  readonly probes: string | undefined;
  readonly namespaces: string | undefined;
  readonly origin: Origin;
  readonly namespace: string | undefined;
  readonly image: string | undefined;
  readonly siteName: string | undefined;
  readonly cluster: string | undefined;
  readonly contact: string | undefined;
  readonly at: string | undefined;
  readonly duration: string | undefined;
  readonly timeZone: string | undefined;
  readonly lang: Language | undefined;
}

/** Adds the options of `dvs announce`. */
export function announceOptions(yargs: Argv, say: Say): Argv<AnnounceOptions> {
  return yargs
    .option("config", {
      type: "string",
      describe: say({
        de: "Konfiguration des Laufs (YAML) oder Definition des Plugins",
        en: "configuration of the run (YAML), or the plugin's definition",
      }),
    })
    .option("probes", probesOption(say))
    .option("namespaces", namespacesOption(say))
    .option("origin", {
      choices: origins,
      default: "sonobuoy" as const,
      describe: say({
        de: "wie der Lauf gestartet wird: mit Sonobuoy, als Job oder mit dvs probe",
        en: "from where the run is started: by Sonobuoy, as a Job, or with dvs probe",
      }),
    })
    .option("namespace", {
      type: "string",
      describe: say({
        de: "Namespace des Plugin-Pods (Standard: sonobuoy, für einen Job dvs)",
        en: "namespace of the plugin's pod (default: sonobuoy, or dvs for a Job)",
      }),
    })
    .option("image", {
      type: "string",
      describe: say({
        de: "Image in den Versuchen (Standard: das der Konfiguration oder eines aus deren erster Registry)",
        en: "image in the probes (default: that of the configuration, or one of its first registry)",
      }),
    })
    .option("siteName", {
      alias: "site-name",
      type: "string",
      describe: say({ de: "wie der Standort heißt", en: "what the site is called" }),
    })
    .option("cluster", {
      type: "string",
      describe: say({
        de: "wie der Cluster heißt (Standard: eine Lücke)",
        en: "what the cluster is called (default: a gap)",
      }),
    })
    .option("contact", {
      type: "string",
      describe: say({
        de: "wer Fragen beantwortet (Standard: eine Lücke)",
        en: "whom to ask (default: a gap)",
      }),
    })
    .option("at", {
      type: "string",
      describe: say({
        de: "Beginn, etwa 2027-09-01T02:00Z (Standard: jetzt)",
        en: "begin, e.g. 2027-09-01T02:00Z (default: now)",
      }),
    })
    .option("duration", {
      type: "string",
      describe: say({
        de: "Länge des Zeitfensters in Minuten (Standard: nach der Frist des Laufs)",
        en: "length of the time window in minutes (default: by the run's deadline)",
      }),
    })
    .option("timeZone", {
      alias: "time-zone",
      type: "string",
      describe: say({
        de: "für die Zeiten neben UTC, etwa Europe/Berlin (Standard: die dieses Rechners)",
        en: "for the times beside UTC, e.g. Europe/Berlin (default: this computer's)",
      }),
    })
    .option("lang", {
      choices: languages,
      describe: say({ de: "nur diese Sprache", en: "one language only" }),
    })
    .example(
      "dvs announce --config config.yaml --at 2027-09-01T02:00Z > announcement.txt",
      say({ de: "für eine E-Mail", en: "for a mail" }),
    );
}

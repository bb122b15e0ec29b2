import type { Say } from "../say.ts";

/** An option that takes a text. */
interface TextOption {
  readonly type: "string";
  readonly describe: string;
}

/** `--probes` of a run, whether it is made or announced. */
export function probesOption(say: Say): TextOption {
  return {
    type: "string",
    describe: say({
      de: "core (Standard) oder deep: alle Versuche",
      en: "core (the default) or deep: all probes",
    }),
  };
}

/** `--namespaces` of a run. */
export function namespacesOption(say: Say): TextOption {
  return {
    type: "string",
    describe: say({
      de: "Namespaces von Mandanten, die neben einem neuen geprüft werden, durch Kommas getrennt",
      en: "tenants' namespaces to probe besides a fresh one, separated by commas",
    }),
  };
}

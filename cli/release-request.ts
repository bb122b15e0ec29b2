import type { Argv } from "yargs";
import { type Audience, audiences, type ReleaseRequest, type Text } from "../aggregator/index.ts";
import { InputError } from "./input-error.ts";
import type { Say } from "./say.ts";

/** Options that say for whom a report is. */
export interface ReleaseOptions {
  readonly audience: Audience;
  readonly for: readonly string[];
  readonly classification: string | undefined;
}

/** A longer line does not fit the head of a page. */
const longestLine = 120;

/** Options whose files hold findings, which suppliers do not get. */
const withFindings: readonly string[] = ["csv", "fods", "junit", "markdown", "oscal", "fail-on"];

/** Adds the options to a command. */
export function withReleaseOptions<Options>(yargs: Argv<Options>, say: Say): Argv<Options & ReleaseOptions> {
  return yargs
    .option("audience", {
      choices: audiences,
      default: "group" as const,
      describe: say({
        de: "für wen: group (alles), site (ein Standort, von den übrigen nur Zahlen), supplier (was Standorte über die Richtlinien hinaus verlangen)",
        en: "for whom: group (everything), site (one site, and numbers of the others), supplier (what sites demand beyond the policies)",
      }),
    })
    .option("for", {
      type: "string",
      requiresArg: true,
      default: [],
      defaultDescription: say({ de: "keine", en: "none" }),
      coerce: (names: string | readonly string[]) => [names].flat().map(String),
      describe: say({
        de: "Standort, für den der Bericht ist oder von dem er handelt: Name, Kennung oder deren erste 8 Zeichen (mehrmals möglich)",
        en: "site that the report is for or speaks of: name, id, or 8 characters of the id (may be repeated)",
      }),
    })
    .option("classification", {
      type: "string",
      requiresArg: true,
      describe: say({
        de: "Zeile auf jeder Seite und in jeder Datei, anstelle der üblichen",
        en: "line for every page and file, in place of the usual one of the audience",
      }),
    });
}

/**
 * For whom a report is to be.
 * @param argv all options, to find those that do not go with the audience
 * @throws InputError in a sentence
 */
export function releaseRequest(
  { audience, for: sites, classification, ...argv }: ReleaseOptions & Readonly<Record<string, unknown>>,
  { audience: { cli } }: Text,
): ReleaseRequest {
  const unfit = audience === "supplier" && withFindings.find((name) => argv[name] !== undefined);
  if (typeof unfit === "string") throw new InputError(cli.notForSuppliers(`--${unfit}`));
  if (classification?.trim() === "") throw new InputError(cli.noClassification);
  if ((classification?.length ?? 0) > longestLine) throw new InputError(cli.longClassification(longestLine));
  return { audience, sites, ...(classification !== undefined && { classification }) };
}

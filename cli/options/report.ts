import type { Argv } from "yargs";
import { defaultProfile, type Language } from "#policies";
import { defaultStaleAfter, type ExportFormat, type Grouping, groupings } from "../../aggregator/index.ts";
import { failOnWords } from "../fail-on.ts";
import { languages } from "../language.ts";
import { type ReleaseOptions, withReleaseOptions } from "../release-request.ts";
import type { Say, Words } from "../say.ts";
import { siteInput } from "./site-input.ts";

/** Options of `dvs report`. */
export interface ReportOptions extends ReleaseOptions, Readonly<Record<ExportFormat, string | undefined>> {
  readonly site: readonly string[];
  readonly output: string;
  readonly sites: string | undefined;
  readonly waivers: string | undefined;
  readonly staleAfter: string | undefined;
  readonly profile: string;
  readonly previous: readonly string[];
  readonly failOn: string | undefined;
  readonly groupBy: Grouping | undefined;
  readonly script: boolean;
  readonly lang: Language;
}

/** Adds the options of `dvs report`. */
export function reportOptions(yargs: Argv, say: Say): Argv<ReportOptions> {
  const exportOption = ({ de, en }: Words) => ({
    type: "string" as const,
    describe: say({ de: `außerdem ${de} schreiben`, en: `also write ${en}` }),
  });
  return withReleaseOptions(yargs, say)
    .positional("site", {
      type: "string",
      array: true,
      demandOption: true,
      describe: say(siteInput),
    })
    .option("output", {
      alias: "o",
      type: "string",
      default: "report.html",
      describe: say({ de: "die Seite", en: "the page" }),
    })
    .option("json", exportOption({ de: "den Vergleich als JSON", en: "the comparison as JSON" }))
    .option(
      "csv",
      exportOption({
        de: "je Standort und Richtlinie eine Zeile als CSV",
        en: "a line for each site and policy as CSV",
      }),
    )
    .option(
      "fods",
      exportOption({
        de: "eine OpenDocument-Tabelle (eine einzelne XML-Datei)",
        en: "an OpenDocument spreadsheet (one flat XML file)",
      }),
    )
    .option(
      "junit",
      exportOption({ de: "je Standort eine JUnit-Testsuite", en: "a JUnit suite for each site" }),
    )
    .option(
      "markdown",
      exportOption({
        de: "eine Zusammenfassung für einen Merge Request",
        en: "a summary for a merge request",
      }),
    )
    .option(
      "oscal",
      exportOption({ de: "Assessment Results nach OSCAL (JSON)", en: "OSCAL assessment results (JSON)" }),
    )
    .option("sites", {
      type: "string",
      describe: say({ de: "Liste der Standorte mit Namen (YAML)", en: "list of sites with names (YAML)" }),
    })
    .option("waivers", {
      type: "string",
      describe: say({ de: "vereinbarte Ausnahmen (YAML)", en: "exceptions that were agreed on (YAML)" }),
    })
    .option("staleAfter", {
      alias: "stale-after",
      type: "string",
      describe: say({
        de: `nach so vielen Tagen gilt ein Ergebnis als veraltet, 0: nie (Standard: ${defaultStaleAfter})`,
        en: `days after which a result is marked as stale, 0: never (default: ${defaultStaleAfter})`,
      }),
    })
    .option("profile", {
      type: "string",
      default: defaultProfile.id,
      describe: say({ de: "Profil, dessen Richtlinien gelten", en: "the policies to judge by" }),
    })
    .option("previous", {
      type: "string",
      array: true,
      nargs: 1,
      default: [],
      defaultDescription: say({ de: "keine", en: "none" }),
      describe: say({
        de: "report.json einer früheren Runde zum Vergleich; mehrmals möglich",
        en: "report.json of an earlier round to compare with; may be repeated",
      }),
    })
    .option("failOn", {
      alias: "fail-on",
      type: "string",
      coerce: (lists: string | readonly string[] | undefined) =>
        typeof lists === "object" ? lists.join(",") : lists,
      describe: say({
        de: `mit Exit-Code 1 enden, wenn etwas davon vorkommt (durch Kommas getrennt): ${failOnWords.join(", ")} oder ein Befund`,
        en: `exit with 1 if there is one of these (comma list): ${failOnWords.join(", ")}, or a verdict`,
      }),
    })
    .option("groupBy", {
      alias: "group-by",
      choices: groupings,
      describe: say({
        de: "wonach die Matrix die Standorte ordnet (Standard: Gruppen aus --sites, sonst die Engine)",
        en: "by what sites are put together in the matrix; default: groups of --sites, else the engine",
      }),
    })
    .option("script", {
      type: "boolean",
      default: true,
      describe: say({
        de: "--no-script: eine Seite ganz ohne Skript, für Mail-Gateways",
        en: "--no-script: a page without any script, for mail gateways",
      }),
    })
    .option("lang", {
      choices: languages,
      default: "de" as const,
      describe: say({ de: "Sprache des Berichts", en: "language of the report" }),
    });
}

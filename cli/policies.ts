import {
  policies as catalogue,
  catalogues,
  defaultProfile,
  type Language,
  type Policy,
  type Profile,
  parametersOf,
  profiles,
} from "#policies";
import { type BundleEngine, bundleEngines } from "../enforcement/bundles.ts";
import { type Mode, modes } from "../enforcement/mode.ts";
import { ConfigurationError, listOf, loadConfiguration } from "../plugin/configuration.ts";
import type { Command } from "./command.ts";
import { configurationFile } from "./configuration-file.ts";
import { exportRules } from "./export-rules.ts";
import { InputError } from "./input-error.ts";
import { languages, userLanguage } from "./language.ts";

/** How `dvs policies` prints. */
const formats = ["text", "json", "markdown"] as const;

type Format = (typeof formats)[number];

/** Options of `dvs policies`. */
export interface PoliciesOptions {
  readonly action: "list" | "export";
  readonly format: Format;
  readonly lang: Language;
  readonly engine: BundleEngine | undefined;
  readonly mode: Mode;
  readonly config: string | undefined;
  readonly profile: string | undefined;
  readonly "allowed-registries": string | undefined;
  readonly "exempt-namespaces": string | undefined;
  readonly policy: string | undefined;
}

/** `dvs policies`: what a profile demands, and rules that demand it of a cluster. */
export const policies: Command<PoliciesOptions> = {
  builder: (yargs) =>
    yargs
      .positional("action", {
        choices: ["list", "export"] as const,
        default: "list" as const,
        describe: "export: print rules that can be applied to a cluster",
      })
      .option("format", { choices: formats, default: "text" as const, describe: "of the list" })
      .option("lang", { choices: languages, default: userLanguage(), describe: "language of the texts" })
      .option("engine", { choices: bundleEngines, describe: "export: who is to enforce the rules" })
      .option("mode", {
        choices: modes,
        default: "enforce" as const,
        describe: "export: refuse, warn the caller, or tell the operator only",
      })
      .option("config", { type: "string", describe: "export: configuration whose parameters are taken" })
      .option("profile", {
        choices: Object.keys(profiles),
        describe: `whose policies to list or export; ${defaultProfile.id} unless the configuration says otherwise`,
      })
      .option("allowed-registries", {
        type: "string",
        describe: "export: registries that the site permits, separated by commas",
      })
      .option("exempt-namespaces", {
        type: "string",
        describe: "export: the site's own system namespaces, beside kube-system, separated by commas",
      })
      .option("policy", {
        type: "string",
        describe:
          "export: only the rules of these policies, separated by commas; parameters are those of all",
      })
      .example(
        "dvs policies export --engine vap --mode warn --allowed-registries registry.example | kubectl apply -f -",
        "try the rules before they refuse anything",
      ),
  run: async (argv) => {
    const { action, format, lang, engine, mode } = argv;
    if (action === "list") {
      if (engine !== undefined)
        throw new InputError(`--engine is for rules: dvs policies export --engine ${engine} …`);
      const profile = profiles[argv.profile ?? defaultProfile.id] ?? defaultProfile;
      process.stdout.write(`${printers[format](profile, lang)}\n`);
      return 0;
    }
    if (engine === undefined)
      throw new InputError(`Who is to enforce the rules? --engine ${bundleEngines.join("|")}`);
    const registries = listOf(argv["allowed-registries"]);
    const flags = { profile: argv.profile, allowedRegistries: registries };
    const file = argv.config === undefined ? undefined : await configurationFile(argv.config);
    const configuration = await loadConfiguration(flags, process.env, file).catch((error: unknown) => {
      throw error instanceof ConfigurationError ? new InputError(error.message, { cause: error }) : error;
    });
    if (configuration.profile.id !== defaultProfile.id)
      process.stderr.write(
        `Rules of all profiles have the same names and parameters: applied over those of ${defaultProfile.id}, these replace them.\n`,
      );
    const [exempt = [], only = []] = [argv["exempt-namespaces"], argv.policy].map(listOf);
    process.stdout.write(exportRules(configuration, engine, mode, exempt, only));
    return 0;
  },
};

const printers: Readonly<Record<Format, (profile: Profile, lang: Language) => string>> = {
  text: asText,
  json: asJson,
  markdown: asMarkdown,
};

function policiesOf(profile: Profile): Policy[] {
  return profile.policies.map((id) => catalogue[id]);
}

function asText(profile: Profile, lang: Language): string {
  const blocks = policiesOf(profile).map(({ id, text }) => {
    const { title, forbids, comply } = text[lang];
    return `${id}\n  ${title}\n  ${forbids}\n  → ${comply}`;
  });
  return blocks.join("\n\n");
}

function asJson(profile: Profile, lang: Language): string {
  const listed = policiesOf(profile).map(({ id, seedName, kind, text, requirements, parameters }) => ({
    id,
    seedName,
    kind,
    ...text[lang],
    requirements,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, { says }]) => [
        name,
        { default: parametersOf(id, profile)[name], says: says[lang] },
      ]),
    ),
  }));
  return JSON.stringify({ policies: listed }, null, 2);
}

const headings: Readonly<Record<Language, readonly string[]>> = {
  de: ["Richtlinie", "Vorgabe", "Grund", "Einhalten"],
  en: ["Policy", "Demand", "Reason", "How to comply"],
};

function asMarkdown(profile: Profile, lang: Language): string {
  const all = policiesOf(profile);
  const numbered = catalogues.filter(({ id }) => all.some(({ requirements }) => requirements[id]));
  const head = [...headings[lang], ...numbered.map(({ title }) => title[lang])];
  const rows = all.map(({ id, text, requirements }) => {
    const { title, forbids, why, comply } = text[lang];
    const numbers = numbered.map((list) => (requirements[list.id] ?? []).join(", "));
    return [`${title} (\`${id}\`)`, forbids, why, comply, ...numbers];
  });
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cellText(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

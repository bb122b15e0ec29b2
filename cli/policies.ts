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
import { bundleEngines } from "../enforcement/bundles.ts";
import { ConfigurationError, listOf, loadConfiguration } from "../plugin/configuration.ts";
import type { Command } from "./command.ts";
import { configurationFile } from "./configuration-file.ts";
import { exportRules } from "./export-rules.ts";
import { InputError } from "./input-error.ts";
import { type PoliciesFormat, type PoliciesOptions, policiesOptions } from "./options/policies.ts";
import type { Words } from "./say.ts";

/** `dvs policies`: what a profile demands, and rules that demand it of a cluster. */
export const policies: Command<PoliciesOptions> = {
  builder: policiesOptions,
  run: async (argv) => {
    const { action, format, lang, engine, mode } = argv;
    if (action === "list") {
      if (engine !== undefined)
        throw new InputError({
          de: `--engine gehört zu Regeln: dvs policies export --engine ${engine} …`,
          en: `--engine is for rules: dvs policies export --engine ${engine} …`,
        });
      const profile = profiles[argv.profile ?? defaultProfile.id] ?? defaultProfile;
      process.stdout.write(`${printers[format](profile, lang)}\n`);
      return 0;
    }
    if (engine === undefined)
      throw new InputError({
        de: `Wer soll die Regeln durchsetzen? --engine ${bundleEngines.join("|")}`,
        en: `Who is to enforce the rules? --engine ${bundleEngines.join("|")}`,
      });
    const registries = listOf(argv["allowed-registries"]);
    const flags = { profile: argv.profile, allowedRegistries: registries };
    const file = argv.config === undefined ? undefined : await configurationFile(argv.config);
    const configuration = await loadConfiguration(flags, process.env, file).catch((error: unknown) => {
      throw error instanceof ConfigurationError ? new InputError(error.message, { cause: error }) : error;
    });
    if (configuration.profile.id !== defaultProfile.id) process.stderr.write(`${sameNames[lang]}\n`);
    const [exempt = [], only = []] = [argv["exempt-namespaces"], argv.policy].map(listOf);
    process.stdout.write(exportRules(configuration, engine, mode, exempt, only));
    return 0;
  },
};

const sameNames: Words = {
  de: `Regeln aller Profile haben dieselben Namen und Parameter: Nach denen von ${defaultProfile.id} angewendet, ersetzen diese sie.`,
  en: `Rules of all profiles have the same names and parameters: applied over those of ${defaultProfile.id}, these replace them.`,
};

const printers: Readonly<Record<PoliciesFormat, (profile: Profile, lang: Language) => string>> = {
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

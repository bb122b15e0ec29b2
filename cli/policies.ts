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
import type { Command } from "./command.ts";
import { languages, userLanguage } from "./language.ts";

/** How `dvs policies` prints. */
const formats = ["text", "json", "markdown"] as const;

type Format = (typeof formats)[number];

/** Options of `dvs policies`. */
export interface PoliciesOptions {
  readonly format: Format;
  readonly profile: string;
  readonly lang: Language;
}

/** `dvs policies`: what a profile demands. */
export const policies: Command<PoliciesOptions> = {
  command: "policies",
  describe: "List the policies: what they forbid, why, and how to comply",
  builder: (yargs) =>
    yargs
      .option("format", { choices: formats, default: "text" as const })
      .option("profile", {
        choices: Object.keys(profiles),
        default: defaultProfile.id,
        describe: "whose policies to list",
      })
      .option("lang", { choices: languages, default: userLanguage(), describe: "language of the texts" }),
  run: async ({ format, profile, lang }) => {
    process.stdout.write(`${printers[format](profiles[profile] ?? defaultProfile, lang)}\n`);
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

import {
  policies as catalogue,
  catalogues,
  defaultProfile,
  type Language,
  type Policy,
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
    const listed = (profiles[profile] ?? defaultProfile).policies.map((id) => catalogue[id]);
    process.stdout.write(`${printers[format](listed, lang)}\n`);
    return 0;
  },
};

const printers: Readonly<Record<Format, (all: readonly Policy[], lang: Language) => string>> = {
  text: asText,
  json: asJson,
  markdown: asMarkdown,
};

function asText(all: readonly Policy[], lang: Language): string {
  const blocks = all.map(({ id, text }) => {
    const { title, forbids, comply } = text[lang];
    return `${id}\n  ${title}\n  ${forbids}\n  → ${comply}`;
  });
  return blocks.join("\n\n");
}

function asJson(all: readonly Policy[], lang: Language): string {
  const listed = all.map(({ id, seedName, kind, text, requirements, parameters }) => ({
    id,
    seedName,
    kind,
    ...text[lang],
    requirements,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, { default: standard, says }]) => [
        name,
        { default: standard, says: says[lang] },
      ]),
    ),
  }));
  return JSON.stringify({ policies: listed }, null, 2);
}

const headings: Readonly<Record<Language, readonly string[]>> = {
  de: ["Richtlinie", "Vorgabe", "Grund", "Einhalten"],
  en: ["Policy", "Demand", "Reason", "How to comply"],
};

function asMarkdown(all: readonly Policy[], lang: Language): string {
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

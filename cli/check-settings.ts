import { readFileSync } from "node:fs";
import { defaultProfile, type Language, profiles } from "#policies";
import {
  type Exception,
  ExceptionsError,
  readExceptions,
  type Settings,
  settingsOf,
} from "../check/index.ts";
import { checkWords, reasonOf } from "./check-words.ts";
import { InputError } from "./input-error.ts";

/** What says by which policies and parameters is judged. */
export interface SettingsOptions {
  readonly config: string | undefined;
  readonly profile: string | undefined;
  readonly allowedRegistries: string | undefined;
  readonly podTemplatePath: readonly string[];
  readonly exceptions: string | undefined;
  readonly lang: Language;
}

/**
 * The settings of a check: a flag beats the environment beats the file beats the profile, as for a run. The configuration
 * is loaded only if somebody gave any, because most checks need none.
 * @throws InputError naming what is wrong
 */
export async function checkSettings(
  options: SettingsOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Settings> {
  const more = {
    templatePaths: templatePathsOf(options.podTemplatePath, options.lang),
    exceptions: exceptionsOf(options),
    now: sourceDate(env["SOURCE_DATE_EPOCH"], options.lang),
  };
  const { config, profile: id, allowedRegistries: registries } = options;
  const fromEnvironment = Object.keys(env).some((name) => name.startsWith("DVS_"));
  if (config === undefined && registries === undefined && !fromEnvironment)
    return settingsOf({
      profile: profiles[id ?? defaultProfile.id] ?? defaultProfile,
      ...more,
    });
  const { ConfigurationError, listOf, loadConfiguration } = await import("../plugin/configuration.ts");
  const { configurationFile } = await import("./configuration-file.ts");
  const file = config === undefined ? undefined : await configurationFile(config);
  try {
    const flags = { profile: id, allowedRegistries: listOf(registries) };
    const { profile, parameters, allowedRegistries } = await loadConfiguration(flags, env, file);
    return settingsOf({ profile, parameters, allowedRegistries, ...more });
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    const listed = listOf(registries ?? env["DVS_ALLOWED_REGISTRIES"] ?? "");
    throw new InputError(configurationSentence(cause.message, listed, options.lang), { cause });
  }
}

/**
 * What the configuration says of itself is English, as its keys are; what suppliers mostly give has a sentence in their language.
 * @param listed the registries of the call, to which the message points by index
 */
function configurationSentence(message: string, listed: readonly string[], lang: Language): string {
  const words = checkWords(lang);
  const faults = message
    .split("\n")
    .map((line) => /^(command line|environment variable \w+): allowedRegistries\.(\d+):/.exec(line));
  const values = faults.flatMap((fault) => (fault === null ? [] : [listed[Number(fault[2])] ?? ""]));
  if (values.length < faults.length) return words.configuration(message);
  const byFlag = faults.some((fault) => fault?.[1] === "command line");
  return words.registries(byFlag ? "--allowed-registries" : "DVS_ALLOWED_REGISTRIES", values);
}

function exceptionsOf({ exceptions: file, lang }: SettingsOptions): readonly Exception[] {
  if (file === undefined) return [];
  const text = textOf(file, lang);
  try {
    return readExceptions(text, file, lang);
  } catch (cause) {
    throw cause instanceof ExceptionsError ? new InputError(cause.message, { cause }) : cause;
  }
}

function textOf(file: string, lang: Language): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new InputError(checkWords(lang).notRead("--exceptions", file, reasonOf(cause, lang)), { cause });
  }
}

/** The time by which exceptions are judged: now, or what a reproducible build says. */
function sourceDate(epoch: string | undefined, lang: Language): Date {
  if (epoch === undefined || epoch === "") return new Date();
  const date = new Date(Number(epoch) * 1000);
  if (!/^\d+$/.test(epoch) || Number.isNaN(date.getTime()))
    throw new InputError(checkWords(lang).sourceDate(epoch));
  return date;
}

function templatePathsOf(given: readonly string[], lang: Language): Record<string, readonly string[]> {
  const paths: Record<string, readonly string[]> = {};
  for (const text of given) {
    const [, kind, path] =
      /^([A-Za-z][A-Za-z0-9]*)=([\w-]+(?:\[\])?(?:\.[\w-]+(?:\[\])?)*)$/.exec(text) ?? [];
    if (kind === undefined || path === undefined) throw new InputError(checkWords(lang).templatePath(text));
    paths[kind] = [...(paths[kind] ?? []), path];
  }
  return paths;
}

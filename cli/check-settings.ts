import { defaultProfile, profiles } from "#policies";
import { type Exception, type Settings, settingsOf } from "../check/index.ts";
import { InputError } from "./input-error.ts";

/** What says by which policies and parameters is judged. */
export interface SettingsOptions {
  readonly config: string | undefined;
  readonly profile: string | undefined;
  readonly allowedRegistries: string | undefined;
  readonly podTemplatePath: readonly string[];
}

/**
 * The settings of a check: a flag beats the environment beats the file beats the profile, as for a run. The configuration
 * is loaded only if somebody gave any, because most checks need none.
 * @throws InputError naming what is wrong
 */
export async function checkSettings(
  options: SettingsOptions,
  exceptions: readonly Exception[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Settings> {
  const templatePaths = templatePathsOf(options.podTemplatePath);
  const { config, profile: id, allowedRegistries: registries } = options;
  const fromEnvironment = Object.keys(env).some((name) => name.startsWith("DVS_"));
  if (config === undefined && registries === undefined && !fromEnvironment)
    return settingsOf({
      profile: profiles[id ?? defaultProfile.id] ?? defaultProfile,
      templatePaths,
      exceptions,
    });
  const { ConfigurationError, listOf, loadConfiguration } = await import("../plugin/configuration.ts");
  const { configurationFile } = await import("./configuration-file.ts");
  const file = config === undefined ? undefined : await configurationFile(config);
  try {
    const flags = { profile: id, allowedRegistries: listOf(registries) };
    const { profile, parameters, allowedRegistries } = await loadConfiguration(flags, env, file);
    return settingsOf({ profile, parameters, allowedRegistries, templatePaths, exceptions });
  } catch (cause) {
    throw cause instanceof ConfigurationError ? new InputError(cause.message, { cause }) : cause;
  }
}

function templatePathsOf(given: readonly string[]): Record<string, readonly string[]> {
  const paths: Record<string, readonly string[]> = {};
  for (const text of given) {
    const [, kind, path] =
      /^([A-Za-z][A-Za-z0-9]*)=([\w-]+(?:\[\])?(?:\.[\w-]+(?:\[\])?)*)$/.exec(text) ?? [];
    if (kind === undefined || path === undefined)
      throw new InputError(
        `--pod-template-path ${text}: expected a kind and the path of its pod template, as in Rollout=spec.template`,
      );
    paths[kind] = [...(paths[kind] ?? []), path];
  }
  return paths;
}

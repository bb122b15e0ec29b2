import { defaultProfile, type Parameters, type Profile, parametersOf } from "#policies";
import type { Exception } from "./exception.ts";
import type { TemplatePaths } from "./pods.ts";
import type { Settings } from "./settings.ts";

const registries = "restrict-image-registries";

/**
 * Settings with what was said, and the profile's where nothing was. Without `allowedRegistries` the policy about
 * registries is not judged: the profile names none, and with none at all every image would be at fault.
 * @param parameters by policy, those that differ from the profile's
 */
export function settingsOf({
  profile = defaultProfile,
  parameters = {},
  allowedRegistries,
  templatePaths = {},
  exceptions = [],
  now = new Date(),
}: {
  readonly profile?: Profile;
  readonly parameters?: Readonly<Record<string, Parameters>>;
  readonly allowedRegistries?: readonly string[] | undefined;
  readonly templatePaths?: TemplatePaths;
  readonly exceptions?: readonly Exception[];
  readonly now?: Date;
} = {}): Settings {
  const given = { ...parameters, ...(allowedRegistries && { [registries]: { allowedRegistries } }) };
  return {
    profile,
    parameters: Object.fromEntries(profile.policies.map((id) => [id, parametersOf(id, profile, given)])),
    notJudged: allowedRegistries === undefined ? profile.policies.filter((id) => id === registries) : [],
    templatePaths,
    exceptions,
    today: now.toISOString().slice(0, 10),
  };
}

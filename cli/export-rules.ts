import { parametersOf, policies } from "#policies";
import { type BundleEngine, bundles } from "../enforcement/bundles.ts";
import { manifestText } from "../enforcement/manifest-text.ts";
import type { Mode } from "../enforcement/mode.ts";
import type { Configuration } from "../plugin/configuration.ts";
import { InputError } from "./input-error.ts";

/**
 * The rules of the configuration's profile for an engine, as YAML that can be applied, with the very parameters by
 * which a run with this configuration would judge.
 * @param exempt names of the site's own system namespaces, in which the rules are not to hold
 * @param only ids of the policies whose rules are wanted; all if there are none
 * @throws InputError if the profile restricts registries and the configuration names none, or for what is no name
 */
export function exportRules(
  { profile, parameters, allowedRegistries = [] }: Configuration,
  engine: BundleEngine,
  mode: Mode,
  exempt: readonly string[],
  only: readonly string[],
): string {
  const restricted = profile.policies.includes("restrict-image-registries");
  if (restricted && allowedRegistries.length === 0)
    throw new InputError({
      de: "Welche Registries erlaubt der Standort? Sie gehören in --allowed-registries oder in die Konfiguration: Ohne sie würde jedes Image abgelehnt.",
      en: "Which registries does the site permit? Name them by --allowed-registries, or in the configuration: without them every image would be refused.",
    });
  const strange = exempt.find((name) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name));
  if (strange !== undefined)
    throw new InputError({
      de: `--exempt-namespaces: „${strange}“ ist kein Name eines Namespace. Jeden einzeln nennen, durch Kommas getrennt; Muster verstehen nicht alle Engines.`,
      en: `--exempt-namespaces: "${strange}" is no name of a namespace. Name each of them, separated by commas; patterns are not understood by all engines.`,
    });
  const unknown = only.find((id) => !profile.policies.some((own) => own === id));
  if (unknown !== undefined)
    throw new InputError({
      de: `--policy: Das Profil ${profile.id} hat keine Richtlinie „${unknown}“. „dvs policies --profile ${profile.id}“ listet sie auf.`,
      en: `--policy: the profile ${profile.id} has no policy "${unknown}". "dvs policies --profile ${profile.id}" lists them.`,
    });
  const given = { ...parameters, ...(restricted && { "restrict-image-registries": { allowedRegistries } }) };
  const values = Object.fromEntries(profile.policies.map((id) => [id, parametersOf(id, profile, given)]));
  const demanded = profile.policies.map((id) => policies[id]);
  const wanted = only.length === 0 ? demanded : demanded.filter(({ id }) => only.includes(id));
  return manifestText(bundles[engine](demanded, mode, values, exempt, wanted));
}

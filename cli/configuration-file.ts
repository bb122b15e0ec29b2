import { readFile } from "node:fs/promises";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Language } from "#policies";
import type { ConfigurationText } from "../plugin/configuration.ts";
import { checkWords, reasonOf } from "./check-words.ts";
import { InputError } from "./input-error.ts";

const definition = z.object({
  "sonobuoy-config": z.unknown(),
  "config-map": z.record(z.string(), z.unknown()).default({}),
});

/**
 * A run's configuration: the file itself, or what a plugin's definition (`deploy/dvs-own-account.yaml`) holds in its
 * config-map.
 * @throws InputError if it cannot be read, or is several documents
 */
export async function configurationFile(path: string): Promise<ConfigurationText> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const said = (lang: Language) => checkWords(lang).notRead("--config", path, reasonOf(cause, lang));
    throw new InputError({ de: said("de"), en: said("en") }, { cause });
  });
  const documents = parseAllDocuments(text);
  if (Array.isArray(documents) && documents.length > 1)
    throw new InputError({
      de: `--config: ${path} enthält ${documents.length} YAML-Dokumente: erwartet wird die Konfiguration des Laufs allein (config.yaml) oder die Definition des Plugins mit einer config-map, wie in deploy/dvs-own-account.yaml`,
      en: `--config: ${path} holds ${documents.length} YAML documents: expected the run's configuration alone (config.yaml), or the plugin's definition with a config-map, as deploy/dvs-own-account.yaml`,
    });
  const [document] = documents;
  if (document === undefined || document.errors.length > 0) return { name: path, text };
  const found = definition.safeParse(document.toJS());
  if (!found.success || found.data["sonobuoy-config"] === undefined) return { name: path, text };
  const inside = found.data["config-map"]["config.yaml"];
  return {
    name: `${path}, config.yaml in the config-map`,
    text: typeof inside === "string" ? inside : "",
  };
}

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
export async function configurationFile(path: string, lang: Language = "en"): Promise<ConfigurationText> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new InputError(checkWords(lang).notRead("--config", path, reasonOf(cause, lang)), { cause });
  });
  const documents = parseAllDocuments(text);
  if (Array.isArray(documents) && documents.length > 1)
    throw new InputError(
      `--config: ${path} holds ${documents.length} YAML documents: expected the run's configuration alone (config.yaml), or the plugin's definition with a config-map, as deploy/dvs-own-account.yaml`,
    );
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

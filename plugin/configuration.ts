import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { z } from "zod";
import { type Profile, profiles } from "#policies";
import { type ConfigurationValues, configurationKeys, parseConfiguration } from "./configuration-shape.ts";
import { parametersProblem } from "./parameters-problem.ts";

/** What a run is to do; see docs/configuration.md for the keys. */
export interface Configuration extends Omit<ConfigurationValues, "profile"> {
  readonly profile: Profile;
}

/** A configuration that cannot be used; the message names the place and says what to do. */
export class ConfigurationError extends Error {}

/** Environment variables and the keys that they set; lists are separated by commas. */
const environment = {
  DVS_PROFILE: { key: "profile", read: (text: string): unknown => text },
  DVS_PROBES: { key: "probes", read: (text: string): unknown => text },
  DVS_IMAGE: { key: "image", read: (text: string): unknown => text },
  DVS_ALLOWED_REGISTRIES: { key: "allowedRegistries", read: listOf },
  DVS_NAMESPACES: { key: "namespaces", read: listOf },
  DVS_CONCURRENCY: { key: "concurrency", read: numberOrText },
  DVS_REST: { key: "rest", read: numberOrText },
  DVS_DEADLINE: { key: "deadline", read: numberOrText },
  DVS_SITE_NAME: { key: "siteName", read: (text: string): unknown => text },
} as const;

/** Variables that are read in other places. */
const elsewhere = new Set([
  "DVS_POD_NAME",
  "DVS_POD_NAMESPACE",
  "DVS_CONTAINER",
  "DVS_RESULT_TO",
  "DVS_CACHE",
]);

/** The parts of a list that is separated by commas. */
export function listOf(text: string): string[];
export function listOf(text: string | undefined): string[] | undefined;
export function listOf(text: string | undefined): string[] | undefined {
  return text?.split(",").map((part) => part.trim());
}

/** A number, or the text itself, which the message then shows. */
function numberOrText(text: string): unknown {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A configuration file that was read already; the name stands in messages. */
export interface ConfigurationText {
  readonly name: string;
  /** YAML. */
  readonly text: string;
}

/** Where settings come from, and what is set there. */
interface Source {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * The configuration of a run: a flag beats the environment beats the file beats the profile.
 * @param file path of a YAML file, or what stands in one, or undefined
 * @throws ConfigurationError naming the source, the key and what is permitted, before anything is created
 */
export async function loadConfiguration(
  flags: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
  file: string | ConfigurationText | undefined,
): Promise<Configuration> {
  const fromEnvironment = Object.entries(environment).flatMap(([variable, { key, read }]): Source[] => {
    const text = env[variable];
    return text === undefined || text === ""
      ? []
      : [{ name: `environment variable ${variable}`, values: { [key]: read(text) } }];
  });
  const strange = Object.keys(env).find(
    (name) => name.startsWith("DVS_") && !(name in environment) && !elsewhere.has(name),
  );
  if (strange !== undefined) {
    throw new ConfigurationError(
      `environment variable ${strange} is not known; known: ${Object.keys(environment).join(", ")}`,
    );
  }
  const sources: Source[] = [
    ...(file === undefined ? [] : [valuesOf(typeof file === "string" ? await textOf(file) : file)]),
    ...fromEnvironment,
    { name: "command line", values: flags },
  ];
  const origin = new Map<string, string>();
  const merged: Record<string, unknown> = {};
  for (const { name, values } of sources) {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) continue;
      origin.set(key, name);
      merged[key] = value;
    }
  }
  const parsed = parseConfiguration(merged);
  if (!parsed.success)
    throw new ConfigurationError(parsed.error.issues.map((issue) => sentence(issue, origin)).join("\n"));
  const { profile: id, ...rest } = parsed.data;
  const profile = profiles[id];
  if (profile === undefined) throw new ConfigurationError(`profile ${id} is not known`);
  const problem = parametersProblem(rest.parameters);
  if (problem !== undefined) throw new ConfigurationError(`${origin.get("parameters") ?? ""}: ${problem}`);
  const own = rest.namespaces.find((name) => name === (env["DVS_POD_NAMESPACE"] ?? "sonobuoy"));
  if (own !== undefined) {
    throw new ConfigurationError(
      `${origin.get("namespaces") ?? ""}: namespaces: ${own} is where Sonobuoy and this plugin run, which sites exempt: name namespaces of tenants`,
    );
  }
  return { ...rest, profile };
}

async function textOf(file: string): Promise<ConfigurationText> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ConfigurationError(
      `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });
  return { name: file, text };
}

function valuesOf({ name: file, text }: ConfigurationText): Source {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new ConfigurationError(`${file}: ${problem.message}`);
  const values = z.record(z.string(), z.unknown()).safeParse(document.toJS() ?? {});
  if (!values.success)
    throw new ConfigurationError(`${file}: expected keys with values, as in "probes: core"`);
  return { name: file, values: values.data };
}

function sentence(issue: z.core.$ZodIssue, origin: ReadonlyMap<string, string>): string {
  if (issue.code === "unrecognized_keys") {
    const places = issue.keys.map(
      (key) => `${origin.get(key) ?? "configuration"}: the key "${key}" is not known`,
    );
    return `${places.join("; ")}; known keys: ${configurationKeys.join(", ")}`;
  }
  const [key, ...path] = issue.path.map(String);
  return `${origin.get(key ?? "") ?? "configuration"}: ${[key, ...path].join(".")}: ${issue.message}`;
}

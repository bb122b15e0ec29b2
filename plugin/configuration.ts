import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { z } from "zod";
import { type Parameters, type Profile, profiles } from "#policies";
import { parametersProblem } from "./parameters-problem.ts";

/** What a run is to do; see docs/configuration.md for the keys. */
export interface Configuration {
  readonly profile: Profile;
  readonly probes: "core";
  readonly image: string | undefined;
  readonly allowedRegistries: readonly string[] | undefined;
  /** Parameters that differ from the profile's, by policy. */
  readonly parameters: Readonly<Record<string, Parameters>>;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly appArmor: "present" | "absent";
  /** Seconds for one request. */
  readonly requestTimeout: number;
  /** Seconds for the whole run. */
  readonly deadline: number;
  /** Seconds after which the fresh namespace is looked at again: the site may have labelled it. */
  readonly settle: number;
  readonly siteName: string | undefined;
}

/** A configuration that cannot be used; the message names the place and says what to do. */
export class ConfigurationError extends Error {}

const registry = z
  .string()
  .regex(
    /^[a-zA-Z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/,
    "a registry is a host, or a host and a path, without https://",
  );
const seconds = (most: number) => z.number().positive().max(most);
const parameterValue = z.union([z.boolean(), z.number().int(), z.string(), z.array(z.string())]);

const shape = z.strictObject({
  profile: z.enum(Object.keys(profiles)).default(Object.keys(profiles)[0] ?? ""),
  probes: z.literal("core", "only the core probes can be run by this version").default("core"),
  image: z
    .string()
    .regex(
      /^([a-zA-Z0-9.-]+(:\d+)?\/)?[a-z0-9._/-]+(:(?!latest$)[\w.-]+)?(@sha256:[0-9a-f]{64})?(?<=:[\w.-]+|[0-9a-f]{64})$/,
      "expected an image with a fixed tag (not latest) or a digest, such as registry.example/app:1.2.3",
    )
    .optional(),
  allowedRegistries: z.array(registry).min(1).optional(),
  parameters: z.record(z.string(), z.record(z.string(), parameterValue)).default({}),
  namespaceLabels: z.record(z.string(), z.string()).default({}),
  appArmor: z.enum(["present", "absent"]).default("present"),
  requestTimeout: seconds(600).default(10),
  deadline: seconds(86_400).default(600),
  settle: z.number().min(0).max(60).default(1),
  siteName: z.string().min(1).max(80).optional(),
});

/** Environment variables and the keys that they set; lists are separated by commas. */
const environment = {
  DVS_PROFILE: { key: "profile", read: (text: string): unknown => text },
  DVS_PROBES: { key: "probes", read: (text: string): unknown => text },
  DVS_IMAGE: { key: "image", read: (text: string): unknown => text },
  DVS_ALLOWED_REGISTRIES: {
    key: "allowedRegistries",
    read: (text: string): unknown => text.split(",").map((part) => part.trim()),
  },
  DVS_DEADLINE: { key: "deadline", read: numberOrText },
  DVS_SITE_NAME: { key: "siteName", read: (text: string): unknown => text },
} as const;

/** Variables that are read in other places. */
const elsewhere = new Set(["DVS_POD_NAME", "DVS_POD_NAMESPACE", "DVS_CONTAINER", "DVS_CACHE"]);

/** A number, or the text itself, which the message then shows. */
function numberOrText(text: string): unknown {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Where settings come from, and what is set there. */
interface Source {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * The configuration of a run: a flag beats the environment beats the file beats the profile.
 * @param file path of a YAML file, or undefined
 * @throws ConfigurationError naming the source, the key and what is permitted, before anything is created
 */
export async function loadConfiguration(
  flags: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
  file: string | undefined,
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
    ...(file === undefined ? [] : [{ name: file, values: await readFileValues(file) }]),
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
  const parsed = shape.safeParse(merged);
  if (!parsed.success)
    throw new ConfigurationError(parsed.error.issues.map((issue) => sentence(issue, origin)).join("\n"));
  const { profile: id, image, allowedRegistries, siteName, ...rest } = parsed.data;
  const profile = profiles[id];
  if (profile === undefined) throw new ConfigurationError(`profile ${id} is not known`);
  const problem = parametersProblem(rest.parameters);
  if (problem !== undefined) throw new ConfigurationError(`${origin.get("parameters") ?? ""}: ${problem}`);
  return { ...rest, profile, image, allowedRegistries, siteName };
}

async function readFileValues(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ConfigurationError(
      `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new ConfigurationError(`${file}: ${problem.message}`);
  const values = z.record(z.string(), z.unknown()).safeParse(document.toJS() ?? {});
  if (!values.success)
    throw new ConfigurationError(`${file}: expected keys with values, as in "probes: core"`);
  return values.data;
}

function sentence(issue: z.core.$ZodIssue, origin: ReadonlyMap<string, string>): string {
  if (issue.code === "unrecognized_keys") {
    const places = issue.keys.map(
      (key) => `${origin.get(key) ?? "configuration"}: the key "${key}" is not known`,
    );
    return `${places.join("; ")}; known keys: ${Object.keys(shape.shape).join(", ")}`;
  }
  const [key, ...path] = issue.path.map(String);
  return `${origin.get(key ?? "") ?? "configuration"}: ${[key, ...path].join(".")}: ${issue.message}`;
}

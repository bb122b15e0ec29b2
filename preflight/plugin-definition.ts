import { parse } from "yaml";
import { z } from "zod";
import { isObject, type Json, type JsonObject } from "#policies";

const object: z.ZodType<JsonObject> = z.custom<JsonObject>(isObject, "expected keys with values");
const objects = z.array(object).default([]);

const shape = z.object({
  "sonobuoy-config": z.object({
    driver: z.string().regex(/^job$/i, "only plugins with the driver Job are tried"),
    "plugin-name": z.string().min(1),
  }),
  podSpec: object.optional(),
  spec: object,
  "extra-volumes": objects,
  "config-map": z.record(z.string(), z.string()).optional(),
});

/** What a Sonobuoy plugin's definition says about its pod. */
export interface PluginDefinition {
  readonly name: string;
  readonly podSpec: JsonObject | undefined;
  readonly container: JsonObject;
  readonly volumes: readonly JsonObject[];
  readonly hasConfigMap: boolean;
  /** The plugin's own configuration, as far as it matters here. */
  readonly settings: {
    readonly namespaceLabels: Readonly<Record<string, string>>;
    readonly allowedRegistries?: readonly string[] | undefined;
  };
}

const settingsShape = z.object({
  namespaceLabels: z.record(z.string(), z.string()).default({}),
  allowedRegistries: z.array(z.string()).optional(),
});

/**
 * Reads a plugin's definition (`sonobuoy-plugin.yaml`).
 * @throws Error that names the key at fault
 */
export function readPluginDefinition(text: string): PluginDefinition {
  const parsed = shape.safeParse(parse(text));
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
    );
  const { podSpec, spec, "extra-volumes": volumes, "config-map": configMap } = parsed.data;
  return {
    name: parsed.data["sonobuoy-config"]["plugin-name"],
    podSpec,
    container: spec,
    volumes,
    hasConfigMap: configMap !== undefined,
    settings: settingsShape.parse(parse(configMap?.["config.yaml"] ?? "") ?? {}),
  };
}

/** Objects of a field; none if it is absent or null, as Go writes empty lists. */
export function listIn(of: JsonObject, field: string): Json[] {
  const found = of[field];
  return Array.isArray(found) ? found : [];
}

import type { JsonObject, ParameterDefinition, Policy } from "#policies";
import { labels } from "./rule.ts";

/** Where operators set the parameters: a ConfigMap, so that the rules need no editing. */
export const parameterSource = { name: "dvs-policies", namespace: "kube-system" };

/** The ConfigMap with all parameters of the policies; lists are written with commas. */
export function parameterConfigMap(
  policies: readonly Policy[],
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): JsonObject {
  const data = policies.flatMap(({ id, parameters }) =>
    Object.entries(parameters).map(([name, definition]): [string, string] => {
      const value = values[id]?.[name] ?? definition.default;
      return [`${id}.${name}`, Array.isArray(value) ? value.join(",") : String(value)];
    }),
  );
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { ...parameterSource, labels },
    data: Object.fromEntries(data),
  };
}

/** A CEL variable of a rule. */
export type Variable = { readonly name: string; readonly expression: string };

/** CEL for the ConfigMap's data. */
interface ParameterData {
  readonly map: string;
  /** Whether there is any data. */
  readonly present?: string;
}

/**
 * Variables that read a policy's parameters from the ConfigMap, or take the default where a key is missing. Spaces beside
 * commas and capitals are what people write: an entry that is not understood would loosen the rules that ask for it.
 */
export function parameterVariables({ id, parameters }: Policy, { map, present }: ParameterData): Variable[] {
  return Object.entries(parameters).map(([name, { default: standard }]) => {
    const key = `"${id}.${name}"`;
    const found = `${present === undefined ? "" : `${present} && `}${key} in ${map}`;
    const value = `${reader(`${map}[${key}]`, standard)} : ${JSON.stringify(standard)}`;
    return { name, expression: `${found} ? ${value}` };
  });
}

function reader(text: string, standard: ParameterDefinition["default"]): string {
  switch (typeof standard) {
    case "boolean":
      return `${text}.trim().lowerAscii() == "true"`;
    case "number":
      return `int(${text}.trim())`;
    case "string":
      return `${text}.trim()`;
    case "object":
      return `${text}.split(",").map(entry, entry.trim())`;
  }
}

import { isPolicyId, type Parameters, type ParameterValue, type Policy, policies } from "#policies";

/**
 * What is wrong with parameters that somebody gave: every one must belong to its policy, have the type of its default
 * and keep within its bounds.
 * @returns a sentence that begins with the place, or undefined
 */
export function parametersProblem(given: Readonly<Record<string, Parameters>>): string | undefined {
  for (const [id, values] of Object.entries(given)) {
    if (!isPolicyId(id)) return `parameters.${id}: there is no such policy; dvs policies lists them`;
    for (const [name, value] of Object.entries(values)) {
      const problem = parameterProblem(policies[id].parameters, name, value);
      if (problem !== undefined) return `parameters.${id}.${name}: ${problem}`;
    }
  }
  const registries = given["restrict-image-registries"]?.["allowedRegistries"];
  if (registries === undefined) return undefined;
  return "parameters.restrict-image-registries.allowedRegistries: use the key allowedRegistries instead";
}

function parameterProblem(
  known: Policy["parameters"],
  name: string,
  value: ParameterValue,
): string | undefined {
  const definition = known[name];
  if (definition === undefined) {
    return `there is no such parameter; known: ${Object.keys(known).join(", ") || "none"}`;
  }
  const { default: standard, values, minimum } = definition;
  if (kindOf(value) !== kindOf(standard)) {
    return `expected a ${kindOf(standard)}, for example ${JSON.stringify(standard)}`;
  }
  const strange = Array.isArray(value) ? value.find((entry) => values?.includes(entry) === false) : undefined;
  if (strange !== undefined) return `"${strange}" is not known; known: ${values?.join(", ")}`;
  if (typeof value === "number" && minimum !== undefined && value < minimum)
    return `expected at least ${minimum}`;
  return undefined;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "list of strings" : typeof value;
}

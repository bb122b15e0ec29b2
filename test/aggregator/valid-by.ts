import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const compiled = new Map<string, ValidateFunction>();

/**
 * Checks data against a schema that is shipped. It is compiled once for all tests of a process, because that takes longer
 * than any check.
 */
export function validBy(name: "demands" | "report"): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  const valid = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
  compiled.set(name, valid);
  return valid;
}

import { InputError } from "./input-error.ts";

/**
 * What is said of a value that cannot be a namespace's name.
 * @param option as it is typed, e.g. `--namespace`
 */
export function noNamespace(option: string, name: string): InputError {
  return new InputError({
    de: `${option}: „${name}“ ist kein Name eines Namespace`,
    en: `${option}: "${name}" is no name of a namespace`,
  });
}

import { profiles } from "#policies";
import { type FormatName, formatNames } from "../check/formats/index.ts";
import { languages, userLanguage } from "./language.ts";
import type { CheckOptions } from "./options/check.ts";

/**
 * Runs `dvs check` if its arguments are the usual ones, without the parser that all commands share.
 * @param args what stands behind the command's name
 * @returns the exit code; undefined for what that parser has to say something about: help and mistakes
 * @throws as the command does
 */
export async function quickCheck(args: readonly string[]): Promise<number | undefined> {
  const options = quickOptions(args);
  if (options === undefined) return undefined;
  const { runCheck } = await import("./run-check.ts");
  return runCheck(options);
}

/** The option that takes no value. */
const flag = "--allow-empty";

/** Options that may be given several times. */
const several: ReadonlySet<string> = new Set(["--values", "--set", "--pod-template-path"]);

/** The options of the arguments as the full parser would understand them, if they are of the usual kind. */
export function quickOptions(args: readonly string[]): CheckOptions | undefined {
  const path: string[] = [];
  const given = new Map<string, string[]>();
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "-" || !arg.startsWith("-")) {
      path.push(arg);
      continue;
    }
    const [, long, inline] = /^(--[a-z-]+)(?:=(.+))?$/s.exec(arg) ?? [];
    const name = arg === "-o" ? "--output" : long;
    const isFlag = name === flag && inline === undefined;
    if (inline === undefined && !isFlag) index += 1;
    const value = isFlag ? "true" : (inline ?? args[index]);
    if (name === undefined || value === undefined || value === "") return undefined;
    if (given.has(name) && !several.has(name)) return undefined;
    if (inline === undefined && value.startsWith("-")) return undefined;
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  return path.length === 0 || path.includes("") ? undefined : optionsOf(path, given);
}

function optionsOf(path: readonly string[], given: Map<string, string[]>): CheckOptions | undefined {
  const all = (name: string) => {
    const values = given.get(name) ?? [];
    given.delete(name);
    return values;
  };
  const oneOf = <Name extends string>(name: string, names: readonly Name[]): Name | undefined => {
    const found = names.find((known) => known === given.get(name)?.[0]);
    if (found !== undefined) given.delete(name);
    return found;
  };
  const options: CheckOptions = {
    path,
    format: oneOf<FormatName>("--format", formatNames),
    output: all("--output")[0],
    profile: oneOf("--profile", Object.keys(profiles)),
    config: all("--config")[0],
    allowedRegistries: all("--allowed-registries")[0],
    exceptions: all("--exceptions")[0],
    patch: oneOf("--patch", ["kustomize"]),
    lang: oneOf("--lang", languages) ?? userLanguage(),
    allowEmpty: oneOf(flag, ["true"]) !== undefined,
    values: all("--values"),
    set: all("--set"),
    podTemplatePath: all("--pod-template-path"),
  };
  // what is left is not known here, or has a value that is not
  return given.size === 0 ? options : undefined;
}

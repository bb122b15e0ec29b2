import type { Command } from "./command.ts";
import { type CheckArguments, checkOptions } from "./options/check.ts";
import { runCheck } from "./run-check.ts";

/** `dvs check`: whether an application's manifests keep to the policies. */
export const check: Command<CheckArguments> = { builder: checkOptions, run: runCheck };

import type { ArgumentsCamelCase, Argv } from "yargs";
import type { Say } from "./say.ts";

/** One command of `dvs`: options, call, print, exit code. The options' type is that which the builder makes. */
export interface Command<Options> {
  /** Adds the options; their descriptions are in the language of `say`. */
  readonly builder: (yargs: Argv, say: Say) => Argv<Options>;
  /**
   * Does the command's work.
   * @returns the exit code: 0 fine, 1 findings, 2 an input at fault (with something to show nevertheless)
   * @throws InputError for what the user can put right and nothing was done; exit code 2
   */
  readonly run: (argv: ArgumentsCamelCase<Options>) => Promise<number>;
}

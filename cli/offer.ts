import type { Argv } from "yargs";
import type { Command } from "./command.ts";
import type { CommandName } from "./command-names.ts";
import type { Say } from "./say.ts";
import type { Usage } from "./usages.ts";

/** A command that a program offers; which options it has stays inside. */
export interface Offer {
  readonly name: CommandName;
  /** Adds it to the command line; `ended` receives its exit code. */
  readonly addTo: (parser: Argv, usage: Usage, say: Say, ended: (exitCode: number) => void) => Argv;
  /**
   * Runs the command if it understands its arguments without further help.
   * @returns the exit code, or undefined if nothing was done
   */
  readonly quick?: (args: readonly string[]) => Promise<number | undefined>;
}

/**
 * Offers a command.
 * @param load loads it when it is called: no command waits for what only another one needs
 */
export function offer<Options>(
  name: CommandName,
  load: () => Promise<Command<Options>>,
  quick?: Offer["quick"],
): Offer {
  return {
    name,
    ...(quick && { quick }),
    addTo: (parser, { command, describe }, say, ended) =>
      parser.command(
        command,
        say(describe),
        async (yargs) => (await load()).builder(yargs, say),
        async (argv) => ended(await (await load()).run(argv)),
      ),
  };
}

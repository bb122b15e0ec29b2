import type { Argv } from "yargs";
import type { Command } from "./command.ts";
import { type CommandName, usages } from "./usages.ts";

/** A command that a program offers; which options it has stays inside. */
export interface Offer {
  readonly name: CommandName;
  /** Adds it to the command line; `ended` receives its exit code. */
  readonly addTo: (parser: Argv, ended: (exitCode: number) => void) => Argv;
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
  const { command, describe } = usages[name];
  return {
    name,
    ...(quick && { quick }),
    addTo: (parser, ended) =>
      parser.command(
        command,
        describe,
        async (yargs) => (await load()).builder(yargs),
        async (argv) => ended(await (await load()).run(argv)),
      ),
  };
}

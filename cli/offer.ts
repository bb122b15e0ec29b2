import type { Argv } from "yargs";
import type { Command } from "./command.ts";
import { type CommandName, usages } from "./usages.ts";

/** A command that a program offers; which options it has stays inside. */
export interface Offer {
  readonly name: CommandName;
  /** Adds it to the command line; `ended` receives its exit code. */
  readonly addTo: (parser: Argv, ended: (exitCode: number) => void) => Argv;
}

/**
 * Offers a command.
 * @param load loads it when it is called: no command waits for what only another one needs
 */
export function offer<Options>(name: CommandName, load: () => Promise<Command<Options>>): Offer {
  const { command, describe } = usages[name];
  return {
    name,
    addTo: (parser, ended) =>
      parser.command(
        command,
        describe,
        async (yargs) => (await load()).builder(yargs),
        async (argv) => ended(await (await load()).run(argv)),
      ),
  };
}

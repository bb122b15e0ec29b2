import yargs, { type Argv } from "yargs";
import { version } from "#results";
import { cleanup } from "./cleanup.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { policies } from "./policies.ts";
import { probe } from "./probe.ts";
import { report } from "./report.ts";

/**
 * Runs the command line.
 * @param args what stands behind the program's name
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const add = <Options>(parser: Argv, command: Command<Options>): Argv =>
    parser.command(command.command, command.describe, command.builder, async (argv) => {
      exitCode = await command.run(argv);
    });
  let parser: Argv = yargs([...args])
    .scriptName("dvs")
    .locale("en")
    .usage("$0 <command>\n\nShows for every site whether its cluster enforces the agreed container policies.")
    .option("debug", {
      type: "boolean",
      default: false,
      describe: "show where in the program an error happened",
    })
    .version(version)
    .demandCommand(1, "Which command? See dvs --help.")
    .strict()
    .fail((message, error) => {
      if (error !== undefined && error !== null) throw error;
      throw new InputError(`${message}\nSee dvs --help.`);
    });
  parser = add(parser, probe);
  parser = add(parser, cleanup);
  parser = add(parser, report);
  parser = add(parser, policies);
  try {
    await parser.parseAsync();
    return exitCode;
  } catch (error) {
    const known = error instanceof InputError && !args.includes("--debug");
    process.stderr.write(
      known ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return 2;
  }
}

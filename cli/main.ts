import yargs, { type Argv } from "yargs";
import { version } from "#results";
import { visible } from "../aggregator/index.ts";
import { announce } from "./announce.ts";
import { cleanup } from "./cleanup.ts";
import { collect } from "./collect.ts";
import type { Command } from "./command.ts";
import { explain } from "./explain.ts";
import { givenTwice } from "./given-twice.ts";
import { InputError } from "./input-error.ts";
import { policies } from "./policies.ts";
import { preflight } from "./preflight.ts";
import { probe } from "./probe.ts";
import { report } from "./report.ts";
import { slim } from "./slim.ts";

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
    .demandCommand(
      1,
      "Which command? preflight, announce, probe, cleanup, collect, slim, report, explain or policies.",
    )
    .strict()
    .strictCommands()
    .check((argv) => {
      const twice = givenTwice(argv, ["site", "for", "previous"]);
      if (twice !== undefined) throw new InputError(`--${twice} is given several times; state it once.`);
      return true;
    })
    .fail((message, error) => {
      if (error !== undefined && error !== null) throw error;
      throw new InputError(`${usageText(message)}\nSee dvs --help.`);
    });
  parser = add(parser, preflight);
  parser = add(parser, announce);
  parser = add(parser, probe);
  parser = add(parser, cleanup);
  parser = add(parser, collect);
  parser = add(parser, report);
  parser = add(parser, explain);
  parser = add(parser, slim);
  parser = add(parser, policies);
  try {
    await parser.parseAsync();
    return exitCode;
  } catch (error) {
    const known = error instanceof InputError && !args.includes("--debug");
    process.stderr.write(
      known ? `${visible(error.message)}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return 2;
  }
}

/** yargs' sentence, but where it says too little. */
function usageText(message: string): string {
  const command = /^Unknown commands?: (.+)$/s.exec(message)?.[1];
  if (command !== undefined) return `There is no command ${command}.`;
  return message.startsWith("Not enough non-option arguments") ? "Something to work on is missing." : message;
}

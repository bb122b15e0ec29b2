import yargs, { type Argv } from "yargs";
import { version } from "#version";
import { visible } from "../foreign/visible.ts";
import { givenTwice } from "./given-twice.ts";
import { InputError } from "./input-error.ts";
import type { Offer } from "./offer.ts";

/** A program that is called dvs: there is one with all commands, and one for suppliers. */
export interface Program {
  /** What it does, in a sentence for the help. */
  readonly about: string;
  /** Its commands, in the order of the help. */
  readonly offers: readonly Offer[];
}

/**
 * Runs a program's command line.
 * @param args what stands behind the program's name
 * @returns the exit code
 */
export async function commandLine(args: readonly string[], { about, offers }: Program): Promise<number> {
  const names = offers.map(({ name }) => name);
  let exitCode = 0;
  let parser: Argv = yargs([...args])
    .scriptName("dvs")
    .locale("en")
    .usage(`$0 <command>\n\n${about}`)
    .option("debug", {
      type: "boolean",
      default: false,
      describe: "show where in the program an error happened",
    })
    .version(version)
    .demandCommand(1, `Which command? ${names.slice(0, -1).join(", ")} or ${names.at(-1)}.`)
    .strict()
    .strictCommands()
    .check((argv) => {
      const twice = givenTwice(argv, [
        "site",
        "for",
        "previous",
        "path",
        "values",
        "set",
        "pod-template-path",
        "podTemplatePath",
      ]);
      if (twice !== undefined) throw new InputError(`--${twice} is given several times; state it once.`);
      return true;
    })
    .fail((message, error) => {
      if (error !== undefined && error !== null) throw error;
      throw new InputError(`${usageText(message)}\nSee dvs --help.`);
    });
  for (const { addTo } of offers)
    parser = addTo(parser, (code) => {
      exitCode = code;
    });
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

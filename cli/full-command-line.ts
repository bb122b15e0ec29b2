import yargs, { type Argv } from "yargs";
import { version } from "#version";
import type { Program } from "./command-line.ts";
import { givenTwice } from "./given-twice.ts";
import { InputError } from "./input-error.ts";
import { userLanguage } from "./language.ts";

/**
 * Parses a command line in full, with help and with a sentence for every mistake, and runs the command.
 * @returns the exit code
 * @throws InputError for what is wrong with the arguments, and what the command throws
 */
export async function fullCommandLine(args: readonly string[], { about, offers }: Program): Promise<number> {
  const names = offers.map(({ name }) => name);
  let exitCode = 0;
  let parser: Argv = yargs([...args])
    .scriptName("dvs")
    .locale(localeFor(args))
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
      throw new InputError(
        `${usageText(message)}\n${localeFor(args) === "de" ? "Mehr dazu:" : "See"} dvs ${names.find((name) => name === args[0])?.concat(" ") ?? ""}--help${localeFor(args) === "de" ? "" : "."}`,
      );
    });
  for (const { addTo } of offers)
    parser = addTo(parser, (code) => {
      exitCode = code;
    });
  await parser.parseAsync();
  return exitCode;
}

/** The check speaks the language that it is told to, also of its own call; the help is English. */
function localeFor(args: readonly string[]): "de" | "en" {
  if (args[0] !== "check" || args.includes("--help")) return "en";
  const at = args.indexOf("--lang");
  const given =
    at < 0 ? args.find((arg) => arg.startsWith("--lang="))?.slice("--lang=".length) : args[at + 1];
  return (given ?? userLanguage()) === "de" ? "de" : "en";
}

/** yargs' sentence, but where it says too little. */
function usageText(message: string): string {
  const command = /^Unknown commands?: (.+)$/s.exec(message)?.[1];
  if (command !== undefined) return `There is no command ${command}.`;
  return message.startsWith("Not enough non-option arguments") ? "Something to work on is missing." : message;
}

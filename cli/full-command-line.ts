import yargs, { type Argv } from "yargs";
import { version } from "#version";
import type { Program } from "./command-line.ts";
import { givenTwice } from "./given-twice.ts";
import { InputError } from "./input-error.ts";
import { askedLanguage } from "./language.ts";
import { parserWords } from "./parser-words.ts";
import type { Say, Words } from "./say.ts";
import { usages } from "./usages.ts";

/**
 * Parses a command line in full, with help and with a sentence for every mistake, and runs the command.
 * @returns the exit code
 * @throws InputError for what is wrong with the arguments, and what the command throws
 */
export async function fullCommandLine(args: readonly string[], { about, offers }: Program): Promise<number> {
  const language = askedLanguage(args);
  const say: Say = (words) => words[language];
  const names = offers.map(({ name }) => name);
  const mistake = (message: string) => {
    const help = ["dvs", ...names.filter((name) => name === args[0]), "--help"].join(" ");
    return new InputError(`${message}\n${say({ de: `Mehr dazu: ${help}`, en: `See ${help}.` })}`);
  };
  let exitCode = 0;
  let parser: Argv = yargs([...args])
    .scriptName("dvs")
    .locale(language)
    .updateStrings(parserWords[language])
    .usage(`$0 <${say({ de: "Befehl", en: "command" })}>\n\n${say(about)}`)
    .option("debug", {
      type: "boolean",
      default: false,
      describe: say({
        de: "zeigen, wo im Programm ein Fehler auftrat",
        en: "show where in the program an error happened",
      }),
    })
    .version(version)
    .exitProcess(false)
    .demandCommand(1, say(whichOf(names)))
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
      if (twice !== undefined)
        throw new InputError({
          de: `${typed(twice)} ist mehrmals angegeben; einmal genügt.`,
          en: `${typed(twice)} is given several times; state it once.`,
        });
      return true;
    })
    .fail((message, error) => {
      throw error ?? mistake(message);
    });
  for (const { name, addTo } of offers)
    parser = addTo(parser, usages[name], say, (code) => {
      exitCode = code;
    });
  try {
    await parser.parseAsync();
  } catch (error) {
    // what the parser itself throws is a mistake of the call as well
    throw error instanceof Error && error.name === "YError" ? mistake(error.message) : error;
  }
  return exitCode;
}

/** An option as it is typed. */
function typed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function whichOf(names: readonly string[]): Words {
  const [all, last] = [names.slice(0, -1).join(", "), names.at(-1)];
  return { de: `Welcher Befehl? ${all} oder ${last}.`, en: `Which command? ${all} or ${last}.` };
}

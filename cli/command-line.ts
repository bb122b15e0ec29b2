import { visible } from "../foreign/visible.ts";
import { InputError } from "./input-error.ts";
import { askedLanguage } from "./language.ts";
import type { Offer } from "./offer.ts";
import type { Words } from "./say.ts";

/** A program that is called dvs: there is one with all commands, and one for suppliers. */
export interface Program {
  /** What it does, in a sentence for the help. */
  readonly about: Words;
  /** Its commands, in the order of the help. */
  readonly offers: readonly Offer[];
}

/**
 * Runs a program's command line. What a command understands by itself starts at once; the parser with help and sentences
 * for every mistake is loaded for the rest, because that takes longer than to judge a manifest.
 * @param args what stands behind the program's name
 * @returns the exit code
 */
export async function commandLine(args: readonly string[], program: Program): Promise<number> {
  const [name, ...rest] = args;
  try {
    const quick = program.offers.find((offer) => offer.name === name)?.quick;
    const exitCode = await quick?.(rest);
    if (exitCode !== undefined) return exitCode;
    const { fullCommandLine } = await import("./full-command-line.ts");
    return await fullCommandLine(args, program);
  } catch (error) {
    const known = error instanceof InputError && !args.includes("--debug");
    process.stderr.write(
      known
        ? `${visible(error.in(askedLanguage(args)))}\n`
        : `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return 2;
  }
}

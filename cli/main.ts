import yargs, { type Argv } from "yargs";
import { version } from "#version";
import { visible } from "../foreign/visible.ts";
import type { Command } from "./command.ts";
import { givenTwice } from "./given-twice.ts";
import { InputError } from "./input-error.ts";

/**
 * Runs the command line.
 * @param args what stands behind the program's name
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const add = <Options>(parser: Argv, name: string, describe: string, load: Load<Options>): Argv =>
    parser.command(
      name,
      describe,
      async (yargs) => (await load()).builder(yargs),
      async (argv) => {
        exitCode = await (await load()).run(argv);
      },
    );
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
      "Which command? preflight, announce, probe, cleanup, collect, slim, report, explain, check or policies.",
    )
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
  parser = add(
    parser,
    "preflight",
    "Dry-run the pods of a run; the report goes to stderr, ready-made exemptions to stdout",
    async () => (await import("./preflight.ts")).preflight,
  );
  parser = add(
    parser,
    "announce",
    "Print what a security team will see of a run, in German and English, with searches for its logs",
    async () => (await import("./announce.ts")).announce,
  );
  parser = add(
    parser,
    "probe",
    "Try compliant and non-compliant pods against a cluster, as a tenant and by dry run",
    async () => (await import("./probe.ts")).probe,
  );
  parser = add(
    parser,
    "cleanup",
    "Remove what killed runs left behind",
    async () => (await import("./cleanup.ts")).cleanup,
  );
  parser = add(
    parser,
    "collect <from>",
    "Pack the result of a run without Sonobuoy into an archive for dvs report",
    async () => (await import("./collect.ts")).collect,
  );
  parser = add(
    parser,
    "report <site..>",
    "Compare sites: one self-contained HTML page from their Sonobuoy archives",
    async () => (await import("./report.ts")).report,
  );
  parser = add(
    parser,
    "explain <site> <policy>",
    "Explain a verdict: what was tried and answered, and the commands that repeat it",
    async () => (await import("./explain.ts")).explain,
  );
  parser = add(
    parser,
    "slim <tarball>",
    "Make an archive fit to leave the site: only what the comparison needs, names as pseudonyms",
    async () => (await import("./slim.ts")).slim,
  );
  parser = add(
    parser,
    "check <path..>",
    "Check manifests, charts and Kustomizations for the policies, without any cluster",
    async () => (await import("./check.ts")).check,
  );
  parser = add(
    parser,
    "policies [action]",
    "List the policies: what they forbid, why, and how to comply; or export them as an engine's rules",
    async () => (await import("./policies.ts")).policies,
  );
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

/** Loads a command when it is called: no command waits for what only another one needs. */
type Load<Options> = () => Promise<Command<Options>>;

/** yargs' sentence, but where it says too little. */
function usageText(message: string): string {
  const command = /^Unknown commands?: (.+)$/s.exec(message)?.[1];
  if (command !== undefined) return `There is no command ${command}.`;
  return message.startsWith("Not enough non-option arguments") ? "Something to work on is missing." : message;
}

import { commandLine, type Program } from "./command-line.ts";
import { commandNames } from "./command-names.ts";
import { askedLanguage } from "./language.ts";
import { offer } from "./offer.ts";
import { quickCheck } from "./quick-check.ts";

/** What a supplier needs: nothing of it knows a cluster, or brings the code that talks to one. */
const program: Program = {
  about: {
    de: "Prüft die Manifeste einer Anwendung auf die Richtlinien der öffentlichen Verwaltung für Container.",
    en: "Checks an application's manifests for the container policies of the German public administration.",
  },
  offers: [
    offer("check", async () => (await import("./check.ts")).check, quickCheck),
    offer("policies", async () => (await import("./policies.ts")).policies),
  ],
};

/**
 * Runs the command line of the package for suppliers.
 * @param args what stands behind the program's name
 * @returns the exit code
 */
export async function supplierMain(args: readonly string[]): Promise<number> {
  const called = args.find((arg) => !arg.startsWith("-"));
  const elsewhere = commandNames.some(
    (name) => name === called && !program.offers.some((own) => own.name === name),
  );
  if (!elsewhere) return commandLine(args, program);
  process.stderr.write(
    askedLanguage(args) === "de"
      ? `dvs ${called} ist nicht in diesem Paket: Es hat, was Softwarelieferanten brauchen, check und policies. Alle Befehle hat das Container-Image von dvs, und ein Checkout seines Repositorys (npm install, dann npx dvs ${called}).\n`
      : `dvs ${called} is not in this package: it has what software suppliers need, check and policies. The container image of dvs has all commands, and so has a checkout of its repository (npm install, then npx dvs ${called}).\n`,
  );
  return 2;
}

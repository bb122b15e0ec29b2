import { commandLine, type Program } from "./command-line.ts";
import { offer } from "./offer.ts";
import { quickCheck } from "./quick-check.ts";

const program: Program = {
  about: {
    de: "Zeigt für jeden Standort, ob sein Cluster die vereinbarten Richtlinien für Container durchsetzt.",
    en: "Shows for every site whether its cluster enforces the agreed container policies.",
  },
  offers: [
    offer("preflight", async () => (await import("./preflight.ts")).preflight),
    offer("announce", async () => (await import("./announce.ts")).announce),
    offer("probe", async () => (await import("./probe.ts")).probe),
    offer("cleanup", async () => (await import("./cleanup.ts")).cleanup),
    offer("collect", async () => (await import("./collect.ts")).collect),
    offer("slim", async () => (await import("./slim.ts")).slim),
    offer("report", async () => (await import("./report.ts")).report),
    offer("explain", async () => (await import("./explain.ts")).explain),
    offer("check", async () => (await import("./check.ts")).check, quickCheck),
    offer("policies", async () => (await import("./policies.ts")).policies),
  ],
};

/**
 * Runs the command line with all commands.
 * @param args what stands behind the program's name
 * @returns the exit code
 */
export function main(args: readonly string[]): Promise<number> {
  return commandLine(args, program);
}

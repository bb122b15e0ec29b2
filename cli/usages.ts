/** Name of a command. */
export type CommandName =
  | "preflight"
  | "announce"
  | "probe"
  | "cleanup"
  | "collect"
  | "slim"
  | "report"
  | "explain"
  | "check"
  | "policies";

/** How a command is called, and what it does; both stand in the help. */
export interface Usage {
  /** As yargs wants it, e.g. `report <site..>`. */
  readonly command: string;
  readonly describe: string;
}

/** All commands of dvs in the order of the help, also for a program that lacks some of them. */
export const usages: Readonly<Record<CommandName, Usage>> = {
  preflight: {
    command: "preflight",
    describe: "Dry-run the pods of a run; the report goes to stderr, ready-made exemptions to stdout",
  },
  announce: {
    command: "announce",
    describe:
      "Print what a security team will see of a run, in German and English, with searches for its logs",
  },
  probe: {
    command: "probe",
    describe: "Try compliant and non-compliant pods against a cluster, as a tenant and by dry run",
  },
  cleanup: { command: "cleanup", describe: "Remove what killed runs left behind" },
  collect: {
    command: "collect <from>",
    describe: "Pack the result of a run without Sonobuoy into an archive for dvs report",
  },
  slim: {
    command: "slim <tarball>",
    describe: "Make an archive fit to leave the site: only what the comparison needs, names as pseudonyms",
  },
  report: {
    command: "report <site..>",
    describe: "Compare sites: one self-contained HTML page from their Sonobuoy archives",
  },
  explain: {
    command: "explain <site> <policy>",
    describe: "Explain a verdict: what was tried and answered, and the commands that repeat it",
  },
  check: {
    command: "check [path..]",
    describe: "Check manifests, charts and Kustomizations for the policies, without any cluster",
  },
  policies: {
    command: "policies [action]",
    describe:
      "List the policies: what they forbid, why, and how to comply; or export them as an engine's rules",
  },
};

/** All commands of dvs in the order of the help, also for a program that lacks some of them. */
export const commandNames = [
  "preflight",
  "announce",
  "probe",
  "cleanup",
  "collect",
  "slim",
  "report",
  "explain",
  "check",
  "policies",
] as const;

/** Name of a command. */
export type CommandName = (typeof commandNames)[number];

import { join } from "node:path";

/** What stands for `dvs` in the tests' terminals: the one of this checkout. */
export const dvsCommand: readonly string[] = [
  process.execPath,
  join(import.meta.dirname, "../../cli/dvs.ts"),
];

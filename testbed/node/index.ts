export { startCluster } from "./cluster.ts";
export { machineCgroup } from "./machine.ts";
export { inPreparedMachine, preparedImages } from "./prepared-machine.ts";
export { type Ended, endedProgram } from "./run-program.ts";
export { openTerminal, type Terminal } from "./terminal.ts";

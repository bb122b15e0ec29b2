export { type Ended, endedProgram } from "../run-program.ts";
export { startCluster } from "./cluster.ts";
export { inMachine, machineCgroup } from "./machine.ts";
export { preparedImages, prepareMachines } from "./prepared-machine.ts";
export { openTerminal, type Terminal } from "./terminal.ts";

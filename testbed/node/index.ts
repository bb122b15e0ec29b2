export { type Cluster, type ClusterOptions, startCluster } from "./cluster.ts";
export { inMachine, insideMachine } from "./machine.ts";
export { type Ended, endedProgram } from "./run-program.ts";
export { openTerminal, type Terminal } from "./terminal.ts";

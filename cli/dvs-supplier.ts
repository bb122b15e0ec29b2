#!/usr/bin/env node
/** dvs as software suppliers install it: the commands that need no cluster and no results of sites. */
import module from "node:module";

// the next start finds the programs compiled; Node.js 20 has no such cache
module.enableCompileCache?.();
const [{ asProgram }, { supplierMain }] = await Promise.all([
  import("./as-program.ts"),
  import("./supplier-main.ts"),
]);
await asProgram(supplierMain);

#!/usr/bin/env node
/** dvs as software suppliers install it: the commands that need no cluster and no results of sites. */
import { asProgram } from "./as-program.ts";
import { supplierMain } from "./supplier-main.ts";

await asProgram(supplierMain);

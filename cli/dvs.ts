#!/usr/bin/env node
/**
 * dvs, the command line. One thin file per command: options, call, print, exit code.
 *
 *   probe     ─ plugin/      try the probes against a cluster, write JUnit
 *   cleanup   ─ plugin/      remove what killed runs left behind
 *   report    ─ aggregator/  many sites' results → one page
 *   explain   ─ aggregator/  a verdict in sentences, and the commands that repeat it
 *   slim      ─ handover/    a site's archive → one that may leave the site
 *   check     ─ check/       a supplier's manifests → findings, without any cluster
 *   policies  ─ policies/    the catalogue
 *
 * Data goes to stdout, talk to stderr. Exit codes: 0 fine, 1 findings, 2 input or usage at fault.
 */
import { asProgram } from "./as-program.ts";
import { main } from "./main.ts";

await asProgram(main);

import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory } from "./components.ts";
import { exists } from "./exists.ts";
import { type GoModuleSource, readGoModule } from "./go-module.ts";
import { runProgram } from "./run-program.ts";
import { goSettings } from "./toolchain.ts";

/** A Go module that one of ours requires. */
export interface RequiredModule {
  /** The module of ours, which says the version. */
  readonly source: GoModuleSource;
  /** Its name, as Go knows it. */
  readonly path: string;
}

/**
 * A file or folder that a Go module ships, as published. It is kept where the programs are, because inside of a machine
 * nothing can be fetched.
 * @param file its path in the module
 * @returns the path of the copy
 * @throws Error with what `go` or `cp` said
 */
export async function moduleFile({ source, path }: RequiredModule, file: string): Promise<string> {
  const read = await readGoModule(source);
  const folder = `files-${path.replaceAll("/", "-")}-${read.versionOf(path)}-${read.hash}`;
  const output = join(cacheDirectory(), folder, file);
  if (await exists(output)) return output;
  const json = await runProgram(["go", "mod", "download", "-json", path], goSettings, read.directory);
  const { Dir: downloaded }: { readonly Dir: string } = JSON.parse(json);
  await mkdir(dirname(output), { recursive: true });
  const unfinished = `${output}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  // the module cache is read-only
  await runProgram(["cp", "-r", "--no-preserve=mode", join(downloaded, file), unfinished]);
  await rename(unfinished, output);
  return output;
}

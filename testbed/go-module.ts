import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { goVersion } from "./toolchain.ts";

/** Where a module is, and how its programs are built. */
export interface GoModuleSource {
  /** The directory below testbed/ that has the go.mod. */
  readonly module: string;
  /** Go build tags. */
  readonly tags: readonly string[];
  /** Files of ours in that directory from which its program is built as well. */
  readonly sources?: readonly string[];
}

/** A Go module from which programs are built. */
export interface GoModule {
  readonly directory: string;
  /** The build tags, as `go build` takes them. */
  readonly tagFlags: readonly string[];
  /** Stands for what its programs are made from: the Go toolchain, all versions, the tags. */
  readonly hash: string;
  /**
   * The version of a module that it requires, e.g. `v1.36.3`.
   * @throws Error when its go.mod names none
   */
  versionOf(path: string): string;
}

/**
 * Reads a module's go.mod and go.sum.
 * @throws MissingToolchain when Go is missing, or older than the module demands
 */
export async function readGoModule({ module, tags, sources = [] }: GoModuleSource): Promise<GoModule> {
  const directory = join(import.meta.dirname, module);
  const goMod = await readFile(join(directory, "go.mod"), "utf8");
  const goSum = await readFile(join(directory, "go.sum"), "utf8");
  const versionOf = (key: string) => versionIn(goMod, key, `testbed/${module}/go.mod`);
  const go = await goVersion(versionOf("go"));
  const tagFlags = tags.map((tag) => `-tags=${tag}`);
  const own = await Promise.all(sources.map((file) => readFile(join(directory, file), "utf8")));
  const ingredients = [go, goMod, goSum, ...tagFlags, ...own].join("\n");
  const hash = createHash("sha256").update(ingredients).digest("hex").slice(0, 16);
  return { directory, tagFlags, hash, versionOf };
}

/** In go.mod, a version is the word after "go" or after a required module's path. */
function versionIn(goMod: string, key: string, file: string): string {
  for (const line of goMod.split("\n")) {
    const [first, second] = line
      .replace(/^require /, "")
      .trim()
      .split(/\s+/);
    if (first === key && second !== undefined && /^v?\d/.test(second)) return second;
  }
  throw new Error(`${file} names no version for "${key}". Restore the file.`);
}

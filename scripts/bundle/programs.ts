import { join } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { leftOut } from "./left-out.ts";

/** What is made of the sources for one kind of delivery. */
export interface ProgramsOptions {
  /** Folder of the repository. */
  readonly root: string;
  /** Folder that receives the programs. */
  readonly outdir: string;
  /** The programs' names, each with the file that it starts from, as seen from the root. */
  readonly entries: Readonly<Record<string, string>>;
  readonly version: string;
  /** The oldest Node.js that has to run them, as esbuild names it. */
  readonly target: string;
  /** Whether code that only some calls need gets files of its own, which the others do not load. */
  readonly splitting?: boolean;
  /**
   * Whether names stay as they are written. Else they are shortened, and every function is given its name back as it is
   * made: a smaller program, but one that takes longer where functions make functions.
   */
  readonly plainNames?: boolean;
}

/**
 * Bundles programs, so that a start loads no package tree. The same sources give the same bytes.
 * @returns what esbuild says about its work
 */
export async function buildPrograms(options: ProgramsOptions): Promise<Metafile> {
  const { root, outdir, entries, version, target, splitting = false, plainNames = false } = options;
  const settings = {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting,
    chunkNames: "parts/[name]-[hash]",
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: !plainNames,
    keepNames: !plainNames,
    platform: "node",
    format: "esm",
    target,
    legalComments: "linked",
    metafile: true,
    plugins: [leftOut],
    define: { DVS_VERSION: JSON.stringify(version) },
    // packages in the older module format expect to find this; node:module is slow to load, and hardly ever needed
    banner: {
      js: 'const require = (id) => process.getBuiltinModule(id) ?? process.getBuiltinModule("node:module").createRequire(import.meta.url)(id);',
    },
  } as const satisfies BuildOptions;
  const { metafile } = await build(settings);
  return metafile;
}

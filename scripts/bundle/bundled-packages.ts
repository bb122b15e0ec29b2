import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";

/** A package of which something is in a bundle. */
export interface BundledPackage {
  /** Name and version. */
  readonly id: string;
  /** Where it is installed, or one of the places. */
  readonly folder: string;
  /** What its package.json says. */
  readonly manifest: Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };
  /** The ids of the bundled packages that it imports. */
  readonly imports: ReadonlySet<string>;
}

/**
 * The packages of which a byte or more is in the bundles, in the order of their ids.
 * @param metafile what esbuild says about its work
 * @param root the folder that the metafile's paths start from
 */
export async function bundledPackages(metafile: Metafile, root: string): Promise<BundledPackage[]> {
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => (inputs[file]?.bytesInOutput ?? 0) > 0),
  );
  const folders = new Set(files.flatMap((file) => packageFolder(file) ?? []));
  const installed = new Map(
    await Promise.all(
      [...folders].map(async (folder) => {
        const manifest = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
        const id = `${manifest.name}@${manifest.version}`;
        return [folder, { id, folder: join(root, folder), manifest, imports: new Set<string>() }] as const;
      }),
    ),
  );
  const byId = new Map([...installed.values()].map((found) => [found.id, found]));
  for (const file of files) {
    const own = byId.get(installed.get(packageFolder(file) ?? "")?.id ?? "");
    for (const { path } of metafile.inputs[file]?.imports ?? []) {
      const other = installed.get(packageFolder(path) ?? "")?.id;
      if (other !== undefined && other !== own?.id) own?.imports.add(other);
    }
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The innermost installed package that a file belongs to. */
function packageFolder(file: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

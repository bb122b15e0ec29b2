import { chmod, copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundledPackages } from "../bundle/bundled-packages.ts";
import { licenceNotices } from "../bundle/licence-notices.ts";
import { buildPrograms } from "../bundle/programs.ts";
import { sbom } from "../bundle/sbom.ts";

const root = join(import.meta.dirname, "../..");

/** The oldest Node.js under which the package works: tests run it there, and the compiler knows no later library. */
export const oldestNode = "20.19.0";

/**
 * Makes the folder that is published for software suppliers: an npm package without dependencies, that has `dvs check`
 * and `dvs policies`. As a Git repository, the same folder is a GitHub Action and a pre-commit hook. The same sources
 * give the same bytes.
 * @param folder is made anew
 */
export async function npmPackage(folder: string): Promise<void> {
  const product = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { version, license } = product;
  await rm(folder, { recursive: true, force: true });
  const metafile = await buildPrograms({
    root,
    outdir: folder,
    entries: { dvs: "cli/dvs-supplier.ts" },
    version,
    target: `node${oldestNode}`,
    splitting: true,
    plainNames: true,
  });
  await chmod(join(folder, "dvs.mjs"), 0o755);
  const manifest = {
    name: packageName,
    version,
    description: "Checks Kubernetes manifests for the container policies of the German public administration",
    license,
    type: "module",
    bin: { dvs: "dvs.mjs" },
    engines: { node: `>=${oldestNode}` },
    files: ["dvs.mjs", "dvs.mjs.LEGAL.txt", "parts", "sbom.cdx.json", "THIRD-PARTY-LICENSES.txt"],
  };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const packages = await bundledPackages(metafile, root);
  await writeFile(join(folder, "sbom.cdx.json"), sbom({ ...product, name: packageName }, packages));
  await writeFile(join(folder, "THIRD-PARTY-LICENSES.txt"), await licenceNotices(packages));
  for (const [from, to] of copied) await copyFile(join(root, from), join(folder, to));
  await writeFile(
    join(folder, ".pre-commit-hooks.yaml"),
    installedByHook(await readFile(join(root, ".pre-commit-hooks.yaml"), "utf8")),
  );
}

/**
 * The hook as it is published: pre-commit installs the package by itself.
 * @throws Error if the repository's own hook does not say that dvs has to be there
 */
function installedByHook(hook: string): string {
  const published = hook.replace(/^#.*\n/gm, "").replace(/^ {2}language: system$/m, "  language: node");
  if (!published.includes("language: node")) throw new Error("the hook's language is not system");
  return published;
}

/**
 * How the package is called: with a scope, because an unscoped `dvs` is a foreign package. Who publishes it under
 * another scope changes it here.
 */
export const packageName = "@dvs-check/dvs";

/** What the folder has besides the program. */
const copied: readonly (readonly [from: string, to: string])[] = [
  ["LICENSE", "LICENSE"],
  ["deploy/npm/README.md", "README.md"],
  ["deploy/github-action/action.yml", "action.yml"],
];

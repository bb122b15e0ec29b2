import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundledPackages } from "./bundled-packages.ts";
import { licenceNotices } from "./licence-notices.ts";
import { buildPrograms } from "./programs.ts";
import { sbom } from "./sbom.ts";

const root = join(import.meta.dirname, "../..");

/**
 * Bundles the container's entry and the command line: one file each, so that a start loads no package tree. Beside them:
 * what they are made of (sbom.cdx.json), the licences of that, and bin/ for the image's PATH. The same sources give the
 * same bytes.
 * @param dist a folder, which is made anew
 */
export async function bundle(dist: string): Promise<void> {
  const product = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { version } = product;
  await rm(dist, { recursive: true, force: true });
  const metafile = await buildPrograms({
    root,
    outdir: dist,
    entries: { plugin: "plugin/main.ts", dvs: "cli/dvs.ts" },
    version,
    target: "node24",
  });
  await cp(join(root, "templates"), join(dist, "templates"), { recursive: true });
  for (const manifest of ["sonobuoy-plugin.yaml", "deploy/job.yaml"])
    await cp(join(root, manifest), join(dist, manifest));
  const imports = { "#templates/*": "./templates/*", "#manifests/*": "./*" };
  await writeFile(
    join(dist, "package.json"),
    JSON.stringify({ name: "dvs", version, type: "module", imports }),
  );
  const packages = await bundledPackages(metafile, root);
  await writeFile(join(dist, "sbom.cdx.json"), sbom(product, packages));
  await writeFile(join(dist, "THIRD-PARTY-LICENSES.txt"), await licenceNotices(packages));
  await copyFile(join(root, "LICENSE"), join(dist, "LICENSE"));
  // named as in the base image, which need not have an env
  await mkdir(join(dist, "bin"));
  await writeFile(join(dist, "bin/dvs"), '#!/usr/local/bin/node\nimport "../dvs.mjs";\n', { mode: 0o755 });
}

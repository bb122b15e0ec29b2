/**
 * Bundles the container's entry and the command line into dist/: one file each, so that a start loads no package tree.
 * The image copies this folder and needs no network.
 */
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { leftOut } from "./bundle/left-out.ts";

const root = join(import.meta.dirname, "..");
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
await rm(join(root, "dist"), { recursive: true, force: true });
await build({
  entryPoints: { plugin: join(root, "plugin/main.ts"), dvs: join(root, "cli/dvs.ts") },
  outdir: join(root, "dist"),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  minify: true,
  keepNames: true,
  platform: "node",
  format: "esm",
  target: "node24",
  legalComments: "linked",
  metafile: true,
  plugins: [leftOut],
  define: { DVS_VERSION: JSON.stringify(version) },
  // packages in the older module format expect to find these
  banner: {
    js: 'import { createRequire as dvsRequire } from "node:module"; const require = dvsRequire(import.meta.url);',
  },
});
await cp(join(root, "templates"), join(root, "dist/templates"), { recursive: true });
await writeFile(
  join(root, "dist/package.json"),
  JSON.stringify({ name: "dvs", version, type: "module", imports: { "#templates/*": "./templates/*" } }),
);

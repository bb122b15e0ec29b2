import type { Plugin } from "esbuild";

/**
 * Modules that a package loads and that our programs never run, with what stands for them. Read and evaluated at each
 * start, they would take a third of its time and of its memory (docs/benchmark.md).
 */
const neverRun: readonly { readonly module: RegExp; readonly importer: RegExp; readonly instead: string }[] =
  [
    // client-node reads kubeconfigs and makes credentials; requests go by node:https. By these its own would go.
    {
      module: /^undici$/,
      importer: /@kubernetes\/client-node\/dist\/config\.js$/,
      instead: standIns("undici", "Agent", "ProxyAgent"),
    },
    {
      module: /^\.\/gen\/index\.js$/,
      importer: /@kubernetes\/client-node\/dist\/config\.js$/,
      instead: standIns("client-node's API", "createConfiguration", "ServerConfiguration"),
    },
    // colours, which it takes where another package happens to be installed
    { module: /^supports-color$/, importer: /\/debug\/src\/node\.js$/, instead: "" },
    // how wide emoji and other scripts are: yargs lays out its help by that, and ours is in German and English
    {
      module: /^string-width$/,
      importer: /\/node_modules\/(yargs|cliui|wrap-ansi)\//,
      instead: `import { stripVTControlCharacters } from "node:util";
export default (text) => stripVTControlCharacters(text).length;`,
    },
    // its messages in other languages
    { module: /^\.\.\/locales\/index\.js$/, importer: /\/zod\/v4\//, instead: "" },
  ];

/** A module whose exports throw when they are called after all. */
function standIns(what: string, ...names: readonly string[]): string {
  return `function leftOut() { throw new Error("${what} is not part of this bundle"); }
export { ${names.map((name) => `leftOut as ${name}`).join(", ")} };`;
}

/** Bundles a program without what it never runs. */
export const leftOut: Plugin = {
  name: "left-out",
  setup({ onResolve, onLoad, resolve }) {
    // the package's door opens every room
    onResolve({ filter: /^@kubernetes\/client-node$/ }, ({ path, kind, resolveDir }) =>
      resolve(`${path}/dist/config.js`, { kind, resolveDir }),
    );
    for (const [index, { module, importer }] of neverRun.entries())
      onResolve({ filter: module }, (asked) =>
        importer.test(asked.importer)
          ? { path: String(index), namespace: "left-out", sideEffects: false }
          : undefined,
      );
    onLoad({ filter: /./, namespace: "left-out" }, ({ path }) => ({
      contents: neverRun[Number(path)]?.instead ?? "",
      loader: "js",
    }));
  },
};

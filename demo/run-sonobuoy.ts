import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Terminal } from "../testbed/node/index.ts";

/** A cluster with nodes, and references of images that it has or can pull. */
export interface RunningCluster {
  readonly name: string;
  readonly kubeconfig: string;
  readonly images: Readonly<Record<"plugin" | "sonobuoy", string>>;
}

const root = join(import.meta.dirname, "..");

/** For one run, which takes about twenty seconds. Sonobuoy asks every twenty. */
const deadlineMinutes = 5;

/**
 * Has Sonobuoy run the plugin as an operator would, retrieves its archive, and removes what it made.
 * @param place the site's name in the result
 * @param sparing whether the plugin runs with its own account and Sonobuoy collects little
 * @param terminal the operator's, in the folder that gets the archive
 * @returns the name of the archive in that folder, and what each line typed printed
 * @throws Error that quotes a line that failed
 */
export async function runSonobuoy(
  place: string,
  sparing: boolean,
  { images }: RunningCluster,
  terminal: Terminal,
): Promise<{ readonly archive: string; readonly printed: ReadonlyMap<string, string> }> {
  const printed = new Map<string, string>();
  const type = async (name: string, line: string) => {
    const { code, out, said } = await terminal.type(line);
    if (code !== 0) throw new Error(`"${line}" ended with ${code}: ${said}${out}`);
    printed.set(name, out);
  };
  const definition = sparing ? "deploy/dvs-own-account.yaml" : "sonobuoy-plugin.yaml";
  const text = named(await readFile(join(root, definition), "utf8"), place);
  await writeFile(join(terminal.folder, "dvs.yaml"), text);
  const deploy = join(root, "deploy");
  if (sparing)
    await type(
      "prepare",
      `kubectl apply -f ${deploy}/namespace.yaml -f ${deploy}/access.yaml -f ${deploy}/limit-range.yaml`,
    );
  const little = `--config ${deploy}/sonobuoy-lean.json --aggregator-permissions namespaceAdmin`;
  const preflight = sparing ? "existingnamespace,dnscheck" : "dnscheck";
  const archive = `${place.toLowerCase()}.tar.gz`;
  await type(
    "run",
    `sonobuoy run --plugin dvs.yaml ${sparing ? little : ""} --plugin-image dvs:${images.plugin} \
     --sonobuoy-image ${images.sonobuoy} --skip-preflight=${preflight} --wait=${deadlineMinutes}`,
  );
  await type("status", "sonobuoy status");
  await type("status as JSON", "sonobuoy status --json");
  await type("retrieve", `sonobuoy retrieve --filename ${archive}`);
  await type("results", `sonobuoy results ${archive}`);
  await type("delete", "sonobuoy delete --wait=5");
  return { archive, printed };
}

/** The plugin's definition with the line about the site's name put to use. */
function named(definition: string, place: string): string {
  const line = "    # siteName: Musterstadt";
  if (!definition.includes(line)) throw new Error("The plugin's definition has no line about siteName.");
  return definition.replace(line, `    siteName: ${place}`);
}

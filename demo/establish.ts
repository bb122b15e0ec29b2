import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { engines, moduleFile, renderChart, until } from "../testbed/index.ts";
import type { Terminal } from "../testbed/node/index.ts";
import { everyPolicyAtWork, type SiteKind } from "./sites.ts";

type Place = { readonly name: string; readonly kubeconfig: string };

/**
 * Applies what makes a site one of its kind, as its operator would, and waits until every policy is at work there.
 * `kubectl delete -f site.json` in the terminal's folder takes it back.
 * @param image one that the site permits
 * @throws Error that quotes kubectl, or names the policy that is not at work in time
 */
export async function establish(
  site: Place,
  terminal: Terminal,
  kind: SiteKind,
  image: string,
): Promise<void> {
  const manifests = [...kind.manifests, ...(await publishedManifests(kind))];
  if (manifests.length > 0) {
    const list = { apiVersion: "v1", kind: "List", items: manifests };
    await writeFile(join(terminal.folder, "site.json"), JSON.stringify(list));
    // engines define some kinds only when they have seen others
    await until(
      `kubectl to apply what makes ${site.name} a site of the kind ${kind.id}`,
      async () => {
        await typed(terminal, "kubectl apply -f site.json");
        return true;
      },
      { timeoutSeconds: 60, pauseSeconds: 2 },
    );
  }
  for (const line of kind.typed ?? []) await typed(terminal, line);
  await everyPolicyAtWork(site, kind, image);
}

/**
 * Takes back what {@link establish} typed and applied, the last first, and waits until no policy is at work.
 * @throws Error that quotes kubectl, or names the policy that is still at work
 */
export async function takeBack(
  site: Place,
  terminal: Terminal,
  kind: SiteKind,
  image: string,
): Promise<void> {
  for (const line of kind.typedBack ?? []) await typed(terminal, line);
  const manifests = [...kind.manifests, ...(await publishedManifests(kind))];
  if (manifests.length === 0) return;
  const list = { apiVersion: "v1", kind: "List", items: manifests.toReversed() };
  await writeFile(join(terminal.folder, "site.json"), JSON.stringify(list));
  await typed(terminal, "kubectl delete --ignore-not-found -f site.json");
  // where rules at work show to nobody, neither does their end
  if (kind.atWork({ code: 201, body: {}, warnings: [] })) return;
  const atWork: SiteKind["atWork"] = (answer) => answer.code === 201 && !kind.atWork(answer);
  await everyPolicyAtWork(site, { ...kind, atWork }, image);
}

async function typed(terminal: Terminal, line: string): Promise<void> {
  const { code, said, out } = await terminal.type(line);
  if (code !== 0) throw new Error(`${line} ended with ${code}: ${said}${out}`);
}

async function publishedManifests({ published }: SiteKind): Promise<object[]> {
  if (published === undefined) return [];
  const { module } = engines[published.engine];
  if ("chart" in published) return renderChart(await moduleFile(module, published.chart), published.values);
  const texts = await Promise.all(
    published.files.map(async (file) => readFile(await moduleFile(module, file), "utf8")),
  );
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()));
}

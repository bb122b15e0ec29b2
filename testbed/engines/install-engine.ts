import { readFile } from "node:fs/promises";
import { parseAllDocuments } from "yaml";
import { type ApplyTarget, apply } from "../apply.ts";
import { componentVersion } from "../components.ts";
import { moduleFile } from "../module-files.ts";
import { request } from "../request.ts";
import { until } from "../until.ts";
import type { Engine } from "./engine.ts";

/**
 * Applies the manifests that an engine's module publishes and waits until its pods are ready. Changed are only the
 * tags of its images, that they are not pulled, and that one pod of each kind has to do.
 * @throws Error that names what could not be applied, or the Deployment that is not ready in time
 */
export async function installEngine(site: ApplyTarget, engine: Engine): Promise<void> {
  const text = await readFile(await moduleFile(engine.module, engine.manifests), "utf8");
  const manifests = parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((manifest) => manifest !== null)
    .filter(({ kind, metadata }) => kind !== "Deployment" || !engine.leftOut.includes(metadata.name));
  const references = new Map<string, string>();
  for (const { repository, program } of engine.images)
    references.set(repository, `${repository}:${await componentVersion(program)}`);
  const deployments: string[] = [];
  for (const { kind, metadata, spec } of manifests) {
    if (kind !== "Deployment") continue;
    deployments.push(metadata.name);
    spec.replicas = 1;
    const { initContainers = [], containers } = spec.template.spec;
    for (const container of [...initContainers, ...containers]) {
      const repository = container.image.replace(/:[^:/]*$/, "");
      container.image = references.get(repository) ?? references.get(`docker.io/${repository}`);
      container.imagePullPolicy = "IfNotPresent";
    }
  }
  await apply(site, manifests);
  for (const name of deployments) {
    const path = `/apis/apps/v1/namespaces/${engine.namespace}/deployments/${name}`;
    const ready = async () => {
      const { body } = await request(site, path);
      const { status } = body as { readonly status?: { readonly readyReplicas?: number } };
      return (status?.readyReplicas ?? 0) > 0;
    };
    const limits = { timeoutSeconds: 120, pauseSeconds: 1 };
    await until(`${engine.namespace}/${name} to be ready`, ready, limits).catch(async (cause: unknown) => {
      throw new Error(`${engine.name}: ${await complaints(site, engine.namespace)}`, { cause });
    });
  }
}

/** What went wrong in a namespace, one line each. */
async function complaints(site: ApplyTarget, namespace: string): Promise<string> {
  const { body } = await request(site, `/api/v1/namespaces/${namespace}/events?fieldSelector=type=Warning`);
  const { items } = body as {
    readonly items: readonly { readonly reason: string; readonly message: string }[];
  };
  return [...new Set(items.map(({ reason, message }) => `${reason}: ${message}`))].join("\n");
}

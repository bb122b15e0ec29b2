import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type JsonObject } from "#policies";
import type { Api, ApiRequest } from "../../plugin/api.ts";
import type { AttemptLimits } from "../../plugin/attempt.ts";
import type { Read } from "../../plugin/facts/exemption-source.ts";
import type { Exemption } from "../../preflight/exemptions/exemption.ts";
import { exemptionsFor } from "../../preflight/exemptions/exemptions.ts";
import type { Lookup } from "../../preflight/exemptions/lookup.ts";
import type { Subject } from "../../preflight/subject.ts";
import { type Tried, trySubject } from "../../preflight/try-subject.ts";

interface Sample {
  readonly id: string;
  readonly status: { readonly code: number; readonly message: string };
}
const samples = ["refusals.json", "openshift-scc.json", "gatekeeper.json"].flatMap(
  (name): readonly Sample[] => {
    const file = join(import.meta.dirname, "../plugin/fixtures", name);
    return JSON.parse(readFileSync(file, "utf8")).samples;
  },
);

/** Messages of real engines, by their ids in test/plugin/fixtures/. */
export function recorded(id: string): Sample["status"] {
  const sample = samples.find((candidate) => candidate.id === id);
  if (sample === undefined) throw new Error(`there is no recorded refusal ${id}`);
  return sample.status;
}

/** An API server that gives recorded answers; `undefined` admits. It keeps what it was sent. */
export function answering(
  give: (request: ApiRequest) => { readonly code: number; readonly message: string } | undefined,
): Api & { readonly heard: ApiRequest[] } {
  const heard: ApiRequest[] = [];
  return {
    server: "https://cluster.example",
    heard,
    async send(request) {
      heard.push(request);
      const status = give(request);
      return status === undefined
        ? { code: 201, body: request.body ?? {}, warnings: [] }
        : { code: status.code, body: { kind: "Status", ...status }, warnings: [] };
    },
    close: () => {},
  };
}

/** A pod in Sonobuoy's namespace. */
export const pod: Subject = {
  id: "aggregator",
  path: "/api/v1/namespaces/sonobuoy/pods",
  object: { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { serviceAccountName: "own" } },
};

/** Limits that do not wait long. */
export const limits: AttemptLimits = {
  requestTimeout: 1,
  signal: new AbortController().signal,
  backoff: 0.001,
  repetitions: 1,
};

/** What becomes of the pod where the answer is a recorded one. */
export function triedWith(id: string): Promise<Tried> {
  const operator = answering(() => recorded(id));
  return trySubject(pod, { operator, as: () => operator }, limits);
}

/**
 * The exemptions from a recorded refusal.
 * @param present the lists that there are, by path
 * @param unreadable whether nothing of the cluster's state can be read
 */
export async function exemptionsFrom(
  ids: readonly string[],
  present: Readonly<Record<string, readonly JsonObject[]>> = {},
  versions: Readonly<Record<string, readonly string[]>> = {},
  unreadable = false,
): Promise<Exemption[]> {
  const tried = await Promise.all(ids.map(triedWith));
  const read: Read = async (path) => {
    const items = present[path];
    return items && { items };
  };
  const lookup: Lookup = async (path) => {
    if (unreadable) return { kind: "unreadable" };
    const object = await read(path);
    return object === undefined ? { kind: "absent" } : { kind: "found", object };
  };
  const labels = { "kubernetes.io/metadata.name": "sonobuoy", team: "platform" };
  const need = {
    namespace: "sonobuoy",
    present: unreadable ? undefined : { labels, annotations: {} },
    serviceAccount: "sonobuoy-serviceaccount",
    podLabel: ["component", "sonobuoy"] as const,
    broken: ["require-ro-rootfs", "require-limits-and-requests"] as const,
  };
  return exemptionsFor(tried, need, { read, lookup, versions: (group) => versions[group] ?? [] });
}

/** The only manifest of the only exemption. */
export function onlyManifest(exemptions: readonly Exemption[]): JsonObject {
  const manifests = exemptions.flatMap((one) => one.manifests);
  const [first, ...more] = manifests;
  if (!isObject(first) || more.length > 0) throw new Error(`${manifests.length} manifests`);
  return first;
}

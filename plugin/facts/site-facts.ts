import { createHash } from "node:crypto";
import type { Cluster, KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import type { Fact, SiteFacts } from "#results";
import type { Api } from "../api.ts";
import { type AttemptLimits, attempt } from "../attempt.ts";
import { messageOf } from "../setup-failed.ts";
import { distributionOf } from "./distribution.ts";
import { enginesOf, knownEngines, podPolicies, podWebhooks, versionOf } from "./engines.ts";
import { type NodeStatus, nodeFacts, nodePage } from "./nodes.ts";
import { readReportingPolicies, withReporting } from "./reporting-policies.ts";

/**
 * Reads what is known about a site: only read, and each fact by itself, so that a right that is missing makes one
 * fact unknown and nothing else.
 * @param talk is told what is unknown and has no place among the facts
 */
export async function readSiteFacts(
  api: Api,
  config: KubeConfig,
  limits: AttemptLimits,
  talk: (sentence: string) => void = () => {},
): Promise<SiteFacts> {
  const read = async <T>(
    path: string,
    shape: (body: unknown) => T,
    query: Record<string, string> = {},
  ): Promise<Fact<T>> => {
    const answer = await attempt(api, { method: "GET", path, query }, limits);
    if (answer.kind !== "accepted") return { unknown: messageOf(answer) };
    try {
      return { value: shape(answer.object) };
    } catch (error) {
      return { unknown: `unexpected answer: ${error instanceof Error ? error.message : String(error)}` };
    }
  };
  const version = await read(
    "/version",
    (body) => z.object({ gitVersion: z.string() }).parse(body).gitVersion,
  );
  const groups = await read("/apis", (body) =>
    z
      .object({
        groups: z.array(
          z.object({ name: z.string(), versions: z.array(z.object({ version: z.string() })).default([]) }),
        ),
      })
      .parse(body)
      .groups.map(({ name, versions }) => ({ name, versions: versions.map(({ version }) => version) })),
  );
  const served = "value" in groups ? groups.value : [];
  const uid = await read(
    "/api/v1/namespaces/kube-system",
    (body) => z.object({ metadata: z.object({ uid: z.string().min(1) }) }).parse(body).metadata.uid,
  );
  const nodes = await readNodes((query) => read("/api/v1/nodes", nodePage, query));
  const storageClasses = await read("/apis/storage.k8s.io/v1/storageclasses", storageClassesOf);

  const registration = "/apis/admissionregistration.k8s.io/v1";
  const validating = await read(`${registration}/validatingwebhookconfigurations`, podWebhooks);
  const mutating = await read(`${registration}/mutatingwebhookconfigurations`, podWebhooks);
  const policies = await read(`${registration}/validatingadmissionpolicies`, podPolicies);
  const webhooks = together(validating, mutating);
  const versions = new Map<string, string>();
  for (const { name, webhook, deployments, generated } of knownEngines) {
    const called = "value" in webhooks && webhooks.value.some((found) => webhook.test(found.name));
    const handed = "value" in policies && policies.value.some((policy) => generated?.test(policy));
    if (!called && !handed) continue;
    const found = await read("/apis/apps/v1/deployments", versionOf, { labelSelector: deployments });
    if ("unknown" in found) talk(`the version of ${name} is unknown: ${found.unknown}`);
    else if (found.value !== undefined) versions.set(name, found.value);
  }
  const reporting = await readReportingPolicies(
    async (path) => {
      const found = await read(path, (body) => body);
      if ("value" in found) return found.value;
      if (!found.unknown.startsWith("HTTP 404"))
        talk(`which policies only report is not known in full: ${found.unknown}`);
      return undefined;
    },
    (group) => served.find(({ name }) => name === group)?.versions ?? [],
  );
  const engines = engineFact(webhooks, policies, versions);
  return {
    ...siteId(uid, config.getCurrentCluster()),
    kubernetesVersion: version,
    distribution:
      "value" in version
        ? {
            value: distributionOf(
              version.value,
              served.map(({ name }) => name),
            ),
          }
        : version,
    nodes,
    storageClasses,
    engines: "value" in engines ? { value: withReporting(engines.value, reporting) } : engines,
  };
}

/** Nodes are read in pages: each carries the list of its images, which adds up in a large cluster. */
async function readNodes(
  page: (query: Record<string, string>) => Promise<Fact<{ nodes: NodeStatus[]; next: string }>>,
): Promise<SiteFacts["nodes"]> {
  const all: NodeStatus[] = [];
  for (let next: string | undefined; next !== ""; ) {
    const found = await page({ limit: "100", ...(next !== undefined && { continue: next }) });
    if ("unknown" in found) return found;
    all.push(...found.value.nodes);
    next = found.value.next;
  }
  return { value: nodeFacts(all) };
}

function storageClassesOf(list: unknown): { name: string; provisioner: string }[] {
  const shape = z.object({
    items: z.array(z.object({ metadata: z.object({ name: z.string() }), provisioner: z.string() })),
  });
  const found = shape
    .parse(list)
    .items.map(({ metadata, provisioner }) => ({ name: metadata.name, provisioner }));
  return found.sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function together<T>(a: Fact<T[]>, b: Fact<T[]>): Fact<T[]> {
  if ("unknown" in a) return a;
  return "unknown" in b ? b : { value: [...a.value, ...b.value] };
}

/** A server that does not know ValidatingAdmissionPolicy (404) has none. */
function engineFact(
  webhooks: Fact<Parameters<typeof enginesOf>[0]>,
  policies: Fact<string[]>,
  versions: ReadonlyMap<string, string>,
): SiteFacts["engines"] {
  if ("unknown" in webhooks) return webhooks;
  if ("value" in policies) return { value: enginesOf(webhooks.value, policies.value, versions) };
  return policies.unknown.startsWith("HTTP 404")
    ? { value: enginesOf(webhooks.value, [], versions) }
    : policies;
}

function siteId(uid: Fact<string>, cluster: Cluster | null): Pick<SiteFacts, "id" | "idSource"> {
  if ("value" in uid) return { id: uid.value, idSource: "kube-system-uid" };
  const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);
  if (cluster?.caData !== undefined && cluster.caData !== "")
    return { id: hash(cluster.caData), idSource: "api-server-ca" };
  return { id: hash(cluster?.server ?? ""), idSource: "api-server-url" };
}

/** failurePolicy of the webhooks by name; undefined if they may not be read. */
export function failurePoliciesOf(facts: SiteFacts): Map<string, string> | undefined {
  if (!("value" in facts.engines)) return undefined;
  return new Map(
    facts.engines.value.flatMap(({ webhooks = [] }) =>
      webhooks.map(({ name, failurePolicy }): [string, string] => [name, failurePolicy]),
    ),
  );
}

import type { Access } from "./kubeconfig.ts";
import { type Answer, request } from "./request.ts";
import { type ObjectReference, resourcePath } from "./resource-path.ts";
import { until } from "./until.ts";

// Not by client-node's KubernetesObjectApi: it sends only the fields that its models have under the same name, so that
// a NetworkPolicy loses "from" and a CustomResourceDefinition its "enum", "default" and "x-kubernetes-…".

/** Whom to ask; a Site will do. */
export type ApplyTarget = Pick<Access, "server" | "certificateAuthority" | "token">;

// A kind that a CustomResourceDefinition has just defined is served a moment later.
const kindTimeoutSeconds = 10;
const removalTimeoutSeconds = 60;

/**
 * Creates or changes objects by server-side apply, one after the other in the order given; doing it again changes
 * nothing. Admission policies may take another second until they act: wait for that with `until`.
 * @param manifests any objects of any kinds; a namespaced one without a namespace goes to "default"
 * @throws Error that names the object and quotes the API server's refusal, also of unknown fields
 */
export async function apply(site: ApplyTarget, manifests: readonly object[]): Promise<void> {
  for (const manifest of manifests) {
    const reference = referenceOf(manifest);
    let path: string | undefined;
    const served = async () => {
      path = await resourcePath(site, reference);
      return path !== undefined;
    };
    const kind = `${reference.apiVersion} ${reference.kind}`;
    await until(`the API server to serve ${kind}`, served, { timeoutSeconds: kindTimeoutSeconds });
    const answer = await request(site, `${path}?fieldManager=dvs-testbed&force=true&fieldValidation=Strict`, {
      method: "PATCH",
      contentType: "application/apply-patch+yaml",
      body: manifest,
    });
    if (answer.status >= 300) throw refusal("apply", reference, answer);
  }
}

/**
 * Deletes objects in the reverse order, and returns when they are gone. Those that do not exist are passed over.
 * @throws Error that names the object and quotes the API server, or after a minute the one that is still there
 */
export async function remove(site: ApplyTarget, manifests: readonly object[]): Promise<void> {
  const doomed: { readonly reference: ObjectReference; readonly path: string }[] = [];
  for (const reference of manifests.map(referenceOf).reverse()) {
    const path = await resourcePath(site, reference);
    if (path === undefined) continue;
    const answer = await request(site, path, { method: "DELETE" });
    if (answer.status >= 300 && answer.status !== 404) throw refusal("delete", reference, answer);
    doomed.push({ reference, path });
  }
  for (const { reference, path } of doomed) {
    const gone = async () => (await request(site, path)).status === 404;
    await until(`${nameOf(reference)} to disappear`, gone, { timeoutSeconds: removalTimeoutSeconds });
  }
}

function referenceOf(manifest: object): ObjectReference {
  const apiVersion = stringIn(manifest, "apiVersion");
  const kind = stringIn(manifest, "kind");
  const metadata = "metadata" in manifest ? manifest.metadata : undefined;
  const name = stringIn(metadata, "name");
  const namespace = stringIn(metadata, "namespace");
  if (apiVersion === undefined || kind === undefined || name === undefined) {
    const start = JSON.stringify(manifest).slice(0, 200);
    throw new Error(`A manifest lacks its apiVersion, kind or metadata.name: ${start}`);
  }
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function stringIn(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "string" ? found : undefined;
}

function nameOf({ kind, namespace, name }: ObjectReference): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

function refusal(verb: string, reference: ObjectReference, { status, body }: Answer): Error {
  const message = typeof body === "object" && body !== null && "message" in body ? body.message : body;
  return new Error(`Could not ${verb} ${nameOf(reference)}: the API server answered ${status}, ${message}`);
}

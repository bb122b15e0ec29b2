import type { Access } from "./kubeconfig.ts";
import { request } from "./request.ts";

/** An object as far as its address needs it. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Of namespaced objects only; the default is "default". */
  readonly namespace?: string;
}

/**
 * The path under which an API server has an object, or undefined when it does not serve objects of that kind.
 * The object itself need not exist.
 */
export async function resourcePath(
  access: Pick<Access, "server" | "certificateAuthority" | "token">,
  { apiVersion, kind, name, namespace = "default" }: ObjectReference,
): Promise<string | undefined> {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { status, body } = await request(access, root);
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`The API server answered ${status} to GET ${root}.`);
  for (const resource of resourcesIn(body)) {
    if (resource.kind !== kind || resource.name.includes("/")) continue;
    const scope = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : "";
    return `${root}${scope}/${resource.name}/${encodeURIComponent(name)}`;
  }
  return undefined;
}

interface Resource {
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
}

function resourcesIn(body: unknown): readonly Resource[] {
  if (typeof body !== "object" || body === null || !("resources" in body)) return [];
  return Array.isArray(body.resources) ? body.resources.filter(isResource) : [];
}

function isResource(value: unknown): value is Resource {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    typeof value.kind === "string" &&
    "name" in value &&
    typeof value.name === "string" &&
    "namespaced" in value &&
    typeof value.namespaced === "boolean"
  );
}

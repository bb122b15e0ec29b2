import { stringify } from "yaml";
import { controlObject, isObject, type JsonObject } from "#policies";
import { until } from "../../testbed/index.ts";
import type { Asker } from "./ask.ts";
import { storedName, valuesFor, withoutNamespace } from "./subjects.ts";
import { pathOf } from "./try-subject.ts";

/** Stores, once for a namespace, the compliant objects on which updates are tried; nothing ever comes of them. */
export async function storeCompliant(asker: Asker, namespace: string, image: string): Promise<void> {
  const values = valuesFor(storedName, image);
  for (const kind of ["Pod", "Deployment"] as const) {
    const object = withoutNamespace(controlObject("baseline", values, kind));
    const gated = { schedulingGates: [{ name: "dvs.example/never" }] };
    const text = stringify(kind === "Pod" ? withSpec(object, gated) : withSpec(object, { paused: true }));
    await store(asker, namespace, kind, text);
  }
}

/** Stores a pod under the name of what updates are tried on. */
export function storePod(asker: Asker, namespace: string, text: string): Promise<void> {
  return store(asker, namespace, "Pod", text);
}

/** Waits until that is possible: a new namespace has its ServiceAccount a moment later. */
async function store({ ask }: Asker, namespace: string, kind: string, text: string): Promise<void> {
  const path = `${pathOf(kind, namespace)}/${storedName}`;
  await until(
    `a ${kind} to be stored in ${namespace}`,
    async () => {
      const { admitted, said } = await ask({ method: "PATCH", path, text, stored: true });
      if (!admitted) throw new Error(said);
      return true;
    },
    { timeoutSeconds: 60 },
  );
}

function withSpec(object: JsonObject, more: JsonObject): JsonObject {
  return { ...object, spec: { ...(isObject(object["spec"]) ? object["spec"] : {}), ...more } };
}

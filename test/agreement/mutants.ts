import fc from "fast-check";
import { controlObject, isObject, type Json, type JsonObject, podIn } from "#policies";
import { ofContainers, ofPods } from "./fields.ts";
import { spelled } from "./spelled.ts";
import { type Subject, storedName, valuesFor, withoutNamespace } from "./subjects.ts";

/** Which objects are mutated: a control of the catalogue, in a kind of resource, in a way to send it. */
const shapes = [
  ["baseline", "Pod", "created"],
  ["with-second", "Pod", "created"],
  ["with-init", "Pod", "created"],
  ["with-sidecar", "Pod", "created"],
  ["with-ephemeral", "Pod/ephemeralcontainers", "added"],
  ["with-init", "Deployment", "created"],
  ["with-second", "StatefulSet", "created"],
  ["baseline", "DaemonSet", "created"],
  ["baseline", "Job", "created"],
  ["with-init", "CronJob", "created"],
] as const;

const lists: readonly (string | undefined)[] = ["containers", "initContainers", "ephemeralContainers"];

/** Compliant objects with one to four changed fields, as texts in several styles. */
export function mutants(image: string): fc.Arbitrary<Omit<Subject, "group">> {
  const changes = [
    ...ofPods.map((field) => ({ lists: [undefined], field })),
    ...ofContainers.map((field) => ({ lists, field })),
  ].map(({ lists: within, field: [path, values] }) =>
    fc.record({
      list: fc.constantFrom(...within),
      index: fc.nat(1),
      path: fc.constant(path),
      value: fc.constantFrom(...values),
    }),
  );
  return fc
    .record({
      shape: fc.constantFrom(...shapes),
      changed: fc.array(fc.oneof(...changes), { minLength: 1, maxLength: 4 }),
      style: fc.constantFrom("block", "flow", "json"),
      spelling: fc.nat(),
    })
    .map(({ shape: [control, resource, way], changed, style, spelling }) => {
      const name = way === "added" ? storedName : "p-mutant";
      const plain = controlObject(control, valuesFor(name, image), resource);
      const object = structuredClone(withoutNamespace(plain));
      const pod = podIn(object);
      for (const { list, index, path, value } of changed) {
        // of a pod that is there, only ephemeral containers can be changed this way
        const within = way === "added" && list !== undefined ? "ephemeralContainers" : list;
        if (way === "added" && within === undefined) continue;
        const target = within === undefined ? pod : containerOf(pod, within, index);
        // a value is used again, and a later change may reach into it
        if (target !== undefined) setAt(target, path.split("/"), structuredClone(value));
      }
      return {
        id: "mutant",
        way,
        kind: String(object["kind"]),
        text: style === "json" ? JSON.stringify(object) : spelled(object, style === "flow", spelling),
      };
    });
}

/** The container at an index, or the last one; none if the pod has no such list. */
function containerOf(pod: JsonObject, list: string, index: number): JsonObject | undefined {
  const found = isObject(pod["spec"]) ? pod["spec"][list] : undefined;
  const container: unknown = Array.isArray(found) ? (found[index] ?? found.at(-1)) : undefined;
  return isObject(container) ? container : undefined;
}

/** Sets a field of an object that is ours to change; what is missing on the way is made. */
function setAt(object: JsonObject, [step = "", ...rest]: readonly string[], value: Json | undefined): void {
  const own: { [key: string]: Json | undefined } = object;
  if (rest.length === 0) {
    if (value === undefined) delete own[step];
    else own[step] = value;
    return;
  }
  const found = own[step];
  const inner = isObject(found) ? found : {};
  own[step] = inner;
  setAt(inner, rest, value);
}

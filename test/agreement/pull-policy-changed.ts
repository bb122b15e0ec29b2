import { parse } from "yaml";
import { containersOf, isObject, type JsonObject } from "#policies";

const lists = ["containers", "initContainers", "ephemeralContainers"] as const;

/** Whether the API server returned a container of a pod with another imagePullPolicy than it was sent with. */
export function pullPolicyChanged(sent: string, returned: JsonObject): boolean {
  const pod: unknown = parse(sent);
  const policiesOf = (object: JsonObject) =>
    new Map(containersOf(object, lists).map(({ path, container }) => [path, container["imagePullPolicy"]]));
  const after = policiesOf(returned);
  return [...policiesOf(isObject(pod) ? pod : {})].some(
    ([path, policy]) =>
      policy !== undefined && policy !== null && policy !== "" && policy !== after.get(path),
  );
}

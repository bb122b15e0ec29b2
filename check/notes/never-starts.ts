import { valueAt } from "../field-path.ts";
import type { Note, NotesOn } from "./note.ts";

/** Containers that a cluster admits and the kubelet never starts, because they are root and must not be. */
export const neverStarts: NotesOn = (pod, containers) =>
  containers.flatMap(({ path, name }): Note[] => {
    const placeOf = (field: string) =>
      [
        [...path, "securityContext", field],
        ["spec", "securityContext", field],
      ].find((place) => valueAt(pod, place) !== undefined);
    const user = placeOf("runAsUser");
    const nonRoot = placeOf("runAsNonRoot");
    if (user === undefined || nonRoot === undefined) return [];
    if (valueAt(pod, user) !== 0 || valueAt(pod, nonRoot) !== true) return [];
    return [{ field: user, says: { kind: "never-starts", container: name } }];
  });

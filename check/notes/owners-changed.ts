import { valueAt } from "../field-path.ts";
import type { Note, NotesOn } from "./note.ts";

/** Init containers that only give a volume to a user, for which they have to be root: Kubernetes does that by itself. */
export const ownersChanged: NotesOn = (pod, containers) =>
  containers.flatMap(({ path, container, name }): Note[] => {
    if (path[1] !== "initContainers") return [];
    const words = ["command", "args"].flatMap((key) => {
      const value = container[key];
      return Array.isArray(value) ? value.map(String) : [];
    });
    const [, program] = /(?:^|[\s;&|/])(chown|chmod)(?=\s|$)/m.exec(words.join(" ")) ?? [];
    if (program === undefined || valueAt(pod, path) === undefined) return [];
    return [{ field: path, says: { kind: "owners-changed", container: name, program } }];
  });

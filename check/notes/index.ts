import type { JsonObject } from "#policies";
import { containersAt } from "./containers.ts";
import { images } from "./images.ts";
import { invalidValues } from "./invalid-values.ts";
import { neverStarts } from "./never-starts.ts";
import type { Note } from "./note.ts";
import { ownersChanged } from "./owners-changed.ts";
import { unknownFields } from "./unknown-fields.ts";

/** Everything that is to be said of a pod beside the findings; it changes no verdict and no exit code. */
export function notesOn(pod: JsonObject): Note[] {
  const containers = containersAt(pod);
  return all.flatMap((notes) => notes(pod, containers));
}

const all = [unknownFields, invalidValues, images, neverStarts, ownersChanged];

import { images } from "./images.ts";
import { invalidValues } from "./invalid-values.ts";
import { neverStarts } from "./never-starts.ts";
import type { NotesOn } from "./note.ts";
import { ownersChanged } from "./owners-changed.ts";
import { unknownFields } from "./unknown-fields.ts";

/** Everything that is to be said of a pod beside the findings; it changes no verdict and no exit code. */
export const notesOn: NotesOn = (pod) =>
  [unknownFields, invalidValues, images, neverStarts, ownersChanged].flatMap((notes) => notes(pod));

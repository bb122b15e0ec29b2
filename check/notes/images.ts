import { isObject, type Json, type JsonObject } from "#policies";
import { type FieldPath, valueAt } from "../field-path.ts";
import type { ContainerAt } from "./containers.ts";
import type { Note, NotesOn } from "./note.ts";

/**
 * A reference to an image: a host perhaps, a path in small letters, a tag and a digest perhaps (distribution/reference,
 * regexp.go and splitDockerDomain).
 */
const reference =
  /^(?:(?:localhost|\[[\da-fA-F:]+\]|(?=[^/]*[.:A-Z])[\dA-Za-z.-]+)(?::\d+)?\/)?[a-z\d]+(?:(?:[./]|__?|-+)[a-z\d]+)*(?::(?<tag>\w[\w.-]{0,127}))?(?<digest>@[A-Za-z][\w+.-]*:[\da-fA-F]{32,})?$/;

/** Images that nobody can pull, and those that name no fixed version; the policies demand neither. */
export const images: NotesOn = (pod, containers) =>
  imagesIn(pod, containers).flatMap(({ field, value }): Note[] => {
    const found = reference.exec(value);
    if (found === null) return [{ field, says: { kind: "no-image", value } }];
    const { tag = "latest", digest } = found.groups ?? {};
    return tag === "latest" && digest === undefined ? [{ field, says: { kind: "no-version", value } }] : [];
  });

interface ImageAt {
  readonly field: FieldPath;
  readonly value: string;
}

function imagesIn(pod: JsonObject, containers: readonly ContainerAt[]): ImageAt[] {
  const volumes = valueAt(pod, ["spec", "volumes"]);
  return [
    ...containers.flatMap(({ path, container }) => imageAt([...path, "image"], container["image"])),
    ...(Array.isArray(volumes) ? volumes : []).flatMap((volume: Json, index) => {
      const image = isObject(volume) ? volume["image"] : undefined;
      return isObject(image)
        ? imageAt(["spec", "volumes", index, "image", "reference"], image["reference"])
        : [];
    }),
  ];
}

function imageAt(field: FieldPath, value: Json | undefined): ImageAt[] {
  return typeof value === "string" && value !== "" ? [{ field, value }] : [];
}

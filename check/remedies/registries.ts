import { registryOf } from "#policies";
import { valueAt } from "../field-path.ts";
import { type Case, entriesAtFault, type Remedy } from "./case.ts";

/** The same image in the first of the permitted registries, where it has to be put first. */
export function permittedRegistry(found: Case): Remedy {
  const { pod, owner, parameters } = found;
  const { allowedRegistries } = parameters;
  const [registry = "registry.example"] = Array.isArray(allowedRegistries) ? allowedRegistries : [];
  const images =
    owner.length > 1
      ? [[...owner, "image"]]
      : entriesAtFault(found, ["spec", "volumes"]).map((index) => [
          "spec",
          "volumes",
          index,
          "image",
          "reference",
        ]);
  return {
    at: images,
    corrections: images.map((field) => ({
      field,
      set: moved(valueAt(pod, field), registry),
      byHand: "image" as const,
    })),
  };
}

function moved(image: unknown, registry: string): string {
  if (typeof image !== "string") return `${registry}/IMAGE:1.0.0`;
  const host = `${registryOf(image)}/`;
  if (image.startsWith(host)) return `${registry}/${image.slice(host.length)}`;
  // Docker Hub keeps its images without an owner under library
  return `${registry}/${image.includes("/") ? "" : "library/"}${image}`;
}

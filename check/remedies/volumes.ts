import { isObject, type Json } from "#policies";
import { type Case, entriesAtFault, listAt, type Remedy } from "./case.ts";

/** A volume that any platform offers in place of one that is not permitted: an emptyDir, or a claim. */
export function permittedVolumes(inPlace: "emptyDir" | "persistentVolumeClaim"): (found: Case) => Remedy {
  const list = ["spec", "volumes"];
  return (found) => {
    const faulty = entriesAtFault(found, list);
    const volumes = listAt(found.pod, list);
    return {
      at: faulty.map((index) => [...list, index]),
      corrections: faulty.flatMap((index) => {
        const volume = volumes[index];
        const types = isObject(volume) ? Object.keys(volume).filter((key) => key !== "name") : [];
        const source: Json = inPlace === "emptyDir" ? {} : { claimName: "CLAIM" };
        const byHand = "storage" as const;
        return [
          ...types.map((type) => ({ field: [...list, index, type], set: null, byHand })),
          { field: [...list, index, inPlace], set: source, byHand },
        ];
      }),
    };
  };
}

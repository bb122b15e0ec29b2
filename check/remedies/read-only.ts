import { isObject } from "#policies";
import { valueAt } from "../field-path.ts";
import { type Case, listAt, type Remedy, textAt } from "./case.ts";

/** A read-only root, with an emptyDir for /tmp as the place where most programs write. */
export function readOnlyRoot({ pod, owner }: Case): Remedy {
  const field = [...owner, "securityContext", "readOnlyRootFilesystem"];
  const byHand = "writable" as const;
  const mounts = listAt(pod, [...owner, "volumeMounts"]);
  const root = { field, set: true, byHand };
  if (mounts.some((mount) => textAt(mount, "mountPath") === "/tmp"))
    return { at: [field], corrections: [root] };
  const volumes = listAt(pod, ["spec", "volumes"]);
  const known = volumes.find((volume) => textAt(volume, "name") === "tmp");
  const name = known === undefined || (isObject(known) && isObject(known["emptyDir"])) ? "tmp" : "tmp-dir";
  const there = volumes.some((volume) => textAt(volume, "name") === name);
  return {
    at: [field],
    corrections: [
      root,
      { field: [...owner, "volumeMounts", mounts.length], set: { name, mountPath: "/tmp" }, byHand },
      ...(there
        ? []
        : [
            {
              field: [
                "spec",
                "volumes",
                valueAt(pod, ["spec", "volumes"]) === undefined ? 0 : volumes.length,
              ],
              set: { name, emptyDir: {} },
              byHand,
            },
          ]),
    ],
  };
}

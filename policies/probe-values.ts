import type { ProbeValues } from "./compliant-pod.ts";

/** An image in a registry that nobody permits: its top-level domain never resolves (RFC 2606). */
const foreignImage = "r7f3a91c2.invalid/x/a";

/** A digest that belongs to no image. */
const digest = "@sha256:7c38f24774e3cbd906d2d33c38354ccf787635581c122965132c9bd309754d4a";

/**
 * How images are pinned that stand in probes beside the site's own: like that one, because a rule that demands digests
 * would refuse a tag, and nobody could tell it from a rule about registries.
 */
export function pin(image: string, tag: string): string {
  return image.includes("@") ? digest : `:${tag}`;
}

/** The group that compliant containers run with: above every threshold that is known in the field. */
const highGid = 100_000;

/** The values with which probes are filled; what is the same in every run is filled in here. */
export function probeValues({
  overlays = [],
  ...run
}: Omit<ProbeValues, "foreignImage" | "gid" | "overlays"> &
  Partial<Pick<ProbeValues, "overlays">>): ProbeValues {
  return {
    ...run,
    overlays,
    foreignImage: `${foreignImage}${pin(run.image, "1.0.0")}`,
    gid: Math.max(highGid, run.minGid),
  };
}

import type { Counts } from "./counts.ts";
import { groups } from "./subjects.ts";

/** What is printed of a run. */
export function agreementLines(says: string, counts: Counts): string[] {
  return groups.map((group) => {
    const { sent, own, differing } = counts[group];
    const compared = sent - own;
    return `${says.padEnd(34)} ${group.padEnd(14)} ${compared - differing} of ${compared} agree, ${own} only a cluster knows`;
  });
}

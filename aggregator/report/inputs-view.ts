import type { Comparison } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";

/** A file that was read, with its checksums. */
export interface InputView {
  readonly id: string;
  readonly archive: string;
  /** Of the file; of the JUnit file where a folder was given. */
  readonly hash: string;
  /** Said of a folder. */
  readonly of: string;
  /** Of the JUnit file in it. */
  readonly resultHash: string;
}

/** The archives of the sites that are shown. */
export function inputViews({ sites }: Comparison, text: Text, anchors: Anchors): InputView[] {
  return sites.map(({ id, archive }) => ({
    id: anchors.input(id),
    archive: archive.name,
    hash: archive.sha256 ?? text.site.unknown,
    of: archive.hashed === "file" ? "" : text.inputs.ofResult,
    resultHash: archive.resultSha256 ?? text.site.unknown,
  }));
}

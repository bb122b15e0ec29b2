import type { Comparison } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";

/** A file that was read, with its checksums. */
export interface InputView {
  /** Undefined for what is no site's archive. */
  readonly id: string | undefined;
  readonly archive: string;
  /** Of the file; of the JUnit file where a folder was given. */
  readonly hash: string;
  /** Said of a folder, and of what is no archive. */
  readonly of: string;
  /** Of the JUnit file in it. */
  readonly resultHash: string | undefined;
}

/** The archives of the sites that are shown, and the files of earlier rounds. */
export function inputViews({ sites, rounds }: Comparison, text: Text, anchors: Anchors): InputView[] {
  const archives = sites.map(({ id, archive }) => ({
    id: anchors.input(id),
    archive: archive.name,
    hash: archive.sha256 ?? text.site.unknown,
    of: archive.hashed === "file" ? "" : text.inputs.ofResult,
    resultHash: archive.resultSha256 ?? text.site.unknown,
  }));
  const earlier = [...(rounds?.earlier ?? []), ...(rounds?.unused ?? [])].map(({ file, sha256 }) => ({
    ...{ id: undefined, archive: file, hash: sha256, of: text.rounds.input, resultHash: undefined },
  }));
  return [...archives, ...earlier];
}

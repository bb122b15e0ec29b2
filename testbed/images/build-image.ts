import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { runProgram } from "../run-program.ts";

/** One image to build. */
export interface ImageBuild {
  /** A directory with a Dockerfile and what it copies. */
  readonly context: string;
  /** What the image is to be called. */
  readonly reference: string;
  /** Build arguments. */
  readonly args?: Readonly<Record<string, string>>;
  /** Where the OCI archive is to be; appears there only when it is complete. */
  readonly archive: string;
  /** Images of other archives that the Dockerfile may build on. */
  readonly bases?: readonly { readonly reference: string; readonly archive: string }[];
}

/**
 * Builds an image by buildah, without a daemon; the base must be among `bases`.
 * @param scratch a directory for buildah's storage, which the caller removes
 * @throws Error with the end of what buildah said
 */
export async function buildImage(
  { context, reference, args = {}, archive, bases = [] }: ImageBuild,
  scratch: string,
): Promise<void> {
  const storage = ["--root", `${scratch}/root`, "--runroot", `${scratch}/run`, "--storage-driver", "vfs"];
  const buildah = (...words: string[]) => runProgram(["buildah", ...storage, ...words]);
  for (const base of bases) {
    const id = (await buildah("pull", "--quiet", `oci-archive:${base.archive}`)).trim();
    await buildah("tag", id, base.reference);
  }
  const given = Object.entries(args).map(([name, value]) => `--build-arg=${name}=${value}`);
  const quietly = ["--quiet", "--isolation", "chroot", "--pull-never"];
  await buildah("build", ...quietly, ...given, "--tag", reference, context);
  await mkdir(dirname(archive), { recursive: true });
  const unfinished = `${archive}.${process.pid}`;
  await rm(unfinished, { force: true });
  await buildah("push", "--quiet", reference, `oci-archive:${unfinished}:${reference}`);
  await rename(unfinished, archive);
}

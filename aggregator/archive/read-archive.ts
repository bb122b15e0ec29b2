import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Archive, ArchiveNote, Packing } from "./archive.ts";
import { Contents } from "./contents.ts";
import { beyond, Kept } from "./kept.ts";
import { type Limits, limits as standardLimits } from "./limits.ts";
import { type Member, memberNames } from "./member.ts";
import { packingOf, pluginsOf, slimmedOf } from "./packing.ts";
import { type PluginError, pluginErrors } from "./plugin-error.ts";
import { ArchiveError, type Problem, shortened } from "./problem.ts";
import { readFolder } from "./read-folder.ts";
import { readResult } from "./read-result.ts";
import { readTar, type TarReading } from "./read-tar.ts";
import { sniff } from "./sniff.ts";

/** An archive with what a report does not show: for whoever makes another archive of it. */
export interface WholeArchive {
  readonly archive: Archive;
  readonly contents: Contents;
  /** The plugins that Sonobuoy says it ran; undefined if it says nothing. */
  readonly plugins: readonly string[] | undefined;
  /** What Sonobuoy says of failures of the plugin, in full. */
  readonly errors: readonly PluginError[];
  /** What is read of it, by name and in bytes. */
  readonly kept: readonly { readonly name: string; readonly bytes: number }[];
}

/**
 * Reads one SITE: a Sonobuoy tarball (gzipped or not), an unpacked one, a plugin's output folder, or a JUnit file.
 * Never throws for what lies there: whatever is wrong is the archive's `problem`.
 */
export async function readArchive(path: string, limits: Limits = standardLimits): Promise<Archive> {
  return (await readWholeArchive(path, limits)).archive;
}

/** Reads one SITE like `readArchive`, and says what else there is in it. */
export async function readWholeArchive(path: string, limits: Limits = standardLimits): Promise<WholeArchive> {
  const name = basename(resolve(path));
  const found: Found = { kept: new Kept(limits), contents: new Contents() };
  const archive = await readFound(path, name, found, limits).catch(
    (error: unknown): Archive => ({
      name,
      hashed: "file",
      packing: { by: "unknown" },
      problem: problemOf(error),
      notes: [],
    }),
  );
  const { kept, contents } = found;
  return {
    archive,
    contents,
    plugins: pluginsOf(kept),
    errors: pluginErrors(kept),
    kept: kept.matching(() => true).map((member) => ({ name: member.name, bytes: member.bytes.byteLength })),
  };
}

/** What is filled while an archive is read. */
interface Found {
  readonly kept: Kept;
  readonly contents: Contents;
}

async function readFound(path: string, name: string, found: Found, limits: Limits): Promise<Archive> {
  const { kept, contents } = found;
  const facts = await stat(path);
  if (facts.isDirectory()) {
    const reading = await readFolder(path, kept, contents, limits);
    const junit = kept.junit();
    const hash = junit && { sha256: sha256(junit.bytes) };
    return summedUp({ name, hashed: "junit.xml", ...hash }, found, limits, reading);
  }
  // whoever opened a pipe or a device would wait for ever
  if (!facts.isFile()) throw new ArchiveError({ kind: "no-file" });
  const format = await sniff(path);
  switch (format) {
    case "gzip":
    case "tar": {
      const reading = await readTar(path, format === "gzip", kept, contents, limits);
      return summedUp({ name, hashed: "file", sha256: reading.sha256 }, found, limits, reading);
    }
    case "xml": {
      if (facts.size > limits.memberBytes) throw beyond("memberBytes", limits, name);
      const bytes = await readFile(path);
      kept.add({ name: memberNames.bareJUnit, bytes });
      contents.count(memberNames.bareJUnit, bytes.byteLength);
      return summedUp({ name, hashed: "file", sha256: sha256(bytes) }, found, limits, {}, { by: "file" });
    }
    case "empty":
      throw new ArchiveError({ kind: "empty" });
    case "unknown":
      throw new ArchiveError({ kind: "unknown-format" });
  }
}

type Head = Pick<Archive, "name" | "hashed" | "sha256">;

/** The archive from what was kept of it. */
function summedUp(
  head: Head,
  { kept, contents }: Found,
  limits: Limits,
  reading: Partial<TarReading>,
  packing: Packing = packingOf(kept),
): Archive {
  const errors = pluginErrors(kept).map(shortened);
  const { surplus } = contents;
  const slimmed = slimmedOf(kept);
  const seen: ArchiveNote[] = [
    ...kept.duplicates.map((member): ArchiveNote => ({ kind: "duplicate-member", member })),
    ...(surplus === undefined ? [] : [{ kind: "surplus", ...surplus } as const]),
    ...(slimmed?.cutOff === true ? [{ kind: "cut-off-before" } as const] : []),
  ];
  const junit = kept.junit();
  const base = {
    ...head,
    packing,
    ...(slimmed && { slimmed }),
    ...(junit && { resultSha256: sha256(junit.bytes) }),
  };
  const problem = reading.problem && shortened(reading.problem);
  // of an archive that was cut off, what came whole is used; one with a wrong checksum is believed in no part
  if (problem !== undefined && problem.kind !== "truncated") return { ...base, problem, notes: seen };
  if (junit === undefined) {
    const said = errors.find(({ kind }) => kind === "refused") ?? errors[0];
    return { ...base, problem: said ?? problem ?? withoutResult(kept, reading), notes: seen };
  }
  const result = resultOf(junit, head.name, limits);
  if ("problem" in result) return { ...base, problem: problem ?? result.problem, notes: seen };
  const said = errors.map(({ member, detail }): ArchiveNote => ({ kind: "plugin-error", member, detail }));
  return {
    ...base,
    ...result,
    ...(problem && { problem }),
    notes: [...seen, ...said],
  };
}

function resultOf(
  junit: Member,
  archive: string,
  limits: Limits,
): Pick<Archive, "result"> | { readonly problem: Problem } {
  try {
    return { result: readResult(junit, limits) };
  } catch (error) {
    const problem = problemOf(error);
    const alone = problem.kind === "junit" && junit.name === memberNames.bareJUnit;
    return { problem: alone ? { ...problem, member: archive } : problem };
  }
}

function withoutResult(kept: Kept, { nested, elsewhere }: Partial<TarReading>): Problem {
  return shortened({
    kind: "no-result",
    plugins: pluginsOf(kept) ?? [],
    ...(nested !== undefined && { nested }),
    ...(elsewhere !== undefined && { elsewhere }),
  });
}

function problemOf(error: unknown): Problem {
  if (error instanceof ArchiveError) return shortened(error.problem);
  // without the path, which is different on every machine
  const detail = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return shortened({ kind: "not-readable", detail });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

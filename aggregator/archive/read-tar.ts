import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import type { Contents } from "./contents.ts";
import { beyond, type Kept } from "./kept.ts";
import type { Limits } from "./limits.ts";
import { isElsewhere, isWanted, memberNames, normalName } from "./member.ts";
import { ArchiveError, type Problem } from "./problem.ts";

/** What was met on the way through a tar archive. */
export interface TarReading {
  /** SHA-256 of the file as it lies there, in hexadecimal. */
  readonly sha256: string;
  /** Why reading ended early; what was kept until then is complete. */
  readonly problem?: Problem;
  /** Where a result lies one folder too deep, as after packing an unpacked archive together with its folder. */
  readonly nested?: string;
  /** Where a result lies that was not handed over as a Job's. */
  readonly elsewhere?: string;
}

/** Where the reading is, and what it noticed. */
interface Place {
  member?: string;
  nested?: string;
  elsewhere?: string;
}

/**
 * Streams a tar archive and keeps the wanted members. Nothing is written to disk; names are compared, never opened.
 * Links, devices and names that lead out of the archive are ignored.
 * @param contents counts all members
 */
export async function readTar(
  path: string,
  zipped: boolean,
  kept: Kept,
  contents: Contents,
  limits: Limits,
): Promise<TarReading> {
  const hash = createHash("sha256");
  const counted = { packed: 0, inflated: 0, tail: Buffer.alloc(0) };
  const place: Place = {};
  const tar = extract();
  const through = [
    tap((chunk) => {
      hash.update(chunk);
      counted.packed += chunk.byteLength;
    }),
    ...(zipped ? [createGunzip()] : []),
    tap((chunk) => {
      counted.inflated += chunk.byteLength;
      counted.tail = Buffer.concat([counted.tail, chunk]).subarray(-blockBytes);
      if (counted.inflated > limits.archiveBytes) throw beyond("archiveBytes", limits, place.member);
      const { packed, inflated } = counted;
      if (inflated > limits.ratioAfter && inflated / packed > limits.ratio)
        throw beyond("ratio", limits, place.member);
    }),
  ];
  const flow = pipeline([createReadStream(path), ...through, tar]).then(
    () => undefined,
    (error: unknown) => error,
  );
  let failure: unknown;
  try {
    let members = 0;
    for await (const entry of tar) {
      members += 1;
      if (members > limits.members) throw beyond("members", limits, place.member);
      const name = wantedName(entry.header, place, contents);
      if (name === undefined || kept.repeats(name)) {
        entry.resume();
        continue;
      }
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of entry) {
        if (!(chunk instanceof Uint8Array)) continue;
        size += chunk.byteLength;
        kept.demand(name, size);
        chunks.push(chunk);
      }
      if (size === entry.header.size) kept.add({ name, bytes: Buffer.concat(chunks) });
    }
  } catch (error) {
    failure = error;
  }
  tar.destroy();
  const cause = failure ?? (await flow);
  await flow;
  const whole = cause === undefined;
  const problem = whole ? endProblem(counted.tail, place.member) : problemOf(cause, place.member);
  return {
    sha256: whole ? hash.digest("hex") : await sha256Of(path),
    ...(problem && { problem }),
    ...(place.nested !== undefined && { nested: place.nested }),
    ...(place.elsewhere !== undefined && { elsewhere: place.elsewhere }),
  };
}

const blockBytes = 512;

/** Looks at every chunk and passes it on. */
function tap(look: (chunk: Uint8Array) => void): Transform {
  return new Transform({
    transform(chunk: Uint8Array, _, done): void {
      try {
        look(chunk);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

function wantedName(
  { name: raw, type, size = 0 }: Header,
  place: Place,
  contents: Contents,
): string | undefined {
  const name = normalName(raw);
  const isFile = type === "file" || type === "contiguous-file";
  if (isFile) contents.count(name, size);
  if (name === undefined) return undefined;
  place.member = name;
  if (!isFile) return undefined;
  if (name.endsWith(`/${memberNames.junit}`)) place.nested ??= name;
  if (isElsewhere(name)) place.elsewhere ??= name;
  return isWanted(name) ? name : undefined;
}

/** A tar archive ends with blocks of zeros; without them it was cut exactly between two members. */
function endProblem(tail: Buffer, member: string | undefined): Problem | undefined {
  const ended = tail.byteLength === blockBytes && tail.every((byte) => byte === 0);
  return ended ? undefined : { kind: "truncated", ...(member !== undefined && { member }) };
}

function problemOf(cause: unknown, member: string | undefined): Problem {
  if (cause instanceof ArchiveError) return cause.problem;
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (/unexpected end/i.test(detail)) return { kind: "truncated", ...(member !== undefined && { member }) };
  return { kind: "damaged", detail };
}

async function sha256Of(path: string): Promise<string> {
  const hash: Hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

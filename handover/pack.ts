import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack as packTar } from "tar-stream";

/** A file of an archive. */
export interface PackedMember {
  readonly name: string;
  readonly content: string;
}

/** Where gzip's header says on which system it was written: unknown, so that it says nothing. */
const systemByte = { at: 9, unknown: 255 };

/**
 * A gzipped tar archive: the same members and time give the same bytes, whoever packs them and where.
 * @param time of all members
 */
export async function pack(members: readonly PackedMember[], time: Date): Promise<Buffer> {
  const tar = packTar();
  const sorted = members.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, content } of sorted) tar.entry({ name, mtime: time, mode: 0o644 }, content);
  tar.finalize();
  const bytes = gzipSync(await buffer(tar), { level: 9 });
  bytes[systemByte.at] = systemByte.unknown;
  return bytes;
}

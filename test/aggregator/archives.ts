import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import type { RunResult } from "#results";
import { writeJUnit } from "#results";

/** One member of an archive; a link or the like by its header. */
export interface TarMember {
  readonly name: string;
  readonly body?: string | Uint8Array;
  readonly header?: Partial<Header>;
}

/** A tar archive with the members, in their order. */
export async function tarOf(members: readonly TarMember[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, body = "", header } of members) {
    const size = header?.size;
    if (header?.type === undefined || header.type === "file")
      tar.entry({ name, ...header, mtime: new Date(0) }, Buffer.from(body));
    else tar.entry({ name, ...header, ...(size !== undefined && { size }), mtime: new Date(0) });
  }
  tar.finalize();
  return buffer(tar as unknown as AsyncIterable<Buffer> & NodeJS.ReadableStream);
}

/** The same, gzipped. */
export async function tgzOf(members: readonly TarMember[]): Promise<Buffer> {
  return gzipSync(await tarOf(members));
}

/** The members of an archive as Sonobuoy packs it. */
export function sonobuoyMembers(junit: string | undefined, prefix = ""): TarMember[] {
  const name = (path: string) => `${prefix}${path}`;
  return [
    { name: name("meta/config.json"), body: JSON.stringify({ UUID: "7c1f-uuid", Version: "v0.57.3" }) },
    { name: name("meta/info.json"), body: JSON.stringify({ plugins: ["dvs"] }) },
    { name: name("meta/run.log"), body: '{"level":"info"}\n' },
    ...(junit === undefined ? [] : [{ name: name("plugins/dvs/results/global/junit.xml"), body: junit }]),
    { name: name("plugins/dvs/sonobuoy_results.yaml"), body: "name: dvs\n" },
    { name: name("meta/query-time.json"), body: "talk\n".repeat(2000) },
  ];
}

/** A run as a Sonobuoy archive. */
export function archiveOf(run: RunResult): Promise<Buffer> {
  return tgzOf(sonobuoyMembers(writeJUnit(run)));
}

/** A folder for a test's files that is removed after the suite. */
export function scratch(): {
  write(name: string, content: string | Uint8Array): Promise<string>;
  path(): string;
} {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dvs-test-"));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return {
    path: () => folder,
    write: async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
  };
}

import { createHash } from "node:crypto";
import { copyFile, cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildComponents, cacheDirectory, componentVersion, type ProgressOptions } from "../components.ts";
import { engines } from "../engines/index.ts";
import { exists } from "../exists.ts";
import { runProgram } from "../run-program.ts";
import { createScratch } from "../scratch.ts";
import { buildImage, type ImageBuild } from "./build-image.ts";
import { demandPrograms } from "./demand-programs.ts";

/** An image in an archive. */
export interface Image {
  /** What containers call it. */
  readonly reference: string;
  /** Path of the OCI archive. */
  readonly archive: string;
}

/**
 * The images that a cluster needs to run Sonobuoy with our plugin, the one that ours is built on, and those of policy
 * engines under the names of their programs.
 */
export interface Images extends Readonly<Record<string, Image>> {
  readonly base: Image;
  readonly plugin: Image;
  readonly sonobuoy: Image;
  readonly pause: Image;
}

const root = join(import.meta.dirname, "../..");
const node = join(root, "node_modules/node/bin/node");
const release = "bookworm";
/** Where a site without access to the internet has copies of what it needs. */
const registry = "registry.musterstadt.example";

/**
 * Builds the images unless this user has built the same before; they are kept where the programs are. The first time,
 * the base image takes Debian's packages from where this machine takes them. dist/ must have been made
 * (`npm run build`).
 * @throws Error that names missing system packages, or with the end of what the failing program said
 */
export async function buildImages(options: ProgressOptions = {}): Promise<Images> {
  const { onProgress = () => {} } = options;
  await demandPrograms();
  const { sonobuoy } = await buildComponents(["sonobuoy"], options);
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const nodeVersion = (await runProgram([node, "--version"])).trim().replace(/^v/, "");
  const sonobuoyVersion = /sonobuoy-(v[\d.]+)-/.exec(sonobuoy)?.[1] ?? "";
  const scratch = await createScratch();

  /** An image whose archive is named after all that it is made from. */
  const image = async (
    name: string,
    reference: string,
    ingredients: readonly (string | Buffer)[],
    prepare: (context: string) => Promise<Partial<ImageBuild>>,
  ): Promise<Image> => {
    const hash = createHash("sha256");
    for (const ingredient of [reference, ...ingredients]) hash.update(ingredient).update("\0");
    const key = hash.digest("hex").slice(0, 16);
    const archive = join(cacheDirectory(), `image-${name}-${key}.tar`);
    if (await exists(archive)) return { reference, archive };
    onProgress(`Building the image ${reference}`);
    const context = join(scratch.path, name);
    await mkdir(context);
    const more = await prepare(context);
    await buildImage({ context, reference, archive, ...more }, scratch.path);
    await removeOld(name);
    return { reference, archive };
  };

  try {
    const base = await image(
      "base",
      `localhost/node:${nodeVersion}`,
      [release, baseFile],
      async (context) => {
        await debian(join(context, "root.tar"));
        await copyFile(node, join(context, "node"));
        await writeFile(join(context, "Dockerfile"), baseFile);
        return {};
      },
    );
    const dist = await filesBelow(join(root, "dist"));
    const dockerfile = await readFile(join(root, "Dockerfile"));
    const pluginParts = [base.archive, dockerfile, ...dist.flatMap(({ name, bytes }) => [name, bytes])];
    const pluginReference = `${registry}/dvs:${version}`;
    const ofEngines = new Map<string, Image>();
    for (const { repository, program, at } of Object.values(engines).flatMap((engine) => engine.images)) {
      const binary = (await buildComponents([program], options))[program];
      const file = `FROM scratch\nCOPY ${basename(binary)} ${at}\nENTRYPOINT ["${at}"]\n`;
      const reference = `${repository}:${await componentVersion(program)}`;
      const built = await image(program, reference, [binary, file], async (context) => {
        await copyFile(binary, join(context, basename(binary)));
        await writeFile(join(context, "Dockerfile"), file);
        return {};
      });
      ofEngines.set(program, built);
    }
    return {
      ...Object.fromEntries(ofEngines),
      base,
      plugin: await image("dvs", pluginReference, pluginParts, async (context) => {
        await cp(join(root, "dist"), join(context, "dist"), { recursive: true });
        await writeFile(join(context, "Dockerfile"), dockerfile);
        return { bases: [base], args: { BASE: base.reference } };
      }),
      sonobuoy: await image(
        "sonobuoy",
        `${registry}/sonobuoy:${sonobuoyVersion}`,
        [sonobuoy],
        async (context) => {
          await copyFile(sonobuoy, join(context, "sonobuoy"));
          await writeFile(join(context, "Dockerfile"), sonobuoyFile);
          return {};
        },
      ),
      pause: await image("pause", "registry.k8s.io/pause:3.10", [pauseFile], async (context) => {
        await copyFile("/bin/busybox", join(context, "busybox"));
        await writeFile(join(context, "Dockerfile"), pauseFile);
        return {};
      }),
    };
  } finally {
    await scratch.remove();
  }
}

const baseFile = `FROM scratch
ADD root.tar /
COPY node /usr/local/bin/node
`;

const sonobuoyFile = `FROM scratch
COPY sonobuoy /sonobuoy
USER 65532:65532
WORKDIR /
`;

// stands for the real one, which keeps a pod's namespaces and does nothing else
const pauseFile = `FROM scratch
COPY busybox /busybox
ENTRYPOINT ["/busybox", "sleep", "infinity"]
`;

/** Whoever changes the plugin often would fill the disk; an archive of yesterday is used by nobody now. */
async function removeOld(name: string): Promise<void> {
  const day = 24 * 60 * 60 * 1000;
  const archives = (await readdir(cacheDirectory())).filter((file) => file.startsWith(`image-${name}-`));
  for (const archive of archives.map((file) => join(cacheDirectory(), file)))
    if (Date.now() - (await stat(archive)).mtimeMs > day) await rm(archive, { force: true });
}

/** As little of Debian as Node.js needs, from where this machine takes its packages. */
async function debian(output: string): Promise<void> {
  const folder = "/etc/apt/sources.list.d";
  const lists = (await readdir(folder).catch(() => [])).filter((name) => /\.(list|sources)$/.test(name));
  const sources = (await exists("/etc/apt/sources.list")) ? ["/etc/apt/sources.list"] : [];
  sources.push(...lists.map((name) => join(folder, name)));
  const packages = "--include=libc6,libstdc++6,ca-certificates";
  await runProgram(["mmdebstrap", "--quiet", "--variant=extract", packages, release, output, ...sources]);
}

async function filesBelow(folder: string): Promise<{ readonly name: string; readonly bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Error("There is no dist/ yet: npm run build", { cause });
  });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(names.sort().map(async (name) => ({ name, bytes: await readFile(name) })));
}

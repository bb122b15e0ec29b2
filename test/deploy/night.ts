import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { main } from "../../cli/main.ts";
import { captured } from "../cli/captured.ts";
import { compileCache } from "../compile-cache.ts";

const root = join(import.meta.dirname, "../..");
const script = join(root, "deploy/nightly/nightly.sh");

/** What the script did. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
  /** The calls of programs other than dvs, one a line. */
  readonly calls: readonly string[];
  /** The files in the store. */
  readonly stored: readonly string[];
  readonly seconds: number;
}

/** A place in which the script runs: a store, a key, and stand-ins for the programs that need a cluster. */
export interface Night {
  readonly folder: string;
  /** The archive that the stand-in for sonobuoy hands out, and what it hands out instead the first times. */
  archive(whole: Uint8Array, ...before: readonly Uint8Array[]): Promise<void>;
  /** What its status says; while there is none, it fails. */
  status(status: object): Promise<void>;
  /** A status file as of a run that is there already. */
  leftover(status: object): Promise<void>;
  /** What kubectl says about a namespace that is there already: its name and its mark. */
  namespace(said: string): Promise<void>;
  program(name: string, text: string): Promise<void>;
  /** From now on dvs report is a process of its own, and no longer a call in the process of the tests. */
  realReport(): Promise<void>;
  /** @param onSaid gets what the script has said so far, and a function that sends it a signal */
  run(
    env?: Readonly<Record<string, string>>,
    onSaid?: (said: string, kill: (signal: NodeJS.Signals) => void) => void,
  ): Promise<Ended>;
  remove(): Promise<void>;
}

/** Sonobuoy as the script sees it: a run is there between run and delete. */
const sonobuoy = `#!/bin/sh
echo "sonobuoy $*" >> "$FAKE/calls"
case $1 in
  run) cp "$FAKE/next-status.json" "$FAKE/status.json" ;;
  status) cat "$FAKE/status.json" ;;
  retrieve)
    tries=$(grep -c '^sonobuoy retrieve' "$FAKE/calls")
    [ -e "$FAKE/archive-$tries" ] || tries=whole
    cp "$FAKE/archive-$tries" "$2/$4"
    ;;
  delete) rm -f "$FAKE/status.json" ;;
esac
`;
const kubectl = `#!/bin/sh
echo "kubectl $*" >> "$FAKE/calls"
case $1 in
  get) [ ! -e "$FAKE/namespace" ] || cat "$FAKE/namespace" ;;
  apply) cp "$3" "$FAKE/applied.yaml" ;;
esac
`;
/** Names archives after a time of each night's own: nights never end in the same second, here they would. */
const date = `#!/bin/sh
case $* in *%Y%m%dT*) cat "$FAKE/time" ;; *) exec /bin/date "$@" ;; esac
`;
/** dvs itself, but for what needs a cluster, and slim, which is not what is tested here. */
const dvsWith = (otherwise: string) => `#!/bin/sh
case $1 in
  slim) [ "$5" = --key ] && [ -r "$6" ] && cp "$2" "$4" ;;
  probe) mkdir -p "$3" && cp "$FAKE/archive-whole" "$3/whole" ;;
  collect) cp "$2/whole" "$4" ;;
  *) ${otherwise} ;;
esac
`;
const started = `exec "${process.execPath}" "${join(root, "cli/dvs.ts")}" "$@"`;
/** Asks the process of the tests, which has long loaded the command: that takes a tenth of the time. */
const asked = `
    printf '%s\\0' "$@" > "$FAKE/asking" && mv "$FAKE/asking" "$FAKE/asked"
    until [ -e "$FAKE/answered" ]; do sleep 0.02; done
    cat "$FAKE/said" >&2
    code=$(cat "$FAKE/answered")
    rm "$FAKE/answered"
    exit "$code"`;

/** Answers what a stand-in for dvs has asked. */
async function answer(folder: string): Promise<void> {
  const args = (await readFile(join(folder, "asked"), "utf8")).split("\0").slice(0, -1);
  await rm(join(folder, "asked"));
  const { code, stderr } = await captured(() => main(args)).catch((error: unknown) => ({
    code: 2,
    stderr: String(error),
  }));
  await writeFile(join(folder, "said"), stderr);
  await writeFile(join(folder, "answering"), `${code}`);
  await rename(join(folder, "answering"), join(folder, "answered"));
}

/** Answers until it is told to stop. */
function answering(folder: string): { readonly stop: () => Promise<void> } {
  let stopped = false;
  const until = (async () => {
    while (!stopped) {
      if (existsSync(join(folder, "asked"))) await answer(folder);
      await setTimeout(20);
    }
  })();
  return {
    stop: () => {
      stopped = true;
      return until;
    },
  };
}

/** Prepares a night. */
export async function startNight(): Promise<Night> {
  const folder = await mkdtemp(join(tmpdir(), "dvs-night-"));
  const bin = join(folder, "bin");
  const store = join(folder, "store");
  await mkdir(bin);
  await mkdir(store);
  await writeFile(join(folder, "key"), "a key");
  await writeFile(join(folder, "calls"), "");
  const program = async (name: string, text: string) => {
    await writeFile(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  };
  await program("sonobuoy", sonobuoy);
  await program("kubectl", kubectl);
  await program("date", date);
  await program("dvs", dvsWith(asked));
  await program("node", `#!/bin/sh\nexec "${process.execPath}" "$@"\n`);
  const put = (name: string, content: object) => writeFile(join(folder, name), JSON.stringify(content));
  let nights = 0;
  return {
    folder,
    program,
    realReport: () => program("dvs", dvsWith(started)),
    async archive(whole, ...before) {
      await writeFile(join(folder, "archive-whole"), whole);
      for (const [index, other] of before.entries())
        await writeFile(join(folder, `archive-${index + 1}`), other);
      const sha256 = createHash("sha256").update(whole).digest("hex");
      await put("next-status.json", complete(sha256));
    },
    status: (status) => put("next-status.json", status),
    leftover: (status) => put("status.json", status),
    namespace: (said) => writeFile(join(folder, "namespace"), said),
    async run(env = {}, onSaid = () => {}) {
      const begin = performance.now();
      nights += 1;
      const time = new Date(Date.now() + nights * 1000).toISOString();
      await writeFile(join(folder, "time"), `${time.slice(0, 19).replaceAll(/[-:]/g, "")}Z\n`);
      const answers = answering(folder);
      const child = spawn("/bin/sh", [script], {
        env: {
          PATH: `${bin}:/usr/bin:/bin`,
          FAKE: folder,
          NIGHT_STORE: store,
          NIGHT_KEY: join(folder, "key"),
          NIGHT_POLL: "0.1",
          TMPDIR: folder,
          ...compileCache,
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        onSaid(said, (signal) => child.kill(signal));
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      const [code] = await once(child, "close");
      await answers.stop();
      const calls = (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");
      const stored = (await readdir(store)).sort();
      return { code, said, calls, stored, seconds: (performance.now() - begin) / 1000 };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The status of a run of our plugin that is complete. */
export function complete(sha256: string): object {
  return {
    plugins: [{ plugin: "dvs", node: "global", status: "complete", "result-status": "failed" }],
    status: "complete",
    "tar-info": { name: "202601020304_sonobuoy_7c1f.tar.gz", sha256, size: 1 },
  };
}

import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { version } from "#results";
import { texts, visible } from "../aggregator/index.ts";
import { CollectError, collect as collected } from "../handover/collect.ts";
import { type CollectText, collectTexts } from "../handover/collect-text.ts";
import { packed } from "../handover/index.ts";
import { checkTargets } from "./check-targets.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { type CollectOptions, collectOptions } from "./options/collect.ts";

/** `dvs collect`: packs the result of a run without Sonobuoy. */
export const collect: Command<CollectOptions> = {
  builder: collectOptions,
  run: async ({ from: given, output, lang }) => {
    const text = collectTexts[lang];
    const from = await source(given);
    await checkTargets({ "-o": output }, from === stdin ? [] : [from], texts[lang]);
    const { junit, result } = wholeResult(await read(from, text), from, text);
    const packedBy = `dvs collect ${version}`;
    const archive = await packed({ junit, run: result.run, packedBy });
    await writeFile(output, archive).catch((cause: unknown) => {
      throw new InputError(text.noWrite(output, reasonOf(cause)), { cause });
    });
    process.stderr.write(`${visible(text.written(output, result.run, packedBy))}\n`);
    return 0;
  },
};

const stdin = "-";

/** The file that is meant: of a folder its result. yargs makes an empty word of a lone hyphen. */
async function source(given: string): Promise<string> {
  if (given === "" || given === stdin) return stdin;
  const isFolder = await stat(given).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  return isFolder ? join(given, "junit.xml") : given;
}

async function read(from: string, text: CollectText): Promise<Buffer> {
  try {
    return from === stdin ? await buffer(process.stdin) : await readFile(from);
  } catch (cause) {
    throw new InputError(text.noRead(from, reasonOf(cause)), { cause });
  }
}

function wholeResult(bytes: Buffer, from: string, text: CollectText): ReturnType<typeof collected> {
  try {
    return collected(bytes);
  } catch (cause) {
    if (!(cause instanceof CollectError)) throw cause;
    throw new InputError(text.problem(cause.problem, from), { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}

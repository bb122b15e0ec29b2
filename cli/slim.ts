import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isArchiveFile, readWholeArchive, type Text, texts, visible } from "../aggregator/index.ts";
import {
  account,
  KeyError,
  mappingTable,
  refuseUnusable,
  type Slim,
  SlimError,
  type SlimText,
  shortestKey,
  siteKey,
  slim as slimmed,
  slimTexts,
} from "../handover/index.ts";
import { writeWhole } from "../plugin/write-whole.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { type SlimOptions, slimOptions } from "./options/slim.ts";

/** `dvs slim`: from a fat archive to one that may leave the site. */
export const slim: Command<SlimOptions> = {
  builder: slimOptions,
  run: async ({ tarball, output, key, hideSiteName, words, mapping, lang }) => {
    const text = texts[lang];
    const own = slimTexts[lang];
    if (key === undefined || key.trim() === "") throw new InputError(own.keyMissing);
    await checkPlaces({ output, mapping }, { tarball, key, words }, text, own);
    const options = { hideSiteName, words: words === undefined ? [] : await wordsIn(words, text) };
    // an archive that cannot be used leaves no key behind
    const whole = await readWholeArchive(tarball);
    await told(() => refuseUnusable(whole), tarball, text, own);
    const secret = await keyIn(key, text, own);
    const result = await told(() => slimmed(whole, secret.bytes, options), tarball, text, own);
    await write(output, result.bytes, text);
    if (mapping !== undefined) await write(mapping, mappingTable(result, own), text, onlyOwner);
    process.stdout.write(visible(account(result, own)));
    const talk = [
      own.written(output, result.bytes.byteLength),
      ...(secret.created ? [own.keyCreated(key)] : []),
      ...(secret.exposed ? [own.keyExposed(key)] : []),
      ...(mapping === undefined ? [] : [own.mappingWritten(mapping)]),
      ...doubts(result, tarball, text, own),
      own.remains(!hideSiteName),
    ];
    process.stderr.write(talk.map((line) => `${visible(line)}\n`).join(""));
    // as for a report: an archive that was cut off, or of a failed run, is at fault; a refusal by the site is not
    return result.problem === undefined || result.problem.kind === "refused" ? 0 : 2;
  },
};

/** Rights of a file that leads back to the names. */
const onlyOwner = 0o600;

/** What has to be known about an archive that is not as it should be. */
function doubts({ problem, withoutResult }: Slim, path: string, text: Text, own: SlimText): string[] {
  if (problem === undefined) return [];
  const { text: sentence, quote = "" } = text.problem(problem, path);
  const said = `${sentence} ${quote}`.replaceAll(/\s+/g, " ").trim();
  return [said, withoutResult ? own.withoutResult : own.cutOff];
}

async function told<T>(work: () => T | Promise<T>, path: string, text: Text, own: SlimText): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof SlimError)) throw cause;
    throw new InputError(sentenceOf(cause, path, text, own), { cause });
  }
}

function sentenceOf({ problem }: SlimError, path: string, text: Text, own: SlimText): string {
  switch (problem.kind) {
    case "unusable": {
      const { text: sentence, quote = "" } = text.problem(problem.problem, path);
      return `${sentence} ${quote}`.trim();
    }
    case "slimmed-already":
      return own.slimmedAlready(path, problem.version);
    case "verdicts-differ":
      return own.verdictsDiffer;
  }
}

async function keyIn(path: string, text: Text, own: SlimText): Promise<Awaited<ReturnType<typeof siteKey>>> {
  try {
    return await siteKey(path);
  } catch (cause) {
    if (cause instanceof KeyError)
      throw new InputError(cause.kind === "short" ? own.keyShort(path, shortestKey) : own.keyLong(path), {
        cause,
      });
    throw new InputError(text.cli.noRead(path, codeOf(cause)), { cause });
  }
}

async function wordsIn(path: string, text: Text): Promise<string[]> {
  const content = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new InputError(text.cli.noRead(path, codeOf(cause)), { cause });
  });
  return content
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Refuses places that would cost something: an input, any archive, or the same file twice. */
async function checkPlaces(
  { output, mapping }: Pick<SlimOptions, "output" | "mapping">,
  inputs: { readonly tarball: string; readonly key: string; readonly words: string | undefined },
  text: Text,
  own: SlimText,
): Promise<void> {
  const targets = mapping === undefined ? [output] : [output, mapping];
  for (const [option, path] of [
    ["-o", output],
    ["--mapping", mapping],
  ] as const)
    if (path?.trim() === "") throw new InputError(text.cli.noPath(option));
  const sources = Object.values(inputs).filter((path) => path !== undefined);
  const taken = new Set(await Promise.all(sources.map(placeOf)));
  for (const path of targets) if (taken.has(await placeOf(path))) throw new InputError(own.overInput(path));
  if (mapping !== undefined && (await placeOf(mapping)) === (await placeOf(output)))
    throw new InputError(own.sameFile("-o", "--mapping"));
  if (mapping !== undefined && (await isArchiveFile(mapping))) throw new InputError(own.overInput(mapping));
}

/** What two paths of the same file have in common, whatever links lead to it. */
async function placeOf(path: string): Promise<string> {
  const facts = await stat(path).catch(() => undefined);
  return facts === undefined ? resolve(path) : `${facts.dev} ${facts.ino}`;
}

async function write(path: string, content: string | Uint8Array, text: Text, mode?: number): Promise<void> {
  try {
    await writeWhole(path, content, mode);
  } catch (cause) {
    throw new InputError(text.cli.noWrite(path, codeOf(cause)), { cause });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

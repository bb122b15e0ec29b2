import { defaultProfile, profiles } from "#policies";
import {
  compare,
  ExplainError,
  explain as explained,
  type Question,
  readArchive,
  type Site,
  type Text,
  texts,
  visible,
} from "../aggregator/index.ts";
import { writeWhole } from "../plugin/write-whole.ts";
import { checkTargets } from "./check-targets.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { type ExplainOptions, explainOptions } from "./options/explain.ts";

/** `dvs explain`: why a verdict is as it is, and the commands that repeat what led to it. */
export const explain: Command<ExplainOptions> = {
  builder: explainOptions,
  run: async ({ site: path, output, lang, ...question }) => {
    const text = texts[lang];
    if (output !== undefined) await checkTargets({ "-o": output }, [path], text);
    const { site, told } = await tell(path, question, text);
    if (output === undefined) process.stdout.write(told);
    else await write(output, told, text);
    process.stderr.write(doubts(site, text));
    // cut off: what came whole is explained, but the input is at fault
    return site.problem === undefined ? 0 : 2;
  },
};

async function tell(
  path: string,
  question: Question,
  text: Text,
): Promise<{ readonly site: Site; readonly told: string }> {
  const archive = await readArchive(path);
  const made = archive.result?.profile.id ?? "";
  const profile = (Object.hasOwn(profiles, made) ? profiles[made] : undefined) ?? defaultProfile;
  const { sites, rows, furtherRows } = compare([archive], { profile });
  const [site] = sites;
  if (site === undefined || site.result === undefined)
    throw new InputError(archive.problem === undefined ? path : text.problem(archive.problem, path).text);
  try {
    return { site, told: explained(site, [...rows, ...furtherRows], question, text) };
  } catch (cause) {
    if (!(cause instanceof ExplainError)) throw cause;
    throw new InputError(text.explain.problem(cause.problem), { cause });
  }
}

/** What has to be known about a result that is not whole, a line each. */
function doubts({ state, problem, notes, archive }: Site, text: Text): string {
  if (state === "ok") return "";
  const sayings = [
    ...(problem === undefined ? [] : [text.problem(problem, archive.name)]),
    ...notes.map((note) => text.note(note)),
  ];
  const lines = sayings.map(({ text: sentence, quote = "" }) =>
    `${sentence} ${quote}`.replaceAll(/\s+/g, " ").trim(),
  );
  return lines.map((line) => `${visible(line)}\n`).join("");
}

async function write(path: string, content: string, text: Text): Promise<void> {
  try {
    await writeWhole(path, content);
  } catch (cause) {
    const detail = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new InputError(text.cli.noWrite(path, detail), { cause });
  }
}

import { readFile } from "node:fs/promises";
import { defaultProfile, type Language, type Profile, profiles } from "#policies";
import { verdicts } from "#results";
import {
  type Archive,
  AudienceError,
  audienceLine,
  type Comparison,
  compare,
  type DemandsJson,
  demandsJson,
  hasCell,
  type ListedSite,
  type Released,
  type ReleaseRequest,
  type ReportJson,
  readArchive,
  readSitesFile,
  released,
  renderDemands,
  renderReport,
  reportJson,
  type Site,
  SitesFileError,
  type Text,
  texts,
  visible,
} from "../aggregator/index.ts";
import { writeWhole } from "../plugin/write-whole.ts";
import { checkTargets } from "./check-targets.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { languages } from "./language.ts";
import { type ReleaseOptions, releaseRequest, withReleaseOptions } from "./release-request.ts";
import { summaryLines } from "./summary-lines.ts";

/** Options of `dvs report`. */
export interface ReportOptions extends ReleaseOptions {
  readonly site: readonly string[];
  readonly output: string;
  readonly json: string | undefined;
  readonly sites: string | undefined;
  readonly profile: string;
  readonly failOn: string | undefined;
  readonly lang: Language;
}

/** Words beside the verdicts that `--fail-on` takes. */
const failOnLevels = ["open", "gaps", "undetermined"] as const;

/** `dvs report`: from the sites' archives to one page. */
export const report: Command<ReportOptions> = {
  command: "report <site..>",
  describe: "Compare sites: one self-contained HTML page from their Sonobuoy archives",
  builder: (yargs) =>
    withReleaseOptions(
      yargs
        .positional("site", {
          type: "string",
          array: true,
          demandOption: true,
          describe: "Sonobuoy archive, unpacked archive, plugin output folder or JUnit file",
        })
        .option("output", { alias: "o", type: "string", default: "report.html", describe: "the page" })
        .option("json", { type: "string", describe: "also write the comparison as JSON" })
        .option("sites", { type: "string", describe: "list of sites with names (YAML)" })
        .option("profile", {
          type: "string",
          default: defaultProfile.id,
          describe: "the policies to judge by",
        })
        .option("failOn", {
          alias: "fail-on",
          type: "string",
          coerce: (lists: string | readonly string[] | undefined) =>
            typeof lists === "object" ? lists.join(",") : lists,
          describe: `exit with 1 if there is one of these (comma list): ${failOnLevels.join(", ")}, or a verdict`,
        })
        .option("lang", { choices: languages, default: "de" as const, describe: "language of the report" }),
    ),
  run: async (argv) => {
    const { site: paths, output, json, sites, profile: profileId, failOn, lang } = argv;
    const text = texts[lang];
    const request = releaseRequest({ ...argv }, text);
    const profile = profileOf(profileId, text);
    const wanted = failOnNames(failOn, text);
    const now = sourceDate(process.env["SOURCE_DATE_EPOCH"], text);
    const list = sites === undefined ? undefined : await readText(sites, text);
    await checkTargets({ output, json }, paths.map(String), text);
    const archives: Archive[] = [];
    for (const path of paths) archives.push(await readArchive(String(path)));
    const comparison = withSitesFile(sites ?? "", text, () => {
      const listed: readonly ListedSite[] = list === undefined ? [] : readSitesFile(list);
      return compare(archives, { profile, listed, ...(now !== undefined && { now }) });
    });
    const shown = releasedTo(comparison, request, text);
    await write(output, pageOf(shown, text), text);
    if (json !== undefined) await write(json, `${JSON.stringify(dataOf(shown, text), null, 2)}\n`, text);
    if (request.audience !== "group") process.stderr.write(`${visible(lineOf(shown, text))}\n`);
    process.stderr.write(summaryLines(comparison, output, text));
    return exitCode(comparison, shown, wanted, text);
  },
};

function profileOf(id: string, text: Text): Profile {
  const profile = Object.hasOwn(profiles, id) ? profiles[id] : undefined;
  if (profile === undefined) throw new InputError(text.cli.unknownProfile(id, Object.keys(profiles)));
  return profile;
}

function failOnNames(list: string | undefined, text: Text): string[] {
  const known: readonly string[] = [...failOnLevels, ...verdicts];
  const names = (list ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InputError(text.cli.unknownFailOn(unknown, known));
  return names;
}

/** @returns ISO 8601, or undefined if it is not set */
function sourceDate(epoch: string | undefined, text: Text): string | undefined {
  if (epoch === undefined || epoch === "") return undefined;
  const date = new Date(Number(epoch) * 1000);
  if (!/^\d+$/.test(epoch) || Number.isNaN(date.getTime())) throw new InputError(text.cli.wrongEpoch(epoch));
  return date.toISOString();
}

async function readText(path: string, text: Text): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new InputError(text.cli.noRead(path, codeOf(cause)), { cause });
  });
  try {
    const content = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // UTF-16 without a mark is UTF-8 with a zero at every other place
    if (!content.includes("\0")) return content;
  } catch (cause) {
    throw new InputError(text.cli.notUtf8(path), { cause });
  }
  throw new InputError(text.cli.notUtf8(path));
}

/** What is written, in whatever form, is made of this and of nothing else. */
function releasedTo(comparison: Comparison, request: ReleaseRequest, text: Text): Released {
  try {
    return released(comparison, request);
  } catch (cause) {
    if (!(cause instanceof AudienceError)) throw cause;
    throw new InputError(text.audience.problem(cause.problem), { cause });
  }
}

function pageOf(shown: Released, text: Text): string {
  return shown.kind === "demands" ? renderDemands(shown.demands, text) : renderReport(shown.comparison, text);
}

function dataOf(shown: Released, text: Text): ReportJson | DemandsJson {
  return shown.kind === "demands" ? demandsJson(shown.demands, text) : reportJson(shown.comparison, text);
}

function withSitesFile(file: string, text: Text, work: () => Comparison): Comparison {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof SitesFileError)) throw cause;
    throw new InputError(text.sitesFile(cause.problem, file, cause.line), { cause });
  }
}

async function write(path: string, content: string, text: Text): Promise<void> {
  try {
    await writeWhole(path, content);
  } catch (cause) {
    throw new InputError(text.cli.noWrite(path, codeOf(cause)), { cause });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

/** Whoever is about to mail a file should see for whom it is. */
function lineOf(shown: Released, text: Text): string {
  const marked = shown.kind === "demands" ? { ...shown.demands, sites: [] } : shown.comparison;
  return audienceLine(marked, text);
}

/** What is looked for counts where it is shown; an input that is at fault counts in any case. */
function exitCode({ sites }: Comparison, shown: Released, wanted: readonly string[], text: Text): number {
  const told = shown.kind === "demands" ? [] : shown.comparison.sites;
  const found = wanted.filter((name) => told.some((site) => hasCell(site, name)));
  if (found.length > 0) process.stderr.write(`${text.cli.failsOn(found)}\n`);
  if (sites.some(atFault)) return 2;
  return found.length > 0 ? 1 : 0;
}

/** A site that refused the plugin sent a sound archive that says so. */
function atFault({ state, problem, notes }: Site): boolean {
  const cutOff = problem !== undefined && state === "incomplete";
  return state === "unreadable" || cutOff || notes.some(({ kind }) => kind === "same-run-differs");
}

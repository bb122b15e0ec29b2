import { readFile } from "node:fs/promises";
import { type Profile, profiles } from "#policies";
import {
  type Archive,
  AudienceError,
  audienceLine,
  type Comparison,
  compare,
  defaultStaleAfter,
  demandsJson,
  type ExportFormat,
  exportFormats,
  exports,
  type ListedSite,
  type Released,
  type ReleaseRequest,
  RoundError,
  readArchive,
  readSitesFile,
  readWaiversFile,
  released,
  renderDemands,
  renderReport,
  type Site,
  SitesFileError,
  type Text,
  texts,
  visible,
  WaiversFileError,
} from "../aggregator/index.ts";
import { writeWhole } from "../plugin/write-whole.ts";
import { checkTargets } from "./check-targets.ts";
import type { Command } from "./command.ts";
import { failing, failOnNames, waiverLines } from "./fail-on.ts";
import { InputError } from "./input-error.ts";
import { type ReportOptions, reportOptions } from "./options/report.ts";
import { readRounds } from "./read-rounds.ts";
import { releaseRequest } from "./release-request.ts";
import { summaryLines } from "./summary-lines.ts";

/** `dvs report`: from the sites' archives to one page. */
export const report: Command<ReportOptions> = {
  builder: reportOptions,
  run: async (argv) => {
    const {
      site: paths,
      output,
      sites,
      waivers,
      staleAfter: stale,
      profile: profileId,
      previous,
      failOn,
      lang,
    } = argv;
    const text = texts[lang];
    const request = releaseRequest({ ...argv }, text);
    const profile = profileOf(profileId, text);
    const staleAfter = staleDays(stale, text);
    const wanted = failOnNames(failOn, { waivers, staleAfter, previous }, text);
    const now = sourceDate(process.env["SOURCE_DATE_EPOCH"], text);
    const list = sites === undefined ? undefined : await readText(sites, text);
    const waiverList = waivers === undefined ? undefined : await readText(waivers, text);
    const wantedFiles = exportFormats.flatMap((format) => {
      const path = argv[format];
      return path === undefined ? [] : [{ format, path }];
    });
    const targets = wantedFiles.map(({ format, path }) => [`--${format}`, path]);
    const inputs = [...paths.map(String), ...[sites, waivers].filter((path) => path !== undefined)];
    await checkTargets({ "-o": output, ...Object.fromEntries(targets) }, inputs, text);
    const rounds = await readRounds(
      previous.map(String),
      [output, ...wantedFiles.map(({ path }) => path)],
      text,
    );
    const archives: Archive[] = [];
    for (const path of paths) archives.push(await readArchive(String(path)));
    const comparison = withKnownErrors({ sites, waivers }, text, () => {
      const listed: readonly ListedSite[] = list === undefined ? [] : readSitesFile(list);
      return compare(archives, {
        profile,
        listed,
        staleAfter,
        previous: rounds,
        ...(now !== undefined && { now }),
        ...(waiverList !== undefined && { waivers: readWaiversFile(waiverList) }),
      });
    });
    const shown = releasedTo(comparison, request, text);
    await write(output, pageOf(shown, argv, text), text);
    for (const { format, path } of wantedFiles) await write(path, fileOf(shown, format, text), text);
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

/** @returns days */
function staleDays(value: string | undefined, text: Text): number {
  if (value === undefined) return defaultStaleAfter;
  if (!/^\d{1,6}$/.test(value)) throw new InputError(text.waivers.wrongStaleAfter(value));
  return Number(value);
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

function pageOf(
  shown: Released,
  { script, groupBy }: Pick<ReportOptions, "script" | "groupBy">,
  text: Text,
): string {
  return shown.kind === "demands"
    ? renderDemands(shown.demands, text)
    : renderReport(shown.comparison, text, { script, ...(groupBy && { groupBy }) });
}

/** Of what suppliers may know there is one form; the others were refused beforehand. */
function fileOf(shown: Released, format: ExportFormat, text: Text): string {
  return shown.kind === "demands"
    ? `${JSON.stringify(demandsJson(shown.demands, text), null, 2)}\n`
    : exports[format](shown.comparison, text);
}

/** Whoever is about to mail a file should see for whom it is. */
function lineOf(shown: Released, text: Text): string {
  const marked = shown.kind === "demands" ? { ...shown.demands, sites: [] } : shown.comparison;
  return audienceLine(marked, text);
}

/** Says what is wrong with a list that the user wrote, or with an earlier round. */
function withKnownErrors(
  { sites = "", waivers = "" }: Partial<Pick<ReportOptions, "sites" | "waivers">>,
  text: Text,
  work: () => Comparison,
): Comparison {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof RoundError)
      throw new InputError(text.rounds.problem(cause.problem, cause.file), { cause });
    if (cause instanceof SitesFileError)
      throw new InputError(text.sitesFile(cause.problem, sites, cause.line), { cause });
    if (cause instanceof WaiversFileError)
      throw new InputError(text.waivers.file(cause.problem, waivers, cause.line), { cause });
    throw cause;
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

/** What is looked for counts where it is shown; an input that is at fault counts in any case. */
function exitCode(comparison: Comparison, shown: Released, wanted: readonly string[], text: Text): number {
  const found = shown.kind === "demands" ? [] : failing(shown.comparison, wanted);
  if (shown.kind === "comparison") process.stderr.write(waiverLines(shown.comparison, wanted, text));
  if (found.length > 0) process.stderr.write(`${text.cli.failsOn(found)}\n`);
  if (comparison.sites.some(atFault)) return 2;
  return found.length > 0 ? 1 : 0;
}

/** A site that refused the plugin sent a sound archive that says so. */
function atFault({ state, problem, notes }: Site): boolean {
  const cutOff = problem !== undefined && state === "incomplete";
  return state === "unreadable" || cutOff || notes.some(({ kind }) => kind === "same-run-differs");
}

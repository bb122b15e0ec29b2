import { type Outcome, type RunResult, siteVerdicts, type Verdict, verdicts } from "#results";
import type { Archive } from "../archive/archive.ts";
import type { SiteNote } from "./comparison.ts";
import { sameFindings } from "./same-findings.ts";

/** An archive that gets a column, with what is to be said about others like it. */
export interface Submission {
  readonly siteId: string;
  readonly archive: Archive;
  readonly result?: RunResult;
  readonly notes: readonly SiteNote[];
}

/** Characters of a hash that make an id. */
const shortHash = 12;

/** One submission for each site: the newest run. Sites are told apart by what results say, never by file names. */
export function newestPerSite(archives: readonly Archive[]): Submission[] {
  const withResult = archives.flatMap((archive) =>
    archive.result === undefined ? [] : [{ archive, result: archive.result }],
  );
  const groups = Map.groupBy(withResult, ({ result }) => identity(result));
  const heard = [...groups.values()].map((group) => newest(runsOf(group).toSorted(later)));
  return withUniqueIds([...heard, ...withoutResult(archives)]);
}

type Read = { readonly archive: Archive; readonly result: RunResult };

/**
 * Two clusters may have the same internal URL: only the same run counts as the same site then. The id made of the URL
 * is not part of it: a slimmed archive has another.
 */
function identity({ site, run }: RunResult): string {
  return site.idSource === "api-server-url" ? JSON.stringify([run.id, run.started]) : site.id;
}

/** A run, with other files that claim to be the same. */
interface Run extends Read {
  readonly copies: readonly Read[];
}

/**
 * The runs of one site. Of files that claim to be the same run, the one in which policies fare worse stands for it,
 * whatever time it states, and each policy is shown as it fares worst: nothing must look enforced that may not be.
 */
function runsOf(group: readonly Read[]): Run[] {
  return [...Map.groupBy(group, ({ result }) => result.run.id).values()].flatMap((files) => {
    const [worst, ...others] = files.toSorted(worse);
    if (worst === undefined) return [];
    const shown = others.find((other) => standsFor(other, worst)) ?? worst;
    const copies = [worst, ...others].filter((file) => file !== shown);
    return [{ ...shown, result: copies.reduce(withWorse, shown.result), copies }];
  });
}

/**
 * More policies with a bad verdict first, then less refused, then more admitted, then whole before cut off. The rest
 * makes the order definite.
 */
function worse(a: Read, b: Read): number {
  return (
    compareVerdicts(a.result, b.result) ||
    countOf(a.result, ["refused", "mutated"]) - countOf(b.result, ["refused", "mutated"]) ||
    countOf(b.result, ["admitted", "warned"]) - countOf(a.result, ["admitted", "warned"]) ||
    Number(isCutOff(a.archive)) - Number(isCutOff(b.archive)) ||
    inOrder(definite(a.archive), definite(b.archive))
  );
}

/** Negative if the first has more policies of the worst verdict in whose number they differ. */
function compareVerdicts(a: RunResult, b: RunResult): number {
  const [ofA, ofB] = [a, b].map((result) => siteVerdicts(result).map(({ verdict }) => verdict));
  const count = (all: readonly Verdict[] = [], verdict: Verdict) =>
    all.filter((own) => own === verdict).length;
  const differing = verdicts.find((verdict) => count(ofA, verdict) !== count(ofB, verdict));
  return differing === undefined ? 0 : count(ofB, differing) - count(ofA, differing);
}

/**
 * The archive that calls itself slimmed is shown instead of the one of which it was made, since the page need not hold
 * names that the site took out; but only if both say the same: anyone can write the mark.
 */
function standsFor(copy: Read, worst: Read): boolean {
  return (
    copy.archive.slimmed !== undefined &&
    worst.archive.slimmed === undefined &&
    isCutOff(copy.archive) === isCutOff(worst.archive) &&
    sameFindings(copy.result, worst.result)
  );
}

/** A result with those policies of a copy that fare worse there; places are matched in their order. */
function withWorse(shown: RunResult, { result: copy }: Read): RunResult {
  if (copy.vantages.length !== shown.vantages.length) return shown;
  const ranks = (result: RunResult) =>
    new Map(siteVerdicts(result).map(({ policy, verdict }) => [policy, verdicts.indexOf(verdict)]));
  const own = ranks(shown);
  const taken = new Set(
    [...ranks(copy)].flatMap(([policy, rank]) => (rank < (own.get(policy) ?? -1) ? [policy as string] : [])),
  );
  if (taken.size === 0) return shown;
  const places = new Map(
    copy.vantages.map(({ namespace }, index) => [namespace, shown.vantages[index]?.namespace]),
  );
  const probes = copy.probes
    .filter(({ policy }) => taken.has(policy))
    .map((probe) => ({ ...probe, vantage: places.get(probe.vantage) ?? probe.vantage }));
  return { ...shown, probes: [...shown.probes.filter(({ policy }) => !taken.has(policy)), ...probes] };
}

function isCutOff({ problem, slimmed }: Archive): boolean {
  return problem !== undefined || slimmed?.cutOff === true;
}

function countOf({ probes }: RunResult, kinds: readonly Outcome["kind"][]): number {
  return probes.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
}

/** Newest first, whole before cut off. The rest makes the order definite. */
function later(a: Run, b: Run): number {
  return (
    Date.parse(b.result.run.finished) - Date.parse(a.result.run.finished) ||
    Number(isCutOff(a.archive)) - Number(isCutOff(b.archive)) ||
    inOrder(definite(a.archive), definite(b.archive))
  );
}

function newest([first, ...rest]: readonly Run[]): Submission {
  if (first === undefined) throw new Error("a group is never empty");
  const { archive, result, copies } = first;
  const ofThisRun = copies.map(
    (copy): SiteNote => ({ kind: likeness(copy, { archive, result }), archive: copy.archive.name }),
  );
  const older = rest
    .flatMap((run) => [run, ...run.copies])
    .map(
      (other): SiteNote => ({
        kind: "older-run",
        archive: other.archive.name,
        finished: other.result.run.finished,
      }),
    );
  return { siteId: result.site.id, archive, result, notes: [...ofThisRun, ...older] };
}

/** A slimmed archive differs from the one of which it was made, and may do so in names only. */
function likeness(copy: Read, shown: Read): "same-run" | "same-run-slimmed" | "same-run-differs" {
  if (copy.archive.resultSha256 === shown.archive.resultSha256) return "same-run";
  const slimmed = copy.archive.slimmed !== undefined || shown.archive.slimmed !== undefined;
  return slimmed && sameFindings(copy.result, shown.result) ? "same-run-slimmed" : "same-run-differs";
}

/** Archives without a result have no site; the very same file given twice is shown once. */
function withoutResult(archives: readonly Archive[]): Submission[] {
  const failed = archives.filter(({ result }) => result === undefined);
  const sorted = failed.toSorted((a, b) => inOrder(definite(a), definite(b)));
  const groups = Map.groupBy(sorted, (archive) => archive.sha256 ?? archive);
  return [...groups.values()].flatMap(([archive, ...same]) =>
    archive === undefined
      ? []
      : {
          siteId: `archive-${archive.sha256?.slice(0, shortHash) ?? archive.name}`,
          archive,
          notes: same.map(({ name }): SiteNote => ({ kind: "same-file", archive: name })),
        },
  );
}

function withUniqueIds(submissions: readonly Submission[]): Submission[] {
  const taken = new Map<string, number>();
  const sorted = submissions.toSorted((a, b) =>
    inOrder(a.siteId + definite(a.archive), b.siteId + definite(b.archive)),
  );
  return sorted.map((submission) => {
    const count = (taken.get(submission.siteId) ?? 0) + 1;
    taken.set(submission.siteId, count);
    return count === 1 ? submission : { ...submission, siteId: `${submission.siteId}-${count}` };
  });
}

function definite({ name, sha256 = "", resultSha256 = "" }: Archive): string {
  return JSON.stringify([name, resultSha256, sha256]);
}

/** Order by code units, the same on every machine. */
export function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

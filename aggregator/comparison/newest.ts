import type { RunResult } from "#results";
import type { Archive } from "../archive/archive.ts";
import type { SiteNote } from "./comparison.ts";

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
  const heard = [...groups.values()].map((group) => newest(group.toSorted(later)));
  return withUniqueIds([...heard, ...withoutResult(archives)]);
}

type Read = { readonly archive: Archive; readonly result: RunResult };

/** Two clusters may have the same internal URL: only the same run counts as the same site then. */
function identity({ site, run }: RunResult): string {
  return site.idSource === "api-server-url" ? JSON.stringify([site.id, run.id]) : site.id;
}

/**
 * Order of results of one site: newest first, whole before cut off. Of files that claim to be the same run, the one in
 * which less was refused comes first, for nothing must look enforced that may not be. The rest makes the order definite.
 */
function later(a: Read, b: Read): number {
  return (
    Date.parse(b.result.run.finished) - Date.parse(a.result.run.finished) ||
    Number(a.archive.problem !== undefined) - Number(b.archive.problem !== undefined) ||
    refusals(a.result) - refusals(b.result) ||
    inOrder(definite(a.archive), definite(b.archive))
  );
}

function refusals({ probes }: RunResult): number {
  return probes.filter(({ outcome }) => outcome.kind === "refused" || outcome.kind === "mutated").length;
}

function newest([first, ...rest]: readonly Read[]): Submission {
  if (first === undefined) throw new Error("a group is never empty");
  const { archive, result } = first;
  const notes = rest.map((other): SiteNote => {
    const { name } = other.archive;
    if (other.archive.resultSha256 === archive.resultSha256) return { kind: "same-run", archive: name };
    if (other.result.run.id === result.run.id) return { kind: "same-run-differs", archive: name };
    return { kind: "older-run", archive: name, finished: other.result.run.finished };
  });
  return { siteId: result.site.id, archive, result, notes };
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

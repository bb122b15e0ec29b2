import { type Profile, parametersOf } from "#policies";
import { levels, type RunResult } from "#results";
import { isSameProfile } from "./agreed-probes.ts";
import type { Cell, Site, SiteNote, SiteState } from "./comparison.ts";
import { judgeSite, missingCell } from "./judge-site.ts";
import type { Naming } from "./name-sites.ts";
import type { Submission } from "./newest.ts";
import { shareOf } from "./summary.ts";

/** A submission with its cells by policy. */
export interface JudgedSubmission extends Submission {
  readonly byPolicy: ReadonlyMap<string, Cell>;
}

/** Judges a submission; one without a result has no cells. */
export function judged(submission: Submission, profile: Profile): JudgedSubmission {
  const { result } = submission;
  return { ...submission, byPolicy: result === undefined ? new Map() : judgeSite(result, profile) };
}

/** The site of a submission, with one cell for each row. */
export function siteOf(
  submission: JudgedSubmission,
  rowIds: readonly string[],
  profile: Profile,
  naming: Naming = { parameters: {} },
): Site {
  const { archive, result, byPolicy, siteId } = submission;
  const cells = rowIds.map((id) => byPolicy.get(id) ?? missingCell(id));
  const own = result === undefined ? [] : resultNotes(result, cells, profile);
  const notes = [...own, ...submission.notes, ...archive.notes];
  const { problem } = archive;
  return {
    ...naming,
    id: siteId,
    state: stateOf(submission, own),
    ...(problem && { problem }),
    notes,
    archive,
    ...(result && { result }),
    cells,
    enforced: shareOf(cells),
  };
}

function stateOf({ result, archive }: Submission, notes: readonly SiteNote[]): SiteState {
  if (result === undefined) return archive.problem?.kind === "refused" ? "refused" : "unreadable";
  const lacking = notes.some(({ kind }) => incompleteKinds.has(kind));
  return lacking || archive.problem !== undefined || result.vantages.length === 0 ? "incomplete" : "ok";
}

const incompleteKinds: ReadonlySet<string> = new Set(["cut-short", "probes-lacking", "policies-lacking"]);

function resultNotes(result: RunResult, cells: readonly Cell[], profile: Profile): SiteNote[] {
  const { cutShort } = result.run;
  const notes: SiteNote[] = cutShort === undefined ? [] : [{ kind: "cut-short", detail: cutShort }];
  const absent = cells.flatMap(({ vantages }) =>
    vantages.flatMap(({ probes }) => probes.filter((probe) => probe.absent)),
  );
  if (absent.length > 0) notes.push({ kind: "probes-lacking", count: absent.length });
  if (!isSameProfile(result, profile))
    return [...notes, { kind: "other-profile", id: result.profile.id, version: result.profile.version }];
  const agreed: ReadonlySet<string> = new Set(profile.policies);
  const missing = cells.filter(({ policy, verdict }) => agreed.has(policy) && verdict === "missing");
  if (missing.length > 0) notes.push({ kind: "policies-lacking", count: missing.length });
  return [...notes, ...ownParameters(result, profile)];
}

/** Where a site was probed by other parameters than the profile's; permitted registries are each site's own. */
function ownParameters(result: RunResult, profile: Profile): SiteNote[] {
  return Object.entries(result.profile.parameters).flatMap(([policy, used]) => {
    const agreed = parametersOf(policy, profile);
    return Object.entries(used)
      .filter(([name]) => name !== "allowedRegistries")
      .map(([parameter, value]) => ({
        policy,
        parameter,
        value: JSON.stringify(value),
        agreed: JSON.stringify(Object.hasOwn(agreed, parameter) ? agreed[parameter] : null),
      }))
      .filter(({ value, agreed: wanted }) => value !== wanted)
      .map((difference): SiteNote => ({ kind: "own-parameter", ...difference }));
  });
}

/** Whether a site has a cell of the level or the verdict. */
export function hasCell(site: Site, wanted: string): boolean {
  return site.cells.some(({ verdict }) => verdict === wanted || levels[verdict] === wanted);
}

import type { Profile } from "#policies";
import type { Cell, Site, SiteNote, SiteState } from "./comparison.ts";
import { judgeSite, missingCell } from "./judge-site.ts";
import type { Naming } from "./name-sites.ts";
import type { Submission } from "./newest.ts";
import { namespaceShare } from "./probed-vantages.ts";
import { resultNotes } from "./result-notes.ts";
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

/** What the sites of a comparison have in common. */
export interface SiteContext {
  readonly profile: Profile;
  /** Policies that only results know, as far as they are shown. */
  readonly further: readonly string[];
  /** Time of the report, if it is given. */
  readonly now: string | undefined;
}

/** The site of a submission, with one cell for each policy of the profile. */
export function siteOf(
  submission: JudgedSubmission,
  { profile, further, now }: SiteContext,
  naming: Naming = { parameters: {} },
): Site {
  const { archive, result, byPolicy, siteId } = submission;
  const cells = profile.policies.map((id) => byPolicy.get(id) ?? missingCell(id));
  const own = result === undefined ? [] : resultNotes(result, cells, profile, now);
  const notes = [...own, ...submission.notes, ...archive.notes];
  const { problem } = archive;
  return {
    ...naming,
    id: siteId,
    state: stateOf(submission, notes),
    ...(problem && { problem }),
    notes,
    archive,
    ...(result && { result }),
    cells,
    furtherCells: further.flatMap((id) => byPolicy.get(id) ?? []),
    enforced: shareOf(cells),
    namespaces: result === undefined ? { count: 0, of: 0 } : namespaceShare(result),
  };
}

function stateOf({ result, archive }: Submission, notes: readonly SiteNote[]): SiteState {
  if (result === undefined) return archive.problem?.kind === "refused" ? "refused" : "unreadable";
  const lacking = notes.some(({ kind }) => incompleteKinds.has(kind));
  return lacking || archive.problem !== undefined || result.vantages.length === 0 ? "incomplete" : "ok";
}

const incompleteKinds: ReadonlySet<string> = new Set<SiteNote["kind"]>([
  "cut-short",
  "probes-lacking",
  "policies-lacking",
  "vantages-lacking",
  "vantages-unanswered",
  "vantages-unknown",
  "no-tenant",
  "probes-doubted",
  "other-profile",
  "same-run-differs",
  "cut-off-before",
]);

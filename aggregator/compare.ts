import { isPolicyId, type Profile, policies } from "#policies";
import type { Archive } from "./archive/archive.ts";
import { aged, type Calendar, defaultStaleAfter } from "./comparison/age.ts";
import { withRounds } from "./comparison/changes.ts";
import type { Comparison, ListedSite, PolicyRow } from "./comparison/comparison.ts";
import { differencesOf } from "./comparison/differences.ts";
import { grantWaivers } from "./comparison/grant-waivers.ts";
import { nameSites, siteOrder } from "./comparison/name-sites.ts";
import { inOrder, newestPerSite } from "./comparison/newest.ts";
import type { Round } from "./comparison/round.ts";
import { type JudgedSubmission, judged, siteOf } from "./comparison/site.ts";
import { shareOf, summaryOf } from "./comparison/summary.ts";
import type { ListedWaiver } from "./comparison/waiver.ts";
import { tool } from "./tool.ts";

/** More policies that the profile does not know are not shown. */
const mostFurther = 100;

/** What a comparison is made by. */
export interface CompareOptions {
  readonly profile: Profile;
  /** The list of sites. */
  readonly listed?: readonly ListedSite[];
  /** ISO 8601; default: the time of the newest result, so that the same input gives the same report. */
  readonly now?: string;
  /** Days after which a result is stale; 0: never. */
  readonly staleAfter?: number;
  /** Exceptions that were agreed on. */
  readonly waivers?: readonly ListedWaiver[];
  /** Earlier rounds, in any order. */
  readonly previous?: readonly Round[];
}

/**
 * From archives to the comparison of their sites: who reads this knows the aggregator. The order of the archives has
 * no influence. Verdicts are recomputed from what was tried; what the sites' files say of them is not used.
 * @throws SitesFileError if the list of sites does not fit the sites unambiguously
 * @throws WaiversFileError if the waivers do not
 * @throws RoundError if what is given as the last round is later than all that is compared with it
 */
export function compare(archives: readonly Archive[], options: CompareOptions): Comparison {
  const { profile, listed = [], staleAfter = defaultStaleAfter } = options;
  const submissions = newestPerSite(archives).map((submission) => judged(submission, profile));
  const { names, unheard } = nameSites(submissions, listed);
  const strange = strangePolicies(submissions, profile);
  const further = strange.slice(0, mostFurther);
  const times = submissions.flatMap(({ result }) => (result ? [result.run.finished] : [])).sort();
  const [oldest] = times;
  const newest = times.at(-1);
  const now = options.now ?? newest;
  const calendar: Calendar = { now, given: options.now !== undefined, staleAfter };
  const judgedSites = submissions
    .map((submission) =>
      siteOf(submission, { profile, further, now: options.now }, names.get(submission.siteId)),
    )
    .map((site) => aged(site, calendar))
    .toSorted(siteOrder);
  const { sites, waivers } = grantWaivers(options.waivers ?? [], {
    profile,
    sites: judgedSites,
    unheard,
    now,
  });
  const rowOf = (id: string): PolicyRow => {
    const cells = sites.flatMap(({ cells: own, furtherCells }) => [...own, ...furtherCells]);
    const enforced = shareOf(cells.filter(({ policy }) => policy === id));
    return { id, ...(isPolicyId(id) && { policy: policies[id] }), enforced };
  };
  const rows = profile.policies.map(rowOf);
  const comparison: Comparison = {
    release: { audience: "group" },
    tool,
    profile,
    ...(now !== undefined && { now }),
    ...(newest !== undefined && oldest !== undefined && { newest, oldest }),
    sites,
    rows,
    furtherRows: further.map(rowOf),
    furtherLeftOut: strange.length - further.length,
    summary: summaryOf(rows, sites),
    differences: differencesOf(rows, sites),
    unheard,
    ...(options.waivers && { waivers }),
  };
  return withRounds(comparison, options.previous ?? []);
}

/** Policies that only the results know: of an older or a newer version, or of a site's own. */
function strangePolicies(submissions: readonly JudgedSubmission[], profile: Profile): string[] {
  const agreed: ReadonlySet<string> = new Set(profile.policies);
  const found = new Set(submissions.flatMap(({ byPolicy }) => [...byPolicy.keys()]));
  return [...found].filter((id) => !agreed.has(id)).sort(inOrder);
}

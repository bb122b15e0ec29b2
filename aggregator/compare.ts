import { isPolicyId, type Profile, policies } from "#policies";
import type { Archive } from "./archive/archive.ts";
import type { Comparison, ListedSite, PolicyRow } from "./comparison/comparison.ts";
import { nameSites, siteOrder } from "./comparison/name-sites.ts";
import { inOrder, newestPerSite } from "./comparison/newest.ts";
import { type JudgedSubmission, judged, siteOf } from "./comparison/site.ts";
import { shareOf, summaryOf } from "./comparison/summary.ts";
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
}

/**
 * From archives to the comparison of their sites: who reads this knows the aggregator. The order of the archives has
 * no influence. Verdicts are recomputed from what was tried; what the sites' files say of them is not used.
 * @throws SitesFileError if the list of sites does not fit the sites unambiguously
 */
export function compare(archives: readonly Archive[], options: CompareOptions): Comparison {
  const { profile, listed = [] } = options;
  const submissions = newestPerSite(archives).map((submission) => judged(submission, profile));
  const { names, unheard } = nameSites(submissions, listed);
  const strange = strangePolicies(submissions, profile);
  const further = strange.slice(0, mostFurther);
  const sites = submissions
    .map((submission) =>
      siteOf(submission, { profile, further, now: options.now }, names.get(submission.siteId)),
    )
    .toSorted(siteOrder);
  const rowOf = (id: string): PolicyRow => {
    const cells = sites.flatMap(({ cells: own, furtherCells }) => [...own, ...furtherCells]);
    const enforced = shareOf(cells.filter(({ policy }) => policy === id));
    return { id, ...(isPolicyId(id) && { policy: policies[id] }), enforced };
  };
  const rows = profile.policies.map(rowOf);
  const times = sites.flatMap(({ result }) => (result ? [result.run.finished] : [])).sort();
  const [oldest] = times;
  const newest = times.at(-1);
  const now = options.now ?? newest;
  return {
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
    unheard,
  };
}

/** Policies that only the results know: of an older or a newer version, or of a site's own. */
function strangePolicies(submissions: readonly JudgedSubmission[], profile: Profile): string[] {
  const agreed: ReadonlySet<string> = new Set(profile.policies);
  const found = new Set(submissions.flatMap(({ byPolicy }) => [...byPolicy.keys()]));
  return [...found].filter((id) => !agreed.has(id)).sort(inOrder);
}

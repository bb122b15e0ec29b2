import { type Comparison, compare, type ListedSite } from "../../../aggregator/index.ts";
import { allArchives, archiveWith, profile } from "../comparisons.ts";
import { inventedRun, inventedSites } from "../invented-sites.ts";
import { roundOf } from "../rounds-of-sites.ts";

/** What somebody may write into the reason of a waiver. */
export const reasonOfWaiver = '=1+2</x>]]> "\u202e`|\n\u0000';

const agreed = {
  line: 1,
  site: "Beispielkreis",
  policy: "require-ro-rootfs",
  reason: reasonOfWaiver,
  owner: "@Betriebsleitung",
  expires: "2026-12-31",
};

/**
 * All sites a month after a round in which all of them enforced everything; at Beispielkreis one deviation is waived,
 * and another was.
 */
export function comparisonWithAgreements(listed: readonly ListedSite[] = []): Comparison {
  const before = inventedSites.map(({ but: _, ...site }) =>
    archiveWith(
      inventedRun({
        ...site,
        all: "enforced",
        run: { id: "before", started: "2026-02-02T08:00:00.000Z", finished: "2026-02-02T08:01:30.000Z" },
      }),
      `${site.name}-vorher.tar.gz`,
    ),
  );
  return compare(allArchives(), {
    profile,
    listed,
    previous: [roundOf(before)],
    now: "2026-03-05T00:00:00Z",
    waivers: [agreed, { ...agreed, line: 2, policy: "require-limits-and-requests", expires: "2026-02-01" }],
  });
}

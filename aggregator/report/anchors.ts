import { createHash } from "node:crypto";
import type { Comparison } from "../comparison/comparison.ts";

/** The ids of the page's places; the same from run to run as long as sites and policies keep their ids. */
export interface Anchors {
  site(siteId: string): string;
  policy(policyId: string): string;
  cell(siteId: string, policyId: string): string;
  evidence(siteId: string, policyId: string): string;
}

/** Longer ids are cut and told apart by a hash. */
const longest = 60;
const hashLength = 8;

/** As much of a comparison as its ids take. */
export type WithIds = Readonly<
  Record<keyof Pick<Comparison, "sites" | "rows" | "furtherRows">, readonly { readonly id: string }[]>
>;

/** Ids that are safe in HTML and in links, whatever sites and policies are called. */
export function anchorsOf({ sites, rows, furtherRows }: WithIds): Anchors {
  const site = slugs(sites.map(({ id }) => id));
  const policy = slugs([...rows, ...furtherRows].map(({ id }) => id));
  const slugOf = (map: ReadonlyMap<string, string>, id: string) => map.get(id) ?? slug(id);
  return {
    site: (id) => `s-${slugOf(site, id)}`,
    policy: (id) => `p-${slugOf(policy, id)}`,
    // two dashes, which no slug holds, so that no two pairs give the same id
    cell: (siteId, policyId) => `c-${slugOf(site, siteId)}--${slugOf(policy, policyId)}`,
    evidence: (siteId, policyId) => `e-${slugOf(site, siteId)}--${slugOf(policy, policyId)}`,
  };
}

function slugs(ids: readonly string[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(ids, slug);
  return new Map(
    ids.map((id) => {
      const simple = slug(id);
      const alone = groups.get(simple)?.length === 1;
      return [id, alone ? simple : `${simple}-${hash(id)}`];
    }),
  );
}

function slug(id: string): string {
  const safe = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return safe.length === 0 || safe.length > longest ? `${safe.slice(0, longest)}-${hash(id)}` : safe;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, hashLength);
}

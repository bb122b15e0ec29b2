import { createHash } from "node:crypto";
import type { Comparison } from "../comparison/comparison.ts";
import { sitesAreRows } from "./orientation.ts";

/** The ids of the page's places; the same from run to run as long as sites and policies keep their ids. */
export interface Anchors {
  site(siteId: string): string;
  policy(policyId: string): string;
  /** Where there are many cells, their ids are short and do not outlive the page. */
  cell(siteId: string, policyId: string): string;
  evidence(siteId: string, policyId: string): string;
}

/** Longer ids are cut and told apart by a hash. */
const longest = 60;
const hashLength = 8;

/** Ids that are safe in HTML and in links, whatever sites and policies are called. */
export function anchorsOf({ sites, rows, furtherRows }: Comparison): Anchors {
  const siteIds = sites.map(({ id }) => id);
  const policyIds = [...rows, ...furtherRows].map(({ id }) => id);
  const site = slugs(siteIds);
  const policy = slugs(policyIds);
  const many = sitesAreRows({ sites });
  const siteAt = placesOf(siteIds);
  const policyAt = placesOf(policyIds);
  const slugOf = (map: ReadonlyMap<string, string>, id: string) => map.get(id) ?? slug(id);
  return {
    site: (id) => `s-${slugOf(site, id)}`,
    policy: (id) => `p-${slugOf(policy, id)}`,
    // two dashes, which no slug holds, so that no two pairs give the same id
    cell: (siteId, policyId) =>
      many
        ? `c${siteAt.get(siteId)}-${policyAt.get(policyId)}`
        : `c-${slugOf(site, siteId)}--${slugOf(policy, policyId)}`,
    evidence: (siteId, policyId) => `e-${slugOf(site, siteId)}--${slugOf(policy, policyId)}`,
  };
}

function placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}

function slugs(ids: readonly string[]): ReadonlyMap<string, string> {
  const byShort = Map.groupBy(ids, shortSlug);
  const bySlug = Map.groupBy(ids, slug);
  return new Map(
    ids.map((id) => {
      const short = shortSlug(id);
      if (byShort.get(short)?.length === 1) return [id, short];
      const simple = slug(id);
      return [id, bySlug.get(simple)?.length === 1 ? simple : `${simple}-${hash(id)}`];
    }),
  );
}

/** Of a UUID its first part, which tells clusters apart. */
function shortSlug(id: string): string {
  return /^([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(id)?.[1]?.toLowerCase() ?? slug(id);
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

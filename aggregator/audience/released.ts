import { visible } from "../../foreign/visible.ts";
import type { Comparison } from "../comparison/comparison.ts";
import { AudienceError } from "./audience-error.ts";
import type { SupplierComparison } from "./demands.ts";
import { findSite } from "./find-site.ts";
import { forSite } from "./for-site.ts";
import { forSuppliers } from "./for-suppliers.ts";
import type { Audience, Release } from "./release.ts";

/** For whom a report is to be. */
export interface ReleaseRequest {
  readonly audience: Audience;
  /** Names, ids, or beginnings of ids of sites. */
  readonly sites: readonly string[];
  /** The line for every page and file; absent: the usual one. */
  readonly classification?: string;
}

/** What those may have whom a report is for. */
export type Released =
  | { readonly kind: "comparison"; readonly comparison: Comparison }
  | { readonly kind: "demands"; readonly demands: SupplierComparison };

/**
 * A comparison without what is not for its readers: the only way from `compare` to anything that is written. Whatever
 * renders or exports gets nothing else, so it cannot give away what it does not have.
 * @throws AudienceError if the sites that were asked for are none
 */
export function released(comparison: Comparison, request: ReleaseRequest): Released {
  const { audience, sites: asked, classification } = request;
  const line =
    classification === undefined ? undefined : visible(classification.replaceAll(/\s+/g, " ").trim());
  const release: Release = { audience, ...(line !== undefined && line !== "" && { classification: line }) };
  switch (audience) {
    case "group":
      if (asked.length > 0) throw new AudienceError({ kind: "group-has-all" });
      return { kind: "comparison", comparison: { ...comparison, release } };
    case "site":
      return { kind: "comparison", comparison: forSite(comparison, onlySite(comparison, asked), release) };
    case "supplier": {
      const wanted = new Set(asked.map((name) => findSite(name, comparison.sites)));
      const chosen = asked.length === 0 ? undefined : comparison.sites.filter((site) => wanted.has(site));
      return { kind: "demands", demands: forSuppliers(comparison, chosen, release) };
    }
  }
}

function onlySite({ sites }: Comparison, asked: readonly string[]): Comparison["sites"][number] {
  const [first, ...more] = asked;
  if (more.length > 0) throw new AudienceError({ kind: "one-site", asked });
  if (first !== undefined) return findSite(first, sites);
  const [site, ...others] = sites;
  if (site === undefined || others.length > 0)
    throw new AudienceError({ kind: "which-site", known: sites.map(({ name, id }) => name ?? id) });
  return site;
}

import { type SiteKind, siteKindsFor } from "../sites.ts";
import { bareEngines } from "./bare-engines.ts";

/**
 * The kinds of site with policy engines, where images may come from this registry only. Their engines take a cluster with
 * a node; what every probe comes to there stands in test/cluster/truth/.
 */
export function engineKindsFor(_registry: string): readonly SiteKind[] {
  return [...bareEngines];
}

/** All kinds of site that a cluster with a node can be. */
export function clusterKindsFor(registry: string): readonly SiteKind[] {
  return [...siteKindsFor(registry), ...engineKindsFor(registry)];
}

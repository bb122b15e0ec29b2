import { type SiteKind, siteKindsFor } from "../sites.ts";
import { bareEngines } from "./bare-engines.ts";
import { gatekeeperPublishedKinds } from "./gatekeeper-published.ts";
import { gatekeeperReferenceKinds } from "./gatekeeper-reference.ts";
import { kyvernoChartKinds } from "./kyverno-charts.ts";
import { kyvernoGenerated } from "./kyverno-generated.ts";
import { kyvernoMutate } from "./kyverno-mutate.ts";
import { kyvernoReferenceKinds } from "./kyverno-reference.ts";
import { pssRulesKinds } from "./pss-rules.ts";
import { twoEngines } from "./two-engines.ts";

/**
 * The kinds of site with policy engines, where images may come from this registry only. Their engines take a cluster with
 * a node; what every probe comes to there stands in test/cluster/truth/.
 */
export function engineKindsFor(registry: string): readonly SiteKind[] {
  return [
    ...bareEngines,
    ...kyvernoReferenceKinds(registry),
    kyvernoMutate,
    kyvernoGenerated(registry),
    ...kyvernoChartKinds,
    ...gatekeeperReferenceKinds(registry),
    ...gatekeeperPublishedKinds,
    twoEngines(registry),
    ...pssRulesKinds,
  ];
}

/** All kinds of site that a cluster with a node can be. */
export function clusterKindsFor(registry: string): readonly SiteKind[] {
  return [...siteKindsFor(registry), ...engineKindsFor(registry)];
}

import { isToldOfAll, sitesTold } from "../comparison/differences/agreement.ts";
import { fewestSites, type Separation } from "../comparison/differences/separations.ts";
import type { Differences } from "../comparison/differences.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import { namedFact } from "./named-fact.ts";

/** Of several facts that separate as often, so many are named. */
const mostFacts = 3;

/**
 * What is overall to be said: what all enforce, what tells sites apart most often, and which are farthest apart.
 * @param others whether there are sites without a result, of which nothing is said
 */
export function differencesLead(differences: Differences, others: boolean, text: Text): string[] {
  const { sites, policies } = differences;
  const everywhere = policies.filter((policy) => policy.level === "enforced" && isToldOfAll(policy)).length;
  return [
    text.differences.lead.enforcedEverywhere(everywhere, policies.length, sites.length, others),
    ...factTexts(policies, text),
    ...distanceTexts(differences, text),
  ];
}

function factTexts(policies: Differences["policies"], text: Text): string[] {
  const { lead } = text.differences;
  const differing = policies.filter(({ level }) => level === "differing");
  if (differing.length === 0) return [];
  const separated = differing.filter(({ separations }) => separations.length > 0).length;
  if (separated === 0)
    return [
      differing.every((policy) => sitesTold(policy) < fewestSites)
        ? lead.tooFewSites(fewestSites)
        : lead.noFact,
    ];
  const byFact = Map.groupBy(
    differing.flatMap(({ separations }) => separations),
    ({ fact }) => JSON.stringify(fact),
  );
  const times = Math.max(...[...byFact.values()].map((own) => own.length));
  if (times === 1 && separated > 1) return [lead.unlikeFacts(separated)];
  const facts = [...byFact.values()]
    .filter((own) => own.length === times)
    .toSorted((a, b) => exceptionsOf(a) - exceptionsOf(b))
    .flatMap(([first]) => (first === undefined ? [] : [namedFact(first.fact, text)]));
  return [lead.facts(facts.slice(0, mostFacts), Math.max(0, facts.length - mostFacts), times)];
}

function exceptionsOf(separations: readonly Separation[]): number {
  return separations.reduce((sum, { exceptions }) => sum + exceptions, 0);
}

/**
 * Said where every two sites can be compared at all policies (of others nobody knows how far apart they are), and two
 * alone are farthest apart, and two nearest to each other.
 */
function distanceTexts({ policies, pairs: { of, compared, pairs } }: Differences, text: Text): string[] {
  if (of !== "sites" || pairs.some(({ comparable }) => comparable < policies.length)) return [];
  const name = (place: number) => {
    const site = compared[place]?.sites[0];
    return site === undefined ? "" : siteLabel(site, text);
  };
  const distances = pairs
    .map(({ a, b, better, worse }) => ({ a: name(a), b: name(b), policies: better.length + worse.length }))
    .toSorted((a, b) => a.policies - b.policies);
  const [closest, next, ...others] = distances;
  const farthest = others.at(-1) ?? next;
  const before = distances.at(-2);
  if (closest === undefined || farthest === undefined) return [];
  const isUnique = closest.policies !== next?.policies && farthest.policies !== before?.policies;
  return isUnique ? [text.differences.lead.apart(farthest, closest)] : [];
}

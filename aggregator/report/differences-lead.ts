import type { FactName } from "../comparison/differences/site-facts.ts";
import type { Differences } from "../comparison/differences.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import { engineName } from "./probe-view.ts";

/** With fewer sites no fact can be told from chance; the words say this number, too. */
const fewestForFacts = 7;

/** What is overall to be said: what all enforce, what tells sites apart most often, and which are farthest apart. */
export function differencesLead(differences: Differences, of: number, text: Text): string[] {
  const { sites, policies } = differences;
  const everywhere = policies.filter(
    ({ level, counts }) => level === "enforced" && counts.undetermined === 0,
  ).length;
  return [
    text.differences.lead.enforcedEverywhere(everywhere, of, sites.length),
    ...(policies.some(({ level }) => level === "differing") ? [factText(differences, text)] : []),
    ...distanceTexts(differences, of, text),
  ];
}

function factText({ sites, policies }: Differences, text: Text): string {
  const { lead } = text.differences;
  const firsts = policies.flatMap(({ separations: [first] }) => (first === undefined ? [] : [first.fact]));
  const [most = []] = [...Map.groupBy(firsts, (fact) => JSON.stringify(fact)).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  const [fact] = most;
  if (fact !== undefined) return lead.fact(namedFact(fact, text), most.length);
  return sites.length < fewestForFacts ? lead.tooFewSites : lead.noFact;
}

/** Said where all policies can be compared, and two sites alone are farthest apart, and two nearest to each other. */
function distanceTexts({ pairs: { of, compared, pairs } }: Differences, count: number, text: Text): string[] {
  const name = (place: number) => {
    const site = compared[place]?.sites[0];
    return site === undefined ? "" : siteLabel(site, text);
  };
  const distances = pairs
    .filter(({ comparable }) => of === "sites" && comparable === count)
    .map(({ a, b, better, worse }) => ({ a: name(a), b: name(b), policies: better.length + worse.length }))
    .toSorted((a, b) => a.policies - b.policies);
  const [closest, next, ...others] = distances;
  const farthest = others.at(-1) ?? next;
  const before = distances.at(-2);
  if (closest === undefined || farthest === undefined) return [];
  const isUnique = closest.policies !== next?.policies && farthest.policies !== before?.policies;
  return isUnique ? [text.differences.lead.apart(farthest, closest)] : [];
}

/** A fact with its engine by the name that is shown. */
export function namedFact(fact: FactName, text: Text): FactName {
  return "engine" in fact ? { ...fact, engine: engineName(fact.engine, text) } : fact;
}

import type { Site } from "../comparison/comparison.ts";
import { sitesTold } from "../comparison/differences/agreement.ts";
import { decidedLevels, fewestSites, type Separation } from "../comparison/differences/separations.ts";
import type { Differences } from "../comparison/differences.ts";
import { siteLabel } from "../report-json.ts";
import type { SeparatedSites } from "../text/differences-text.ts";
import type { Text } from "../text/text.ts";
import type { Link } from "./link.ts";
import { namedFact } from "./named-fact.ts";

/** Exceptions are named if they are so few. */
const mostNamed = 2;
/** Of several facts that separate as well, so many are named beside the first. */
const mostAsWell = 4;

/** What tells sites apart that differ. */
export interface SeparationsView {
  /** Undefined where no fact is named. */
  readonly intro: string | undefined;
  /** Policies of which the same is to be said, most policies first. */
  readonly separated: readonly {
    readonly policies: readonly { readonly title: Link; readonly counts: string }[];
    readonly sentences: readonly string[];
  }[];
  readonly unexplainedIntro: string;
  /** Policies with the same counts, those that most sites leave open first. */
  readonly unexplained: readonly { readonly counts: string; readonly policies: readonly Link[] }[];
  /** When a fact is named; undefined if so few sites have a level that none can be, which the lead says. */
  readonly method: string | undefined;
}

interface Differing {
  readonly title: Link;
  readonly counts: string;
  readonly open: number;
  /** How many sites have a level. */
  readonly told: number;
  readonly separations: readonly Separation[];
}

/**
 * What tells sites apart; there is nothing to say where they do not differ.
 * @param titles those of the policies
 */
export function separationsView(
  { sites, policies }: Differences,
  titles: readonly Link[],
  text: Text,
): SeparationsView | undefined {
  const words = text.differences;
  const differing = policies.flatMap((policy, index): Differing[] => {
    const { level, counts, separations } = policy;
    const title = titles[index];
    if (level !== "differing" || title === undefined) return [];
    return [{ title, counts: words.counts(counts), open: counts.open, told: sitesTold(policy), separations }];
  });
  if (differing.length === 0) return undefined;
  const separated = differing.filter(({ separations }) => separations.length > 0);
  const unexplained = differing.filter(({ separations }) => separations.length === 0);
  return {
    intro: separated.length > 0 ? words.words.separationsIntro : undefined,
    separated: separatedPolicies(separated, sites, text),
    unexplainedIntro: words.unexplained(separated.length > 0),
    unexplained: unexplainedPolicies(unexplained),
    method: differing.some(({ told }) => told >= fewestSites) ? words.method(fewestSites) : undefined,
  };
}

function separatedPolicies(
  found: readonly Differing[],
  sites: readonly Site[],
  text: Text,
): SeparationsView["separated"] {
  const said = found.map((policy) => ({ policy, sentences: sentencesOf(policy.separations, sites, text) }));
  return [...Map.groupBy(said, ({ sentences }) => sentences.join("\n")).values()]
    .map((group) => ({
      policies: group.map(({ policy: { title, counts } }) => ({ title, counts })),
      sentences: group[0]?.sentences ?? [],
    }))
    .toSorted((a, b) => b.policies.length - a.policies.length);
}

function unexplainedPolicies(found: readonly Differing[]): SeparationsView["unexplained"] {
  return [
    ...Map.groupBy(
      found.toSorted((a, b) => b.open - a.open),
      ({ counts }) => counts,
    ),
  ].map(([counts, group]) => ({ counts, policies: group.map(({ title }) => title) }));
}

function sentencesOf(separations: readonly Separation[], sites: readonly Site[], text: Text): string[] {
  const words = text.differences;
  const [first, ...others] = separations;
  if (first === undefined) return [];
  const asWell = others.slice(0, mostAsWell).map(({ fact }) => namedFact(fact, text));
  return [
    words.separation(namedFact(first.fact, text), sidesOf(first, sites, text)),
    ...(first.unknown > 0 ? [words.factUnknown(first.unknown)] : []),
    ...(others.length > 0
      ? [
          words.asWell(
            asWell,
            others.length - asWell.length,
            others.some(({ exceptions }) => exceptions > first.exceptions),
          ),
        ]
      : []),
  ];
}

/** The values by the level that they stand for, best first. */
function sidesOf({ values }: Separation, sites: readonly Site[], text: Text): SeparatedSites[] {
  const byLevel = Map.groupBy(values, ({ level }) => level);
  return decidedLevels.toReversed().flatMap((level): SeparatedSites[] => {
    const own = byLevel.get(level) ?? [];
    if (own.length === 0) return [];
    const odd = own.flatMap(({ exceptions }) => exceptions);
    const named = odd.flatMap((exception) => {
      const site = sites[exception.place];
      return site === undefined ? [] : [{ site: siteLabel(site, text), level: text.levels[exception.level] }];
    });
    return [
      {
        values: own.map(({ value }) => value),
        level,
        sites: own.reduce((sum, { sites: count }) => sum + count, 0),
        exceptions: odd.length > mostNamed ? odd.length : named,
      },
    ];
  });
}

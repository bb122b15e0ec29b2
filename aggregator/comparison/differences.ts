import type { PolicyRow, Site } from "./comparison.ts";
import { type Agreement, agreements, levelsOf } from "./differences/agreement.ts";
import { type Pair, pairsOf } from "./differences/pairs.ts";
import { type Separation, separationsOf } from "./differences/separations.ts";
import { bySimilarity, type EqualSites, equalSites } from "./differences/similarity.ts";
import { refuserFacts, siteFacts } from "./differences/site-facts.ts";
import { inOrder } from "./newest.ts";

/** More sites than this are not compared each with each: so many columns fit on a page. */
const mostCompared = 14;
/** Of more sites, so many groups of equal ones are. */
const mostGroups = 10;

/** In what sites differ, by the level of each policy. Only sites with a result take part. */
export interface Differences {
  /** The sites that take part; what is said of sites by their place means this list. */
  readonly sites: readonly Site[];
  /** The ids of all sites, similar ones together; those without a result come last. */
  readonly order: readonly string[];
  /** What all sites have in common, and what separates them, in the order of the policies. */
  readonly policies: readonly (Agreement & {
    /** Empty where sites do not differ, or where no fact separates them better than chance would. */
    readonly separations: readonly Separation[];
  })[];
  /** What the sites of a group of the list of sites have in common, by the group's name. */
  readonly groups: readonly {
    readonly name: string;
    readonly sites: number;
    readonly policies: readonly Agreement[];
  }[];
  /** Sites that have the same level at every policy, the most first; a site that is like no other is alone. */
  readonly equal: readonly EqualSites[];
  /** Every two sites; of more than 14, every two of the ten largest groups of equal sites. */
  readonly pairs: {
    readonly of: "sites" | "groups";
    readonly compared: readonly EqualSites[];
    readonly pairs: readonly Pair[];
  };
}

/** Compares the sites with each other. */
export function differencesOf(rows: readonly PolicyRow[], all: readonly Site[]): Differences {
  const sites = all.filter(({ result }) => result !== undefined);
  const equal = equalSites(sites);
  const similar = bySimilarity(equal);
  const silent = all.filter(({ result }) => result === undefined).map(({ id }) => id);
  const facts = siteFacts(sites);
  const refusers = refuserFacts(sites);
  const columns = sites.map(levelsOf);
  const few = sites.length <= mostCompared;
  const compared = few
    ? similar.flatMap(({ sites: own, levels }) => own.map((site) => ({ sites: [site], levels })))
    : equal.slice(0, mostGroups);
  return {
    sites,
    order: [...similar.flatMap(({ sites: own }) => own.map(({ id }) => id)), ...silent.sort(inOrder)],
    policies: agreements(rows, sites).map((agreement, row) => ({
      ...agreement,
      separations:
        agreement.level === "differing"
          ? separationsOf(
              columns.map((levels) => levels[row] ?? "undetermined"),
              [...facts, ...refusers(agreement.policy)],
            )
          : [],
    })),
    groups: groupsOf(rows, sites),
    equal,
    pairs: { of: few ? "sites" : "groups", compared, pairs: pairsOf(compared) },
  };
}

function groupsOf(rows: readonly PolicyRow[], sites: readonly Site[]): Differences["groups"] {
  const named = sites.flatMap(({ group }, place) => (group === undefined ? [] : [{ group, place }]));
  return [...Map.groupBy(named, ({ group }) => group)]
    .toSorted(([a], [b]) => inOrder(a, b))
    .map(([name, own]) => {
      const places = new Set(own.map(({ place }) => place));
      return {
        name,
        sites: own.length,
        policies: agreements(
          rows,
          sites.filter((_, place) => places.has(place)),
        ),
      };
    });
}

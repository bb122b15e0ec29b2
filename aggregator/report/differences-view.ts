import type { Level } from "#results";
import type { Comparison, Site } from "../comparison/comparison.ts";
import type { Agreement } from "../comparison/differences/agreement.ts";
import type { Pair } from "../comparison/differences/pairs.ts";
import { decidedLevels, isDecided, type Separation } from "../comparison/differences/separations.ts";
import type { EqualSites } from "../comparison/differences/similarity.ts";
import type { Differences } from "../comparison/differences.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { AgreementKind, SeparatedSites } from "../text/differences-text.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { differencesLead, namedFact } from "./differences-lead.ts";
import type { Link } from "./link.ts";

/** Up to so many sites of a pattern are linked; of more, the names stand folded up. */
const mostLinked = 20;
/** Exceptions are named if they are so few. */
const mostNamed = 2;
/** Of more than three with which a site is compared, two are named before their list is unfolded. */
const mostInSummary = 3;
/** More patterns than this are not shown. */
const mostPatterns = 14;
/** More groups than this are not shown. */
const mostGroups = 16;
/** Of several facts that separate as well, so many are named beside the first. */
const mostAsWell = 4;

/** What sites have in common, and in what they differ. */
export interface DifferencesView {
  /** What tells most, in a sentence each. */
  readonly lead: readonly string[];
  readonly intro: string;
  readonly common: readonly {
    readonly label: string;
    readonly hint: string;
    readonly count: number;
    /** Empty of those that differ: they follow. */
    readonly policies: readonly (Link & { readonly note: string })[];
  }[];
  readonly groups: readonly {
    readonly name: string;
    readonly sites: number;
    readonly cells: readonly { readonly count: string; readonly titles: string }[];
  }[];
  readonly groupsLeftOut: string | undefined;
  /** Whether the sites differ at any policy. */
  readonly differing: boolean;
  /** Policies of which the same is to be said, most policies first. */
  readonly separated: readonly {
    readonly policies: readonly { readonly title: Link; readonly counts: string }[];
    readonly sentences: readonly string[];
  }[];
  readonly unexplainedIntro: string;
  /** Policies with the same counts, those that most sites leave open first. */
  readonly unexplained: readonly { readonly counts: string; readonly policies: readonly Link[] }[];
  readonly patterns: readonly {
    readonly id: string;
    readonly name: string;
    readonly count: string;
    readonly levels: string;
    /** Undefined where there are too many. */
    readonly sites: readonly Link[] | undefined;
    readonly names: string;
  }[];
  readonly patternsRest: readonly string[];
  readonly pairs: PairsView | undefined;
}

/** The lower half of a table of every two; the upper one would say the same. */
interface PairsView {
  readonly caption: string;
  /** Of a pattern's name, only the number is seen. */
  readonly columns: readonly (Link & { readonly aside: string })[];
  readonly rows: readonly {
    readonly id: string;
    readonly heading: Link;
    readonly cells: readonly {
      readonly text: string;
      /** Who are compared; for those who hear the link without its table. */
      readonly of: string;
      readonly href: string | undefined;
    }[];
    /** Places of the table that have no cell. */
    readonly blanks: readonly string[];
    readonly summary: string;
    readonly lines: readonly { readonly names: string; readonly says: string }[];
  }[];
}

/** The section on differences; there is none with fewer than two sites. */
export function differencesView(
  { differences, rows, sites: all }: Comparison,
  text: Text,
  anchors: Anchors,
): DifferencesView | undefined {
  const { sites, policies, groups, equal } = differences;
  if (sites.length < 2) return undefined;
  const words = text.differences;
  const titles = rows.map((row) => policyTitle(row, text));
  const link = (index: number): Link => ({
    text: titles[index] ?? "",
    href: `#${anchors.policy(rows[index]?.id ?? "")}`,
  });
  const several = groups.filter((group) => group.sites > 1).toSorted((a, b) => b.sites - a.sites);
  const differing = policies.flatMap((policy, index) =>
    policy.level === "differing"
      ? [
          {
            title: link(index),
            counts: words.counts(policy.counts),
            open: policy.counts.open,
            separations: policy.separations,
          },
        ]
      : [],
  );
  const patterns = equal.filter((group) => group.sites.length > 1);
  const alone = equal.length - patterns.length;
  const further = patterns.slice(mostPatterns);
  const separated = differing.filter(({ separations }) => separations.length > 0);
  const unexplained = differing.filter(({ separations }) => separations.length === 0);
  return {
    lead: differencesLead(differences, rows.length, text),
    intro: words.intro(sites.length, all.length - sites.length),
    common: agreementKinds
      .map((kind) => ({
        label: words.agreements[kind],
        hint: words.agreementHints[kind],
        count: policies.filter((policy) => kindOf(policy) === kind).length,
        policies: policies.flatMap((policy, index) =>
          kindOf(policy) === kind && kind !== "differing"
            ? [{ ...link(index), note: words.apart(...apartOf(policy)) }]
            : [],
        ),
      }))
      .map((entry, index) =>
        index === 0 && entry.count === 0 ? { ...entry, hint: words.words.noneEnforced } : entry,
      )
      .filter((entry, index) => index === 0 || entry.count > 0),
    groups: several
      .slice(0, mostGroups)
      .map((group) => ({ name: group.name, sites: group.sites, cells: groupCells(group.policies, titles) })),
    groupsLeftOut: several.length > mostGroups ? words.groupsLeftOut(several.length - mostGroups) : undefined,
    differing: differing.length > 0,
    separated: separatedViews(separated, sites, text),
    unexplainedIntro: words.unexplained(separated.length > 0),
    unexplained: unexplainedViews(unexplained),
    patterns: patterns.slice(0, mostPatterns).map((group, index) => {
      const names = group.sites.map((site) => siteLabel(site, text));
      return {
        id: patternId(index),
        name: patternName(index, text),
        count: words.patternSites(group.sites.length),
        levels: levelsSentence(group, titles, text),
        sites:
          names.length > mostLinked
            ? undefined
            : group.sites.map((site) => ({ text: siteLabel(site, text), href: `#${anchors.site(site.id)}` })),
        names: names.length > mostLinked ? names.join(", ") : "",
      };
    }),
    patternsRest: [
      ...(further.length > 0
        ? [
            words.patternsLeftOut(
              further.length,
              further.reduce((sum, group) => sum + group.sites.length, 0),
            ),
          ]
        : []),
      ...(alone > 0 && patterns.length > 0 ? [words.alone(alone)] : []),
    ],
    pairs: pairsView(differences, titles, text, anchors),
  };
}

interface Differing {
  readonly title: Link;
  readonly counts: string;
  readonly open: number;
  readonly separations: readonly Separation[];
}

function separatedViews(
  found: readonly Differing[],
  sites: readonly Site[],
  text: Text,
): DifferencesView["separated"] {
  const said = found.map((policy) => ({ policy, sentences: sentencesOf(policy.separations, sites, text) }));
  return [...Map.groupBy(said, ({ sentences }) => sentences.join("\n")).values()]
    .map((group) => ({
      policies: group.map(({ policy: { title, counts } }) => ({ title, counts })),
      sentences: group[0]?.sentences ?? [],
    }))
    .toSorted((a, b) => b.policies.length - a.policies.length);
}

function unexplainedViews(found: readonly Differing[]): DifferencesView["unexplained"] {
  return [
    ...Map.groupBy(
      found.toSorted((a, b) => b.open - a.open),
      ({ counts }) => counts,
    ),
  ].map(([counts, group]) => ({ counts, policies: group.map(({ title }) => title) }));
}

const agreementKinds: readonly AgreementKind[] = [
  "enforced",
  "enforcedKnown",
  "gaps",
  "gapsKnown",
  "open",
  "openKnown",
  "differing",
  "undetermined",
  "none",
];

function kindOf({ level, counts }: Agreement): AgreementKind {
  return level !== "differing" && isDecided(level) && counts.undetermined > 0 ? `${level}Known` : level;
}

/** Sites of which an agreement does not speak, where there is one. */
function apartOf({ level, counts }: Agreement): [undetermined: number, none: number] {
  return level !== "differing" && isDecided(level) ? [counts.undetermined, counts.none] : [0, 0];
}

function groupCells(
  policies: readonly Agreement[],
  titles: readonly string[],
): DifferencesView["groups"][number]["cells"] {
  const named: readonly AgreementKind[] = ["enforced", "open", "differing"];
  const found = (wanted: (kind: AgreementKind) => boolean) =>
    policies.flatMap((policy, index) => (wanted(kindOf(policy)) ? [titles[index] ?? ""] : []));
  const cell = (own: readonly string[]) => ({ count: String(own.length), titles: own.join(", ") });
  return [
    cell(found((kind) => kind === "enforced")),
    cell(found((kind) => kind === "open")),
    // which they are follows from the other columns
    { count: String(found((kind) => kind === "differing").length), titles: "" },
    cell(found((kind) => !named.includes(kind))),
  ];
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

function levelsSentence({ levels }: EqualSites, titles: readonly string[], text: Text): string {
  const others: readonly Level[] = ["open", "gaps", "undetermined", "none"];
  const parts = others.flatMap((level) => {
    const found = titles.filter((_, index) => levels[index] === level);
    if (found.length === 0) return [];
    return [{ level: text.levels[level], titles: found.length === titles.length ? undefined : found }];
  });
  return text.differences.patternLevels(parts, levels.filter((level) => level === "enforced").length);
}

function patternName(index: number, text: Text): string {
  return `${text.differences.patternWord} ${index + 1}`;
}

function patternId(index: number): string {
  return `pattern-${index + 1}`;
}

function pairsView(
  { pairs: { of, compared, pairs }, sites }: Differences,
  titles: readonly string[],
  text: Text,
  anchors: Anchors,
): PairsView | undefined {
  if (compared.length < 2) return undefined;
  const words = text.differences;
  const headings = compared.flatMap((group, index): PairsView["columns"][number][] => {
    const [site] = group.sites;
    if (site === undefined) return [];
    return of === "groups" && group.sites.length > 1
      ? [{ aside: `${words.patternWord} `, text: String(index + 1), href: `#${patternId(index)}` }]
      : [{ aside: "", text: siteLabel(site, text), href: `#${anchors.site(site.id)}` }];
  });
  const nameOf = ({ aside, text: seen }: PairsView["columns"][number]) => `${aside}${seen}`;
  const name = (index: number) =>
    headings
      .slice(index, index + 1)
      .map(nameOf)
      .join("");
  const titlesAt = (places: readonly number[]) => places.flatMap((place) => titles[place] ?? []);
  const byRow = Map.groupBy(pairs, ({ a }) => a);
  const names = ({ a, b }: Pair) => words.pairNames(name(a), name(b));
  return {
    caption: words.pairsCaption(
      of,
      compared.reduce((sum, group) => sum + group.sites.length, 0),
      sites.length,
    ),
    columns: headings.slice(0, -1),
    rows: headings.slice(1).map((heading, index) => {
      const own = byRow.get(index + 1) ?? [];
      const shown = own.length > mostInSummary ? mostInSummary - 1 : own.length;
      const id = `differences-${index + 1}`;
      return {
        id,
        heading: { text: nameOf(heading), href: heading.href },
        cells: own.map((pair) => ({
          text: words.pairCount(pair.better.length + pair.worse.length, pair.comparable, titles.length),
          of: names(pair),
          href: pair.better.length + pair.worse.length > 0 ? `#${id}` : undefined,
        })),
        blanks: headings
          .slice(0, -1)
          .slice(own.length)
          .map(() => ""),
        summary: words.pairsOf(
          nameOf(heading),
          own.slice(0, shown).map(({ b }) => name(b)),
          own.length - shown,
        ),
        lines: own.map((pair) => ({
          names: names(pair),
          says: words.pair({
            a: name(pair.a),
            b: name(pair.b),
            better: titlesAt(pair.better),
            worse: titlesAt(pair.worse),
            comparable: pair.comparable,
            of: titles.length,
          }),
        })),
      };
    }),
  };
}

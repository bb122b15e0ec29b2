import type { Level } from "#results";
import type { Comparison } from "../comparison/comparison.ts";
import { type Agreement, isToldOfAll } from "../comparison/differences/agreement.ts";
import { isDecided } from "../comparison/differences/separations.ts";
import type { EqualSites } from "../comparison/differences/similarity.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { AgreementKind } from "../text/differences-text.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { differencesLead } from "./differences-lead.ts";
import type { Link } from "./link.ts";
import { type PairsView, pairsView } from "./pairs-view.ts";
import { patternId } from "./pattern-id.ts";
import { type SeparationsView, separationsView } from "./separations-view.ts";

/** Up to so many sites of a pattern are linked; of more, the names stand folded up. */
const mostLinked = 20;
/** More patterns than this are not shown. */
const mostPatterns = 14;
/** More groups than this are not shown. */
const mostGroups = 16;

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
  /** Undefined where the sites differ at no policy. */
  readonly separations: SeparationsView | undefined;
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
  const patterns = equal.filter((group) => group.sites.length > 1);
  const alone = equal.length - patterns.length;
  const further = patterns.slice(mostPatterns);
  return {
    lead: differencesLead(differences, all.length > sites.length, text),
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
    separations: separationsView(
      differences,
      rows.map((_, index) => link(index)),
      text,
    ),
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

function kindOf(policy: Agreement): AgreementKind {
  const { level } = policy;
  return level !== "differing" && isDecided(level) && !isToldOfAll(policy) ? `${level}Known` : level;
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

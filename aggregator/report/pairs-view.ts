import type { Pair } from "../comparison/differences/pairs.ts";
import type { Differences } from "../comparison/differences.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import type { Link } from "./link.ts";
import { patternId } from "./pattern-id.ts";

/** Of more than three with which a site is compared, two are named before their list is unfolded. */
const mostInSummary = 3;

/** The lower half of a table of every two; the upper one would say the same. */
export interface PairsView {
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

/** Every two sites or patterns side by side; there is none with fewer than two. */
export function pairsView(
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

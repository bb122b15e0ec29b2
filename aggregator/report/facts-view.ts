import { isDetermined } from "../comparison/change.ts";
import type { Cell, PolicyRow, Site } from "../comparison/comparison.ts";
import { traitsOf } from "../comparison/group-sites.ts";
import { levelGlyphs } from "../text/glyphs.ts";
import type { Text } from "../text/text.ts";
import { ageText, date, factText } from "./format.ts";
import { type CountedLevel, type Counts, countedLevels, countsOf } from "./level-bar.ts";
import { engineName } from "./probe-view.ts";

/** Heading of a row or a column of facts. */
export interface FactHead {
  /** For the script. */
  readonly key: string;
  readonly label: string;
  /** Of numbers of a level. */
  readonly glyph: string | undefined;
  readonly level: CountedLevel | undefined;
}

/** A fact about a site or a policy. */
export interface FactView {
  readonly text: string;
  /** Of a number of a level. */
  readonly level: CountedLevel | undefined;
  readonly zero: boolean;
}

/** The headings of the numbers of the levels that occur. */
export function levelHeads(all: readonly Counts[], text: Text): FactHead[] {
  return countedLevels
    .filter((level) => all.some((counts) => counts[level] > 0))
    .map((level) => ({
      key: level,
      label: text.page.levelHeads[level],
      glyph: levelGlyphs[level],
      level,
    }));
}

/** How many cells are of each level; undefined in place of cells of which nothing is known. */
export function levelFacts(
  cells: readonly Pick<Cell, "verdict">[] | undefined,
  heads: readonly FactHead[],
  text: Text,
): FactView[] {
  const number = new Intl.NumberFormat(text.locale);
  const counts = cells && countsOf(cells);
  return heads.flatMap(({ level }) => {
    if (level === undefined) return [];
    if (counts === undefined) return [plain(nothing)];
    return [{ text: number.format(counts[level]), level, zero: counts[level] === 0 }];
  });
}

/** The headings of what stands with a site beside its numbers. */
export function siteFactHeads({ matrix }: Text): FactHead[] {
  const head = (key: string, label: string): FactHead => ({ key, label, glyph: undefined, level: undefined });
  return [
    head("kubernetes", matrix.kubernetes),
    head("engines", matrix.engines),
    head("date", matrix.date),
    head("vantages", matrix.vantages),
  ];
}

/** What stands with a site beside its numbers, in the order of the headings. */
export function siteFacts(site: Site, text: Text): FactView[] {
  const { result, namespaces } = site;
  if (result === undefined) return siteFactHeads(text).map(() => plain(nothing));
  const engines = traitsOf(site).engines.map((engine) => engineName(engine, text));
  return [
    plain(factText(result.site.kubernetesVersion, text, (version) => version)),
    plain(
      engines.join(", ") ||
        (site.cells.some(({ verdict }) => isDetermined(verdict)) ? nothing : text.site.unknown),
    ),
    plain(`${date(result.run.finished, text.language)}${ageText(site, text)}`),
    plain(text.share(namespaces.count, namespaces.of)),
  ];
}

/** The heading of what is known of the other sites. */
export function othersHead({ audience }: Text): FactHead {
  return { key: "others", label: audience.others, glyph: undefined, level: undefined };
}

/** At how many of the other sites a policy is enforced. */
export function othersFact({ others }: Pick<PolicyRow, "others">, text: Text): FactView {
  return plain(others === undefined ? nothing : text.share(others.count, others.of));
}

function plain(text: string): FactView {
  return { text, level: undefined, zero: false };
}

const nothing = "–";

import { cutText, longest, type RunResult } from "#results";
import type { ListedSite, Site } from "./comparison.ts";
import { inOrder, type Submission } from "./newest.ts";
import { SitesFileError } from "./sites-file.ts";

/** What a site is called, and what the list of sites says about it. */
export type Naming = Pick<Site, "name" | "group" | "parameters">;

/** Characters of a site's id that stand for it where it has no name, or shares its name. */
export const shortId = 8;

/**
 * The names of sites: from the list, else what the site calls itself. A name that two sites have is told apart by id.
 * @returns the names by site id, and the entries of the list that no result belongs to
 * @throws SitesFileError if an entry fits several sites or several entries fit one
 */
export function nameSites(
  submissions: readonly Submission[],
  list: readonly ListedSite[],
): { readonly names: ReadonlyMap<string, Naming>; readonly unheard: readonly ListedSite[] } {
  const heard = submissions.flatMap(({ siteId, result }) => (result ? [{ siteId, result }] : []));
  const used = new Map<ListedSite, string>();
  const named = heard.map(({ siteId, result }): [string, Naming] => {
    const entry = entryFor(siteId, list);
    if (entry !== undefined) {
      if (used.has(entry))
        throw new SitesFileError({ kind: "several-sites", match: entry.match ?? entry.id ?? "" }, entry.line);
      used.set(entry, siteId);
      const { name, group, parameters } = entry;
      return [siteId, { name, parameters, ...(group !== undefined && { group }) }];
    }
    const own = ownName(result);
    return [siteId, { parameters: {}, ...(own !== undefined && { name: own }) }];
  });
  return { names: new Map(toldApart(named)), unheard: list.filter((entry) => !used.has(entry)) };
}

function entryFor(siteId: string, list: readonly ListedSite[]): ListedSite | undefined {
  const [first, second] = list.filter(
    ({ id, match }) => id === siteId || (match !== undefined && siteId.startsWith(match)),
  );
  if (first !== undefined && second !== undefined)
    throw new SitesFileError({ kind: "ambiguous", site: siteId, otherLine: first.line }, second.line);
  return first;
}

function ownName({ configuration }: RunResult): string | undefined {
  const { siteName } = configuration;
  return typeof siteName === "string" && siteName.trim() !== ""
    ? cutText(siteName.trim(), longest.siteName)
    : undefined;
}

function toldApart(named: readonly [string, Naming][]): [string, Naming][] {
  const counts = Map.groupBy(named, ([, { name }]) => name);
  return named.map(([id, naming]) => {
    const { name } = naming;
    const others = (counts.get(name) ?? []).filter(([other]) => other !== id);
    if (name === undefined || others.length === 0) return [id, naming];
    const short = id.slice(0, shortId);
    const alike = others.some(([other]) => other.startsWith(short));
    return [id, { ...naming, name: `${name} (${alike ? id : short})` }];
  });
}

const german = new Intl.Collator("de", { numeric: true });

/** Sites by name, then those without a name by id, then archives without a site. The same in every language. */
export function siteOrder(a: Site, b: Site): number {
  const rank = ({ result, name }: Site): number => (result === undefined ? 2 : name === undefined ? 1 : 0);
  const label = ({ result, name, archive }: Site): string =>
    result === undefined ? archive.name : (name ?? "");
  return rank(a) - rank(b) || german.compare(label(a), label(b)) || inOrder(a.id, b.id);
}

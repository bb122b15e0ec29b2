import type { Site } from "../comparison/comparison.ts";
import { shortId } from "../comparison/name-sites.ts";
import { AudienceError } from "./audience-error.ts";

/**
 * The site that is meant by its name, its id, or the beginning of its id.
 * @throws AudienceError if it is none, or not one alone
 */
export function findSite(asked: string, sites: readonly Site[]): Site {
  const wanted = asked.trim();
  const exact = sites.filter(({ id, name }) => id === wanted || name === wanted);
  const begun = sites.filter(({ id }) => wanted !== "" && id.startsWith(wanted));
  const [site, ...others] = exact.length > 0 ? exact : begun;
  if (site === undefined) throw new AudienceError({ kind: "no-site", asked, known: sites.map(nameOrId) });
  if (exact.length === 0 && wanted.length < shortId) throw new AudienceError({ kind: "short-id", asked });
  if (others.length > 0)
    throw new AudienceError({ kind: "several-sites", asked, fitting: [site, ...others].map(({ id }) => id) });
  return site;
}

/** By what a site can be asked for. */
function nameOrId({ name, id }: Site): string {
  return name ?? id;
}

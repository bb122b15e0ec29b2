import type { Round, RoundSite } from "./round.ts";

/** Finds the sites of this report in a round. */
export interface RoundIndex {
  /**
   * @returns the site; `unsure` if the round has the id, but the id is no proof; undefined if the round has no such site
   */
  find(now: RoundSite): RoundSite | "unsure" | undefined;
}

/**
 * Sites are found by id. Where the id is made of the API server's address, other clusters may have the same one: it
 * takes the name, too, and a single site that has both.
 */
export function indexOf({ sites }: Round): RoundIndex {
  const byAddress = Map.groupBy(sites.values(), ({ id }) => addressOf(id));
  return {
    find(now) {
      if (now.idSource !== "api-server-url") return sites.get(now.id);
      const alike = byAddress.get(addressOf(now.id)) ?? [];
      const named = now.name === "" ? [] : alike.filter(({ name }) => name === now.name);
      const [one, another] = named;
      if (one !== undefined && another === undefined) return one;
      return alike.length === 0 ? undefined : "unsure";
    },
  };
}

/** An id without the number by which a report tells sites with the same one apart. */
export function addressOf(id: string): string {
  return id.replace(/-\d+$/, "");
}

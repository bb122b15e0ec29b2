import type { Comparison } from "../comparison/comparison.ts";

/** Up to so many sites, policies are the rows; beyond, sites are: rows can grow, columns cannot. */
const mostColumns = 20;

/** Whether sites are the rows of the matrix. */
export function sitesAreRows({ sites }: Pick<Comparison, "sites">): boolean {
  return sites.length > mostColumns;
}

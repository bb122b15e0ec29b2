import type { Archive } from "../../aggregator/index.ts";
import { allArchives, archiveWith } from "./comparisons.ts";
import { inventedRun, inventedSites, severalNamespaces } from "./invented-sites.ts";

/** As many archives of sites as wanted, with all kinds of sites among them; the first nine are those of `allArchives`. */
export function manyArchives(count: number): Archive[] {
  const first = allArchives().slice(0, count);
  const kinds = [...inventedSites, severalNamespaces];
  const further = Array.from({ length: Math.max(0, count - first.length) }, (_, index) => {
    const kind = kinds[index % kinds.length];
    if (kind === undefined) throw new Error("there are invented sites");
    const number = String(index + 1).padStart(3, "0");
    // runs of two sites never have one id
    const id = `${number}${kind.id.slice(3)}`;
    const run = inventedRun({ ...kind, id, name: `${kind.name} ${number}` });
    return archiveWith(run, `${kind.name}-${number}.tar.gz`);
  });
  return [...first, ...further];
}

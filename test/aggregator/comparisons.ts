import { type Profile, profiles } from "#policies";
import type { RunResult } from "#results";
import { type Archive, type Comparison, compare } from "../../aggregator/index.ts";
import { inventedRun, inventedSites, refusingRun, severalNamespaces } from "./invented-sites.ts";

const [first] = Object.values(profiles);
if (first === undefined) throw new Error("there is a profile");

/** The profile that the tests judge by. */
export const profile: Profile = first;

const base = { hashed: "file", packing: { by: "unknown" }, notes: [] } as const;

/** An archive that was read well. */
export function archiveWith(result: RunResult, name: string): Archive {
  const sha256 = Buffer.from(name.padEnd(32, "x")).toString("hex").slice(0, 64);
  return { ...base, name, sha256, resultSha256: sha256, result };
}

/** Seven invented sites with all verdicts, one unreadable archive and one of a site that refused the plugin. */
export function allArchives(): Archive[] {
  const read = inventedSites.map((site) =>
    archiveWith(site.name === "Vorderwald" ? refusingRun(site) : inventedRun(site), `${site.name}.tar.gz`),
  );
  return [
    ...read,
    { ...base, name: "kaputt.tar.gz", problem: { kind: "truncated", member: "meta/config.json" } },
    {
      ...base,
      name: "abgelehnt.tar.gz",
      packing: { by: "other", name: "demo" },
      problem: {
        kind: "refused",
        member: "plugins/dvs/errors/global/error.json",
        detail: 'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
      },
    },
  ];
}

/** Their comparison. */
export function comparisonOfAll(): Comparison {
  return compare(allArchives(), { profile });
}

/** The same with a site of several namespaces. */
export function comparisonWithNamespaces(): Comparison {
  return compare([...allArchives(), archiveWith(inventedRun(severalNamespaces), "dreiburgen.tar.gz")], {
    profile,
  });
}

import { stringify } from "yaml";
import { type Comparison, compare, type Round, readWaiversFile } from "../../aggregator/index.ts";
import { archiveWith, profile } from "../aggregator/comparisons.ts";
import {
  type Behaviour,
  inventedRun,
  inventedSites,
  severalNamespaces,
} from "../aggregator/invented-sites.ts";
import { manyArchives } from "../aggregator/many-sites.ts";
import { roundOf } from "../aggregator/rounds-of-sites.ts";

/**
 * A comparison by which every part of the page has something to show: so many sites of all kinds, one of them
 * with several namespaces, two earlier rounds, waivers, an old result, and a site that was never heard of.
 */
export function wholeComparison(count: number): Comparison {
  const several = archiveWith(inventedRun(severalNamespaces), "dreiburgen.tar.gz");
  const archives = [...manyArchives(count - 1), several].map((archive) => {
    const { result } = archive;
    if (result?.configuration["siteName"] !== "Probestadt") return archive;
    const run = { ...result.run, started: "2026-01-05T08:00:00.000Z", finished: "2026-01-05T08:01:30.000Z" };
    return { ...archive, result: { ...result, run } };
  });
  return compare(archives, {
    profile,
    listed: [{ line: 1, name: "Schweigerode", id: "99999999-0000", parameters: {} }],
    waivers: readWaiversFile(
      stringify([
        waiver("Beispielkreis", "require-ro-rootfs", "2026-12-31"),
        waiver("Probestadt", "require-ro-rootfs", "2026-01-31"),
        waiver("Musterstadt", "restrict-sysctls", "2026-12-31"),
        waiver("Nirwana", "require-ro-rootfs", "2026-12-31"),
      ]),
    ),
    previous: [round("2025-10-24", "open"), round("2025-12-24", "partly")],
  });
}

function waiver(site: string, policy: string, expires: string): object {
  return { site, policy, reason: "Umbau ist beauftragt.", owner: "Betriebsleitung", expires };
}

/** An earlier round of the first sites, in which all behaved alike. */
function round(date: string, all: Behaviour): Round {
  const earlier = inventedSites.slice(0, 5).map((site) => {
    const run = {
      id: `${date}-${site.name}`,
      started: `${date}T08:00:00.000Z`,
      finished: `${date}T08:01:30.000Z`,
    };
    return archiveWith(inventedRun({ ...site, all, run }), site.name);
  });
  return roundOf(earlier, undefined, `${date}.json`);
}

import type { PolicyId } from "#policies";
import type { Verdict } from "#results";
import { clusterKindsFor } from "./engine-sites/index.ts";
import {
  addsToChart,
  beginsToRefuse,
  type ExampleRounds,
  losesKyverno,
  losesRule,
  reportsLess,
  unchanged,
} from "./example-rounds.ts";
import { expectedOfPodSecurity } from "./real-sites.ts";
import type { SiteKind } from "./sites.ts";
import { withoutSonobuoy } from "./without-sonobuoy.ts";

/** One of the places of the examples: an invented one, at which two rounds are run by the real programs. */
export interface ExampleSite {
  readonly place: string;
  readonly group: "Kommunen" | "Länder";
  /** What only its operator can say of it, as the list of sites has it. */
  readonly said: Readonly<Record<string, string>>;
  /** Whether the plugin runs with its own account and Sonobuoy collects little. */
  readonly sparing: boolean;
  readonly rounds: ExampleRounds;
}

/** What Kyverno's chart refuses of the catalogue at level restricted, all of it. */
const coveredByChart: readonly PolicyId[] = [
  "disallow-add-capabilities",
  "disallow-host-namespaces",
  "disallow-privileged-containers",
  "require-default-proc-mount",
  "require-run-as-non-root",
  "restrict-sysctls",
];

/** As test/cluster/truth/kyverno-charts.ts has it: container_t is permitted, AppArmor's fields are not looked at. */
function expectedOfChart(policy: PolicyId): Verdict {
  if (policy === "disallow-selinux-options") return "enforced-looser";
  if (policy === "restrict-apparmor") return "partly-enforced";
  return coveredByChart.includes(policy) ? "enforced" : "not-enforced";
}

/**
 * The sites of the examples.
 * @param registry the one that their policies permit
 */
export function exampleSites(registry: string): readonly ExampleSite[] {
  const kinds = clusterKindsFor(registry);
  const kind = (id: string): SiteKind => {
    const found = kinds.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error(`There is no kind of site "${id}".`);
    return withoutSonobuoy(found);
  };
  return [
    {
      place: "Musterstadt",
      group: "Kommunen",
      said: said("hoch", "nur über Proxy"),
      sparing: true,
      rounds: losesRule(kind("vap"), "require-ro-rootfs"),
    },
    {
      place: "Beispielkreis",
      group: "Kommunen",
      said: said("normal", "nur über Proxy"),
      // Sonobuoy itself labels its namespace so that Pod Security lets its pods in
      sparing: false,
      rounds: unchanged(kind("psa-restricted"), expectedOfPodSecurity),
    },
    {
      place: "Niemandsheim",
      group: "Kommunen",
      said: said("normal", "frei"),
      sparing: false,
      rounds: unchanged(kind("none"), () => "not-enforced"),
    },
    {
      place: "Probehausen",
      group: "Kommunen",
      said: said("normal", "nur über Proxy"),
      sparing: true,
      rounds: beginsToRefuse(kind("warn")),
    },
    {
      place: "Vorlagenau",
      group: "Länder",
      said: said("normal", "keine"),
      sparing: true,
      rounds: addsToChart(kind("kyverno-classic"), expectedOfChart),
    },
    {
      place: "Doppelstadt",
      group: "Länder",
      said: said("hoch", "keine"),
      sparing: true,
      rounds: unchanged(kind("two-engines"), () => "enforced"),
    },
    {
      place: "Stummstadt",
      group: "Länder",
      said: said("hoch", "nur über Proxy"),
      sparing: true,
      rounds: reportsLess(kind("gatekeeper-dryrun"), registry),
    },
    {
      place: "Sperrberg",
      group: "Länder",
      said: said("hoch", "keine"),
      sparing: true,
      rounds: losesKyverno(kind("kyverno-enforce")),
    },
  ];
}

function said(protection: "normal" | "hoch", connections: string): ExampleSite["said"] {
  return { Schutzbedarf: protection, "Verbindungen nach außen": connections };
}

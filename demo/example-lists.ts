import { Document } from "yaml";
import type { PolicyId } from "#policies";
import { type ExampleSite, exampleSites } from "./example-sites.ts";

/** The ids of the sites by place: each recording makes new clusters. */
export type SiteIds = ReadonlyMap<string, string>;

/** So much of an id tells sites apart. */
const shortId = 8;

/** The list of sites as a working group keeps it, in YAML. */
export function sitesYaml(ids: SiteIds): string {
  const entries = exampleSites("").map(({ place, group, said }) => ({
    match: shortIdOf(place, ids),
    name: place,
    group,
    ...said,
  }));
  return listText(
    entries,
    " Die Standorte der Beispiele: erfundene Orte.\n match: Anfang der Standort-Kennung",
  );
}

interface ExampleWaiver {
  readonly policy: PolicyId;
  readonly place: ExampleSite["place"];
  readonly reason: string;
  readonly owner: string;
  /** From the day of the recording. */
  readonly days: number;
}

/** One in force, one that ends soon, and one for what is enforced. */
const waivers: readonly ExampleWaiver[] = [
  {
    policy: "require-ro-rootfs",
    place: "Beispielkreis",
    reason: "Ein Altverfahren schreibt in sein Wurzeldateisystem; die Umstellung ist beauftragt.",
    owner: "Leitung Betrieb",
    days: 200,
  },
  {
    policy: "restrict-image-registries",
    place: "Vorlagenau",
    reason: "Der Spiegel der Registry wird erst aufgebaut.",
    owner: "Leitung Plattform",
    days: 20,
  },
  {
    policy: "disallow-host-namespaces",
    place: "Doppelstadt",
    reason: "Die Netzüberwachung brauchte hostNetwork.",
    owner: "Leitung Netze",
    days: 90,
  },
];

/**
 * The exceptions that were agreed on, in YAML.
 * @param recorded ISO 8601
 */
export function waiversYaml(ids: SiteIds, recorded: string): string {
  const entries = waivers.map(({ policy, place, reason, owner, days }) => ({
    policy,
    site: shortIdOf(place, ids),
    reason,
    owner,
    expires: new Date(Date.parse(recorded) + days * 86_400_000).toISOString().slice(0, 10),
  }));
  return listText(entries, " Vereinbarte Ausnahmen der Beispiele: erfundene Orte, Gründe und Rollen.");
}

function shortIdOf(place: string, ids: SiteIds): string {
  const id = ids.get(place);
  if (id === undefined) throw new Error(`${place} was not recorded.`);
  return id.slice(0, shortId);
}

function listText(entries: readonly object[], comment: string): string {
  const document = new Document(entries);
  document.commentBefore = comment;
  return document.toString({ lineWidth: 0 });
}

import type { EngineFact, NodeFacts, RunResult } from "#results";
import type { Comparison, Site, SiteNote } from "../comparison/comparison.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { Saying, Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import { type CommonEntries, commonEntries } from "./common-entries.ts";
import type { Entry } from "./entry.ts";
import { ageText, countsText, date, dateTime, factText } from "./format.ts";
import { configuredOverlayText } from "./overlay-text.ts";
import { drawnSites, type PastView, pastView } from "./past-view.ts";
import { engineName, type ProbeView, probeView } from "./probe-view.ts";
import { type RefusersView, refusersView } from "./refusers-view.ts";
import { manyStepsText, type SiteContext, type StepView, stepViews } from "./steps-view.ts";
import { vantageGroups } from "./vantage-groups.ts";
import { type VantageView, vantageViews } from "./vantage-view.ts";

/** What is known about a site. */
export interface SiteView {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly stateKind: Site["state"];
  readonly kubernetes: string;
  readonly distribution: string;
  readonly nodes: string;
  readonly engines: string;
  readonly storage: string;
  readonly time: string;
  readonly problem: ShownSaying | undefined;
  readonly notes: readonly ShownSaying[];
  readonly past: PastView | undefined;
  /** What it has to do next; undefined where there is no result. */
  readonly steps: readonly StepView[] | undefined;
  readonly refusers: RefusersView;
  readonly entries: readonly Entry[];
  /** To its archive among the inputs. */
  readonly input: string;
  /** In how many namespaces was probed. */
  readonly share: string;
  readonly vantages: readonly VantageView[];
  /** What the site demands of every pod, as YAML. */
  readonly podOverlay: string | undefined;
  readonly parameters: readonly Entry[];
  /** Where there is one site only, everything about it is open. */
  readonly open: boolean;
  readonly all: AllEvidenceView | undefined;
}

/** A sentence with a quotation that may be absent. */
export interface ShownSaying {
  readonly text: string;
  readonly quote: string | undefined;
}

/** Every attempt at a site, policy by policy. */
export interface AllEvidenceView {
  readonly summary: string;
  readonly policies: readonly (VerdictView & {
    readonly title: string;
    readonly vantage: string;
    readonly probes: readonly (ProbeView & {
      /** Stands in place of a message that was quoted just before. */
      readonly same: string | undefined;
    })[];
  })[];
}

/** With more sites or attempts than this, the page would grow to tens of megabytes; the JSON file holds all attempts. */
const mostWithAllEvidence = { sites: 50, attempts: 10_000 };

/** Whether a page has room for every attempt at its sites. */
export function hasRoomForAll(sites: readonly Site[]): boolean {
  const attempts = sites.reduce((sum, site) => sum + attemptsAt(site), 0);
  return sites.length <= mostWithAllEvidence.sites && attempts <= mostWithAllEvidence.attempts;
}

function attemptsAt({ cells, furtherCells }: Site): number {
  const vantages = [...cells, ...furtherCells].flatMap((cell) => cell.vantages);
  return vantages.reduce((sum, { probes }) => sum + probes.length, 0);
}

/** Beyond so many sites, what most of them have in common is said once. */
const mostInFull = 20;

/** Beyond so many sites, who refuses is said engine by engine, and next steps name policies without links. */
const mostWithLinks = 50;

/** The sites, and what is the same at most of them. */
export interface SitesView {
  /** How to read the commands, where it is not said with each. */
  readonly manySteps: string | undefined;
  readonly common: readonly Entry[];
  readonly list: readonly SiteView[];
}

/** The sites as the page describes them. */
export function sitesView(
  { sites, rows, furtherRows, profile }: Comparison,
  text: Text,
  anchors: Anchors,
): SitesView {
  const room = hasRoomForAll(sites);
  const drawn = drawnSites(sites);
  const titles = new Map([...rows, ...furtherRows].map((row) => [row.id, policyTitle(row, text)]));
  const context: SiteContext = { profile, titles, brief: sites.length > mostWithLinks };
  const inFull = sites.length <= mostInFull;
  const described = new Map(sites.map((site) => [site, descriptionOf(site, inFull, text)]));
  const withResult = sites.filter(({ result }) => result !== undefined);
  const { common, differences }: CommonEntries = commonEntries(
    inFull ? [] : withResult.map((site) => described.get(site)?.entries ?? []),
  );
  const list = sites.map((site) => {
    const { entries = [], vantages = [] } = described.get(site) ?? {};
    const { result, problem, archive } = site;
    const shown = result === undefined ? undefined : result.site;
    return {
      id: anchors.site(site.id),
      name: siteLabel(site, text),
      state: text.states[site.state],
      stateKind: site.state,
      kubernetes: factText(shown?.kubernetesVersion, text, (version) => version),
      distribution: factText(shown?.distribution, text, (name) => name),
      nodes: factText(shown?.nodes, text, (nodes) => nodesText(nodes, text)),
      engines: factText(shown?.engines, text, (engines) => enginesText(engines, text)),
      storage: factText(shown?.storageClasses, text, (classes) =>
        listed(
          classes.map(({ name, provisioner }) => `${name} (${provisioner})`),
          text,
        ),
      ),
      time:
        result === undefined
          ? text.site.unknown
          : `${dateTime(result.run.finished, text.language)}${ageText(site, text)}`,
      problem: problem && shownSaying(text.problem(problem, archive.name)),
      notes: site.notes.map((note) => shownSaying(text.note(dated(note, text)))),
      past: pastView(site, drawn.has(site.id), text),
      steps: stepViews(site, context, text, anchors),
      refusers: refusersView(site, context, text, anchors),
      entries: result === undefined ? entries : differences(entries),
      input: `#${anchors.input(site.id)}`,
      share: text.namespacesSentence(site.namespaces.count, site.namespaces.of),
      vantages,
      podOverlay: result && configuredOverlayText(result.configuration["podOverlay"]),
      parameters: Object.entries(site.parameters).map(([label, value]) => ({ label, value })),
      all: result === undefined || !room ? undefined : allEvidence(site, titles, text),
      open: sites.length === 1,
    };
  });
  return { manySteps: context.brief ? manyStepsText(profile, text) : undefined, common, list };
}

/** A site's facts, and its namespaces: where there are many sites, a namespace of which little is to be said is a fact. */
function descriptionOf(
  site: Site,
  inFull: boolean,
  text: Text,
): { readonly entries: readonly Entry[]; readonly vantages: readonly VantageView[] } {
  const entries = entriesOf(site, text);
  const vantages = site.result === undefined ? [] : vantageViews(site.result, text);
  const [only, ...others] = vantages;
  const simple =
    only !== undefined &&
    others.length === 0 &&
    [only.state, only.message, only.alternative].every((more) => more === undefined) &&
    only.exemptions.length === 0;
  if (inFull || !simple) return { entries, vantages };
  const { namespace, about = "" } = only;
  const ofNamespace = [
    { label: text.evidence.vantage, value: namespace },
    { label: text.site.vantages, value: about },
    ...only.entries,
  ];
  return { entries: [...entries, ...ofNamespace], vantages: [] };
}

function shownSaying({ text, quote }: Saying): ShownSaying {
  return { text, quote };
}

function dated(note: SiteNote, text: Text): SiteNote {
  if (note.kind === "stale") return { ...note, day: date(note.day, text.language) };
  return note.kind === "older-run" || note.kind === "future"
    ? { ...note, finished: dateTime(note.finished, text.language) }
    : note;
}

function listed(items: readonly string[], text: Text): string {
  return items.length === 0 ? text.site.none : items.join(", ");
}

function nodesText({ count, osImages, architectures }: NodeFacts, text: Text): string {
  const kinds = [countsText(osImages), countsText(architectures)].filter((kind) => kind !== "");
  return [text.nodes(count), ...(kinds.length > 0 ? [kinds.join("; ")] : [])].join(": ");
}

/** What a webhook does while it does not answer; values that Kubernetes does not have yet stay as they are. */
function failureText(policy: string, { site }: Text): string {
  return policy === "Fail" ? site.failsClosed : policy === "Ignore" ? site.failsOpen : policy;
}

function enginesText(engines: readonly EngineFact[], text: Text): string {
  const named = engines.map(({ name, version, webhooks = [], reporting = [] }) => {
    const policies = [...new Set(webhooks.map(({ failurePolicy }) => failurePolicy))].sort();
    const more = [
      ...(policies.length > 0
        ? [`${text.site.failurePolicy}: ${policies.map((policy) => failureText(policy, text)).join(", ")}`]
        : []),
      ...(reporting.length > 0 ? [`${text.site.reporting}: ${reporting.join(", ")}`] : []),
    ];
    const inBrackets = more.length > 0 ? ` (${more.join("; ")})` : "";
    return `${engineName(name, text)}${version === undefined ? "" : ` ${version}`}${inBrackets}`;
  });
  return listed(named, text);
}

function entriesOf({ id, group, archive, result }: Site, text: Text): Entry[] {
  const words = text.site;
  const ofFile: Entry[] = [
    { label: words.archive, value: archive.name },
    // of an archive that could not be read nobody knows
    ...(archive.packing.by === "unknown" && archive.problem !== undefined
      ? []
      : [{ label: words.packing, value: text.packing(archive.packing, archive.slimmed) }]),
  ];
  if (result === undefined) return ofFile;
  return [
    ...(group === undefined ? [] : [{ label: words.group, value: group }]),
    { label: words.id, value: `${id} (${text.idSources[result.site.idSource]})` },
    ...runEntries(result, text),
    ...configurationEntries(result, text),
    ...ofFile,
  ];
}

function runEntries({ run, tool, profile }: RunResult, text: Text): Entry[] {
  const words = text.site;
  return [
    {
      label: words.run,
      value: `${run.id}, ${text.runTime(dateTime(run.started, text.language), secondsOf(run))}`,
    },
    { label: words.pluginVersion, value: `${tool.name} ${tool.version}` },
    { label: words.profile, value: `${profile.id} ${profile.version}` },
  ];
}

/** @returns undefined if the times say nothing of it */
function secondsOf({ started, finished }: RunResult["run"]): number | undefined {
  const seconds = Math.round((Date.parse(finished) - Date.parse(started)) / 1000);
  return seconds >= 0 ? seconds : undefined;
}

function configurationEntries({ configuration }: RunResult, text: Text): Entry[] {
  const words = text.site;
  const { image, allowedRegistries, allowedRegistriesAssumed, probes } = configuration;
  const registries = Array.isArray(allowedRegistries)
    ? `${allowedRegistries.join(", ")}${allowedRegistriesAssumed === true ? ` (${words.assumed})` : ""}`
    : undefined;
  return [
    ...(typeof image === "string" ? [{ label: words.image, value: image }] : []),
    ...(registries === undefined ? [] : [{ label: words.registries, value: registries }]),
    ...(typeof probes === "string" ? [{ label: words.probes, value: probeSetName(probes, text) }] : []),
  ];
}

function probeSetName(set: string, { probeSets }: Text): string {
  return Object.hasOwn(probeSets, set) ? (probeSets[set] ?? set) : set;
}

function allEvidence(site: Site, titles: ReadonlyMap<string, string>, text: Text): AllEvidenceView {
  let last: string | undefined;
  const withoutRepetition = (view: ProbeView) => {
    const same = view.message !== undefined && view.message === last;
    last = view.message ?? last;
    return same
      ? { ...view, message: undefined, same: text.cases.sameMessage }
      : { ...view, same: undefined };
  };
  const policies = [...site.cells, ...site.furtherCells].flatMap((cell) =>
    vantageGroups(cell).map((group) => ({
      ...verdictView(group[0].verdict, text),
      title: titles.get(cell.policy) ?? cell.policy,
      vantage: text.names(group.map(({ vantage }) => vantage)),
      probes: group[0].probes.map((probe) => withoutRepetition(probeView(probe, text))),
    })),
  );
  return { summary: text.allEvidence(attemptsAt(site)), policies };
}

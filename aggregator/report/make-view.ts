import { levels } from "#results";
import { allVisible } from "../../foreign/visible.ts";
import { casesOf } from "../comparison/cases.ts";
import type { Cell, Comparison } from "../comparison/comparison.ts";
import type { Grouping } from "../comparison/group-sites.ts";
import { mostOpen, openWaived } from "../comparison/most-open.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../site-label.ts";
import type { Text } from "../text/text.ts";
import { anchorsOf } from "./anchors.ts";
import { changesKey, changesView, isToldByClock } from "./changes-view.ts";
import { commonReason } from "./common-reason.ts";
import { controlsView } from "./controls-view.ts";
import { differencesView } from "./differences-view.ts";
import type { Entry } from "./entry.ts";
import { evidenceIntro, evidenceSections } from "./evidence-view.ts";
import { spanText } from "./format.ts";
import { inputViews } from "./inputs-view.ts";
import { legendView } from "./legend-view.ts";
import { barView } from "./level-bar.ts";
import type { Link } from "./link.ts";
import { matrixView } from "./matrix-view.ts";
import { overviewView } from "./overview-view.ts";
import { policyViews, sourceViews } from "./policy-view.ts";
import { problemsView } from "./problems-view.ts";
import { releaseView } from "./release-view.ts";
import { hasRoomForAll, sitesView } from "./site-view.ts";
import { summaryView } from "./summary-view.ts";
import type { View } from "./view.ts";
import { waiversView } from "./waivers-view.ts";

/** So many policies are named in the key sentence. */
const mostNamed = 3;

/**
 * The comparison in the words of a language. Formats and decides nothing: all that is shown is in the comparison.
 * @param groupBy by what sites are put together in the matrix; default: what tells most
 */
export function makeView(comparison: Comparison, text: Text, groupBy?: Grouping): View {
  const cases = casesOf(comparison);
  const anchors = anchorsOf(comparison, cases);
  const {
    head,
    legend,
    problems,
    matrix,
    evidence,
    cases: caseWords,
    site,
    policy,
    waivers,
    limits,
    inputs,
    footer,
    page,
    summary,
  } = text;
  const shownMatrix = matrixView(comparison, text, anchors, groupBy);
  const view: View = {
    language: text.language,
    words: {
      head,
      legend,
      problems,
      matrix,
      evidence,
      cases: caseWords,
      site,
      policy,
      waivers,
      limits,
      inputs,
      footer,
      page,
      summary,
      differences: text.differences.words,
    },
    ...headingOf(comparison, text),
    contents: contentsOf(comparison, text),
    facts: factsOf(comparison, text),
    sizes: sizesOf(comparison, text),
    points: pointsOf(comparison, text),
    overview: overviewView(shownMatrix, text),
    summary: summaryView(comparison, text, anchors),
    changes: changesView(comparison, text, anchors),
    problems: problemsView(comparison, cases, text, anchors),
    legend: legendView(comparison.summary, shownMatrix.dense, text),
    bar: barView(comparison.summary.levels),
    controls: controlsView(comparison, shownMatrix, text),
    matrix: shownMatrix,
    differences: differencesView(comparison, text, anchors),
    evidence: evidenceSections(comparison, cases, text, anchors),
    evidenceIntro: evidenceIntro(comparison, text),
    sites: sitesView(comparison, text, anchors),
    leftOut: hasRoomForAll(comparison.sites) ? undefined : site.allLeftOut,
    policies: policyViews(comparison, text, anchors),
    sources: sourceViews(text),
    waivers: waiversView(comparison, text, anchors),
    inputs: inputViews(comparison, text, anchors),
  };
  return allVisible(view);
}

function headingOf(comparison: Comparison, text: Text): Pick<View, "release" | "subtitle"> {
  const [site] = comparison.sites;
  const { head, audience } = text;
  if (comparison.release.audience !== "site" || site === undefined)
    return { release: releaseView(comparison, head.title, text), subtitle: head.subtitle };
  const title = audience.siteTitle(siteLabel(site, text));
  return { release: releaseView(comparison, title, text), subtitle: audience.siteSubtitle };
}

function contentsOf(comparison: Comparison, { page: { sections } }: Text): Link[] {
  return [
    { text: sections.summary, href: "#summary" },
    ...(comparison.rounds === undefined ? [] : [{ text: sections.changes, href: "#changes" }]),
    { text: sections.problems, href: "#problems" },
    { text: sections.matrix, href: "#matrix" },
    ...(comparison.differences.sites.length < 2
      ? []
      : [{ text: sections.differences, href: "#differences" }]),
    { text: sections.evidence, href: "#evidence" },
    { text: sections.sites, href: "#sites" },
    { text: sections.policies, href: "#policies" },
    ...(comparison.waivers === undefined ? [] : [{ text: sections.waivers, href: "#waivers" }]),
    { text: sections.limits, href: "#limits" },
    { text: sections.inputs, href: "#inputs" },
  ];
}

/** The facts of the page's head. */
export function factsOf(comparison: Comparison, text: Text): Entry[] {
  const { newest, oldest, profile, summary, rows, tool } = comparison;
  const { head, language } = text;
  const { count, of } = summary.namespaces;
  const round =
    newest === undefined || oldest === undefined
      ? text.site.unknown
      : spanText({ from: oldest, to: newest }, isToldByClock(comparison, text), text.round, language);
  return [
    { label: head.round, value: round },
    { label: head.sites, value: String(summary.sites) },
    { label: head.namespaces, value: count === of ? String(count) : text.share(count, of) },
    { label: head.policies, value: String(rows.length) },
    { label: head.tool, value: `${tool.name} ${tool.version}` },
    { label: head.profile, value: `${profile.title[language]} (${profile.id} ${profile.version})` },
  ];
}

function sizesOf({ summary: { sites, cells }, rows }: Comparison, text: Text): string {
  return text.sizes({ sites, policies: rows.length, cells });
}

/** The key sentence, and what belongs to it. */
export function keyOf(comparison: Comparison, text: Text): string[] {
  const { sites, cells, levels: counts } = comparison.summary;
  return [
    text.key({ sites, policies: comparison.rows.length, cells, levels: counts }),
    ...pointsOf(comparison, text),
  ];
}

/** What strikes first, in sentences. */
function pointsOf(comparison: Comparison, text: Text): string[] {
  const { summary, sites } = comparison;
  const changes = changesKey(comparison, text);
  const { deviations } = summary;
  const open = deviations.filter((deviation) => deviation.open > 1);
  // of those that are open equally often, all are named or none
  const first = open.slice(0, mostNamed).filter((deviation) => deviation.open !== open[mostNamed]?.open);
  const named = first.map(({ row, open: count }) => ({
    title: policyTitle(row, text),
    sites: count,
    waived: openWaived(
      sites.flatMap(({ result, cells: own }) =>
        result === undefined ? [] : own.filter(({ policy }) => policy === row.id),
      ),
    ),
  }));
  const worst = mostOpen(sites);
  // of sites with equally many open policies, all are named or none
  const worstNamed = worst.slice(0, mostNamed).filter(({ open }) => open !== worst[mostNamed]?.open);
  const silent = sites.filter(({ result }) => result === undefined).length;
  return [
    ...(named.length > 0 ? [text.mostOpen(named)] : []),
    ...(sites.length > 1 && worstNamed.length > 0
      ? [
          text.page.mostOpenSites(
            worstNamed.map(({ site, open: count, waived }) => ({
              name: siteLabel(site, text),
              open: count,
              waived,
            })),
          ),
        ]
      : []),
    ...unknownSentences(comparison, text),
    ...(changes === undefined ? [] : [changes]),
    ...(silent > 0 ? [text.withoutResult(silent)] : []),
  ];
}

/** Which sites nothing is known of although there is a result, and why. */
function unknownSentences({ summary: { uniform } }: Comparison, text: Text): string[] {
  const unknown = uniform.filter(({ verdict }) => levels[verdict] === "undetermined");
  const byReason = Map.groupBy(unknown, ({ site }) => commonReason(site.cells.filter(hasMeaning), text));
  return [...byReason].map(([reason, found]) => {
    const names = found.map(({ site }) => siteLabel(site, text));
    return text.page.nothingKnown(names.length > mostNamed ? [] : names, names.length, reason);
  });
}

function hasMeaning({ verdict }: Cell): boolean {
  return levels[verdict] !== "none";
}

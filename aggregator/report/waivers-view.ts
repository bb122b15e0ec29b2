import type { Comparison } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { type Waiver, type WaiverState, waiverStates } from "../comparison/waiver.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import { date } from "./format.ts";

/** The waivers that were given, those first with which something has to be done. */
export interface WaiversView {
  readonly intro: string;
  readonly groups: readonly WaiverGroupView[];
}

/** Waivers of which the same has become. */
export interface WaiverGroupView {
  readonly state: WaiverState;
  readonly word: string;
  readonly count: string;
  readonly todo: string;
  readonly waivers: readonly WaiverView[];
}

/** One waiver. */
export interface WaiverView {
  readonly policy: Place;
  readonly site: Place;
  readonly line: string;
  /** What was found, which a waiver does not change; undefined if there is no such cell. */
  readonly found: (VerdictView & { readonly href: string }) | undefined;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  /** How long it still holds. */
  readonly left: string | undefined;
}

/** What a waiver names, with a link if the page has it. */
interface Place {
  readonly text: string;
  readonly href: string | undefined;
}

/** @returns undefined if no file of waivers was given */
export function waiversView(comparison: Comparison, text: Text, anchors: Anchors): WaiversView | undefined {
  const { waivers, now, newest } = comparison;
  if (waivers === undefined) return undefined;
  const byState = Map.groupBy(waivers, ({ state }) => state);
  const groups = waiverStates.flatMap((state) => {
    const found = byState.get(state) ?? [];
    return found.length === 0 ? [] : [groupView(state, found, comparison, text, anchors)];
  });
  const day = now === undefined ? text.site.unknown : date(now, text.language);
  return { intro: text.waivers.intro(day, now === newest), groups };
}

function groupView(
  state: WaiverState,
  waivers: readonly Waiver[],
  { sites, rows }: Comparison,
  text: Text,
  anchors: Anchors,
): WaiverGroupView {
  const siteNames = new Map(sites.map((site) => [site.id, siteLabel(site, text)]));
  const titles = new Map(rows.map((row) => [row.id, policyTitle(row, text)]));
  return {
    state,
    word: text.waivers.states[state],
    count: new Intl.NumberFormat(text.locale).format(waivers.length),
    todo: text.waivers.todo[state],
    // the earliest end first, in the order of the file where it is the same
    waivers: waivers
      .toSorted((a, b) => (a.expires === b.expires ? 0 : a.expires < b.expires ? -1 : 1))
      .map(({ policy, site, siteId, line, verdict, reason, owner, expires, daysLeft }) => ({
        policy: {
          text: titles.get(policy) ?? policy,
          href: titles.has(policy) ? `#${anchors.policy(policy)}` : undefined,
        },
        site:
          siteId === undefined
            ? { text: site, href: undefined }
            : { text: siteNames.get(siteId) ?? site, href: `#${anchors.site(siteId)}` },
        line: text.waivers.line(line),
        found:
          verdict === undefined || siteId === undefined
            ? undefined
            : {
                ...verdictView(verdict, text),
                href: `#${isDeviation(verdict) ? anchors.evidence(siteId, policy) : anchors.cell(siteId, policy)}`,
              },
        reason,
        owner,
        expires: date(expires, text.language),
        left: daysLeft === undefined ? undefined : text.waivers.left(daysLeft),
      })),
  };
}

import { type AlikeChanges, alikeChanges, type ChangedCell } from "../comparison/alike-changes.ts";
import { changeKinds } from "../comparison/change.ts";
import type { Comparison, Rounds, Site, Standing } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import { changeGroup } from "./change-words.ts";
import { commonReason } from "./common-reason.ts";
import { date, spanText } from "./format.ts";
import type { Link } from "./link.ts";

/** With more changes of a kind than this, sites are counted, and only some of them named. */
const mostNamed = 40;
const fewNamed = 3;

/** More names than this stand behind a switch. */
const mostOpen = 5;

/** Names in a list, and how many are left out. */
interface NamesView {
  readonly names: readonly Link[];
  readonly more: string | undefined;
}

/** Cells that went the same way. */
interface StepView extends NamesView {
  readonly before: VerdictView;
  readonly now: VerdictView;
  /** How many policies or sites; said where the names stand behind a switch. */
  readonly summary: string | undefined;
  /** Whether these are all policies, so that paper need not name them. */
  readonly whole: boolean;
  /** Why they are not comparable, or why nothing could be determined. */
  readonly why: string | undefined;
}

/** Changes of one kind. */
interface ChangeGroupView {
  readonly group: ChangeGroup;
  readonly title: string;
  readonly count: string;
  /** Of a policy at sites, or of a site in several policies. */
  readonly lines: readonly { readonly title: Link; readonly steps: readonly StepView[] }[];
}

/** What became of the sites since the last round. */
export interface ChangesView {
  readonly title: string;
  readonly sentence: string;
  readonly note: string;
  /** Warnings about the rounds themselves. */
  readonly notices: readonly string[];
  readonly groups: readonly ChangeGroupView[];
  readonly standings: readonly (NamesView & { readonly label: string; readonly count: string })[];
  readonly before: string;
  readonly now: string;
}

/** The order of the page: what got worse first, what shows nothing last. */
const groupOrder: readonly ChangeGroup[] = [
  ...changeKinds.map((kind) => (kind === "not-comparable" ? "not-comparable-worse" : kind)),
  "not-comparable",
];

/** One sentence about all changes; undefined without earlier rounds. */
export function changesKey(
  comparison: Pick<Comparison, "rounds" | "oldest">,
  text: Text,
): string | undefined {
  const { rounds } = comparison;
  if (rounds === undefined) return undefined;
  const { span } = rounds;
  if (span === undefined) return text.rounds.nothingToCompare;
  const byClock = isToldByClock(comparison, text);
  return text.rounds.key(spanText(span, byClock, text.round, text.language), rounds);
}

/** Whether days alone would not tell which of two rounds is the earlier one. */
export function isToldByClock(
  { rounds, oldest }: Pick<Comparison, "rounds" | "oldest">,
  { language }: Text,
): boolean {
  const last = rounds?.span?.to;
  if (last === undefined || oldest === undefined) return false;
  return Date.parse(last) >= Date.parse(oldest) || date(last, language) === date(oldest, language);
}

/** Whether some run of the last round is later than some of this one. */
function isOverlapping({ rounds, oldest }: Comparison): boolean {
  const last = rounds?.span?.to;
  return last !== undefined && oldest !== undefined && Date.parse(last) > Date.parse(oldest);
}

/** The section of changes; undefined without earlier rounds. */
export function changesView(comparison: Comparison, text: Text, anchors: Anchors): ChangesView | undefined {
  const { rounds, sites, rows } = comparison;
  const key = changesKey(comparison, text);
  if (rounds === undefined || key === undefined) return undefined;
  const words = text.rounds;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const changed = sites.flatMap((site) =>
    site.cells.flatMap((cell): ChangedCell[] => {
      const row = byId.get(cell.policy);
      return cell.change === undefined || row === undefined ? [] : [{ site, cell, change: cell.change, row }];
    }),
  );
  const byGroup = Map.groupBy(changed, ({ change }) => changeGroup(change));
  return {
    title: words.title,
    sentence: rounds.unchanged > 0 ? `${key} ${words.unchanged(rounds.unchanged)}` : key,
    note: isOverlapping(comparison) ? `${words.note} ${words.overlapping}` : words.note,
    notices: noticesOf(rounds, comparison, text),
    groups: groupOrder.flatMap((group) => {
      const cells = byGroup.get(group) ?? [];
      return cells.length === 0 ? [] : [groupView(group, cells, text, anchors)];
    }),
    standings: standingsOf(comparison, rounds, text, anchors),
    before: words.before,
    now: words.now,
  };
}

function noticesOf({ earlier, unused }: Rounds, { profile }: Comparison, text: Text): string[] {
  const last = earlier.at(-1);
  const own = `${profile.id} ${profile.version}`;
  return [
    ...(last !== undefined && last.profile !== own ? [text.rounds.otherProfile(last.profile, own)] : []),
    ...unused.map(({ file, why }) => text.rounds.unused(file, why)),
  ];
}

function groupView(
  group: ChangeGroup,
  cells: readonly ChangedCell[],
  text: Text,
  anchors: Anchors,
): ChangeGroupView {
  const limit = cells.length > mostNamed ? fewNamed : cells.length;
  const byTitle = Map.groupBy(alikeChanges(cells), ({ of, cells: [{ site, row }] }) =>
    JSON.stringify(of === "site" ? [of, site.id] : [of, row.id]),
  );
  return {
    group,
    title: text.rounds.groups[group],
    count: new Intl.NumberFormat(text.locale).format(cells.length),
    lines: [...byTitle.values()].flatMap((alike) => lineView(alike, limit, text, anchors)),
  };
}

function lineView(
  alike: readonly AlikeChanges[],
  limit: number,
  text: Text,
  anchors: Anchors,
): ChangeGroupView["lines"][number][] {
  const [first] = alike;
  if (first === undefined) return [];
  const [{ site, row }] = first.cells;
  const title =
    first.of === "site"
      ? { text: siteLabel(site, text), href: `#${anchors.site(site.id)}` }
      : { text: policyTitle(row, text), href: `#${anchors.policy(row.id)}` };
  return [{ title, steps: alike.map((one) => stepView(one, limit, text, anchors)) }];
}

function stepView({ of, cells }: AlikeChanges, limit: number, text: Text, anchors: Anchors): StepView {
  const [{ site: firstSite, cell, change }] = cells;
  const links = cells.map(({ site, row }) => ({
    text: of === "site" ? policyTitle(row, text) : siteLabel(site, text),
    href: `#${isDeviation(cell.verdict) ? anchors.evidence(site.id, row.id) : anchors.cell(site.id, row.id)}`,
  }));
  const whole = of === "site" && links.length === firstSite.cells.length;
  const counted =
    of === "site" ? text.rounds.policies(links.length, whole) : text.cases.siteCount(links.length);
  const list = named(links, of === "site" ? links.length : limit, text);
  return {
    ...list,
    before: verdictView(change.before, text),
    now: verdictView(cell.verdict, text),
    summary: list.names.length > mostOpen ? counted : undefined,
    whole,
    why: whyOf(cells, text),
  };
}

/** Why cells are not comparable, else why nothing can be determined now; undefined where there is no one cause. */
function whyOf(cells: AlikeChanges["cells"], text: Text): string | undefined {
  const [{ change }] = cells;
  if (change.reasons !== undefined)
    return change.reasons.map((reason) => text.rounds.reasons[reason]).join(" ");
  return commonReason(
    cells.map(({ cell }) => cell),
    text,
  );
}

function named(links: readonly Link[], limit: number, text: Text): NamesView {
  // to leave out one name would save nothing
  const shown = links.length > limit + 1 ? links.slice(0, limit) : links;
  return {
    names: shown,
    more: shown.length < links.length ? text.rounds.more(links.length - shown.length) : undefined,
  };
}

function standingsOf(
  { sites }: Comparison,
  { gone }: Rounds,
  text: Text,
  anchors: Anchors,
): ChangesView["standings"] {
  const link = (site: Site): Link => ({ text: siteLabel(site, text), href: `#${anchors.site(site.id)}` });
  const groups = (["new", "back", "same-run", "older-run", "not-assignable"] as const).map(
    (standing: Standing) => ({
      label: text.rounds.standings[standing],
      links: sites.filter(({ past }) => past?.standing === standing).map(link),
    }),
  );
  const lost = {
    label: text.rounds.standings.gone,
    links: gone.map(({ name }) => ({ text: name, href: "" })),
  };
  const number = new Intl.NumberFormat(text.locale);
  return [lost, ...groups]
    .filter(({ links }) => links.length > 0)
    .map(({ label, links }) => ({
      label,
      count: number.format(links.length),
      ...named(links, links.length > mostNamed ? fewNamed : links.length, text),
    }));
}

import { type Change, changeKinds } from "../comparison/change.ts";
import type { Cell, Comparison, PolicyRow, Rounds, Site, Standing } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { siteLabel } from "../report-json.ts";
import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import { changeGroup } from "./change-words.ts";
import { date, dateTime } from "./format.ts";
import type { Link } from "./link.ts";

/** With more changes of a kind than this, sites are counted, and only some of them named. */
const mostNamed = 40;
const fewNamed = 3;

/** Names in a list, and how many are left out. */
interface NamesView {
  readonly sites: readonly Link[];
  readonly more: string | undefined;
}

/** Cells of a policy that went the same way. */
interface StepView extends NamesView {
  readonly before: VerdictView;
  readonly now: VerdictView;
  /** Why they are not comparable. */
  readonly reasons: string | undefined;
}

/** Changes of one kind. */
interface ChangeGroupView {
  readonly group: ChangeGroup;
  readonly title: string;
  readonly count: string;
  readonly policies: readonly {
    readonly title: Link;
    readonly count: string;
    readonly steps: readonly StepView[];
  }[];
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

interface ChangedCell {
  readonly site: Site;
  readonly cell: Cell;
  readonly change: Change;
  readonly row: PolicyRow;
}

/** The order of the page: what got worse first, what shows nothing last. */
const groupOrder: readonly ChangeGroup[] = [
  ...changeKinds.map((kind) => (kind === "not-comparable" ? "not-comparable-worse" : kind)),
  "not-comparable",
];

/** One sentence about all changes; undefined without earlier rounds. */
export function changesKey(
  { rounds, now }: Pick<Comparison, "rounds" | "now">,
  text: Text,
): string | undefined {
  if (rounds === undefined) return undefined;
  const last = rounds.earlier.at(-1);
  if (last === undefined) return text.rounds.nothingToCompare;
  const [then, today] = [last.time, now ?? ""].map((time) => date(time, text.language));
  const day = then === today ? dateTime(last.time, text.language) : date(last.time, text.language);
  return text.rounds.key(day, rounds);
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
    note: words.note,
    notices: noticesOf(rounds, comparison, text),
    groups: groupOrder.flatMap((group) => {
      const cells = byGroup.get(group) ?? [];
      return cells.length === 0 ? [] : [groupView(group, cells, rows, text, anchors)];
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
  rows: readonly PolicyRow[],
  text: Text,
  anchors: Anchors,
): ChangeGroupView {
  const limit = cells.length > mostNamed ? fewNamed : cells.length;
  const byPolicy = Map.groupBy(cells, ({ row }) => row.id);
  const number = new Intl.NumberFormat(text.locale);
  return {
    group,
    title: text.rounds.groups[group],
    count: number.format(cells.length),
    policies: rows.flatMap((row) => {
      const own = byPolicy.get(row.id) ?? [];
      if (own.length === 0) return [];
      const steps = Map.groupBy(own, ({ cell, change: { before, reasons } }) =>
        JSON.stringify([before, cell.verdict, reasons]),
      );
      const title = row.policy?.text[text.language].title ?? row.id;
      return [
        {
          title: { text: title, href: `#${anchors.policy(row.id)}` },
          count: number.format(own.length),
          steps: [...steps.values()]
            .toSorted((a, b) => b.length - a.length)
            .flatMap((same) => stepView(same, limit, text, anchors)),
        },
      ];
    }),
  };
}

function stepView(same: readonly ChangedCell[], limit: number, text: Text, anchors: Anchors): StepView[] {
  const [first] = same;
  if (first === undefined) return [];
  const { cell, change } = first;
  const links = same.map(({ site, row }) => ({
    text: siteLabel(site, text),
    href: `#${isDeviation(cell.verdict) ? anchors.evidence(site.id, row.id) : anchors.cell(site.id, row.id)}`,
  }));
  const reasons = (change.reasons ?? []).map((reason) => text.rounds.reasons[reason]);
  return [
    {
      ...named(links, limit, text),
      before: verdictView(change.before, text),
      now: verdictView(cell.verdict, text),
      reasons: reasons.length === 0 ? undefined : reasons.join(" "),
    },
  ];
}

function named(links: readonly Link[], limit: number, text: Text): NamesView {
  // to leave out one name would save nothing
  const shown = links.length > limit + 1 ? links.slice(0, limit) : links;
  return {
    sites: shown,
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

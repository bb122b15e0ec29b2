import { levels } from "#results";
import type { Site } from "../comparison/comparison.ts";
import { type CellRefusers, refusersAt } from "../comparison/refusers.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import type { Link } from "./link.ts";
import { engineName, refuserText } from "./probe-view.ts";
import type { SiteContext } from "./steps-view.ts";

/** Who refuses at a site. */
export interface RefusersView {
  /** Policy by policy; empty where there are many sites. */
  readonly rows: readonly (VerdictView & {
    readonly id: string;
    readonly policy: Link;
    readonly by: string;
  })[];
  /** In place of it: engine by engine. */
  readonly groups: readonly string[];
}

/** Who refuses what at a site; nothing where there is no result. */
export function refusersView(
  site: Site,
  { titles, brief }: SiteContext,
  text: Text,
  anchors: Anchors,
): RefusersView {
  if (site.result === undefined) return { rows: [], groups: [] };
  const found = refusersAt(site);
  if (brief) return { rows: [], groups: groupsOf(found, titles, text) };
  const rows = found.map((cell) => ({
    ...verdictView(cell.verdict, text),
    id: anchors.refusal(site.id, cell.policy),
    policy: {
      text: titles.get(cell.policy) ?? cell.policy,
      href: `#${anchors.evidence(site.id, cell.policy)}`,
    },
    by: byOf(cell, text),
  }));
  return { rows, groups: [] };
}

function byOf({ refusers, elsewhere, byMutation, verdict }: CellRefusers, text: Text): string {
  const named = [
    ...refusers.map((refuser) => refuserText(refuser, text)),
    ...(byMutation ? [text.cases.byMutation] : []),
  ];
  const nobody = levels[verdict] === "undetermined" ? text.site.unknown : text.cases.nobody;
  return [
    named.length > 0 ? named.join("; ") : nobody,
    ...(elsewhere.length > 0
      ? [text.cases.elsewhere(elsewhere.map((refuser) => refuserText(refuser, text)))]
      : []),
  ].join("; ");
}

/** Of what is enforced, engine by engine; where several refuse, with the policies that each refuses. */
function groupsOf(found: readonly CellRefusers[], titles: ReadonlyMap<string, string>, text: Text): string[] {
  const enforced = found.filter(({ verdict }) => levels[verdict] === "enforced");
  const pairs = enforced.flatMap(({ policy, refusers, elsewhere, byMutation }) => [
    ...[...refusers, ...elsewhere].map((refuser) => ({
      policy,
      by: engineName(refuser.engine, text),
      own: refuser.policy,
    })),
    ...(byMutation ? [{ policy, by: text.cases.byMutation, own: undefined }] : []),
  ]);
  const groups = [...Map.groupBy(pairs, ({ by }) => by)];
  return groups.map(([by, group]) => {
    const policies = [...new Set(group.map(({ policy }) => policy))];
    const said = text.cases.refusersOf(policies.length, by, ownNames(group, text));
    return groups.length === 1 ? said : `${said}: ${policies.map((id) => titles.get(id) ?? id).join(", ")}`;
  });
}

/** The engine's own policies; where each is called like ours, with the same beginning, that is said in place of names. */
function ownNames(
  group: readonly { readonly policy: string; readonly own: string | undefined }[],
  text: Text,
): string[] {
  const beginnings = new Set(
    group.map(({ policy, own }) => (own?.endsWith(policy) ? own.slice(0, -policy.length) : undefined)),
  );
  const [beginning] = beginnings;
  if (group.length > 1 && beginnings.size === 1 && beginning !== undefined)
    return [text.cases.sameNames(beginning)];
  return [...new Set(group.flatMap(({ own }) => own ?? []))];
}

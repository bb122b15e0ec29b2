import { isPolicyId, type Profile } from "#policies";
import { levels, type Verdict } from "#results";
import { utcDay } from "./age.ts";
import type { Cell, ListedSite, Site } from "./comparison.ts";
import { flagged } from "./judge-site.ts";
import { shortId } from "./name-sites.ts";
import { shortestMatch } from "./sites-file.ts";
import {
  daysOfNotice,
  isInForce,
  isWaivable,
  type ListedWaiver,
  type Waiver,
  type WaiverState,
} from "./waiver.ts";
import { refuseDuplicates, WaiversFileError } from "./waivers-file.ts";

/** What waivers are held against. */
export interface WaiverContext {
  readonly profile: Profile;
  readonly sites: readonly Site[];
  /** Sites of the list for which there is no result. */
  readonly unheard: readonly ListedSite[];
  /** Time of the report, ISO 8601. */
  readonly now: string | undefined;
}

/**
 * Holds waivers against what was found. A waiver changes no verdict: a cell gets a flag and what was agreed.
 * @throws WaiversFileError if a waiver fits several sites or several waivers fit one cell
 */
export function grantWaivers(
  listed: readonly ListedWaiver[],
  context: WaiverContext,
): { readonly sites: readonly Site[]; readonly waivers: readonly Waiver[] } {
  const waivers = listed.map((waiver) => heldAgainst(waiver, context));
  refuseDuplicates(waivers, ({ siteId, site }) => siteId ?? site);
  const bySite = Map.groupBy(waivers, ({ siteId }) => siteId);
  const sites = context.sites.map((site) => {
    const own = bySite.get(site.id);
    return own === undefined ? site : { ...site, cells: site.cells.map((cell) => waived(cell, own)) };
  });
  return { sites, waivers };
}

function heldAgainst(waiver: ListedWaiver, { profile, sites, unheard, now }: WaiverContext): Waiver {
  const site = siteFor(waiver, sites);
  const cell = site?.cells.find(({ policy }) => policy === waiver.policy);
  const policyFault = policyFaultOf(waiver.policy, profile);
  const siteId = site === undefined ? {} : { siteId: site.id };
  if (policyFault !== undefined) return { ...waiver, ...siteId, state: policyFault };
  if (site === undefined || cell === undefined)
    return { ...waiver, ...siteId, state: unheard.some(isFor(waiver)) ? "no-result" : "unknown-site" };
  const daysLeft = daysLeftOf(waiver, site, now);
  const { verdict } = cell;
  return { ...waiver, ...siteId, verdict, daysLeft, state: stateOf(verdict, daysLeft) };
}

function policyFaultOf(policy: string, profile: Profile): WaiverState | undefined {
  if ((profile.policies as readonly string[]).includes(policy)) return undefined;
  return isPolicyId(policy) ? "policy-not-agreed" : "unknown-policy";
}

/**
 * The site that a waiver means. An archive without a result belongs to no site that could be named.
 * @throws WaiversFileError if there are several: a waiver must not cover what it was not agreed for
 */
function siteFor({ site: wanted, line }: ListedWaiver, sites: readonly Site[]): Site | undefined {
  const found = sites.filter(
    ({ id, name, result }) =>
      result !== undefined && (isIdOf(id, wanted) || (name !== undefined && isNameOf(name, id, wanted))),
  );
  if (found.length > 1)
    throw new WaiversFileError(
      { kind: "ambiguous-site", site: wanted, ids: found.map(({ id }) => id) },
      line,
    );
  return found[0];
}

function isIdOf(id: string, wanted: string): boolean {
  return id === wanted || (wanted.length >= shortestMatch && id.startsWith(wanted));
}

/** A name that several sites have is shown with the id of each; without, it means all of them. */
function isNameOf(name: string, id: string, wanted: string): boolean {
  return [wanted, `${wanted} (${id.slice(0, shortId)})`, `${wanted} (${id})`].includes(name);
}

function isFor({ site: wanted }: ListedWaiver): (listed: ListedSite) => boolean {
  return ({ id, match, name }) =>
    name === wanted ||
    (id !== undefined && isIdOf(id, wanted)) ||
    (match !== undefined && (isIdOf(match, wanted) || isIdOf(wanted, match)));
}

/** By the later of the report's day and the result's: what was found after a waiver's end was never waived. */
function daysLeftOf({ expires }: ListedWaiver, { result }: Site, now: string | undefined): number {
  const last = utcDay(expires) ?? Number.NEGATIVE_INFINITY;
  const days = [now, result?.run.finished].map((time) =>
    time === undefined ? Number.NEGATIVE_INFINITY : (utcDay(time) ?? Number.POSITIVE_INFINITY),
  );
  return last - Math.max(...days);
}

function stateOf(verdict: Verdict, daysLeft: number): WaiverState {
  const idle = idleStateOf(verdict);
  if (daysLeft < 0) return idle === "enforced" || idle === "not-applicable" ? "expired-idle" : "expired";
  if (idle !== undefined) return idle;
  return daysLeft <= daysOfNotice ? "ending" : "in-force";
}

/** Why a verdict leaves nothing to be waived. */
function idleStateOf(verdict: Verdict): WaiverState | undefined {
  if (isWaivable(verdict)) return undefined;
  if (verdict === "missing" || verdict === "not-applicable") return verdict;
  return levels[verdict] === "enforced" ? "enforced" : "undetermined";
}

/** An expired waiver stays with its cell, so that its evidence tells of it. */
function waived(cell: Cell, waivers: readonly Waiver[]): Cell {
  const waiver = waivers.find(({ policy }) => policy === cell.policy);
  if (waiver === undefined) return cell;
  if (isInForce(waiver)) return { ...flagged(cell, "waived"), waiver };
  return waiver.state === "expired" ? { ...cell, waiver } : cell;
}

import { createHash } from "node:crypto";
import type { Cases } from "../comparison/cases.ts";
import type { Comparison } from "../comparison/comparison.ts";
import { sitesAreRows } from "./orientation.ts";

/** The ids of the page's places; the same from run to run as long as sites and policies keep their ids. */
export interface Anchors {
  site(siteId: string): string;
  /** Of a site's archive among the inputs. */
  input(siteId: string): string;
  policy(policyId: string): string;
  /** Where there are many cells, their ids are short and do not outlive the page. */
  cell(siteId: string, policyId: string): string;
  /**
   * Of what several policies have in common, else of the case that a cell belongs to, each at the name of its site; of a
   * cell that does not deviate, the policy.
   */
  evidence(siteId: string, policyId: string): string;
  /** The same without the site: one place for all cells of which the same is said. */
  sharedEvidence(siteId: string, policyId: string): string;
  /** Of the policy's row among who refuses at a site; there is one where sites are few. */
  refusal(siteId: string, policyId: string): string;
  /** Of a case; the same as long as its evidence is the same, whichever sites there are. */
  case(policyId: string, caseId: string): string;
  /** Of what is said once of several policies. */
  cause(causeId: string): string;
  /** Of a site's name in the heading of evidence that others share; undefined where sites are many, or one. */
  ofSite(evidence: string, siteId: string, sites: number): string | undefined;
  /** Of what is said once of how a policy is enforced. */
  remedy(policyId: string): string;
  /** Of the place that says that the page has no room for cases of a policy. */
  leftOut(policyId: string): string;
}

/** Longer ids are cut and told apart by a hash. */
const longest = 60;
const hashLength = 8;

/** As much of a comparison as its ids take. */
export interface WithIds extends Pick<Comparison, "sites"> {
  readonly rows: readonly { readonly id: string }[];
  readonly furtherRows: readonly { readonly id: string }[];
}

/** So many digits of a uid tell it apart; there are thousands of links to cells. */
const uidForm = /^([0-9a-f]{8})[0-9a-f-]{24,}$/;

/** Where the evidence of a cell stands: for all cells of which the same is said, and at the name of its own site. */
interface EvidencePlace {
  readonly shared: string;
  readonly own: string;
}

/** Ids that are safe in HTML and in links, whatever sites and policies are called. */
export function anchorsOf({ sites, rows, furtherRows }: WithIds, cases: Cases): Anchors {
  const policies = [...rows, ...furtherRows].map(({ id }) => id);
  const siteIds = sites.map(({ id }) => id);
  const site = distinct(siteIds, (id) => uidForm.exec(id)?.[1] ?? slug(id));
  const many = sitesAreRows({ sites });
  const siteAt = placesOf(siteIds);
  const policyAt = placesOf(policies);
  const policy = distinct(policies, slug);
  const of = (map: ReadonlyMap<string, string>, id: string) => map.get(id) ?? slug(id);
  const caseAnchor = (policyId: string, caseId: string) => `e-${of(policy, policyId)}--${caseId}`;
  const causeAnchor = (causeId: string) => `g-${causeId}`;
  const leftOut = (policyId: string) => `e-${of(policy, policyId)}--further`;
  // two dashes, which no slug holds, so that no two pairs give the same id
  const cell = (siteId: string, policyId: string) =>
    many
      ? `c${siteAt.get(siteId)}-${policyAt.get(policyId)}`
      : `c-${of(site, siteId)}--${of(policy, policyId)}`;
  const ofSite = (anchor: string, siteId: string, count: number) =>
    many || count < 2 ? undefined : `${anchor}--${of(site, siteId)}`;
  const evidence = new Map<string, Map<string, EvidencePlace>>();
  const put = (siteId: string, policyId: string, shared: string, count: number) => {
    const known = evidence.get(siteId) ?? new Map<string, EvidencePlace>();
    evidence.set(siteId, known.set(policyId, { shared, own: ofSite(shared, siteId, count) ?? shared }));
  };
  for (const { id, row, members } of cases.shown)
    for (const member of members) put(member.site.id, row.id, caseAnchor(row.id, id), members.length);
  for (const { row, cases: further } of cases.leftOut)
    for (const { members } of further)
      for (const member of members) put(member.site.id, row.id, leftOut(row.id), 1);
  for (const { id, cases: own, sites: there } of cases.causes)
    for (const { site: one } of there)
      for (const { row } of own) put(one.id, row.id, causeAnchor(id), there.length);
  const placeOf = (siteId: string, policyId: string): EvidencePlace => {
    const text = `p-${of(policy, policyId)}`;
    return evidence.get(siteId)?.get(policyId) ?? { shared: text, own: text };
  };
  return {
    site: (id) => `s-${of(site, id)}`,
    input: (id) => `i-${of(site, id)}`,
    policy: (id) => `p-${of(policy, id)}`,
    cell,
    refusal: (siteId, policyId) => `r-${of(site, siteId)}--${of(policy, policyId)}`,
    evidence: (siteId, policyId) => placeOf(siteId, policyId).own,
    sharedEvidence: (siteId, policyId) => placeOf(siteId, policyId).shared,
    case: caseAnchor,
    cause: causeAnchor,
    ofSite,
    remedy: (id) => `f-${of(policy, id)}`,
    leftOut,
  };
}

function placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}

/** Short forms of ids; where two would be the same, longer ones. */
function distinct(ids: readonly string[], form: (id: string) => string): ReadonlyMap<string, string> {
  const groups = Map.groupBy(ids, form);
  return new Map(
    ids.map((id) => {
      const simple = form(id);
      const alone = groups.get(simple)?.length === 1;
      return [id, alone ? simple : `${simple}-${hash(id)}`];
    }),
  );
}

function slug(id: string): string {
  const safe = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return safe.length === 0 || safe.length > longest ? `${safe.slice(0, longest)}-${hash(id)}` : safe;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, hashLength);
}

import { createHash } from "node:crypto";
import { levels } from "#results";
import type { Case, CaseMember } from "./cases.ts";
import type { Site } from "./comparison.ts";

/** Why nothing is known of several policies at a site: the cluster gave the same answer to whatever was tried. */
export interface SharedCause {
  /** Made of the content alone, as those of the cases. */
  readonly id: string;
  /** Of one policy each, with the same answer; in the order of the rows, and never empty. */
  readonly cases: readonly [Case, ...Case[]];
  /** The sites at which this is so, with the cells of all these policies; never empty. */
  readonly sites: readonly { readonly site: Site; readonly members: readonly CaseMember[] }[];
}

/** Fewer policies are read sooner one by one. */
const fewestPolicies = 3;

/** What is said of several policies at once, most policies first. */
export function sharedCausesOf(cases: readonly Case[]): SharedCause[] {
  const bySite = new Map<Site, Map<string, CaseOfSite[]>>();
  for (const found of cases) {
    const answer = onlyAnswerOf(found);
    if (answer === undefined) continue;
    for (const member of found.members.filter(isPlain)) {
      const answers = bySite.get(member.site) ?? new Map<string, CaseOfSite[]>();
      answers.set(answer, [...(answers.get(answer) ?? []), { found, member }]);
      bySite.set(member.site, answers);
    }
  }
  const alike = [...bySite].flatMap(([site, answers]) =>
    [...answers.values()].filter(({ length }) => length >= fewestPolicies).map((own) => ({ site, own })),
  );
  const groups = Map.groupBy(alike, ({ own }) =>
    own.map(({ found: { row, id } }) => `${row.id} ${id}`).join(),
  );
  return [...groups]
    .flatMap(([key, sites]) => {
      const [first, ...others] = (sites[0]?.own ?? []).map(({ found }) => found);
      return first === undefined ? [] : [causeOf(key, [first, ...others], sites)];
    })
    .toSorted((a, b) => b.cases.length - a.cases.length || b.sites.length - a.sites.length);
}

interface CaseOfSite {
  readonly found: Case;
  readonly member: CaseMember;
}

function causeOf(
  key: string,
  cases: SharedCause["cases"],
  sites: readonly { readonly site: Site; readonly own: readonly CaseOfSite[] }[],
): SharedCause {
  return {
    id: createHash("sha256").update(key).digest("hex").slice(0, idLength),
    cases,
    sites: sites.map(({ site, own }) => ({ site, members: own.map(({ member }) => member) })),
  };
}

const idLength = 8;

/** The one answer to all attempts that had a meaning, of a case of which nothing is known; undefined if there were several, or none. */
function onlyAnswerOf({ verdict, flags, worst, compliant, reporting }: Case): string | undefined {
  if (levels[verdict] !== "undetermined" || worst === undefined) return undefined;
  const attempts = worst.probes.filter(
    ({ weight, outcome }) => weight !== "info" && outcome.kind !== "not-applicable",
  );
  const answers = new Set(
    attempts.map(({ outcome, absent, doubted }) => JSON.stringify([outcome, absent, doubted])),
  );
  const [answer, ...others] = answers;
  if (answer === undefined || others.length > 0) return undefined;
  return JSON.stringify([
    verdict,
    flags,
    worst.reason,
    worst.kind === undefined,
    compliant,
    reporting,
    answer,
  ]);
}

/** Whether nothing else is to be said of a cell than of the others at its site. */
function isPlain({ cell: { vantages, waiver } }: CaseMember): boolean {
  return (
    waiver === undefined &&
    vantages.length === 1 &&
    vantages.every(({ exemptions }) => exemptions.length === 0)
  );
}

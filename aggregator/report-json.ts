import { type Parameters, type Profile, parametersOf } from "#policies";
import type {
  Attribution,
  EngineFact,
  Fact,
  Flag,
  NodeFacts,
  RunResult,
  SiteFacts,
  StorageClassFact,
  Vantage,
  Verdict,
} from "#results";
import { classificationLine } from "./audience/classification-line.ts";
import type { Audience } from "./audience/release.ts";
import type { Change } from "./comparison/change.ts";
import type {
  Cell,
  Comparison,
  Rounds,
  ShownProbe,
  Site,
  SiteState,
  Standing,
} from "./comparison/comparison.ts";
import { ownParametersOf } from "./comparison/own-parameters.ts";
import type { WaiverState } from "./comparison/waiver.ts";
import { type DifferencesJson, differencesJson } from "./differences-json.ts";
import { policyTitle } from "./policy-title.ts";
import { siteLabel } from "./site-label.ts";
import type { Text } from "./text/text.ts";

export { siteLabel };

/** A fact, or the word for one that is not known. */
export type Known<T> = T | "unknown";

/** The comparison as data: version 1 of the shape in schemas/report.schema.json. Readers accept additions. */
export interface ReportJson {
  readonly kind: "dvs-report";
  readonly schemaVersion: 1;
  /** For whom the file is; it holds nothing else. */
  readonly audience: Audience;
  /** The line by which the file is marked. */
  readonly classification: string;
  readonly tool: Comparison["tool"];
  /** ISO 8601. */
  readonly time: Known<string>;
  readonly profile: {
    readonly id: string;
    readonly version: string;
    readonly parameters: Readonly<Record<string, Parameters>>;
  };
  readonly sites: readonly SiteJson[];
  readonly policies: readonly {
    readonly id: string;
    readonly title: string;
    /** Whether the profile has it; of others, only the sites that know them have verdicts. */
    readonly agreed: boolean;
    readonly requirements: Readonly<Record<string, readonly string[]>>;
    /** Only in a file for one site: at how many of the others the policy is enforced. */
    readonly others?: { readonly enforced: number; readonly of: number };
  }[];
  readonly verdicts: readonly VerdictJson[];
  readonly differences: DifferencesJson;
  /** Exceptions that were agreed on; absent if none were given. */
  readonly waivers?: readonly WaiverJson[];
  readonly probes: readonly ProbeJson[];
  /** Only where earlier rounds were given. */
  readonly rounds?: Pick<Rounds, "earlier" | "unused" | "gone">;
}

/** A site with its facts. */
export interface SiteJson {
  readonly id: string;
  readonly name: string;
  readonly group?: string;
  readonly state: SiteState;
  readonly reason?: string;
  readonly archive: {
    readonly name: string;
    readonly sha256: Known<string>;
    readonly hashed: "file" | "junit.xml";
  };
  readonly time: Known<string>;
  /** Days to the time of the report; absent without a result. */
  readonly ageDays?: number;
  readonly kubernetesVersion: Known<string>;
  readonly distribution: Known<string>;
  readonly engines: Known<readonly EngineFact[]>;
  readonly nodes: Known<NodeFacts>;
  readonly storageClasses: Known<readonly StorageClassFact[]>;
  readonly vantages: readonly Pick<
    Vantage,
    "namespace" | "kind" | "identity" | "podSecurity" | "alternative" | "exemptions"
  >[];
  /** In how many of the namespaces in which was to be probed the cluster answered. */
  readonly namespaces: { readonly probed: number; readonly of: number };
  readonly notes: readonly string[];
  /** Where the id comes from; absent without a result. */
  readonly idSource?: SiteFacts["idSource"];
  /** What a later round needs to know of the run; absent without a result. */
  readonly run?: {
    readonly id: string;
    readonly profile: Pick<RunResult["profile"], "id" | "version">;
    /** Parameters that differ from those of the report's profile, by policy. */
    readonly parameters: Readonly<Record<string, Parameters>>;
  };
  /** How the site stands to the earlier rounds; only where some were given. */
  readonly standing?: Standing;
}

/** What is said about a policy at a site. */
export interface VerdictJson {
  readonly site: string;
  readonly policy: string;
  readonly verdict: Verdict;
  readonly flags: readonly Flag[];
  readonly vantage?: string;
  readonly engines?: readonly string[];
  readonly reason?: string;
  /** In force if `waived` is among the flags, else expired. */
  readonly waiver?: Pick<WaiverJson, "reason" | "owner" | "expires">;
  /** What became of it since the last round; absent where nothing changed. */
  readonly change?: Change;
  /** The verdict of each namespace; only where there are several. */
  readonly vantages?: readonly {
    readonly namespace: string;
    readonly verdict: Verdict;
    readonly flags: readonly Flag[];
  }[];
}

/** A waiver as its file says, and what became of it. */
export interface WaiverJson {
  readonly policy: string;
  /** As it stands in the file. */
  readonly site: string;
  /** Absent if no result belongs to the site. */
  readonly siteId?: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  readonly state: WaiverState;
}

/** What happened to one probe. */
export interface ProbeJson {
  readonly site: string;
  readonly policy: string;
  readonly vantage: string;
  readonly probe: string;
  readonly weight: ShownProbe["weight"];
  readonly expect: ShownProbe["expect"];
  readonly outcome: ShownProbe["outcome"]["kind"];
  readonly engine?: string;
  /** The engine's own policy, constraint or level. */
  readonly enginePolicy?: string;
  readonly rule?: string;
  readonly webhook?: string;
  /** By what a refusal was put down to the policy. */
  readonly attribution?: Attribution;
  readonly reason?: string;
  readonly message?: string;
}

/** The comparison as data; sentences and titles in the language of the text. */
export function reportJson(comparison: Comparison, text: Text): ReportJson {
  const { release, tool, now, profile, sites, rows, furtherRows, waivers, rounds } = comparison;
  const cellsOf = ({ cells, furtherCells }: Site): readonly Cell[] => [...cells, ...furtherCells];
  return {
    kind: "dvs-report",
    schemaVersion: 1,
    audience: release.audience,
    classification: classificationLine(comparison, text),
    tool,
    time: now ?? "unknown",
    profile: {
      id: profile.id,
      version: profile.version,
      parameters: Object.fromEntries(profile.policies.map((id) => [id, parametersOf(id, profile)])),
    },
    sites: sites.map((site) => siteJson(site, profile, text)),
    policies: [...rows, ...furtherRows].map(({ id, policy, others }, index) => ({
      id,
      title: policyTitle({ id, policy }, text),
      agreed: index < rows.length,
      requirements: policy?.requirements ?? {},
      ...(others && { others: { enforced: others.count, of: others.of } }),
    })),
    verdicts: sites.flatMap((site) => cellsOf(site).map((cell) => verdictJson(site.id, cell))),
    differences: differencesJson(comparison),
    ...(waivers && {
      waivers: waivers.map(({ line: _, verdict: __, daysLeft: ___, ...waiver }) => waiver),
    }),
    probes: sites.flatMap((site) =>
      cellsOf(site).flatMap(({ vantages }) =>
        vantages.flatMap(({ probes }) => probes.map((probe) => probeJson(site.id, probe))),
      ),
    ),
    ...(rounds && { rounds: { earlier: rounds.earlier, unused: rounds.unused, gone: rounds.gone } }),
  };
}

function siteJson(site: Site, profile: Profile, text: Text): SiteJson {
  const { id, group, state, problem, archive, result, notes, namespaces, ageDays, past } = site;
  return {
    id,
    name: siteLabel(site, text),
    ...(group !== undefined && { group }),
    state,
    ...(problem && { reason: said(text.problem(problem, archive.name)) }),
    archive: { name: archive.name, sha256: archive.sha256 ?? "unknown", hashed: archive.hashed },
    time: result?.run.finished ?? "unknown",
    ...(ageDays !== undefined && { ageDays }),
    kubernetesVersion: known(result?.site.kubernetesVersion),
    distribution: known(result?.site.distribution),
    engines: known(result?.site.engines),
    nodes: known(result?.site.nodes),
    storageClasses: known(result?.site.storageClasses),
    vantages: (result?.vantages ?? []).map(vantageJson),
    namespaces: { probed: namespaces.count, of: namespaces.of },
    notes: notes.map((note) => said(text.note(note))),
    ...(result && {
      idSource: result.site.idSource,
      run: {
        id: result.run.id,
        profile: { id: result.profile.id, version: result.profile.version },
        parameters: ownParametersOf(result, profile),
      },
    }),
    ...(past && { standing: past.standing }),
  };
}

function vantageJson({
  namespace,
  kind,
  identity,
  podSecurity,
  alternative,
  exemptions,
}: Vantage): SiteJson["vantages"][number] {
  return { namespace, kind, identity, podSecurity, ...(alternative && { alternative }), exemptions };
}

function said({ text, quote }: ReturnType<Text["note"]>): string {
  return quote === undefined ? text : `${text} ${quote}`;
}

function known<T>(fact: Fact<T> | undefined): Known<T> {
  return fact !== undefined && "value" in fact ? fact.value : "unknown";
}

function verdictJson(site: string, cell: Cell): VerdictJson {
  const { policy, verdict, flags, worst, vantages, waiver, change } = cell;
  return {
    site,
    policy,
    verdict,
    flags,
    ...(worst && { vantage: worst.vantage, engines: worst.engines }),
    ...(worst?.reason !== undefined && { reason: worst.reason }),
    ...(waiver && { waiver: { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires } }),
    ...(change && { change }),
    ...(vantages.length > 1 && {
      vantages: vantages.map((vantage) => ({
        namespace: vantage.vantage,
        verdict: vantage.verdict,
        flags: vantage.flags,
      })),
    }),
  };
}

function probeJson(site: string, { policy, vantage, probe, weight, expect, outcome }: ShownProbe): ProbeJson {
  const by = "by" in outcome ? outcome.by : undefined;
  return {
    site,
    policy,
    vantage,
    probe,
    weight,
    expect,
    outcome: outcome.kind,
    ...(by && { engine: by.engine }),
    ...(by?.policy !== undefined && { enginePolicy: by.policy }),
    ...(by?.rule !== undefined && { rule: by.rule }),
    ...(by?.webhook !== undefined && { webhook: by.webhook }),
    ...("attribution" in outcome && { attribution: outcome.attribution }),
    ...("reason" in outcome && { reason: outcome.reason }),
    ...("message" in outcome && outcome.message !== undefined && { message: outcome.message }),
  };
}

import { type Parameters, parametersOf } from "#policies";
import type {
  Attribution,
  EngineFact,
  Fact,
  Flag,
  NodeFacts,
  StorageClassFact,
  Vantage,
  Verdict,
} from "#results";
import { classificationLine } from "./audience/classification-line.ts";
import type { Audience } from "./audience/release.ts";
import type { Cell, Comparison, ShownProbe, Site, SiteState } from "./comparison/comparison.ts";
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
  readonly probes: readonly ProbeJson[];
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
  /** The verdict of each namespace; only where there are several. */
  readonly vantages?: readonly {
    readonly namespace: string;
    readonly verdict: Verdict;
    readonly flags: readonly Flag[];
  }[];
}

/** What happened to one probe. */
export interface ProbeJson {
  readonly site: string;
  readonly policy: string;
  readonly vantage: string;
  readonly probe: string;
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
  const { release, tool, now, profile, sites, rows, furtherRows } = comparison;
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
    sites: sites.map((site) => siteJson(site, text)),
    policies: [...rows, ...furtherRows].map(({ id, policy, others }, index) => ({
      id,
      title: policy?.text[text.language].title ?? id,
      agreed: index < rows.length,
      requirements: policy?.requirements ?? {},
      ...(others && { others: { enforced: others.count, of: others.of } }),
    })),
    verdicts: sites.flatMap((site) => cellsOf(site).map((cell) => verdictJson(site.id, cell))),
    probes: sites.flatMap((site) =>
      cellsOf(site).flatMap(({ vantages }) =>
        vantages.flatMap(({ probes }) => probes.map((probe) => probeJson(site.id, probe))),
      ),
    ),
  };
}

function siteJson(site: Site, text: Text): SiteJson {
  const { id, group, state, problem, archive, result, notes, namespaces } = site;
  return {
    id,
    name: siteLabel(site, text),
    ...(group !== undefined && { group }),
    state,
    ...(problem && { reason: said(text.problem(problem, archive.name)) }),
    archive: { name: archive.name, sha256: archive.sha256 ?? "unknown", hashed: archive.hashed },
    time: result?.run.finished ?? "unknown",
    kubernetesVersion: known(result?.site.kubernetesVersion),
    distribution: known(result?.site.distribution),
    engines: known(result?.site.engines),
    nodes: known(result?.site.nodes),
    storageClasses: known(result?.site.storageClasses),
    vantages: (result?.vantages ?? []).map(vantageJson),
    namespaces: { probed: namespaces.count, of: namespaces.of },
    notes: notes.map((note) => said(text.note(note))),
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

function verdictJson(site: string, { policy, verdict, flags, worst, vantages }: Cell): VerdictJson {
  return {
    site,
    policy,
    verdict,
    flags,
    ...(worst && { vantage: worst.vantage, engines: worst.engines }),
    ...(worst?.reason !== undefined && { reason: worst.reason }),
    ...(vantages.length > 1 && {
      vantages: vantages.map((vantage) => ({
        namespace: vantage.vantage,
        verdict: vantage.verdict,
        flags: vantage.flags,
      })),
    }),
  };
}

function probeJson(site: string, { policy, vantage, probe, outcome }: ShownProbe): ProbeJson {
  const by = "by" in outcome ? outcome.by : undefined;
  return {
    site,
    policy,
    vantage,
    probe,
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

import type { Expectation, Language, OtherForm, Weight } from "#policies";
import type {
  Attribution,
  Flag,
  InconclusiveReason,
  Level,
  NotApplicableReason,
  Outcome,
  Verdict,
} from "#results";
import type { Packing, Slimmed } from "../archive/archive.ts";
import type { Problem } from "../archive/problem.ts";
import type { ShownProbe, SiteNote, SiteState } from "../comparison/comparison.ts";
import type { SitesFileProblem } from "../comparison/sites-file.ts";
import type { AudienceText } from "./audience-text.ts";
import type { DifferencesText } from "./differences-text.ts";
import type { EvidenceText } from "./evidence-text.ts";
import type { ExplainText } from "./explain-text.ts";
import type { ExportText } from "./export-text.ts";
import type { PageText } from "./page-text.ts";
import type { RoundsText } from "./rounds-text.ts";
import type { SummaryText } from "./summary-text.ts";
import type { WaiversText } from "./waivers-text.ts";

/** A sentence, and a text that is quoted with it as it is (in English or in the words of the site). */
export interface Saying {
  readonly text: string;
  readonly quote?: string;
}

/** Numbers that a verdict's sentence names: must attempts, and how many of them were admitted. */
export interface VerdictNumbers {
  readonly must: number;
  readonly open: number;
  /** Of the should attempts. */
  readonly openShould: number;
}

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** How much was compared. */
export interface Sizes {
  readonly sites: number;
  readonly policies: number;
  readonly cells: number;
}

/** Every word of the report that does not belong to a policy. A language is a value of this type. */
export interface Text {
  readonly language: Language;
  /** For dates, numbers and lists. */
  readonly locale: string;

  readonly verdicts: Words<Verdict>;
  readonly levels: Words<Level>;
  /** What a level means, in a few words. */
  readonly levelHints: Words<Level>;
  readonly flags: Words<Flag>;
  readonly states: Words<SiteState>;
  readonly outcomes: Words<Outcome["kind"]>;
  /** Outcome of a probe that the result does not hold. */
  readonly notTried: string;
  /** Why the outcome that a result states is not believed. */
  readonly doubted: Words<NonNullable<ShownProbe["doubted"]>>;
  readonly expectations: Words<Expectation>;
  readonly weights: Words<Weight>;
  readonly reasons: Words<
    InconclusiveReason | NotApplicableReason | "compliant-pod-refused" | "control-refused"
  >;
  /** What a reader must know about how sure a refusal's meaning is; empty where nothing is to be said. */
  readonly attributions: Words<Attribution>;
  /** What a reader must know of a violation that is admitted in another form only. */
  readonly otherForms: Words<OtherForm>;
  readonly engines: Readonly<Record<string, string>>;

  readonly head: Words<
    | "title"
    | "subtitle"
    | "toMatrix"
    | "toDeviations"
    | "round"
    | "profile"
    | "sites"
    | "namespaces"
    | "policies"
    | "tool"
    | "key"
  >;
  readonly legend: Words<"title" | "intro">;
  readonly problems: Words<
    "title" | "none" | "uniform" | "policies" | "furtherSites" | "withoutResult" | "unheard"
  >;
  readonly matrix: Words<
    | "title"
    | "caption"
    | "captionWithRefusers"
    | "policy"
    | "site"
    | "kubernetes"
    | "engines"
    | "date"
    | "vantages"
    | "countsNote"
    | "worstNote"
    | "ownParameters"
    | "declared"
    | "otherProfile"
    | "contradictory"
    | "further"
    | "notInProfile"
    | "scrollHint"
  >;
  readonly evidence: Words<
    | "title"
    | "intro"
    | "introDeep"
    | "introSlimmed"
    | "none"
    | "tried"
    | "expected"
    | "happened"
    | "by"
    | "ruleOf"
    | "webhookOf"
    | "changes"
    | "comply"
    | "back"
    | "toPolicy"
    | "vantage"
    | "otherVantages"
    | "notProbed"
    | "exemptions"
    | "attempts"
    | "auditHint"
    | "failOpenHint"
    | "byController"
  >;
  readonly site: Words<
    | "title"
    | "caption"
    | "details"
    | "name"
    | "state"
    | "id"
    | "kubernetes"
    | "distribution"
    | "nodes"
    | "storage"
    | "engines"
    | "time"
    | "group"
    | "archive"
    | "sha256"
    | "resultSha256"
    | "packing"
    | "run"
    | "pluginVersion"
    | "notes"
    | "image"
    | "registries"
    | "assumed"
    | "probes"
    | "profile"
    | "parameters"
    | "vantages"
    | "notProbed"
    | "podOverlay"
    | "reporting"
    | "exemptions"
    | "unknown"
    | "none"
    | "failurePolicy"
    | "failsClosed"
    | "failsOpen"
    | "compliantPod"
    | "podSecurity"
    | "noLabels"
    | "allLeftOut"
  >;
  readonly idSources: Words<"kube-system-uid" | "api-server-ca" | "api-server-url">;
  /** Sets of probes; one that is not known is shown as it is. */
  readonly probeSets: Readonly<Record<string, string>>;
  readonly vantageKinds: Words<"fresh" | "tenant">;
  readonly identities: Words<"token" | "impersonation" | "none">;
  readonly policy: Words<
    | "title"
    | "forbids"
    | "why"
    | "comply"
    | "seedName"
    | "requirements"
    | "parameters"
    | "sources"
    | "unknown"
  >;
  readonly limits: { readonly title: string; readonly items: readonly string[] };
  readonly inputs: Words<"title" | "intro" | "caption" | "archive" | "hash" | "ofResult">;
  readonly footer: string;

  /** Name of a site that has none. */
  siteName(shortId: string): string;
  /** Name of an archive without a site. */
  archiveName(archive: string): string;
  key(numbers: Sizes & { readonly levels: Readonly<Record<Level, number>> }): string;
  /** How much was compared, in a few words. */
  sizes(sizes: Sizes): string;
  /** @param open titles with the number of sites, most first */
  mostOpen(
    open: readonly { readonly title: string; readonly sites: number; readonly waived: number }[],
  ): string;
  /** Archives without a result. */
  withoutResult(count: number): string;
  /** Policies that the profile does not know and that are not shown. */
  furtherLeftOut(count: number): string;
  /** Lines that are not shown. */
  moreLines(count: number): string;
  round(newest: string, oldest: string): string;
  /** When a run began, and how long it took. */
  runTime(started: string, seconds: number | undefined): string;
  share(count: number, of: number): string;
  /** The open part of a cell that is partly enforced. */
  openOf(open: number, of: number): string;
  verdictSentence(verdict: Verdict, numbers: VerdictNumbers, reason: string | undefined): string;
  /** In how many namespaces was probed. */
  namespacesSentence(count: number, of: number): string;
  /** In how many of the namespaces the verdict holds that a cell shows. */
  cellPart(count: number, all: number): string;
  /** Said in place of it where the verdict is the same in all. */
  cellEverywhere(all: number): string;
  /**
   * Where a verdict was found.
   * @param alike other namespaces with the same verdict by the same attempts
   * @param all how many namespaces there are
   */
  vantage(namespace: string, alike: readonly string[], all: number): string;
  /** Said in place of it where all attempts came to the same in all namespaces, of which one is shown. */
  everywhere(namespace: string, all: number): string;
  /** Several names in a row. */
  names(names: readonly string[]): string;
  /** Whom an exemption concerns, and whose configuration says so; the words of the configuration follow. */
  exemption(engine: string, namespaces: readonly string[]): string;
  /** Whom an exemption concerns in a namespace that is named already. */
  exemptionHere(engine: string, policies: readonly string[] | undefined): string;
  /** An engine has policies that mean the one that is open, and that only report. */
  reporting(engine: string, policies: readonly string[]): string;
  /** The compliant pod was admitted in another form only; what was added follows. */
  alternative(id: string): string;
  nodes(count: number): string;
  allEvidence(count: number): string;
  problem(problem: Problem, archive: string): Saying;
  note(note: SiteNote): Saying;
  packing(packing: Packing, slimmed: Slimmed | undefined): string;
  sitesFile(problem: SitesFileProblem, file: string, line: number): string;
  /** What is to be decided. */
  readonly summary: SummaryText;
  readonly audience: AudienceText;
  /** The words of `dvs explain`. */
  readonly explain: ExplainText;
  /** The words of the files beside the page. */
  readonly export: ExportText;
  /** The words of the cases, of next steps and of who refuses. */
  readonly cases: EvidenceText;
  /** The words of the page's frame, the matrix's headings and the controls. */
  readonly page: PageText;
  readonly differences: DifferencesText;
  readonly waivers: WaiversText;
  /** How old a result is. */
  age(days: number): string;
  /** The words about what changed since earlier rounds. */
  readonly rounds: RoundsText;
  /** Sentences of the command line. */
  readonly cli: {
    written(path: string): string;
    /** @param found what was found there; undefined if nothing is known */
    site(name: string, state: string, found: string | undefined): string;
    /** How many policies are enforced, and what of the others, if some are not known. */
    found(levels: Readonly<Record<Level, number>>): string;
    noWrite(path: string, detail: string): string;
    noRead(path: string, detail: string): string;
    notUtf8(path: string): string;
    /** An empty path behind an option. */
    noPath(option: string): string;
    /** Two options name the same file. */
    sameTarget(options: readonly [string, string], path: string): string;
    /** The page or the data would be written over an archive. */
    overArchive(path: string): string;
    /** The same of another file that is read. */
    overInput(path: string): string;
    unknownProfile(id: string, known: readonly string[]): string;
    unknownFailOn(name: string, known: readonly string[]): string;
    wrongEpoch(value: string): string;
    failsOn(names: readonly string[]): string;
  };
}

import { isPolicyId } from "#policies";
import { levels, type Verdict } from "#results";
import type { Cell, Site, VantageVerdict } from "./comparison.ts";
import { isMostlyOpen, isRegressed } from "./decisions.ts";
import { failingOpenAt } from "./failing-open.ts";
import { reportingPolicies } from "./reporting-policies.ts";
import { sameWebhook, type UnreachableWebhook } from "./unreachable-webhook.ts";

/** An engine for which `dvs policies export` makes rules. */
export type ExportEngine = "kyverno" | "gatekeeper" | "vap";

/** Why nothing can be said, as a verdict gives it. */
export type NotKnown = NonNullable<VantageVerdict["reason"]>;

/** Something that a site has to do, with the policies that it concerns. */
export type NextStep =
  /** It was enforced in an earlier run. */
  | {
      readonly kind: "regressed";
      readonly policies: readonly string[];
      /** End of that run, ISO 8601. */
      readonly since: string;
    }
  /** So much is open that it takes a schedule. */
  | { readonly kind: "plan"; readonly policies: readonly string[] }
  /** Violations are admitted and no rule of an installed engine means them. */
  | {
      readonly kind: "enforce";
      readonly policies: readonly string[];
      /** Installed there, or part of its API server; undefined if nothing is known of any. */
      readonly engine: ExportEngine | undefined;
      readonly registries: readonly string[];
    }
  /** What is refused in some namespaces, by rules of which a trial would make warnings there. */
  | { readonly kind: "extend"; readonly policies: readonly string[] }
  /** There are rules that only report. */
  | {
      readonly kind: "refuse";
      readonly policies: readonly string[];
      readonly engine: string;
      readonly rules: readonly string[];
    }
  /** The cluster warns and admits. */
  | { readonly kind: "warned"; readonly policies: readonly string[] }
  /** The configuration of an engine leaves namespaces out. */
  | { readonly kind: "exempt"; readonly policies: readonly string[] }
  | { readonly kind: "gaps"; readonly policies: readonly string[] }
  /** Refusals do not tell whether they mean the policy. */
  | { readonly kind: "unclear"; readonly policies: readonly string[] }
  | { readonly kind: "should"; readonly policies: readonly string[] }
  /** Engines that alone refuse let everything pass while they are down. */
  | { readonly kind: "fails-open"; readonly policies: readonly string[]; readonly engines: readonly string[] }
  | { readonly kind: "over-blocking"; readonly policies: readonly string[] }
  | {
      readonly kind: "not-known";
      readonly policies: readonly string[];
      readonly reason: NotKnown;
      /** If it is one for all of these policies. */
      readonly unreachable: UnreachableWebhook | undefined;
    }
  | { readonly kind: "missing"; readonly policies: readonly string[] }
  /** Waivers are in force. */
  | { readonly kind: "waived"; readonly policies: readonly string[] };

/** What a site has to do next, what got worse and what is open first; empty if nothing deviates or if there is no result. */
export function nextStepsOf(site: Site): NextStep[] {
  if (site.result === undefined) return [];
  const waived = site.cells.filter(({ flags }) => flags.includes("waived"));
  const cells = site.cells.filter((cell) => !waived.includes(cell));
  const of = (...wanted: readonly Verdict[]) => cells.filter(({ verdict }) => wanted.includes(verdict));
  const ids = (found: readonly Cell[]) => found.map(({ policy }) => policy);
  const exempt = cells.filter(
    ({ flags, verdict }) => flags.includes("exempt") && levels[verdict] !== "undetermined",
  );
  const open = of("not-enforced").filter((cell) => !exempt.includes(cell));
  const refuse = refuseSteps(site, [...open, ...of("warned-only")]);
  const reported = new Set(refuse.flatMap(({ policies }) => policies));
  const without = (found: readonly Cell[]) =>
    found.filter((cell) => !reported.has(cell.policy) && !exempt.includes(cell));
  const isUnclear = ({ worst }: Cell) => worst?.open.length === 0;
  const partly = without(of("partly-enforced"));
  const reasons = Map.groupBy(of("inconclusive"), ({ worst }) => worst?.reason ?? "setup");
  const regressed = cells.filter(isRegressed);
  const since = Map.groupBy(regressed, ({ change }) => change?.since ?? "");
  const lasting = without(open).filter((cell) => !regressed.includes(cell));
  const inPart = lasting.filter(({ vantages }) =>
    vantages.some(({ verdict }) => ["enforced", "gaps"].includes(levels[verdict])),
  );
  const failingOpen = failingOpenAt(site.cells);
  const allOpen = cells.filter(({ verdict }) => levels[verdict] === "open");
  const steps: NextStep[] = [
    ...[...since].map(([time, found]) => ({ kind: "regressed", policies: ids(found), since: time }) as const),
    { kind: "plan", policies: isMostlyOpen(site) ? ids(allOpen) : [] },
    ...refuse,
    {
      kind: "enforce",
      // what was enforced a round ago takes no trial, but the cause
      policies: ids(lasting.filter((cell) => !inPart.includes(cell))).filter(isPolicyId),
      engine: exportEngineOf(site),
      registries: registriesOf(site),
    },
    { kind: "extend", policies: ids(inPart) },
    { kind: "warned", policies: ids(without(of("warned-only"))) },
    { kind: "exempt", policies: ids(exempt) },
    { kind: "gaps", policies: ids(partly.filter((cell) => !isUnclear(cell))) },
    { kind: "unclear", policies: ids(partly.filter(isUnclear)) },
    { kind: "should", policies: ids(without(of("enforced-looser"))) },
    { kind: "fails-open", policies: ids(failingOpen.cells), engines: failingOpen.engines },
    { kind: "over-blocking", policies: ids(of("over-blocking")) },
    ...[...reasons].map(
      ([reason, found]) =>
        ({
          kind: "not-known",
          policies: ids(found),
          reason,
          unreachable: sameWebhook(found.map(({ worst }) => worst?.unreachable)),
        }) as const,
    ),
    { kind: "missing", policies: ids(of("missing")) },
    { kind: "waived", policies: ids(waived) },
  ];
  return steps.filter(({ policies }) => policies.length > 0);
}

function refuseSteps(site: Site, cells: readonly Cell[]): Extract<NextStep, { kind: "refuse" }>[] {
  const found = cells.flatMap(({ policy, verdict }) =>
    reportingPolicies(site, policy, verdict).map(({ engine, policies }) => ({ policy, engine, policies })),
  );
  return [...Map.groupBy(found, ({ engine }) => engine)].map(([engine, group]) => ({
    kind: "refuse",
    engine,
    policies: [...new Set(group.map(({ policy }) => policy))],
    rules: [...new Set(group.flatMap(({ policies }) => policies))].sort(),
  }));
}

const exportEngines: ReadonlyMap<string, ExportEngine> = new Map([
  ["kyverno", "kyverno"],
  ["gatekeeper", "gatekeeper"],
  ["validating-admission-policy", "vap"],
]);

/** Kubernetes 1.30 was the first with ValidatingAdmissionPolicy as a part of its stable API. */
const firstWithPolicies = 30;

/** Of the engines at work at a site the one that refuses most; else what its API server brings along. */
function exportEngineOf({ cells, result }: Site): ExportEngine | undefined {
  if (result === undefined) return undefined;
  const { engines, kubernetesVersion } = result.site;
  const installed = "value" in engines ? engines.value.map(({ name }) => name) : [];
  const refusing = cells.flatMap(({ vantages }) => vantages.flatMap((vantage) => vantage.engines));
  const count = (engine: string) => refusing.filter((name) => name === engine).length;
  const [best] = [...new Set([...installed, ...refusing])]
    .filter((name) => exportEngines.has(name))
    .toSorted((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
  if (best !== undefined) return exportEngines.get(best);
  const minor = "value" in kubernetesVersion ? /^v?1\.(\d+)/.exec(kubernetesVersion.value)?.[1] : undefined;
  return Number(minor) >= firstWithPolicies ? "vap" : undefined;
}

/** The registries that the operator named; empty if they were only assumed. */
function registriesOf({ result }: Site): string[] {
  const { allowedRegistries, allowedRegistriesAssumed } = result?.configuration ?? {};
  if (!Array.isArray(allowedRegistries) || allowedRegistriesAssumed !== false) return [];
  return allowedRegistries.filter((name): name is string => typeof name === "string");
}

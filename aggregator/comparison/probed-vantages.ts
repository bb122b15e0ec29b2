import { cutText, longest, type Outcome, type RunResult, runNamespace, type Vantage } from "#results";
import type { Share } from "./comparison.ts";

/** A namespace of a run. */
export interface ProbedVantage extends Pick<Vantage, "namespace" | "compliant" | "exemptions"> {
  /** Absent if the run does not describe the namespace. */
  readonly kind?: Vantage["kind"];
  /** The run describes it, or says by its configuration that it was to be probed. */
  readonly named: boolean;
  /** The cluster answered there. */
  readonly probed: boolean;
}

/**
 * The namespaces of a run: those that it describes, those that only its probes name, and those in which it was to
 * probe by its configuration and did not.
 */
export function probedVantages(result: RunResult): ProbedVantage[] {
  const answered = new Set(
    result.probes.flatMap(({ vantage, outcome }) => (isAnswer(outcome) ? [vantage] : [])),
  );
  const described = result.vantages.map((vantage): ProbedVantage => {
    const silent = nothingTriedAt(vantage, result);
    const probed = !silent && (isAnswer(vantage.compliant) || answered.has(vantage.namespace));
    return { ...vantage, named: true, probed };
  });
  const unknown = [...undescribed(result)].map(
    (namespace): ProbedVantage => ({
      namespace,
      compliant: { kind: "inconclusive", reason: "setup" },
      exemptions: [],
      named: false,
      probed: false,
    }),
  );
  const lacking = notProbed(result).map(
    (namespace): ProbedVantage => ({
      namespace,
      compliant: { kind: "inconclusive", reason: "deadline" },
      exemptions: [],
      named: true,
      probed: false,
    }),
  );
  return [...described, ...unknown, ...lacking];
}

/** Whether no tenant could be set up in a namespace, so that nothing was tried there, whatever the reason is called. */
export function nothingTriedAt({ identity, namespace, compliant }: Vantage, { probes }: RunResult): boolean {
  if (identity !== "none" || compliant.kind !== "inconclusive") return false;
  const there = probes.filter(({ vantage }) => vantage === namespace);
  return there.every(({ outcome: { kind } }) => kind === "inconclusive" || kind === "not-applicable");
}

/** In how many of the namespaces in which was to be probed the cluster answered. */
export function namespaceShare(result: RunResult): Share {
  const all = probedVantages(result);
  return { count: all.filter(({ probed }) => probed).length, of: all.length };
}

/** Namespaces that the run describes, and in which the cluster answered to nothing. */
export function unanswered(result: RunResult): string[] {
  const silent = probedVantages(result).filter(({ kind, probed }) => kind !== undefined && !probed);
  return silent.map(({ namespace }) => namespace);
}

/** Namespaces of probes that the run does not describe. */
export function undescribed({ vantages, probes }: RunResult): ReadonlySet<string> {
  const described = new Set(vantages.map(({ namespace }) => namespace));
  return new Set(probes.map(({ vantage }) => vantage).filter((vantage) => !described.has(vantage)));
}

/** Namespaces in which the configuration says that is to be probed, and of which the run says nothing. */
export function notProbed(result: RunResult): string[] {
  const { namespaces = [], freshNamespace } = result.configuration;
  const freshLacks = freshNamespace === true && !result.vantages.some(({ kind }) => kind === "fresh");
  const wanted = new Set<unknown>([
    ...(freshLacks ? [runNamespace(result.run.id)] : []),
    ...(Array.isArray(namespaces) ? namespaces : []),
  ]);
  const probed = new Set([...result.vantages.map(({ namespace }) => namespace), ...undescribed(result)]);
  return [...wanted]
    .filter((name) => typeof name === "string")
    .filter((name) => !probed.has(name))
    .map((name) => cutText(name, longest.namespace));
}

/** Reasons for which nothing of a namespace's policies came into play. */
const beforeAnyAnswer: readonly string[] = ["setup", "rbac", "unauthenticated", "deadline"];

function isAnswer(outcome: Outcome): boolean {
  if (outcome.kind === "not-applicable") return false;
  return outcome.kind !== "inconclusive" || !beforeAnyAnswer.includes(outcome.reason);
}

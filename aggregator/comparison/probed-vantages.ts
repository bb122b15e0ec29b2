import { cutText, longest, type RunResult, type Vantage } from "#results";

/** A namespace of a run; `named`: the run describes it. */
export interface ProbedVantage extends Pick<Vantage, "namespace" | "compliant"> {
  readonly named: boolean;
}

/**
 * The namespaces of a run: those that it describes, those that only its probes name, and those in which it was to
 * probe by its configuration and did not.
 */
export function probedVantages(result: RunResult): ProbedVantage[] {
  const described = result.vantages.map((vantage) => ({ ...vantage, named: true }));
  const unknown = [...undescribed(result)].map(
    (namespace): ProbedVantage => ({
      namespace,
      compliant: { kind: "inconclusive", reason: "setup" },
      named: false,
    }),
  );
  const lacking = notProbed(result).map(
    (namespace): ProbedVantage => ({
      namespace,
      compliant: { kind: "inconclusive", reason: "deadline" },
      named: true,
    }),
  );
  return [...described, ...unknown, ...lacking];
}

/** Namespaces of probes that the run does not describe. */
export function undescribed({ vantages, probes }: RunResult): ReadonlySet<string> {
  const described = new Set(vantages.map(({ namespace }) => namespace));
  return new Set(probes.map(({ vantage }) => vantage).filter((vantage) => !described.has(vantage)));
}

/** Namespaces in which the configuration says that is to be probed, and of which the run says nothing. */
export function notProbed(result: RunResult): string[] {
  const { namespaces } = result.configuration;
  if (!Array.isArray(namespaces)) return [];
  const wanted: ReadonlySet<unknown> = new Set<unknown>(namespaces);
  const probed = new Set([...result.vantages.map(({ namespace }) => namespace), ...undescribed(result)]);
  return [...wanted]
    .filter((name) => typeof name === "string")
    .filter((name) => !probed.has(name))
    .map((name) => cutText(name, longest.namespace));
}

import { type Outcome, type PolicyVerdict, type RunResult, siteVerdicts } from "#results";

/**
 * Whether two results came to the same: the same attempts with the same outcomes in as many namespaces, and the same
 * verdicts. Names and messages may differ, as they do between an archive and what `dvs slim` makes of it.
 */
export function sameFindings(a: RunResult, b: RunResult): boolean {
  return JSON.stringify(findings(a)) === JSON.stringify(findings(b));
}

function findings(result: RunResult): unknown {
  const { run, profile, vantages, probes } = result;
  const places = [
    ...new Set(
      [...vantages, ...probes.map(({ vantage }) => ({ namespace: vantage }))].map(
        ({ namespace }) => namespace,
      ),
    ),
  ];
  return {
    run: [run.id, run.started, run.finished, run.cutShort !== undefined],
    profile: [profile.id, profile.version],
    vantages: vantages.map(({ kind, identity, compliant, exemptions }) => [
      kind,
      identity,
      outcomeOf(compliant),
      exemptions.map(({ policies }) => policies),
    ]),
    probes: probes.map(({ probe, vantage, outcome }) => [probe, places.indexOf(vantage), outcomeOf(outcome)]),
    verdicts: siteVerdicts(result).map(withoutNames),
  };
}

function withoutNames({ engines: _, ...verdict }: PolicyVerdict): Omit<PolicyVerdict, "engines"> {
  return verdict;
}

function outcomeOf(outcome: Outcome): readonly unknown[] {
  return [
    outcome.kind,
    "reason" in outcome && outcome.reason,
    "attribution" in outcome && outcome.attribution,
    "byController" in outcome && outcome.byController,
    "inForm" in outcome && outcome.inForm,
    "by" in outcome && outcome.by?.failOpen,
  ];
}

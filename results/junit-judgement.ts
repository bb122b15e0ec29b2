import type { OtherForm } from "#policies";
import type { TestCase } from "./junit-document.ts";
import type { Outcome, ProbeResult } from "./outcome.ts";

/** How JUnit sees something: passed if nothing is set. */
export type Judgement = Pick<TestCase, "failure" | "error" | "skipped">;

const formsInWords: Readonly<Record<OtherForm, string>> = {
  "root-user": "with runAsUser=0",
  "no-seccomp": "without a seccomp profile",
  "root-user-no-seccomp": "with runAsUser=0 and without a seccomp profile",
  owned: "as if a controller owned it",
};

/** How JUnit sees a probe. `info` probes always pass: they decide nothing. */
export function judgementOfProbe({ says, expect, weight, outcome }: ProbeResult): Judgement {
  if (outcome.kind === "not-applicable") return { skipped: `not applicable: ${outcome.reason}` };
  if (weight === "info") return {};
  if (outcome.kind === "inconclusive") return { error: inconclusiveText(outcome) };
  if (outcome.kind === "control-refused")
    return { error: `the compliant control was refused too: ${outcome.message}` };
  const refused = outcome.kind === "refused";
  if (expect === "admit")
    return refused ? { failure: `refused though it complies (${says}): ${outcome.message}` } : {};
  if (refused && outcome.attribution === "probable")
    return { error: `refused, but the message does not say that it was for this policy: ${outcome.message}` };
  if (outcome.kind === "admitted") {
    const how =
      outcome.byController === true
        ? " if a controller makes the pod, as for a Deployment,"
        : outcome.inForm === undefined
          ? ""
          : ` ${formsInWords[outcome.inForm]},`;
    return { failure: `admitted${how} though it violates the policy: ${says}` };
  }
  return outcome.kind === "warned"
    ? { failure: `admitted with a warning only: ${says}: ${outcome.message}` }
    : {};
}

/** How JUnit sees the compliant pod: a site owes its tenants that it is admitted. */
export function judgementOfCompliantPod(outcome: Outcome): Judgement {
  if (outcome.kind === "refused" || outcome.kind === "control-refused") return { failure: outcome.message };
  return outcome.kind === "inconclusive" ? { error: inconclusiveText(outcome) } : {};
}

/** Whether two judgements agree in whether something passed, failed, erred or was skipped. */
export function sameJudgement(a: Judgement, b: Judgement): boolean {
  const keys = ["failure", "error", "skipped"] as const;
  return keys.every((key) => (a[key] === undefined) === (b[key] === undefined));
}

function inconclusiveText({ reason, message }: Extract<Outcome, { kind: "inconclusive" }>): string {
  return message === undefined ? `inconclusive: ${reason}` : `inconclusive: ${reason}: ${message}`;
}

import type { Outcome, RunResult, Vantage } from "#results";
import { type ProbedVantage, probedVantages } from "../comparison/probed-vantages.ts";
import type { Text } from "../text/text.ts";
import type { Entry } from "./entry.ts";
import type { ExemptionView } from "./exemption-view.ts";
import { overlayText } from "./overlay-text.ts";
import { engineName } from "./probe-view.ts";

/** A namespace of a run as the page describes it. */
export interface VantageView {
  readonly namespace: string;
  /** Said where nothing was answered. */
  readonly state: string | undefined;
  /** Kind and identity. */
  readonly about: string | undefined;
  readonly entries: readonly Entry[];
  /** What the cluster said to the compliant pod. */
  readonly message: string | undefined;
  readonly alternative: { readonly text: string; readonly yaml: string } | undefined;
  readonly exemptions: readonly ExemptionView[];
}

/** The namespaces of a run, also those in which was to be probed and was not. */
export function vantageViews(result: RunResult, text: Text): VantageView[] {
  const described = new Map(result.vantages.map((vantage) => [vantage.namespace, vantage]));
  return probedVantages(result).map((probed) => viewOf(probed, described.get(probed.namespace), text));
}

function viewOf({ namespace, probed }: ProbedVantage, vantage: Vantage | undefined, text: Text): VantageView {
  const state = probed ? undefined : text.site.notProbed;
  if (vantage === undefined)
    return {
      namespace,
      state,
      about: undefined,
      entries: [],
      message: undefined,
      alternative: undefined,
      exemptions: [],
    };
  const { kind, identity, podSecurity, compliant, alternative, exemptions } = vantage;
  const security = Object.entries(podSecurity).map(([label, value]) => `${label}=${value}`);
  return {
    namespace,
    state,
    about: `${text.vantageKinds[kind]}, ${text.identities[identity]}`,
    entries: [
      { label: text.site.compliantPod, value: compliantText(compliant, text) },
      { label: text.site.podSecurity, value: security.length > 0 ? security.join(", ") : text.site.noLabels },
    ],
    message: "message" in compliant ? compliant.message : undefined,
    alternative: alternative && {
      text: text.alternative(alternative.id),
      yaml: overlayText(alternative.overlay),
    },
    exemptions: exemptions.map(({ engine, policies, says }) => ({
      text: text.exemptionHere(engineName(engine, text), policies),
      says,
    })),
  };
}

/** What became of the compliant pod; there is no policy that its refusal could mean. */
function compliantText(compliant: Outcome, text: Text): string {
  if (compliant.kind === "control-refused" || compliant.kind === "refused") return text.outcomes.refused;
  if (compliant.kind === "inconclusive")
    return `${text.outcomes.inconclusive}: ${text.reasons[compliant.reason]}`;
  return text.outcomes[compliant.kind];
}

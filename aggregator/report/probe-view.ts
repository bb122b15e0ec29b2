import { type Json, type Language, policies, probesOf } from "#policies";
import type { Refuser } from "#results";
import type { ShownProbe } from "../comparison/comparison.ts";
import { glyphs, outcomeGlyphs } from "../text/glyphs.ts";
import type { Text } from "../text/text.ts";
import { type PatchLine, patchLines } from "./format.ts";

/** One attempt with its evidence. */
export interface ProbeView {
  readonly id: string;
  /** What differs from the control. */
  readonly says: string;
  /** The language of `says`, unless it is that of the page. */
  readonly saysIn: "en" | undefined;
  readonly patch: readonly PatchLine[];
  readonly weight: string;
  readonly expected: string;
  readonly outcome: string;
  /** `good`: as the policy wants it; `bad`: against it; `unknown`: neither; for the form, beside the word. */
  readonly kind: "good" | "bad" | "unknown";
  readonly glyph: string;
  /** Who refused, e.g. `Kyverno, Regel x (y)`. */
  readonly by: string | undefined;
  /** The cluster's words. */
  readonly message: string | undefined;
  readonly changes: readonly PatchLine[] | undefined;
  readonly remarks: readonly string[];
}

/** The catalogue's words about its probes, by probe id. */
const catalogued: ReadonlyMap<string, Readonly<Record<Language, string>>> = new Map(
  Object.values(policies)
    .flatMap(probesOf)
    .map(({ id, says }) => [id, says]),
);

/** An attempt as the evidence shows it. */
export function probeView(probe: ShownProbe, text: Text): ProbeView {
  const { outcome } = probe;
  const by = "by" in outcome ? outcome.by : undefined;
  return {
    id: probe.probe,
    ...saidOf(probe, text),
    patch: shownLines(probe.patch, text),
    weight: text.weights[probe.weight],
    expected: text.expectations[probe.expect],
    outcome: outcomeText(probe, text),
    kind: kindOf(probe),
    glyph: outcome.kind === "not-applicable" ? glyphs["not-applicable"] : outcomeGlyphs[kindOf(probe)],
    by: by && refuserText(by, text),
    message: "message" in outcome ? outcome.message : undefined,
    changes: "changes" in outcome ? shownLines(outcome.changes, text) : undefined,
    remarks: remarksOf(probe, by, text),
  };
}

/** A patch has a few lines; a foreign one may have any number. */
const mostLines = 100;

function shownLines(patch: Json, text: Text): PatchLine[] {
  const lines = patchLines(patch);
  const more = lines.length - mostLines;
  return more > 0 ? [...lines.slice(0, mostLines), { sign: "", text: text.moreLines(more) }] : lines;
}

/** Of a probe that our catalogue does not know there are only the result's own words, which are English. */
export function saidOf(
  { probe, says }: Pick<ShownProbe, "probe" | "says">,
  { language }: Text,
): Pick<ProbeView, "says" | "saysIn"> {
  const words = catalogued.get(probe);
  return words === undefined ? { says, saysIn: "en" } : { says: words[language], saysIn: undefined };
}

/**
 * What an attempt came to; the same answer means something else for a violation than for what is permitted. What only
 * informs is judged by nothing: engines skip some of it by design, e.g. the template of a Deployment.
 */
function outcomeText({ outcome: { kind }, expect, weight, absent }: ShownProbe, text: Text): string {
  if (absent === true) return text.notTried;
  if (weight === "info") return text.outcomes[kind];
  const answers = text.cases.answers[expect === "admit" ? "permitted" : "violation"];
  switch (kind) {
    case "refused":
    case "mutated":
    case "warned":
    case "admitted":
      return answers[kind];
    default:
      return text.outcomes[kind];
  }
}

function kindOf({ outcome, expect }: ShownProbe): ProbeView["kind"] {
  const open = outcome.kind === "admitted" || outcome.kind === "warned";
  const refused = outcome.kind === "refused";
  if (refused && outcome.attribution === "probable") return "unknown";
  if (expect === "admit") return refused ? "bad" : open || outcome.kind === "mutated" ? "good" : "unknown";
  if (open) return "bad";
  return refused || outcome.kind === "mutated" ? "good" : "unknown";
}

/** Name of an engine for people; one that is not known is shown as it is. */
export function engineName(engine: string, text: Text): string {
  return Object.hasOwn(text.engines, engine) ? (text.engines[engine] ?? engine) : engine;
}

/** Who refused, as far as the answer says. What an engine calls its policy is a rule here: policies are the agreed ones. */
export function refuserText({ engine, policy, rule, webhook }: Refuser, text: Text): string {
  const { ruleOf, webhookOf } = text.evidence;
  const part = policy === undefined || rule === undefined || rule === policy ? "" : ` (${rule})`;
  const named = policy ?? rule;
  return [
    engineName(engine, text),
    ...(named === undefined ? [] : [`${ruleOf} ${named}${part}`]),
    ...(webhook === undefined ? [] : [`${webhookOf} ${webhook}`]),
  ].join(", ");
}

function remarksOf({ outcome, doubted }: ShownProbe, by: Refuser | undefined, text: Text): string[] {
  const reason = "reason" in outcome ? text.reasons[outcome.reason] : "";
  const remarks = [
    doubted === undefined ? reason : text.doubted[doubted],
    ...("attribution" in outcome ? [text.attributions[outcome.attribution]] : []),
    ...(by?.failOpen === true ? [text.evidence.failOpenHint] : []),
    ...("byController" in outcome ? [text.evidence.byController] : []),
    ...("inForm" in outcome && outcome.inForm ? [text.otherForms[outcome.inForm]] : []),
  ];
  return remarks.filter((remark) => remark !== "");
}

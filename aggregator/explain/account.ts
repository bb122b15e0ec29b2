import { isPolicyId, policies, probesOf } from "#policies";
import type { Outcome, RunResult, Vantage } from "#results";
import type { Cell, ShownProbe, Site, VantageVerdict } from "../comparison/comparison.ts";
import { numbersOf } from "../report/cell-view.ts";
import { dateTime } from "../report/format.ts";
import { configuredOverlayText, overlayText } from "../report/overlay-text.ts";
import { engineName, type ProbeView, probeView, refuserText } from "../report/probe-view.ts";
import { reportingSentences } from "../report/reporting-sentences.ts";
import { vantageGroups } from "../report/vantage-groups.ts";
import { reasonText } from "../report/verdict-sentence.ts";
import type { RunWords } from "../text/explain-text.ts";
import type { Text } from "../text/text.ts";
import type { Chosen } from "./decisive-probe.ts";
import { quotedLines, wrapped } from "./wrapped.ts";

/** Where, when and as whom was probed. */
export function circumstances(
  result: RunResult,
  { vantage: namespace }: VantageVerdict,
  described: Vantage | undefined,
  text: Text,
): string[] {
  const words = text.explain;
  if (described === undefined) return [wrapped(words.undescribed(namespace))];
  const { configuration } = result;
  const { identity, compliant, alternative } = described;
  const deep = configuration["probes"] === "deep";
  const said = [
    words.run(runWords(result, described, text)),
    words.identity(identity, deep),
    words.dryRun,
    ...(deep ? [words.storedForUpdates] : []),
  ];
  const overlay = configuredOverlayText(configuration["podOverlay"]);
  return [
    wrapped(said.join(" ")),
    ...(overlay === undefined ? [] : [wrapped(words.podOverlay), quotedLines(overlay)]),
    ...(alternative === undefined
      ? []
      : [wrapped(text.alternative(alternative.id)), quotedLines(overlayText(alternative.overlay))]),
    wrapped([words.compliant[compliant.kind], ...reasonsOf(compliant, text)].join(" ")),
    ...messageOf(compliant),
  ];
}

/** Why nothing was tried in a namespace. */
export function unprepared(result: RunResult, described: Vantage, text: Text): string[] {
  const said = text.explain.nothingTried(runWords(result, described, text));
  return [wrapped(said), ...messageOf(described.compliant)];
}

function runWords(
  { run, tool, profile, site }: RunResult,
  { namespace, kind }: Vantage,
  text: Text,
): RunWords {
  return {
    run: run.id,
    time: dateTime(run.finished, text.language),
    tool: `${tool.name} ${tool.version}`,
    profile: `${profile.id} ${profile.version}`,
    kubernetes: "value" in site.kubernetesVersion ? site.kubernetesVersion.value : undefined,
    namespace,
    kind,
  };
}

/** What was found in the other namespaces, said once where it is the same. */
export function otherNamespaces(
  { namespaces: { count, of } }: Site,
  cell: Cell,
  shown: VantageVerdict,
  text: Text,
): string[] {
  const [alike = [], ...others] = vantageGroups(cell);
  const [worst, ...same] = alike.map(({ vantage }) => vantage);
  if (worst === undefined || of < 2) return [];
  const all = cell.vantages.length;
  if (others.length === 0 && same.length > 0 && count === of)
    return [wrapped(text.everywhere(shown.vantage, all))];
  const lines = [...Map.groupBy(others.flat(), ({ verdict }) => verdict)].map(([verdict, group]) => {
    const names = text.names(group.map(({ vantage }) => vantage));
    return wrapped(`- ${names}: ${text.verdicts[verdict]}`, "  ");
  });
  const sentence = `${text.namespacesSentence(count, of)} ${text.vantage(worst, same, all)}`;
  return [
    wrapped(lines.length === 0 ? sentence : `${sentence} ${text.evidence.otherVantages}`),
    ...(lines.length === 0 ? [] : [lines.join("\n")]),
  ];
}

/** All attempts about the policy, each in a line. */
export function attemptList({ probes }: VantageVerdict, chosen: ShownProbe, text: Text): string[] {
  const violations = probes.filter(({ expect }) => expect !== "admit");
  const count = (weight: ShownProbe["weight"]) =>
    violations.filter((probe) => probe.weight === weight).length;
  const edges = probes.filter(({ expect, weight }) => expect === "admit" && weight !== "info").length;
  const numbers = { must: count("must"), should: count("should"), info: count("info"), edges };
  const lines = probes.map((probe) => {
    const { glyph, outcome, weight, says, id } = probeView(probe, text);
    const line = wrapped(`${glyph} ${id}: ${oneLine(says)} (${weight}): ${outcome}`, "    ");
    return probe === chosen ? line.replace(/^ {4}/, "  → ") : line;
  });
  return [wrapped(text.explain.attempts(numbers)), lines.join("\n")];
}

/** One attempt: what it was, what the cluster answered, and what the answer means. */
export function attempt({ probe, why }: Chosen, text: Text): string[] {
  const words = text.explain;
  const view = probeView(probe, text);
  const { outcome, expect, control } = probe;
  const edge = expect === "admit" ? ` ${words.edge}` : "";
  const setting = settingOf(probe, text);
  return [
    wrapped(
      `${words.chosen(why, view.id, oneLine(view.says))}${setting}${edge} ${words.difference(oneLine(control))}`,
    ),
    linesOf(view.patch),
    ...answerOf(probe, text),
    ...("changes" in outcome && view.changes !== undefined ? [linesOf(view.changes)] : []),
    ...messageOf(outcome),
    ...("attribution" in outcome ? [wrapped(words.attributions[outcome.attribution])] : []),
  ];
}

/** What follows for the policy. */
export function conclusion(
  site: Pick<Site, "result">,
  policy: string,
  vantage: VantageVerdict,
  text: Text,
): string[] {
  const { verdict, flags, exemptions } = vantage;
  const why = text.verdictSentence(verdict, numbersOf(vantage), reasonText(vantage, text));
  const others = flags.filter((flag) => flag !== "exempt").map((flag) => text.explain.flags[flag]);
  const silently = vantage.probes.some(
    ({ probe, outcome }) => outcome.kind === "admitted" && vantage.open.includes(probe),
  );
  const reporting = reportingSentences(site, policy, verdict, text);
  const hint = [...(silently ? [text.evidence.auditHint] : []), ...reporting];
  return [
    wrapped([text.explain.conclusion(text.verdicts[verdict], why), ...others, ...hint].join(" ")),
    ...(exemptions.length === 0 ? [] : [wrapped(text.explain.flags.exempt)]),
    ...exemptions.map(({ engine, says }) => quotedLines(`${engineName(engine, text)}: ${says}`)),
  ];
}

function answerOf({ outcome, absent, doubted }: ShownProbe, text: Text): string[] {
  const words = text.explain;
  if (absent === true) return [wrapped(words.notTried)];
  if (outcome.kind === "refused") return [wrapped(words.refused(oneLine(refuserText(outcome.by, text))))];
  if (outcome.kind === "control-refused") {
    const by = outcome.by && oneLine(refuserText(outcome.by, text));
    return [wrapped(words.controlRefused(by))];
  }
  if ("byController" in outcome) return [wrapped(text.evidence.byController)];
  if ("inForm" in outcome && outcome.inForm) return [wrapped(text.otherForms[outcome.inForm])];
  const reasons = doubted === undefined ? reasonsOf(outcome, text) : [text.doubted[doubted]];
  return [wrapped([words.answers[outcome.kind], ...reasons].join(" "))];
}

/** What kind of object was tried, unless it is a pod that is created. */
function settingOf({ probe: id, policy }: ShownProbe, { explain }: Text): string {
  const known = isPolicyId(policy) ? probesOf(policies[policy]).find((probe) => probe.id === id) : undefined;
  if (known === undefined) return "";
  const said =
    known.operation === "UPDATE" ? explain.updates[known.resource] : explain.resources[known.resource];
  return said === undefined ? "" : ` ${said}`;
}

function reasonsOf(outcome: Outcome, text: Text): string[] {
  return "reason" in outcome ? [text.reasons[outcome.reason]] : [];
}

function messageOf(outcome: Outcome): string[] {
  return "message" in outcome && outcome.message !== undefined ? [quotedLines(outcome.message)] : [];
}

function linesOf(patch: ProbeView["patch"]): string {
  return patch.map(({ sign, text }) => `    ${sign} ${oneLine(text)}`).join("\n");
}

/** Foreign text within a sentence. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

import { visible } from "../../foreign/visible.ts";
import type { Cell, PolicyRow, Site } from "../comparison/comparison.ts";
import { nothingTriedAt } from "../comparison/probed-vantages.ts";
import { probeView } from "../report/probe-view.ts";
import { siteLabel } from "../report-json.ts";
import { glyphs } from "../text/glyphs.ts";
import type { Text } from "../text/text.ts";
import { attempt, attemptList, circumstances, conclusion, otherNamespaces, unprepared } from "./account.ts";
import { chooseProbe } from "./decisive-probe.ts";
import { findCell } from "./find-cell.ts";
import { findVantage } from "./find-vantage.ts";
import { type NoRepetition, type Repetition, repetitionOf, type Step } from "./repetition.ts";
import { wrapped } from "./wrapped.ts";

/** What is to be explained. */
export interface Question {
  readonly policy: string;
  /** Default: the namespace with the worst verdict. */
  readonly namespace?: string | undefined;
  /** Default: the attempt on which the verdict hangs. */
  readonly probe?: string | undefined;
  /** A ServiceAccount that exists, to be used in place of one like that of the run. */
  readonly serviceAccount?: string | undefined;
}

/**
 * Why a policy has its verdict at a site, in full sentences, and the commands that repeat the attempt on which it hangs.
 * @param rows of the comparison, for the policies' titles
 * @throws ExplainError if the question names something that is not there
 */
export function explain(site: Site, rows: readonly PolicyRow[], question: Question, text: Text): string {
  const cell = findCell(site, question.policy);
  const vantage = findVantage(cell, question.namespace);
  const slimmed = site.archive.slimmed !== undefined;
  const title = headOf(site, cell, rows, vantage?.verdict ?? cell.verdict, text);
  const head = slimmed ? `${title}\n\n${wrapped(text.explain.slimmed)}` : title;
  const chosen = vantage && chooseProbe(vantage, question.probe);
  const { result } = site;
  if (vantage === undefined || chosen === undefined || result === undefined)
    return joined([head, wrapped(text.explain.missing)]);
  const described = result.vantages.find(({ namespace }) => namespace === vantage.vantage);
  if (described !== undefined && nothingTriedAt(described, result))
    return joined([
      head,
      ...unprepared(result, described, text),
      ...otherNamespaces(site, cell, vantage, text),
      ...conclusion(site, cell.policy, { ...vantage, flags: [] }, text),
    ]);
  const { serviceAccount } = question;
  const { otherCluster } = text.explain;
  const repetition = repetitionOf(result, described, chosen.probe, serviceAccount, otherCluster);
  return joined([
    head,
    ...circumstances(result, vantage, described, text),
    ...otherNamespaces(site, cell, vantage, text),
    ...attemptList(vantage, chosen.probe, text),
    ...attempt(chosen, text),
    ...conclusion(site, cell.policy, vantage, text),
    ...repetitionText(repetition, probeView(chosen.probe, text).outcome, slimmed, text),
  ]);
}

function headOf(
  site: Site,
  { policy }: Cell,
  rows: readonly PolicyRow[],
  verdict: Cell["verdict"],
  text: Text,
): string {
  const words = rows.find(({ id }) => id === policy)?.policy?.text[text.language];
  const title = words === undefined ? policy : `${words.title} (${policy})`;
  const name = siteLabel(site, text).replaceAll(/\s+/g, " ");
  return `${name}: ${title}\n${glyphs[verdict]} ${text.verdicts[verdict]}`;
}

/** @param outcome what the attempt came to in the run */
function repetitionText(
  repetition: Repetition | NoRepetition,
  outcome: string,
  slimmed: boolean,
  { explain: words }: Text,
): string[] {
  const recorded = ({ kind }: Step) => (kind === "probe" ? ` ${words.inTheRun(outcome)}` : "");
  const heading = `${words.repeat}\n${"-".repeat(words.repeat.length)}`;
  if (typeof repetition === "string") return [heading, wrapped(words.noRepetition[repetition])];
  const { namespace, kind, serviceAccount, ownServiceAccount, update, differs, steps } = repetition;
  const place = ownServiceAccount ? words.ownServiceAccount : words[kind];
  return [
    heading,
    wrapped(`${place(namespace, serviceAccount)} ${words.impersonation}`),
    ...(update ? [wrapped(words.stored)] : []),
    ...(differs ? [wrapped(words.differs)] : []),
    wrapped(slimmed ? words.compareSlimmed : words.compare),
    wrapped(words.target),
    ...steps.map(
      (step, index) =>
        `# ${index + 1}. ${words.steps[step.kind]}${recorded(step)}\n${step.commands.join("\n")}`,
    ),
  ];
}

/** Nothing of what clusters and files say may change how the text around it is read. */
function joined(blocks: readonly string[]): string {
  return `${blocks.map(visible).join("\n\n")}\n`;
}

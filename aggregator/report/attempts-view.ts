import type { Outcome } from "#results";
import type { ShownProbe } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { type ProbeView, probeView } from "./probe-view.ts";

/** Attempts that came to the same. */
export interface ResultView
  extends Pick<ProbeView, "outcome" | "kind" | "glyph" | "by" | "message" | "changes" | "remarks"> {
  /** How much of the message is not shown. */
  readonly more: string | undefined;
  readonly attempts: readonly AttemptView[];
  /** How many there are; said where they stand behind a switch. */
  readonly folded: string | undefined;
}

/** What was tried. */
export interface AttemptView extends Pick<ProbeView, "id" | "says" | "saysIn" | "patch"> {
  /** What it weighs and what was expected. */
  readonly about: string;
}

/** A message has some hundred characters; of one without end only the beginning is shown, the JSON file has it all. */
export const longestMessage = 16_000;

/** So few attempts need no switch. */
const mostUnfolded = 3;

const kindOrder: readonly ProbeView["kind"][] = ["bad", "unknown", "good"];

/**
 * The attempts on which a verdict rests, by what they came to: first what is against the policy.
 * @param fold whether what was tried stands behind a switch
 */
export function resultViews(probes: readonly ShownProbe[], text: Text, fold = false): ResultView[] {
  const views = probes.filter(({ weight }) => weight !== "info").map((probe) => probeView(probe, text));
  const groups = Map.groupBy(views, ({ outcome, by, message, changes, remarks, kind }) =>
    JSON.stringify([kind, outcome, by, message, changes, remarks]),
  );
  return [...groups.values()]
    .flatMap(([first, ...rest]) =>
      first === undefined ? [] : [resultView(first, [first, ...rest], fold, text)],
    )
    .toSorted((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind));
}

function resultView(first: ProbeView, all: readonly ProbeView[], fold: boolean, text: Text): ResultView {
  const { outcome, kind, glyph, by, changes, remarks } = first;
  return {
    ...{ outcome, kind, glyph, by, changes, remarks },
    ...shortened(first.message, text),
    attempts: all.map(({ id, says, saysIn, patch, weight, expected }) => ({
      ...{ id, says, saysIn, patch },
      about: text.cases.expectation(weight, expected),
    })),
    folded: fold && all.length > mostUnfolded ? text.cases.sameAnswer(all.length) : undefined,
  };
}

/** A message as far as it is shown, and how much more there is. */
export function shortened(message: string | undefined, text: Text): Pick<ResultView, "message" | "more"> {
  const more = (message?.length ?? 0) - longestMessage;
  return more > 0
    ? { message: message?.slice(0, longestMessage), more: text.cases.moreCharacters(more) }
    : { message, more: undefined };
}

/** The message of an outcome, if it has one. */
export function messageOf(outcome: Outcome): string | undefined {
  return "message" in outcome ? outcome.message : undefined;
}

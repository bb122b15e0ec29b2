import { createHash } from "node:crypto";
import type { UnusedRound } from "./comparison.ts";
import { mostRounds } from "./history.ts";
import { inOrder } from "./newest.ts";
import type { Round } from "./round.ts";

/** An earlier round that has results. */
export interface DatedRound extends Round {
  readonly time: string;
}

/** The rounds oldest first, whatever order they were given in, and the files that are not used. */
export function orderRounds(given: readonly Round[]): {
  readonly rounds: readonly DatedRound[];
  readonly unused: readonly UnusedRound[];
} {
  const sorted = given.toSorted((a, b) => inOrder(a.sha256, b.sha256) || inOrder(a.file, b.file));
  const dated = sorted.filter((round): round is DatedRound => round.time !== undefined);
  const groups = [...Map.groupBy(dated, contentOf)].map(([content, same]) => ({ content, same }));
  const ordered = groups
    .flatMap(({ content, same: [round, ...same] }) => (round === undefined ? [] : [{ content, round, same }]))
    .toSorted((a, b) => Date.parse(a.round.time) - Date.parse(b.round.time) || inOrder(a.content, b.content));
  const rounds = ordered.map(({ round }) => round);
  const used = rounds.slice(1 - mostRounds);
  return {
    rounds: used,
    unused: [
      ...ordered.flatMap(({ same }) => same.map((round) => unused(round, "same"))),
      ...sorted.filter((round) => round.time === undefined).map((round) => unused(round, "empty")),
      ...rounds.slice(0, rounds.length - used.length).map((round) => unused(round, "older")),
    ],
  };
}

function unused({ file, sha256 }: Round, why: UnusedRound["why"]): UnusedRound {
  return { file, sha256, why };
}

/** What a round says, whatever its language is and in which order it says it. */
function contentOf({ time, profile, sites }: DatedRound): string {
  const hash = createHash("sha256").update(JSON.stringify([time, profile]));
  for (const [id, { time: end, cells }] of [...sites].sort(([a], [b]) => inOrder(a, b))) {
    const verdicts = [...cells].map(([policy, { verdict }]) => [policy, verdict]);
    hash.update(JSON.stringify([id, end, verdicts.sort(([a = ""], [b = ""]) => inOrder(a, b))]));
  }
  return hash.digest("hex");
}

import { cutText } from "#results";
import type { Cell, ShownProbe } from "../comparison/comparison.ts";
import { probeView } from "../report/probe-view.ts";
import type { Text } from "../text/text.ts";
import { flowing } from "./one-line.ts";

/** More attempts of a cell are counted only. */
const mostLines = 20;

/** So much of a message is quoted. */
const longestMessage = 300;

/** An attempt that bears on a verdict. */
export interface EvidenceLine {
  readonly probe: string;
  /** What was tried, and what became of it. */
  readonly says: string;
  /** The cluster's words, on one line. */
  readonly message: string | undefined;
}

/** The attempts that led to a deviation: those admitted, those that prove nothing, and what was refused without need. */
export function evidenceLines(
  { worst }: Cell,
  text: Text,
): { readonly lines: readonly EvidenceLine[]; readonly more: number } {
  const bearing = new Set([
    ...(worst?.open ?? []),
    ...(worst?.undecided ?? []),
    ...(worst?.refusedEdges ?? []),
  ]);
  const probes = (worst?.probes ?? []).filter(({ probe }) => bearing.has(probe));
  return {
    lines: probes.slice(0, mostLines).map((probe) => lineOf(probe, text)),
    more: Math.max(0, probes.length - mostLines),
  };
}

function lineOf(probe: ShownProbe, text: Text): EvidenceLine {
  const { says, outcome, by, message } = probeView(probe, text);
  const happened = by === undefined ? outcome : `${outcome} (${by})`;
  return {
    probe: probe.probe,
    says: `${says}: ${happened}`,
    message: message === undefined || message === "" ? undefined : cutText(flowing(message), longestMessage),
  };
}

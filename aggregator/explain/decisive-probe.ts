import type { ShownProbe, VantageVerdict } from "../comparison/comparison.ts";
import { ExplainError } from "./explain-error.ts";

/** A probe to look at closely, and why that one. */
export interface Chosen {
  readonly probe: ShownProbe;
  /** `decisive`: the verdict hangs on it; `example`: others came to the same; `asked`: the user named it. */
  readonly why: "decisive" | "example" | "asked";
}

/**
 * The probe on which a verdict hangs: a must probe that was admitted, else one that proves nothing, else a should
 * probe that was admitted, else something permitted that was refused; where all is well, the first that was refused.
 * @param asked the probe's id, with or without the policy
 * @throws ExplainError naming the probes that there are
 */
export function chooseProbe(vantage: VantageVerdict, asked: string | undefined): Chosen | undefined {
  const { probes, policy } = vantage;
  if (asked !== undefined) {
    const named = probes.find(({ probe }) => probe === asked || probe === `${policy}/${asked}`);
    if (named !== undefined) return { probe: named, why: "asked" };
    throw new ExplainError({ kind: "no-probe", asked, known: probes.map(({ probe }) => probe) });
  }
  const decisive = decisiveProbe(vantage);
  if (decisive !== undefined) return { probe: decisive, why: "decisive" };
  const [first] = probes;
  const violations = probes.filter(
    ({ expect, outcome }) => expect !== "admit" && outcome.kind !== "not-applicable",
  );
  const example = violations.find(({ weight }) => weight === "must") ?? violations[0] ?? first;
  return example && { probe: example, why: "example" };
}

function decisiveProbe({ probes, open, undecided, refusedEdges }: VantageVerdict): ShownProbe | undefined {
  const must = probes.filter(({ weight, expect }) => weight === "must" && expect !== "admit");
  const among = (ids: readonly string[], of: readonly ShownProbe[]) =>
    of.find(({ probe }) => ids.includes(probe));
  return (
    among(open, must) ??
    among(undecided, must) ??
    must.find((probe) => attributionOf(probe) === "probable") ??
    among(open, probes) ??
    among(refusedEdges, probes) ??
    probes.find((probe) => attributionOf(probe) === "control-too")
  );
}

function attributionOf({ outcome }: ShownProbe): string | undefined {
  return "attribution" in outcome ? outcome.attribution : undefined;
}

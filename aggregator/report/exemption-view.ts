import type { Exemption } from "#results";
import type { VantageVerdict } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { engineName } from "./probe-view.ts";

/** Something that an engine leaves out by its configuration. */
export interface ExemptionView {
  /** Where, and by whose configuration. */
  readonly text: string;
  /** What stands there, in English. */
  readonly says: string;
}

/** The exemptions that explain a cell; one that holds in several namespaces is said once. */
export function exemptionViews(vantages: readonly VantageVerdict[], text: Text): ExemptionView[] {
  const found = vantages.flatMap(({ vantage, exemptions }) =>
    exemptions.map((exemption) => ({ vantage, exemption })),
  );
  const same = ({ exemption: { engine, says } }: { readonly exemption: Exemption }) =>
    JSON.stringify([engine, says]);
  return [...Map.groupBy(found, same).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { engine, says } = first.exemption;
    const namespaces = [...new Set(group.map(({ vantage }) => vantage))];
    return [{ text: text.exemption(engineName(engine, text), namespaces), says }];
  });
}

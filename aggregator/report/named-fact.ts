import type { FactName } from "../comparison/differences/site-facts.ts";
import type { Text } from "../text/text.ts";
import { engineName } from "./probe-view.ts";

/** A fact with its engine by the name that is shown. */
export function namedFact(fact: FactName, text: Text): FactName {
  return "engine" in fact ? { ...fact, engine: engineName(fact.engine, text) } : fact;
}

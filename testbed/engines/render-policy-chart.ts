import { parseAllDocuments } from "yaml";
import { buildComponents } from "../components.ts";
import { moduleFile } from "../module-files.ts";
import { runProgram } from "../run-program.ts";
import type { Engine } from "./engine.ts";

/**
 * The policies that an engine's module publishes as a chart, unchanged, as Helm renders them.
 * @param values what differs from the chart's defaults
 * @throws Error if the engine has no such chart, or with what Helm said
 */
export async function renderPolicyChart(
  { name, module, policyChart }: Engine,
  values: Readonly<Record<string, string>>,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  if (policyChart === undefined) throw new Error(`${name} ships no chart of policies.`);
  const { helm } = await buildComponents(["helm"]);
  const set = Object.entries(values).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const chart = await moduleFile(module, policyChart);
  const rendered = await runProgram([helm, "template", "policies", chart, ...set]);
  return parseAllDocuments(rendered)
    .map((document) => document.toJS())
    .filter((manifest) => manifest !== null);
}

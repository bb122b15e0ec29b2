import { parseAllDocuments } from "yaml";
import { buildComponents } from "./components.ts";
import { runProgram } from "./run-program.ts";

/**
 * The objects of a chart, as Helm renders them.
 * @param chart its folder
 * @param values what differs from the chart's defaults
 * @throws Error with what Helm said
 */
export async function renderChart(
  chart: string,
  values: Readonly<Record<string, string>>,
): Promise<object[]> {
  const { helm } = await buildComponents(["helm"]);
  const set = Object.entries(values).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const rendered = await runProgram([helm, "template", "policies", chart, ...set]);
  return parseAllDocuments(rendered)
    .map((document) => document.toJS())
    .filter((manifest) => manifest !== null);
}

import { bareTruths } from "./bare.ts";
import { gatekeeperTruths } from "./gatekeeper.ts";
import { kyvernoTruths } from "./kyverno.ts";
import { kyvernoChartTruths } from "./kyverno-charts.ts";
import type { Truth } from "./truth.ts";
import { twoEnginesTruth } from "./two-engines.ts";

/** The truth about every kind of site with policy engines. */
export const truths: readonly Truth[] = [
  ...bareTruths,
  ...kyvernoTruths,
  ...kyvernoChartTruths,
  ...gatekeeperTruths,
  twoEnginesTruth,
];

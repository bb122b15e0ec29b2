import { type TextReport, textCheck } from "../../check/check-text.ts";
import type { FormatOf, FormatOptions } from "../../check/formats/format.ts";
import {
  checkPaths,
  type FormatName,
  formats,
  type Settings,
  type Step,
  settingsOf,
} from "../../check/index.ts";

/** Settings with the registry of the samples. */
export const settings: Settings = settingsOf({ allowedRegistries: ["registry.example"] });

/** What the check says of a text. */
export function reportOn(text: string, by: Settings = settings, name = "app.yaml"): TextReport {
  return textCheck(by)({ name, text });
}

const english: FormatOptions = { language: "en", version: "0.0.0", colour: false };

/** Reports in a format. */
export async function written(
  format: FormatName | FormatOf,
  reports: readonly TextReport[],
  options: Partial<FormatOptions> = {},
): Promise<string> {
  const of = typeof format === "string" ? await formats[format]() : format;
  const { begin, report, end } = of({ ...english, ...options });
  const sum = (count: (one: TextReport) => number) => reports.reduce((total, one) => total + count(one), 0);
  return [
    begin(),
    ...reports.map(report),
    end([], {
      files: reports.length,
      objects: sum(({ objects }) => objects),
      pods: sum(({ pods }) => pods),
      findings: sum(({ findings }) => findings.filter(({ excepted }) => excepted === undefined).length),
      excepted: sum(({ findings }) => findings.filter(({ excepted }) => excepted !== undefined).length),
      faults: sum(({ remarks }) => remarks.filter(({ fault }) => fault).length),
    }),
  ].join("");
}

/** All steps of a check of paths. */
export async function stepsOf(paths: readonly string[], by: Settings = settings): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const step of checkPaths(paths, by)) steps.push(step);
  return steps;
}

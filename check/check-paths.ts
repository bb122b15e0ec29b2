import { type TextReport, textParts } from "./check-text.ts";
import { type Input, inputsAt } from "./inputs.ts";
import { readText } from "./read-text.ts";
import type { Remark, Said } from "./remark.ts";
import type { RenderOptions } from "./render/render.ts";
import type { Settings } from "./settings.ts";
import { settingsRemarks } from "./settings-remarks.ts";

/** The same counts for all inputs together. */
export interface Totals {
  /** Files that were read, and folders that were rendered. */
  readonly files: number;
  readonly objects: number;
  readonly pods: number;
  /** Findings that count. */
  readonly findings: number;
  readonly excepted: number;
  /** Inputs at fault. */
  readonly faults: number;
}

/** A step of the check: the report on an input, and at the end what concerns all of them. */
export type Step =
  | { readonly kind: "report"; readonly report: TextReport }
  | { readonly kind: "end"; readonly remarks: readonly Remark[]; readonly totals: Totals };

/**
 * Judges what lies at the paths, one input after the other; of each only its report is kept.
 * @throws never because of an input: what is wrong with one is a remark in its report
 */
export async function* checkPaths(
  paths: readonly string[],
  settings: Settings,
  options: RenderOptions = {},
): AsyncGenerator<Step> {
  const used = new Set<number>();
  const met = new Set<number>();
  const check = textParts(
    settings,
    (index) => used.add(index),
    (index) => met.add(index),
  );
  const totals = { files: 0, objects: 0, pods: 0, findings: 0, excepted: 0, faults: 0 };
  for (const path of paths) {
    for (const input of inputsAt(path)) {
      if (input.kind !== "problem") totals.files += 1;
      for (const report of await reportsOn(input, check, options)) {
        totals.objects += report.objects;
        totals.pods += report.pods;
        const excepted = report.findings.filter((finding) => finding.excepted !== undefined).length;
        totals.excepted += excepted;
        totals.findings += report.findings.length - excepted;
        totals.faults += report.remarks.filter(({ fault }) => fault).length;
        yield { kind: "report", report };
      }
    }
  }
  yield { kind: "end", remarks: settingsRemarks(settings, used, met), totals };
}

/** The reports on an input: several, if it has very many findings. */
async function reportsOn(
  input: Input,
  check: ReturnType<typeof textParts>,
  options: RenderOptions,
): Promise<Iterable<TextReport>> {
  const { path: name } = input;
  if (input.kind === "problem") return [without(name, input.fault, input.says)];
  if (input.kind === "file") {
    const read = await readText(name);
    return "says" in read ? [without(name, true, read.says)] : check({ name, text: read.text });
  }
  // only who has charts waits for what it takes to run other programs
  const { render } = await import("./render/render.ts");
  const rendered = await render(input.kind, name, options);
  return "says" in rendered ? [without(name, true, rendered.says)] : check(rendered);
}

function without(name: string, fault: boolean, says: Said): TextReport {
  return { name, objects: 0, pods: 0, findings: [], remarks: [{ fault, file: name, says }] };
}

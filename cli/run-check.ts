import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { Language } from "#policies";
import { version } from "#version";
import { checkPaths, type Format, formats, patchFormats, type Step, type Totals } from "../check/index.ts";
import { checkSettings } from "./check-settings.ts";
import { checkWords, reasonOf } from "./check-words.ts";
import { InputError } from "./input-error.ts";
import type { CheckOptions } from "./options/check.ts";

/** So many characters are written at once: thousands of small writes take longer than the check. */
const atOnce = 65_536;

/** Judges what lies at the paths and writes down what was found; returns the exit code. */
export async function runCheck(argv: CheckOptions): Promise<number> {
  const { path: paths, output, values, set, lang: language, patch, allowEmpty } = argv;
  const words = checkWords(language);
  if (paths.length === 0) throw new InputError(words.noPath);
  if (patch !== undefined && argv.format !== undefined) throw new InputError(words.patchOrFormat);
  if (output !== undefined && paths.includes(output)) throw new InputError(words.overInput(output));
  const settings = await checkSettings(argv);
  const options = { language, version, colour: output === undefined && showsColours() };
  const format =
    patch === undefined
      ? (await formats[argv.format ?? "text"]())(options)
      : (await patchFormats[patch]())(options);
  // who reads a file or a machine's format is told on stderr how it went
  const isText = output === undefined && patch === undefined && (argv.format ?? "text") === "text";
  const talk = isText ? undefined : (await formats.text())({ ...options, colour: false });
  let waiting = "";
  const write = async (text: string) => {
    waiting += text;
    if (output !== undefined || waiting.length < atOnce) return;
    const taken = process.stdout.write(waiting);
    waiting = "";
    // whoever reads slower than this checks would have the memory fill with what is still to be read
    if (!taken) await once(process.stdout, "drain");
  };
  await write(format.begin());
  let totals: Totals | undefined;
  for await (const step of checkPaths(paths, settings, { values, set })) {
    // what is at fault is said on the screen, and is no finding
    const isFile = output !== undefined && patch === undefined && (argv.format ?? "text") === "text";
    await write(partOf(format, isFile ? withoutFaults(step) : step));
    if (step.kind === "end") {
      totals = step.totals;
      for (const line of format.left?.() ?? []) process.stderr.write(`${line}\n`);
    }
    const said = talk === undefined ? "" : partOf(talk, withoutFindings(step));
    if (said !== "") process.stderr.write(said);
  }
  if (output === undefined) process.stdout.write(waiting);
  else written(output, waiting, language);
  return totals === undefined ? 2 : exitCode(totals, allowEmpty);
}

function partOf(format: Format, step: Step): string {
  return step.kind === "report" ? format.report(step.report) : format.end(step.remarks, step.totals);
}

function withoutFindings(step: Step): Step {
  return step.kind === "report" ? { ...step, report: { ...step.report, findings: [] } } : step;
}

function withoutFaults(step: Step): Step {
  if (step.kind === "end") return step;
  const remarks = step.report.remarks.filter(({ fault }) => !fault);
  return { ...step, report: { ...step.report, remarks } };
}

/** Nothing checked is no success, and an input at fault beats findings. */
function exitCode({ pods, findings, faults }: Totals, allowEmpty: boolean): number {
  if (faults > 0 || (pods === 0 && !allowEmpty)) return 2;
  return findings > 0 ? 1 : 0;
}

function showsColours(): boolean {
  return process.stdout.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

function written(path: string, text: string, language: Language): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new InputError(checkWords(language).notWritten(path, reasonOf(cause, language)), { cause });
  }
}

import type { ListedWaiver } from "./waiver.ts";
import { type ListEntry, type ListProblem, readYamlList } from "./yaml-list.ts";

/** The keys of a waiver; all of them are needed. */
export const waiverKeys = ["policy", "site", "reason", "owner", "expires"] as const;

/** A key of a waiver. */
export type WaiverKey = (typeof waiverKeys)[number];

/** What is wrong with the file of waivers; the sentences are in aggregator/text. */
export type WaiversFileProblem =
  | ListProblem
  | { readonly kind: "lacking"; readonly key: WaiverKey }
  | { readonly kind: "unknown-key"; readonly key: string; readonly known: readonly string[] }
  /** Not of the form, or a day that no calendar has. */
  | { readonly kind: "no-date" | "impossible-date"; readonly value: string }
  | {
      readonly kind: "duplicate";
      readonly policy: string;
      readonly site: string;
      readonly otherLine: number;
    }
  | { readonly kind: "ambiguous-site"; readonly site: string; readonly ids: readonly string[] };

/** A mistake in the file of waivers, with its line. */
export class WaiversFileError extends Error {
  readonly problem: WaiversFileProblem;
  readonly line: number;

  constructor(problem: WaiversFileProblem, line: number) {
    super(`${problem.kind} in line ${line}`);
    this.problem = problem;
    this.line = line;
  }
}

const keys: readonly string[] = waiverKeys;

/**
 * The waivers from YAML: a list of `{policy, site, reason, owner, expires}`.
 * @throws WaiversFileError for what is no such list
 */
export function readWaiversFile(text: string): ListedWaiver[] {
  const waivers = readYamlList(text, (problem, line) => new WaiversFileError(problem, line)).map(waiverOf);
  refuseDuplicates(waivers, ({ site }) => site);
  return waivers;
}

function waiverOf({ line, values }: ListEntry): ListedWaiver {
  const strange = [...values].find(([key]) => !keys.includes(key));
  if (strange !== undefined)
    throw new WaiversFileError({ kind: "unknown-key", key: strange[0], known: keys }, strange[1].line);
  const said = (key: WaiverKey): string => {
    const value = values.get(key)?.text.trim() ?? "";
    if (value === "") throw new WaiversFileError({ kind: "lacking", key }, values.get(key)?.line ?? line);
    return value;
  };
  const waiver = {
    line,
    policy: said("policy"),
    site: said("site"),
    reason: said("reason"),
    owner: said("owner"),
    expires: said("expires"),
  };
  const fault = dateFault(waiver.expires);
  if (fault !== undefined)
    throw new WaiversFileError({ kind: fault, value: waiver.expires }, values.get("expires")?.line ?? line);
  return waiver;
}

function dateFault(value: string): "no-date" | "impossible-date" | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return "no-date";
  const time = new Date(value);
  // 30 February may become 2 March
  const real = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
  return real ? undefined : "impossible-date";
}

/**
 * Two waivers for one cell would leave open which of them holds.
 * @param siteOf by what sites are told apart
 * @throws WaiversFileError for the second of them
 */
export function refuseDuplicates<W extends ListedWaiver>(
  waivers: readonly W[],
  siteOf: (waiver: W) => string,
): void {
  const first = new Map<string, number>();
  for (const waiver of waivers) {
    const { policy, site, line } = waiver;
    const cell = JSON.stringify([policy, siteOf(waiver)]);
    const otherLine = first.get(cell);
    if (otherLine !== undefined)
      throw new WaiversFileError({ kind: "duplicate", policy, site, otherLine }, line);
    first.set(cell, line);
  }
}

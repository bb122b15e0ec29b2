import { createHash } from "node:crypto";
import { z } from "zod";
import { verdicts } from "#results";
import { type Format, formatOf } from "../archive/sniff.ts";
import {
  attemptsKey,
  isAsTenant,
  namespacesKey,
  parametersKey,
  type Round,
  type RoundCell,
  type RoundSite,
} from "./round.ts";
import { RoundError } from "./round-error.ts";

/** Files beyond this are not read: the report of 500 deep runs has a fifth of it. */
export const mostRoundBytes: number = 256 * 1024 * 1024;

const time = z.string().refine((value) => !Number.isNaN(Date.parse(value)));
const parameters = z.record(
  z.string(),
  z.record(z.string(), z.union([z.boolean(), z.number(), z.string(), z.array(z.string())])),
);
const profileName = z.object({ id: z.string(), version: z.string() });
const head = z.object({ kind: z.literal("dvs-report"), schemaVersion: z.unknown().optional() });

const siteShape = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  idSource: z.string().optional(),
  time: z.union([z.literal("unknown"), time]),
  vantages: z.array(
    z.object({ namespace: z.string(), kind: z.string().optional(), identity: z.string().optional() }),
  ),
  run: z.object({ id: z.string(), profile: profileName, parameters }).optional(),
});
const probeShape = z.object({
  site: z.string(),
  policy: z.string(),
  probe: z.string(),
  outcome: z.string(),
  weight: z.string().optional(),
  expect: z.string().optional(),
});

/** As much of schemas/report.schema.json as is compared with; the rest is not looked at. */
const reportShape = z.object({
  time: z.union([z.literal("unknown"), time]),
  profile: profileName.extend({ parameters }),
  sites: z.array(siteShape),
  verdicts: z.array(z.object({ site: z.string(), policy: z.string(), verdict: z.enum(verdicts) })),
  probes: z.array(probeShape),
});
type ReportShape = z.infer<typeof reportShape>;
type SiteShape = z.infer<typeof siteShape>;

/**
 * An earlier round from the report.json that `dvs report --json` wrote.
 * @param file name of the file, for people
 * @throws RoundError for what is no such file
 */
export function readRound(file: string, bytes: Uint8Array): Round {
  if (bytes.byteLength > mostRoundBytes)
    throw new RoundError({ kind: "too-large", megabytes: mostRoundBytes / 1024 / 1024 }, file);
  const report = shaped(parsed(file, bytes), file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const cells = cellsOf(report);
  const sites = new Map<string, RoundSite>();
  for (const site of report.sites) {
    if (site.time === "unknown") continue;
    if (sites.has(site.id)) throw new RoundError({ kind: "site-twice", site: site.id }, file);
    sites.set(site.id, siteOf(site, site.time, cells.get(site.id) ?? new Map()));
  }
  const { id, version } = report.profile;
  const empty = report.time === "unknown" || sites.size === 0;
  return { file, sha256, ...(!empty && { time: report.time }), profile: `${id} ${version}`, sites };
}

/** What people give by mistake. */
const mistaken: Readonly<Record<Exclude<Format, "unknown">, "archive" | "markup" | "empty">> = {
  gzip: "archive",
  tar: "archive",
  xml: "markup",
  empty: "empty",
};

function parsed(file: string, bytes: Uint8Array): unknown {
  const format = formatOf(Buffer.from(bytes.subarray(0, headBytes)));
  if (format !== "unknown") throw new RoundError({ kind: mistaken[format] }, file);
  try {
    return JSON.parse(textOf(file, bytes));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw cause instanceof RoundError ? cause : new RoundError({ kind: "not-json", detail }, file, { cause });
  }
}

const headBytes = 512;

function textOf(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RoundError({ kind: "not-text" }, file, { cause });
  }
}

function shaped(value: unknown, file: string): ReportShape {
  const known = head.safeParse(value);
  if (!known.success) throw new RoundError({ kind: "other-json" }, file);
  const { schemaVersion } = known.data;
  if (schemaVersion !== 1)
    throw new RoundError({ kind: "other-version", version: JSON.stringify(schemaVersion) ?? "–" }, file);
  const report = reportShape.safeParse(value);
  if (report.success) return report.data;
  const [issue] = report.error.issues;
  const place = (issue?.path ?? []).map((part) =>
    typeof part === "number" ? `[${part}]` : `.${String(part)}`,
  );
  throw new RoundError({ kind: "damaged", place: place.join("").replace(/^\./, "") }, file);
}

/** The cells by site and policy; what comparing needs is left out where the file does not say it. */
function cellsOf(report: ReportShape): ReadonlyMap<string, ReadonlyMap<string, RoundCell>> {
  const attempts = attemptsBySite(report.probes);
  const sites = new Map(report.sites.map((site) => [site.id, site]));
  const agreed = new Map(Object.entries(report.profile.parameters));
  const own = new Map(
    [...sites.values()].map(({ id, run }) => [id, new Map(Object.entries(run?.parameters ?? {}))]),
  );
  const shared = new Map<string, string>();
  const once = (text: string): string => {
    const known = shared.get(text);
    if (known === undefined) shared.set(text, text);
    return known ?? text;
  };
  const cells = new Map<string, Map<string, RoundCell>>();
  for (const { site, policy, verdict } of report.verdicts) {
    const tried = attempts.get(site)?.get(policy);
    const run = sites.get(site)?.run;
    const used = run && once(parametersKey({ ...agreed.get(policy), ...own.get(site)?.get(policy) }));
    const ofSite = cells.get(site) ?? new Map<string, RoundCell>();
    ofSite.set(policy, {
      verdict,
      ...(tried !== undefined && { attempts: once(tried) }),
      ...(used !== undefined && { parameters: used }),
    });
    cells.set(site, ofSite);
  }
  return cells;
}

function attemptsBySite(
  probes: ReportShape["probes"],
): ReadonlyMap<string, ReadonlyMap<string, string | undefined>> {
  const bySite = Map.groupBy(probes, ({ site }) => site);
  return new Map(
    [...bySite].map(([site, own]) => {
      const byPolicy = Map.groupBy(own, ({ policy }) => policy);
      return [site, new Map([...byPolicy].map(([policy, tried]) => [policy, attemptsOf(tried)]))];
    }),
  );
}

/** @returns undefined if the weight of an attempt is not known */
function attemptsOf(tried: ReportShape["probes"]): string | undefined {
  const weighed = tried.flatMap(({ weight, expect, ...probe }) =>
    weight === undefined || expect === undefined ? [] : [{ ...probe, weight, expect }],
  );
  return weighed.length < tried.length ? undefined : attemptsKey(weighed);
}

function siteOf(site: SiteShape, time: string, cells: ReadonlyMap<string, RoundCell>): RoundSite {
  const { id, name, idSource, run, vantages } = site;
  return {
    id,
    name,
    time,
    ...(run && { run: run.id, profile: `${run.profile.id} ${run.profile.version}` }),
    ...(idSource !== undefined && { idSource }),
    namespaces: namespacesKey(vantages.map(given)),
    asTenant: isAsTenant(vantages.map(given)),
    cells,
  };
}

function given({ namespace, kind, identity }: SiteShape["vantages"][number]): {
  readonly namespace: string;
  readonly kind?: string;
  readonly identity?: string;
} {
  return { namespace, ...(kind !== undefined && { kind }), ...(identity !== undefined && { identity }) };
}

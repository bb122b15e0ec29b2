import { type Level, levels, type RunResult } from "#results";
import type { Cell, Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { isWaivable } from "../comparison/waiver.ts";
import { factText } from "../report/format.ts";
import { engineName } from "../report/probe-view.ts";
import type { Text } from "../text/text.ts";
import { allRemarks, type CellWords, cellWords } from "./cell-words.ts";
import { evidenceLines } from "./evidence-lines.ts";
import { isoSeconds } from "./iso-seconds.ts";
import { markdownCode } from "./markdown-code.ts";
import { type Control, controlsOf } from "./oscal-controls.ts";
import { plainMarkup, propertyValue } from "./oscal-escape.ts";
import { type OscalPart, property } from "./oscal-part.ts";
import { uuidOf } from "./uuid.ts";

/** UUID of the resource that stands for a site's archive. */
export function archiveUuid({ id }: Site): string {
  return uuidOf("archive", id);
}

/** Where the time of a result is not known: no time, but OSCAL wants one. */
export const unknownTime = "1970-01-01T00:00:00Z";

/**
 * What was found at a site, as one `result`: its cluster, an observation for each cell that deviates, one for what is
 * enforced and one for what does not apply, and a finding for each control of which something is known.
 */
export function siteResult(comparison: Comparison, site: Site, label: string, text: Text): OscalPart {
  const { oscal } = text.export;
  const name = plainMarkup(label);
  const { result } = site;
  const common = { title: text.export.oscalResult(name), description: oscal.description };
  if (result === undefined) {
    const known = comparison.now !== undefined;
    return {
      uuid: uuidOf("result", site.id),
      ...common,
      start: isoSeconds(comparison.now ?? unknownTime),
      "reviewed-controls": { "control-selections": [{ description: oscal.noResult }] },
      remarks: known ? oscal.noResult : `${oscal.noResult} ${oscal.timeUnknown}`,
    };
  }
  const context: Context = {
    site,
    name,
    result,
    text,
    uuid: (...parts) => uuidOf(site.id, result.run.id, ...parts),
  };
  const rows = comparison.rows.flatMap((row, index): CellWords[] => {
    const cell = site.cells[index];
    return cell === undefined ? [] : [cellWords(site, row, cell, text)];
  });
  const observations = observationsOf(rows, context);
  const observedIn = new Map(
    observations.flatMap(({ policies, uuid }) => policies.map((policy) => [policy, uuid] as const)),
  );
  const risks = rows.flatMap((words) => risksOf(words, observedIn, context));
  const findings = controlsOf(comparison).flatMap(({ catalogue, controls }) =>
    controls.flatMap((control) => findingOf(control, catalogue.id, { observedIn, risks }, context)),
  );
  return {
    uuid: context.uuid("result"),
    ...common,
    start: isoSeconds(result.run.started),
    end: isoSeconds(result.run.finished),
    "local-definitions": localDefinitions(comparison, context),
    "reviewed-controls": reviewedControls(comparison, text),
    ...(observations.length > 0 && { observations: observations.map(({ part }) => part) }),
    ...(risks.length > 0 && { risks: risks.map(({ part }) => part) }),
    ...(findings.length > 0 && { findings }),
    remarks: oscal.noCertificate,
  };
}

/** A site while its result is made. */
interface Context {
  readonly site: Site;
  readonly name: string;
  readonly result: RunResult;
  readonly text: Text;
  readonly uuid: (...parts: readonly string[]) => string;
}

/** The tool is the same in all results. */
const toolUuid = uuidOf("tool");

function localDefinitions({ tool }: Comparison, { site, name, result, text, uuid }: Context): OscalPart {
  const { kubernetesVersion, distribution, engines } = result.site;
  const facts = [
    ["kubernetes-version", factText(kubernetesVersion, text, (version) => version)],
    ["distribution", factText(distribution, text, (known) => known)],
    [
      "engines",
      factText(engines, text, (known) => known.map((engine) => engineName(engine.name, text)).join(", ")),
    ],
    ["site", site.id],
  ] as const;
  return {
    "inventory-items": [
      {
        uuid: uuid("cluster"),
        description: text.export.oscalCluster(name),
        props: facts.map(([key, value]) => property(key, propertyValue(value))),
      },
    ],
    "assessment-assets": {
      components: [
        {
          uuid: toolUuid,
          type: "software",
          title: tool.name,
          description: text.export.oscal.toolTitle,
          props: [
            { name: "version", value: propertyValue(tool.version) },
            property("plugin-version", propertyValue(result.tool.version)),
          ],
          status: { state: "operational" },
        },
      ],
      "assessment-platforms": [
        {
          uuid: uuidOf("platform"),
          title: text.export.oscal.tool,
          "uses-components": [{ "component-uuid": toolUuid }],
        },
      ],
    },
  };
}

function reviewedControls(comparison: Comparison, text: Text): OscalPart {
  const found = controlsOf(comparison);
  if (found.length === 0) return { "control-selections": [{ description: text.export.oscal.noPlan }] };
  return {
    "control-selections": found.map(({ catalogue, controls }) => ({
      description: catalogue.title[text.language],
      "include-controls": controls.map(({ id }) => ({ "control-id": id })),
      remarks: catalogue.source[text.language],
    })),
    "control-objective-selections": [
      {
        "include-objectives": found.flatMap(({ controls }) =>
          controls.map(({ objective }) => ({ "objective-id": objective })),
        ),
      },
    ],
  };
}

/** A risk about which something was agreed on. */
interface Agreed {
  readonly policy: string;
  readonly uuid: string;
  readonly part: OscalPart;
}

/** An observation with the policies that it is about. */
interface Observed {
  readonly policies: readonly string[];
  readonly uuid: string;
  readonly part: OscalPart;
}

function observationsOf(all: readonly CellWords[], context: Context): Observed[] {
  const { export: words } = context.text;
  const single = all
    .filter(({ cell }) => isDeviation(cell.verdict))
    .map((cell) => deviationOf(cell, context));
  const enforced = all.filter(({ cell }) => levels[cell.verdict] === "enforced");
  const outside = all.filter(({ cell }) => levels[cell.verdict] === "none");
  return [
    ...single,
    ...(enforced.length > 0
      ? [together("enforced", words.oscalEnforced(enforced.length), enforced, context)]
      : []),
    ...(outside.length > 0
      ? [together("not-applicable", words.oscalNotApplicable(outside.length), outside, context)]
      : []),
  ];
}

function observed(
  { site, result, uuid: uuidFor }: Context,
  key: string,
  policies: readonly string[],
  more: OscalPart,
): Observed {
  const uuid = uuidFor("observation", key);
  const part = {
    uuid,
    ...more,
    methods: ["TEST"],
    types: ["control-objective"],
    origins: [{ actors: [{ type: "tool", "actor-uuid": toolUuid }] }],
    subjects: [{ "subject-uuid": uuidFor("cluster"), type: "inventory-item" }],
    collected: isoSeconds(result.run.finished),
    ...(more["relevant-evidence"] === undefined && {
      "relevant-evidence": [{ href: `#${archiveUuid(site)}`, description: markdownCode(site.archive.name) }],
    }),
  };
  return { policies, uuid, part };
}

function deviationOf(words: CellWords, context: Context): Observed {
  const { row, cell, title, sentence, decisive } = words;
  const { site, text } = context;
  const { lines, more } = evidenceLines(cell, text);
  const href = `#${archiveUuid(site)}`;
  const evidence = lines.map(({ probe, says, message }) => ({
    href,
    description: plainMarkup(says),
    props: [property("probe", propertyValue(probe))],
    ...(message !== undefined && { remarks: markdownCode(message, message.length) }),
  }));
  const rest = more > 0 ? [{ href, description: text.export.moreAttempts(more) }] : [];
  return observed(context, row.id, [row.id], {
    title: plainMarkup(title),
    description: plainMarkup([sentence, ...allRemarks(words, text)].join(" · ")),
    props: [
      policyProperty(row, cell),
      ...changeProperties(words),
      ...(decisive === undefined ? [] : [property("namespace", propertyValue(decisive))]),
    ],
    ...(evidence.length > 0 && { "relevant-evidence": [...evidence, ...rest] }),
    ...(levels[cell.verdict] === "undetermined" && { remarks: text.export.oscal.undetermined }),
  });
}

/** Cells of which the same is to be said, as one observation. */
function together(key: string, description: string, all: readonly CellWords[], context: Context): Observed {
  const policies = all.map(({ row }) => row.id);
  return observed(context, key, policies, {
    description,
    props: all.map((words) => {
      const remarks = allRemarks(words, context.text);
      const more = remarks.length > 0 ? { remarks: plainMarkup(remarks.join(" · ")) } : {};
      return policyProperty(words.row, words.cell, more);
    }),
  });
}

/** What became of the cell; the class is the verdict before. */
function changeProperties({ cell, change }: CellWords): OscalPart[] {
  return cell.change && change ? [property("change", change.kind, { class: cell.change.before })] : [];
}

/**
 * A deviation about which a waiver was agreed on, as the risk that it is: approved until the waiver's end, open again
 * after. The finding stays as it is.
 */
function risksOf(
  { row, cell, title, sentence, waiver }: CellWords,
  observedIn: ReadonlyMap<string, string>,
  { name, text, uuid }: Context,
): Agreed[] {
  const observation = observedIn.get(row.id);
  if (waiver === undefined || observation === undefined || !isWaivable(cell.verdict)) return [];
  const id = uuid("risk", row.id);
  const { oscal, oscalRisk } = text.export;
  return [
    {
      policy: row.id,
      uuid: id,
      part: {
        uuid: id,
        title: oscalRisk(plainMarkup(title), name),
        description: plainMarkup(sentence),
        statement: `${plainMarkup(waiver.sentence)} ${waiver.inForce ? oscal.waived : oscal.waiverExpired}`,
        props: [policyProperty(row, cell), property("waiver-owner", propertyValue(waiver.owner))],
        status: waiver.inForce ? "deviation-approved" : "open",
        // a waiver holds to the end of its last day in UTC
        deadline: `${waiver.expires}T23:59:59Z`,
        "related-observations": [{ "observation-uuid": observation }],
      },
    },
  ];
}

/** The class is the verdict. */
function policyProperty({ id }: PolicyRow, { verdict }: Cell, more: OscalPart = {}): OscalPart {
  return property("policy", propertyValue(id), { class: verdict, ...more });
}

/**
 * A finding, if something is known: not satisfied as soon as one mapped policy is open or has gaps; satisfied only if
 * all that apply are enforced. Of what nobody could find out there are observations only.
 */
function findingOf(
  { id, objective, policies }: Control,
  catalogue: string,
  {
    observedIn,
    risks,
  }: { readonly observedIn: ReadonlyMap<string, string>; readonly risks: readonly Agreed[] },
  { site, name, text, uuid }: Context,
): OscalPart[] {
  const { oscal, oscalFinding, oscalShare } = text.export;
  const cells = site.cells.filter(({ policy }) => policies.some((row) => row.id === policy));
  const found = cells.map(({ verdict }): Level => levels[verdict]).filter((level) => level !== "none");
  const open = found.includes("open");
  const lacking = open || found.includes("gaps");
  if (found.length === 0 || (!lacking && found.includes("undetermined"))) return [];
  const count = found.filter((level) => level === "enforced").length;
  const observations = new Set(policies.flatMap((row) => observedIn.get(row.id) ?? []));
  const related = risks.filter(({ policy }) => policies.some((row) => row.id === policy));
  return [
    {
      uuid: uuid("finding", catalogue, id),
      title: oscalFinding(id, name),
      description: oscalShare(count, found.length),
      origins: [{ actors: [{ type: "tool", "actor-uuid": toolUuid }] }],
      target: {
        type: "objective-id",
        "target-id": objective,
        status: lacking
          ? {
              state: "not-satisfied",
              reason: open ? "fail" : "other",
              remarks: open ? oscal.notSatisfied : oscal.gaps,
            }
          : { state: "satisfied", reason: "pass", remarks: oscal.satisfied },
      },
      "related-observations": [...observations].map((observation) => ({ "observation-uuid": observation })),
      ...(related.length > 0 && { "related-risks": related.map((risk) => ({ "risk-uuid": risk.uuid })) }),
    },
  ];
}

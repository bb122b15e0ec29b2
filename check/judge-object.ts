import { isBuiltIn } from "./built-in-kinds.ts";
import type { TextDocument } from "./documents.ts";
import { exceptionsAbout, exceptionsFor } from "./except.ts";
import { type FieldPath, fieldText } from "./field-path.ts";
import type { Finding, Place, Rendered } from "./finding.ts";
import { type Judged, judge } from "./judge.ts";
import { spanOf } from "./locate.ts";
import { malformed } from "./malformed.ts";
import type { RenderedBy } from "./named-text.ts";
import { containersAt } from "./notes/containers.ts";
import { notesOn } from "./notes/index.ts";
import type { PlacedObject } from "./objects.ts";
import { inObject, likelyTemplates, type PlacedPod, podsIn, runsPods } from "./pods.ts";
import type { Remark, Said } from "./remark.ts";
import type { Settings } from "./settings.ts";
import type { WeightOf } from "./weights.ts";

/** By what objects are judged, and who is told which exceptions mattered. */
export interface Judging {
  readonly settings: Settings;
  readonly weightOf: WeightOf;
  /** Told the index of an exception that covers a finding. */
  readonly used: (exception: number) => void;
  /** Told the index of an exception that is about an object, whether anything in it is at fault or not. */
  readonly met: (exception: number) => void;
}

/** The document in which an object stands, and what is known about that. */
export interface Standing {
  readonly document: TextDocument;
  /** What the user knows the document by: the file, or the template that it was rendered from. */
  readonly file: string;
  readonly placeOf: (start: number, end?: number) => Place;
  /** The template as the comment `# Source:` names it. */
  readonly source: string | undefined;
  readonly rendered: RenderedBy | undefined;
}

/** What came of one object. */
export interface ObjectReport {
  /** Pods and pod templates in it that were judged. */
  readonly pods: number;
  readonly findings: readonly Finding[];
  readonly remarks: readonly Remark[];
}

/** Judges every pod and pod template of an object. */
export function judgeObject(placed: PlacedObject, standing: Standing, by: Judging): ObjectReport {
  const { object, name, path } = placed;
  const { apiVersion, kind } = name;
  const { settings, weightOf } = by;
  const { document, file, placeOf } = standing;
  const findings: Finding[] = [];
  const remarks: Remark[] = [];
  const remark = (fault: boolean, field: FieldPath, says: Said) =>
    remarks.push({ fault, file, place: placeOf(spanOf(document, [...path, ...field]).start), says });
  const label = name.name === "" ? kind : `${kind}/${name.name}`;
  const { metadata } = object;
  if (typeof metadata === "string")
    remark(false, ["metadata"], { kind: "plain-text", field: "metadata", value: JSON.stringify(metadata) });
  const found = podsIn(object, apiVersion, kind, settings.templatePaths);
  if (found.length === 0) {
    const said = withoutPods(placed, label, settings);
    if (said !== undefined) remark(said.kind !== "unknown-kind", [], said);
  }
  let pods = 0;
  for (const pod of found) {
    const strange = malformed(pod.pod);
    if (strange !== undefined) {
      const field = inObject(pod, strange);
      remark(true, field, { kind: "malformed", object: label, field: fieldText(field) });
      continue;
    }
    pods += 1;
    tellMet(placed, pod, by);
    for (const { field, says } of notesOn(pod.pod)) {
      // a kind of one's own may have fields of its own
      if (says.kind === "unknown-field" && !runsPods(apiVersion, kind)) continue;
      remark(false, inObject(pod, field), says);
    }
    for (const judged of judge(object, pod, settings, weightOf))
      findings.push(findingOf(judged, placed, standing, by));
  }
  return { pods, findings, remarks };
}

/** What is to be said of an object in which no pod was found, if anything. */
function withoutPods(
  { object, name: { apiVersion, kind } }: PlacedObject,
  label: string,
  { templatePaths }: Settings,
): Said | undefined {
  if (runsPods(apiVersion, kind)) return { kind: "malformed", object: label, field: "spec" };
  const paths = templatePaths[kind];
  if (paths !== undefined) return { kind: "no-template", object: label, paths };
  if (isBuiltIn(apiVersion, kind)) return undefined;
  return { kind: "unknown-kind", apiVersion, name: label, likely: likelyTemplates(object) };
}

function tellMet({ name }: PlacedObject, { pod }: PlacedPod, { settings, met }: Judging): void {
  if (settings.exceptions.length === 0) return;
  const containers = containersAt(pod).map((container) => container.name);
  for (const index of exceptionsAbout(name, containers, settings)) met(index);
}

/** The finding with the place where it stands, and the exception that covers it. */
function findingOf(
  judged: Judged,
  { name, path }: PlacedObject,
  { document, file, placeOf, source, rendered }: Standing,
  { settings, used }: Judging,
): Finding {
  const { start, end } = spanOf(document, [...path, ...judged.field]);
  const finding: Finding = {
    ...judged,
    object: name,
    file,
    document: document.index,
    place: placeOf(start, end),
    ...renderedBy(rendered, source, judged),
  };
  const covering = exceptionsFor(finding, settings);
  for (const index of covering) used(index);
  const excepted = settings.exceptions[covering[0] ?? -1]?.reason;
  return excepted === undefined ? finding : { ...finding, excepted };
}

function renderedBy(
  rendered: RenderedBy | undefined,
  template: string | undefined,
  judged: Judged,
): { readonly rendered?: Rendered } {
  if (rendered === undefined && template === undefined) return {};
  const values = rendered?.valuesFor?.(judged, template) ?? [];
  return {
    rendered: {
      by: rendered?.by ?? "helm",
      ...(template !== undefined && { template }),
      ...(values.length > 0 && { values }),
    },
  };
}

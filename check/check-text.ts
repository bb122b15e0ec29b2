import type { JsonObject } from "#policies";
import { isBuiltIn } from "./built-in-kinds.ts";
import { documentsOf, type TextDocument } from "./documents.ts";
import { exceptionsAbout, exceptionsFor } from "./except.ts";
import { fieldText } from "./field-path.ts";
import type { Finding, Rendered } from "./finding.ts";
import { type Judged, judge } from "./judge.ts";
import { placesOf, spanOf } from "./locate.ts";
import { malformed } from "./malformed.ts";
import { containersAt } from "./notes/containers.ts";
import { notesOn } from "./notes/index.ts";
import { objectsIn, type PlacedObject } from "./objects.ts";
import { inObject, likelyTemplates, podsIn, runsPods } from "./pods.ts";
import type { Remark, Said } from "./remark.ts";
import type { Settings } from "./settings.ts";
import { sourceOf } from "./source-comment.ts";
import { weightsOf } from "./weights.ts";

/** A text with what it is called. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  /** How it came about, unless it is a file as it lies there. */
  readonly rendered?: RenderedBy;
}

/** The program that rendered a text, and how its templates are found. */
export interface RenderedBy {
  readonly by: string;
  /** What a template is called for the user, by its comment `# Source:`. */
  readonly fileOf?: (source: string) => string;
  /** Keys of the chart's values that likely decide what a finding is about. */
  readonly valuesFor?: (finding: Judged, template: string | undefined) => readonly string[];
}

/** What came of one text. */
export interface TextReport {
  readonly name: string;
  /** Kubernetes objects that were read. */
  readonly objects: number;
  /** Pods and pod templates among them that were judged. */
  readonly pods: number;
  readonly findings: readonly Finding[];
  readonly remarks: readonly Remark[];
}

/** Judges all objects of a text. */
export type TextCheck = (text: NamedText) => TextReport;

/** The check by the settings; exceptions that are used are told to `used`, those that are about an object to `met`. */
export function textCheck(
  settings: Settings,
  used: (index: number) => void = () => {},
  met: (index: number) => void = () => {},
): TextCheck {
  const partsOf = textParts(settings, used, met);
  return (text) => {
    const parts = [...partsOf(text)];
    return {
      name: text.name,
      objects: parts.reduce((sum, { objects }) => sum + objects, 0),
      pods: parts.reduce((sum, { pods }) => sum + pods, 0),
      findings: parts.flatMap(({ findings }) => findings),
      remarks: parts.flatMap(({ remarks }) => remarks),
    };
  };
}

/** So many findings are kept before they are handed on. */
const atOnce = 1000;

/**
 * The same, but reporting part by part on a text with very many findings, so that not all of them are in memory.
 */
export function textParts(
  settings: Settings,
  used: (index: number) => void,
  met: (index: number) => void,
): (text: NamedText) => Generator<TextReport> {
  const weightOf = weightsOf(settings.profile);
  return function* ({ name, text, rendered }) {
    const findings: Finding[] = [];
    const remarks: Remark[] = [];
    const counts = { objects: 0, pods: 0 };
    const part = (): TextReport => {
      const { objects, pods } = counts;
      counts.objects = 0;
      counts.pods = 0;
      return { name, objects, pods, findings: findings.splice(0), remarks: remarks.splice(0) };
    };
    const placeOf = placesOf(text);
    for (const document of documentsOf(text)) {
      if (findings.length >= atOnce) yield part();
      if (!("events" in document)) {
        const { offset, reason, message } = document;
        remarks.push({
          fault: true,
          file: name,
          place: placeOf(offset),
          says: { kind: "broken", reason, message },
        });
        continue;
      }
      const source = sourceOf(document);
      const file = source === undefined ? name : (rendered?.fileOf?.(source) ?? name);
      const remark = (fault: boolean, offset: number, says: Said) =>
        remarks.push({ fault, file, place: placeOf(offset), says });
      const { start } = spanOf(document, []);
      const { value } = document;
      // an empty document, e.g. behind the last ---
      if (value === null || value === undefined) continue;
      for (const placed of objectsIn(value)) {
        if (placed === undefined) {
          remark(false, start, { kind: "not-kubernetes" });
          continue;
        }
        counts.objects += 1;
        judgeObject(placed, document);
      }

      function judgeObject(placed: PlacedObject, within: TextDocument): void {
        const { object, name: called, path } = placed;
        const { apiVersion, kind } = called;
        const offset = (field: Finding["field"]) => spanOf(within, [...path, ...field]).start;
        const pods = podsIn(object, apiVersion, kind, settings.templatePaths);
        const label = called.name === "" ? kind : `${kind}/${called.name}`;
        const { metadata } = object;
        if (typeof metadata === "string")
          remark(false, offset(["metadata"]), {
            kind: "plain-text",
            field: "metadata",
            value: JSON.stringify(metadata),
          });
        if (pods.length === 0) {
          const told = settings.templatePaths[kind];
          if (runsPods(apiVersion, kind))
            remark(true, offset([]), { kind: "malformed", object: label, field: "spec" });
          else if (told !== undefined)
            remark(true, offset([]), { kind: "no-template", object: label, paths: told });
          else if (!isBuiltIn(apiVersion, kind))
            remark(false, offset([]), {
              kind: "unknown-kind",
              apiVersion,
              name: label,
              likely: likelyTemplates(object),
            });
        }
        for (const pod of pods) {
          const strange = malformed(pod.pod);
          if (strange !== undefined) {
            const field = inObject(pod, strange);
            remark(true, offset(field), { kind: "malformed", object: label, field: fieldText(field) });
            continue;
          }
          counts.pods += 1;
          if (settings.exceptions.length > 0) {
            const names = containersAt(pod.pod).map((container) => container.name);
            for (const index of exceptionsAbout(called, names, settings)) met(index);
          }
          for (const { field, says } of notesOn(pod.pod)) {
            // a kind of one's own may have fields of its own
            if (says.kind === "unknown-field" && !runsPods(apiVersion, kind)) continue;
            remark(false, offset(inObject(pod, field)), says);
          }
          for (const judged of judge(object, pod, settings, weightOf)) {
            const { start: from, end } = spanOf(within, [...path, ...judged.field]);
            const finding: Finding = {
              ...judged,
              object: called,
              file,
              document: within.index,
              place: placeOf(from, end),
              ...renderedBy(rendered, source, judged),
            };
            const covering = exceptionsFor(finding, settings);
            for (const index of covering) used(index);
            const excepted = settings.exceptions[covering[0] ?? -1]?.reason;
            findings.push(excepted === undefined ? finding : { ...finding, excepted });
          }
        }
      }
    }
    yield part();
  };
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

/** Judges one object that is there as a value, as a text of its own. */
export function checkObject(object: JsonObject, settings: Settings): TextReport {
  return textCheck(settings)({ name: "object", text: JSON.stringify(object, null, 2) });
}

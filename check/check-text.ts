import type { JsonObject } from "#policies";
import { documentsOf } from "./documents.ts";
import type { Finding } from "./finding.ts";
import { type Judging, judgeObject } from "./judge-object.ts";
import { placesOf, spanOf } from "./locate.ts";
import type { NamedText } from "./named-text.ts";
import { objectsIn } from "./objects.ts";
import type { Remark } from "./remark.ts";
import type { Settings } from "./settings.ts";
import { sourceOf } from "./source-comment.ts";
import { weightsOf } from "./weights.ts";

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
  const by: Judging = { settings, weightOf: weightsOf(settings.profile), used, met };
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
        const says = { kind: "broken", reason, message } as const;
        remarks.push({ fault: true, file: name, place: placeOf(offset), says });
        continue;
      }
      const { value } = document;
      // an empty document, e.g. behind the last ---
      if (value === null || value === undefined) continue;
      const source = sourceOf(document);
      const file = source === undefined ? name : (rendered?.fileOf?.(source) ?? name);
      for (const placed of objectsIn(value)) {
        if (placed === undefined) {
          const place = placeOf(spanOf(document, []).start);
          remarks.push({ fault: false, file, place, says: { kind: "not-kubernetes" } });
          continue;
        }
        const report = judgeObject(placed, { document, file, placeOf, source, rendered }, by);
        counts.objects += 1;
        counts.pods += report.pods;
        // a call takes only so many arguments, and an object may have very many findings
        for (const finding of report.findings) findings.push(finding);
        for (const remark of report.remarks) remarks.push(remark);
      }
    }
    yield part();
  };
}

/** Judges one object that is there as a value, as a text of its own. */
export function checkObject(object: JsonObject, settings: Settings): TextReport {
  return textCheck(settings)({ name: "object", text: JSON.stringify(object, null, 2) });
}

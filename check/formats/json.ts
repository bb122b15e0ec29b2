import { policies } from "#policies";
import { fieldText } from "../field-path.ts";
import type { Finding } from "../finding.ts";
import { messageOf } from "../message.ts";
import type { Remark } from "../remark.ts";
import { remedyText } from "../remedy-text.ts";
import { wordsOf } from "../text/words.ts";
import type { FormatOf, FormatOptions } from "./format.ts";

/**
 * One JSON object: `{findings: [{policy, file, line, …}], remarks: […], checked}`. `checked` counts the pods and pod
 * templates that were judged.
 */
export const json: FormatOf = (options) => {
  let separator = "\n    ";
  const remarks: Remark[] = [];
  return {
    begin: () =>
      `{\n  "kind": "dvs-check",\n  "schemaVersion": 1,\n  "tool": ${JSON.stringify({ name: "dvs", version: options.version })},\n  "findings": [`,
    report: (report) => {
      remarks.push(...report.remarks);
      return report.findings
        .map((finding) => {
          const line = `${separator}${JSON.stringify(asJson(finding, options))}`;
          separator = ",\n    ";
          return line;
        })
        .join("");
    },
    end: (more, all) => {
      const { files, objects, pods, findings, excepted, faults } = all;
      const said = [...remarks, ...more].map(({ fault, file, place, says }) => ({
        fault,
        ...says,
        ...(file !== undefined && { file }),
        ...(place && { line: place.line, column: place.column }),
        message: wordsOf(options.language).says(says),
      }));
      const words = wordsOf(options.language);
      const nothing =
        pods > 0 ? [] : [{ fault: false, kind: "nothing-checked", message: words.nothing(all) }];
      const closing = separator.startsWith(",") ? "\n  ]" : "]";
      const totals = JSON.stringify({ files, objects, pods, findings, excepted, faults });
      return `${closing},\n  "remarks": ${JSON.stringify([...said, ...nothing])},\n  "totals": ${totals},\n  "checked": ${pods}\n}\n`;
    },
  };
};

function asJson(finding: Finding, { language }: FormatOptions): unknown {
  const {
    policy,
    weight,
    object,
    container,
    file,
    document,
    place,
    rendered,
    field,
    found,
    more,
    error,
    excepted,
  } = finding;
  return {
    policy,
    weight,
    title: policies[policy].text[language].title,
    message: messageOf(finding, language),
    file,
    line: place.line,
    column: place.column,
    endLine: place.endLine,
    document,
    object,
    ...(container !== undefined && { container }),
    field: fieldText(field),
    found: found ?? null,
    ...(more.length > 0 && {
      more: more.map((one) => ({ field: fieldText(one.field), found: one.found ?? null })),
    }),
    ...(error !== undefined && { error }),
    ...(rendered && { rendered }),
    remedy: remedyText([finding], wordsOf(language)),
    decisions: [...new Set(finding.corrections.flatMap(({ byHand }) => byHand ?? []))],
    requirements: finding.requirements,
    ...(excepted !== undefined && { excepted }),
  };
}

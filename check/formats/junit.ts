import { XMLBuilder } from "fast-xml-parser";
import { policies } from "#policies";
import { visible } from "../../foreign/visible.ts";
import { readableXmlText } from "../../foreign/xml-text.ts";
import type { TextReport } from "../check-text.ts";
import { fieldText } from "../field-path.ts";
import type { Finding } from "../finding.ts";
import { messageOf } from "../message.ts";
import type { Remark } from "../remark.ts";
import { remedyText } from "../remedy-text.ts";
import { wordsOf } from "../text/words.ts";
import type { FormatOf } from "./format.ts";

/**
 * JUnit for pipelines: a suite for each input, a failed case for each finding, an erroneous one for each fault, a
 * skipped one for each exception; a suite in which nothing is at fault has one passed case.
 */
export const junit: FormatOf = ({ language }) => {
  const words = wordsOf(language);
  const suites: unknown[] = [];
  const suite = (name: string, cases: readonly Case[]) => {
    const count = (key: "failure" | "error" | "skipped") =>
      cases.filter((one) => one[key] !== undefined).length;
    suites.push({
      "@name": safe(name),
      "@tests": cases.length,
      "@failures": count("failure"),
      "@errors": count("error"),
      "@skipped": count("skipped"),
      "@time": "0",
      testcase: cases,
    });
  };
  const ofReport = ({ name, objects, pods, findings, remarks }: TextReport): void => {
    const cases = [...faults(remarks), ...findings.map(ofFinding)];
    const passed = { "@name": `${objects} / ${pods}`, "@classname": safe(name), "@time": "0" };
    if (cases.length > 0 || pods > 0) suite(name, cases.length > 0 ? cases : [passed]);
  };
  const faults = (remarks: readonly Remark[]): Case[] =>
    remarks
      .filter(({ fault }) => fault)
      .map(({ file = "", place, says }) => ({
        "@name": safe(place ? `${says.kind} ${place.line}:${place.column}` : says.kind),
        "@classname": safe(file),
        "@file": safe(file),
        "@time": "0",
        error: text(words.says(says)),
      }));
  const ofFinding = (finding: Finding): Case => {
    const { policy, file, object, container, place, field, excepted, rendered } = finding;
    const where =
      rendered === undefined ? `${file}:${place.line}:${place.column}` : `${file}, ${words.at(place.line)}`;
    const remedy = `${where}\n${messageOf(finding, language)}\n\n${words.toComply}\n${remedyText([finding], words)}`;
    const names = [
      `${object.kind}/${object.name}`,
      ...(container === undefined ? [] : [container]),
      fieldText(field),
    ];
    return {
      "@name": safe(`${policy}: ${names.join(", ")}`),
      "@classname": policy,
      "@file": safe(file),
      "@time": "0",
      ...(excepted === undefined
        ? { failure: text(remedy, policies[policy].text[language].title) }
        : { skipped: text(words.excepted(excepted)) }),
    };
  };
  return {
    begin: () => "",
    report: (report) => {
      ofReport(report);
      return "";
    },
    end: (remarks, totals) => {
      const notJudged = remarks
        .filter(({ says }) => says.kind === "not-judged")
        .map(({ says }) => ({
          "@name": says.kind,
          "@classname": "dvs",
          "@time": "0",
          skipped: text(words.says(says)),
        }));
      const nothing =
        totals.pods > 0
          ? []
          : [{ "@name": "checked", "@classname": "dvs", "@time": "0", error: text(words.nothing(totals)) }];
      if (notJudged.length + nothing.length > 0) suite("dvs check", [...nothing, ...notJudged]);
      return new XMLBuilder({
        ignoreAttributes: false,
        attributeNamePrefix: "@",
        format: true,
        suppressEmptyNode: true,
        suppressBooleanAttributes: false,
      }).build({
        "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
        testsuites: { "@name": "dvs check", testsuite: suites },
      });
    },
  };
};

interface Case {
  readonly [attribute: `@${string}`]: string | number;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
}

function text(content: string, message?: string): unknown {
  return { ...(message !== undefined && { "@message": message }), "#text": safe(content) };
}

function safe(foreign: string): string {
  return readableXmlText(visible(foreign));
}

import { visible } from "../../foreign/visible.ts";
import { fingerprints } from "../fingerprint.ts";
import { messageOf } from "../message.ts";
import { remedyText } from "../remedy-text.ts";
import { wordsOf } from "../text/words.ts";
import type { FormatOf } from "./format.ts";

const severities = { must: "major", should: "minor" } as const;

/**
 * GitLab's Code Quality report, a list of issues. Paths have to be relative to the repository, without `./`. What kept
 * the check from judging is an issue too, else a broken file would look like one that was mended.
 */
export const codequality: FormatOf = ({ language }) => {
  const fingerprint = fingerprints();
  let separator = "\n";
  const issue = (value: unknown) => {
    const line = `${separator}  ${JSON.stringify(value)}`;
    separator = ",\n";
    return line;
  };
  return {
    begin: () => "[",
    report: ({ findings, remarks }) =>
      [
        ...remarks
          .filter(({ fault }) => fault)
          .map(({ file = "", place, says }) =>
            issue({
              check_name: "dvs check",
              description: visible(wordsOf(language).says(says)),
              fingerprint: `dvs-${says.kind}-${file}`,
              severity: "blocker",
              location: { path: relative(file), lines: { begin: place?.line ?? 1 } },
            }),
          ),
        ...findings
          .filter(({ excepted }) => excepted === undefined)
          .map((finding) => {
            const { policy, weight, file, place, rendered } = finding;
            const { line, endLine } = place;
            const lines = rendered === undefined ? { begin: line, end: endLine } : { begin: 1 };
            const more = rendered === undefined ? "" : ` (${wordsOf(language).at(line)})`;
            return issue({
              check_name: policy,
              description: `${messageOf(finding, language)}${more}`,
              content: { body: visible(remedyText([finding], wordsOf(language))) },
              fingerprint: fingerprint(finding),
              severity: severities[weight],
              location: { path: relative(file), lines },
            });
          }),
      ].join(""),
    end: () => (separator === "\n" ? "]\n" : "\n]\n"),
  };
};

function relative(file: string): string {
  return file.replace(/^(\.\/)+/, "");
}

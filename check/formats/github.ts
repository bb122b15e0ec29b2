import { policies } from "#policies";
import { visible } from "../../foreign/visible.ts";
import { messageOf } from "../message.ts";
import type { Remark } from "../remark.ts";
import { remedyText } from "../remedy-text.ts";
import { wordsOf } from "../text/words.ts";
import type { FormatOf } from "./format.ts";

/**
 * Workflow commands of GitHub Actions, one annotation for each finding. Rendered lines are in no file that GitHub knows,
 * so their number stands in the message.
 */
export const github: FormatOf = ({ language }) => {
  const words = wordsOf(language);
  const remark = ({ fault, file, place, says }: Remark) =>
    command(
      fault ? "error" : "notice",
      { title: "dvs check", file, line: place?.line, col: place?.column },
      words.says(says),
    );
  return {
    begin: () => "",
    report: ({ findings, remarks }) =>
      [
        ...remarks.map(remark),
        ...findings
          .filter(({ excepted }) => excepted === undefined)
          .map((finding) => {
            const { policy, weight, file, place, rendered } = finding;
            const { line, column, endLine } = place;
            const more = rendered === undefined ? "" : ` (${words.at(line)})`;
            const text = `${messageOf(finding, language)}${more}\n${remedyText([finding], words)}`;
            return command(
              weight === "must" ? "error" : "warning",
              {
                title: `${policies[policy].text[language].title} (${policy})`,
                file,
                ...(rendered === undefined && { line, endLine, col: line === endLine ? column : undefined }),
              },
              text.trimEnd(),
            );
          }),
      ].join(""),
    end: (remarks, totals) => {
      const sum = totals.pods === 0 ? words.nothing(totals) : `${words.summary(totals)}.`;
      return `${remarks.map(remark).join("")}${command(totals.pods === 0 ? "error" : "notice", { title: "dvs check" }, sum)}`;
    },
  };
};

/** Escaped as the toolkit of GitHub Actions does: the message, and more in properties. */
function command(
  name: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`);
  return `::${name} ${given.join(",")}::${escaped(message)}\n`;
}

function escaped(text: string): string {
  return visible(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

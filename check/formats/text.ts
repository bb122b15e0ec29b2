import { policies } from "#policies";
import { visible } from "../../foreign/visible.ts";
import type { Finding } from "../finding.ts";
import { grouped } from "../grouped.ts";
import { stateOf } from "../message.ts";
import type { Remark } from "../remark.ts";
import { remedyText } from "../remedy-text.ts";
import { wordsOf } from "../text/words.ts";
import { wrapped } from "../wrap.ts";
import type { FormatOf } from "./format.ts";

/** Columns of the narrowest terminal that is usual. */
const width = 80;

type Style = "bold" | "red" | "yellow" | "dim" | "cyan";

/** For people: by file and object, with one remedy for each object, and a line that sums it all up. */
export const text: FormatOf = (options) => {
  const words = wordsOf(options.language);
  const style = (look: Style, what: string) => (options.colour ? styled(look, what) : what);
  const remarkLine = ({ fault, file, place, says }: Remark) => {
    const where =
      file === undefined ? "" : `${visible(file)}${place ? `:${place.line}:${place.column}` : ""}: `;
    const [kind, look] = fault ? ([words.fault, "red"] as const) : ([words.note, "dim"] as const);
    return `${style(look, `${kind}:`)} ${where}${visible(words.says(says))}\n`;
  };
  let shown = false;
  return {
    begin: () => "",
    report: (report) => {
      shown ||= report.findings.length > 0;
      const files = grouped(report.findings, ({ file }) => file);
      const blocks = [...files].map(([file, findings]) => fileBlock(file, findings));
      return `${report.remarks.map(remarkLine).join("")}${blocks.join("")}`;
    },
    end: (remarks, totals) => {
      const sum = totals.pods === 0 ? words.nothing(totals) : `${words.summary(totals)}.`;
      const more = shown ? `${words.readOn}\n` : "";
      return `${remarks.map(remarkLine).join("")}${more}${style("bold", sum)}\n`;
    },
  };

  function fileBlock(file: string, findings: readonly Finding[]): string {
    const rendered = findings[0]?.rendered;
    const by =
      rendered === undefined ? "" : `${wrapped(visible(words.renderedBy(rendered.by)), "  ", width)}\n`;
    const objects = grouped(findings, ({ document, object }) => JSON.stringify([document, object]));
    return `${style("bold", visible(file))}\n${by}${[...objects.values()].map(objectBlock).join("")}\n`;
  }

  function objectBlock(found: readonly Finding[]): string {
    const findings = found.toSorted(
      ({ place: one }, { place: other }) => one.line - other.line || one.column - other.column,
    );
    const [first] = findings;
    const explained = new Set<string>();
    const isNew = (policy: string) => !explained.has(policy) && explained.add(policy).has(policy);
    if (first === undefined) return "";
    const { kind, namespace, name } = first.object;
    const head = `  ${visible(`${kind} ${name || words.noName}${namespace === undefined ? "" : ` (${namespace})`}`)}`;
    const template = templateOf(first);
    const from = template === undefined ? "" : `    ${visible(words.fromTemplate(template))}\n`;
    const open = findings.filter(({ excepted }) => excepted === undefined);
    const remedy = remedyText(open, words, width - 6)
      .trimEnd()
      .split("\n");
    const below =
      open.length === 0
        ? ""
        : `    ${style("cyan", words.toComply)}\n${remedy.map((line) => `      ${visible(line)}\n`).join("")}`;
    const most = Math.max(...findings.map((finding) => position(finding).length));
    return `${style("bold", head)}\n${from}${findings.map((finding) => findingBlock(finding, most + 2, isNew(finding.policy))).join("")}${below}`;
  }

  /**
   * @param column how wide the positions are
   * @param explained whether to say what the policy demands: only once for each object
   */
  function findingBlock(finding: Finding, column: number, explained: boolean): string {
    const { policy, weight, container, excepted, rendered } = finding;
    const look = excepted !== undefined ? "dim" : weight === "must" ? "red" : "yellow";
    const where = container === undefined ? "" : `, ${visible(words.container(container))}`;
    const values = rendered?.values;
    const lines = [
      `${stateOf(finding, options.language)}.`,
      ...(explained ? [policies[policy].text[options.language].forbids] : []),
      ...(values === undefined ? [] : [visible(words.likelyValues(values))]),
      ...(excepted === undefined ? [] : [visible(words.excepted(excepted))]),
    ];
    const head = `    ${position(finding).padEnd(column)}${style(look, words.weights[weight])}  ${policy}${where}\n`;
    return `${head}${lines.map((line) => `${wrapped(line, " ".repeat(column + 4), width)}\n`).join("")}`;
  }
};

function position({ place }: Finding): string {
  return `${place.line}:${place.column}`;
}

/** Who shows no colours does not wait for the module that makes them. */
function styled(look: Style, what: string): string {
  return process.getBuiltinModule("node:util").styleText(look, what, { validateStream: false });
}

/** The template that a rendered object is from, unless the file is that: what comes by stdin has no file. */
function templateOf({ file, rendered }: Finding): string | undefined {
  const template = rendered?.template;
  if (template === undefined) return undefined;
  const inChart = template.includes("/") ? template.slice(template.indexOf("/")) : `/${template}`;
  return `/${file}`.endsWith(inChart) ? undefined : template;
}

import { type Comparison, levelCounts, siteLabel, type Text, visible } from "../aggregator/index.ts";

/** What the command says at its end: where the page is, and how it is with each site. Foreign text is made visible. */
export function summaryLines({ sites }: Comparison, output: string, text: Text): string {
  const lines = sites.flatMap((site) => {
    const { state, problem, archive, result } = site;
    const found = result && text.cli.found(levelCounts(site.cells)).replaceAll("\u00a0", " ");
    const line = text.cli.site(oneLine(siteLabel(site, text)), text.states[state], found);
    if (problem === undefined) return [visible(line)];
    const { text: sentence, quote } = text.problem(problem, archive.name);
    return [line, `    ${oneLine(sentence)}`, ...(quote === undefined ? [] : [`    ${oneLine(quote)}`])].map(
      visible,
    );
  });
  return `${text.cli.written(output)}\n${lines.join("\n")}\n`;
}

/** Foreign text must not look like lines of this program. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

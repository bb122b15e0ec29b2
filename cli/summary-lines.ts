import {
  type Comparison,
  changesKey,
  levelCounts,
  type SiteNote,
  siteLabel,
  type Text,
  visible,
} from "../aggregator/index.ts";

/** What the command says at its end: where the page is, and how it is with each site. Foreign text is made visible. */
export function summaryLines(comparison: Comparison, output: string, text: Text): string {
  const { sites } = comparison;
  const changes = changesKey(comparison, text)?.replaceAll("\u00a0", " ");
  const lines = sites.flatMap((site) => {
    const { state, problem, archive, result, notes } = site;
    const found = result && text.cli.found(levelCounts(site.cells)).replaceAll("\u00a0", " ");
    const line = text.cli.site(oneLine(siteLabel(site, text)), text.states[state], found);
    const sayings = [
      ...(problem === undefined ? [] : [text.problem(problem, archive.name)]),
      ...notes.filter(({ kind }) => urgent.includes(kind)).map((note) => text.note(note)),
    ];
    const below = sayings.flatMap(({ text: sentence, quote }) =>
      [sentence, ...(quote === undefined ? [] : [quote])].map((said) => `    ${oneLine(said)}`),
    );
    return [line, ...below].map(visible);
  });
  return [text.cli.written(output), ...lines, ...(changes === undefined ? [] : [changes]), ""].join("\n");
}

/** What asks for something before the archive goes any further, or before anybody relies on it. */
const urgent: readonly SiteNote["kind"][] = ["surplus", "stale"];

/** Foreign text must not look like lines of this program. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

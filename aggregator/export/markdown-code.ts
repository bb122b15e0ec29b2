import { cutText } from "#results";
import { oneLine } from "./one-line.ts";

/** Longer names are cut. */
const longestName = 80;

/**
 * Foreign text in Markdown: as code. In code neither GitLab nor GitHub knows markup, HTML, links, mentions or
 * references; a backslash would not do, because mentions are looked for in what the markup has become. The fence is
 * longer than any run of backticks inside (CommonMark, code spans). A vertical bar would end a table's cell and is
 * written out.
 */
export function markdownCode(text: string, longest: number = longestName): string {
  const name = cutText(oneLine(text), longest).replaceAll("|", "⟨U+007C⟩");
  const runs = name.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  // one blank at each end is taken off again, and is needed beside a backtick
  const padded = /^[` ]|[` ]$|^$/.test(name) ? ` ${name} ` : name;
  return `${fence}${padded}${fence}`;
}

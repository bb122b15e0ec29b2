import type { Language } from "#policies";
import { german } from "./de.ts";
import { english } from "./en.ts";
import type { AnnouncementText, Notice } from "./notice.ts";

const texts: Readonly<Record<Language, AnnouncementText>> = { de: german, en: english };

/** The announcement as plain text for a mail or a ticket. */
export function announcement(notice: Notice, language: Language): string {
  const { title, sections, searches } = texts[language];
  const head = title(notice.version);
  const parts = sections(notice).map(({ heading, lines }) =>
    [heading, ...lines.map((line) => `  - ${line}`)].join("\n"),
  );
  const found = notice.filters.map(({ product, all, refusals, surroundings }) =>
    [
      `  ${product}`,
      `    ${searches.all}:`,
      `      ${all}`,
      `    ${searches.refusals}:`,
      `      ${refusals}`,
      ...(surroundings === undefined ? [] : [`    ${searches.surroundings}:`, `      ${surroundings}`]),
    ].join("\n"),
  );
  const search = [searches.heading, `  ${searches.explains}`, "", found.join("\n\n")].join("\n");
  return [`${head}\n${"=".repeat(head.length)}`, ...parts, search, ""].join("\n\n").replace(/\n+$/, "\n");
}

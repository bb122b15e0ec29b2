import { defaultProfile, type Language, type PolicyId, policies, profiles } from "#policies";
import { markdownTable } from "../markdown-table.ts";
import { pageWords } from "./words.ts";

/** The page that leads to all pages about policies: those of the default profile, then those that others add. */
export function indexPage(lang: Language): string {
  const words = pageWords[lang];
  const other = lang === "de" ? "en" : "de";
  const others = Object.values(profiles).filter(({ id }) => id !== defaultProfile.id);
  const added = others.flatMap((profile) => {
    const ids = profile.policies.filter((id) => !defaultProfile.policies.includes(id));
    return ids.length === 0 ? [] : [`## ${words.indexOthers} \`${profile.id}\``, table(ids, lang)];
  });
  return `${[
    `# ${words.indexTitle}`,
    `_[${words.other}](../${pageWords[other].folder}/README.md)_`,
    words.indexIntroduction,
    `## ${defaultProfile.title[lang]} (\`${defaultProfile.id}\`)`,
    table(defaultProfile.policies, lang),
    ...added,
    `<sub>${words.made} \`policies/\`.</sub>`,
  ].join("\n\n")}\n`;
}

function table(ids: readonly PolicyId[], lang: Language): string {
  const rows = ids.map((id) => {
    const { title, forbids } = policies[id].text[lang];
    return [`[\`${id}\`](${id}.md)`, title, forbids];
  });
  return markdownTable(pageWords[lang].indexHead, rows);
}

import { policies } from "#policies";
import { indexPage } from "./index-page.ts";
import { policyPage } from "./policy-page.ts";
import { pageWords } from "./words.ts";

/** The pages about policies, in both languages, by their paths below docs/. */
export function policyPages(): ReadonlyMap<string, string> {
  const pages = (["de", "en"] as const).flatMap((lang) => {
    const { folder } = pageWords[lang];
    return [
      [`${folder}/README.md`, indexPage(lang)] as const,
      ...Object.values(policies).map(
        (policy) => [`${folder}/${policy.id}.md`, policyPage(policy, lang)] as const,
      ),
    ];
  });
  return new Map(pages);
}

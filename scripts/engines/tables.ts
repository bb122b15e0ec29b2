import { defaultProfile, type Language, policies } from "#policies";
import { type Verdict, verdicts } from "#results";
import { glyphs, texts } from "../../aggregator/index.ts";
import { openShiftTruths } from "../../test/api/truth/openshift.ts";
import { truths } from "../../test/cluster/truth/index.ts";
import type { Truth } from "../../test/cluster/truth/truth.ts";
import { markdownTable } from "../markdown-table.ts";
import { siteWords } from "./sites.ts";

/** The truths of all kinds of site with engines: what the tests hold real runs to. */
export const allTruths: readonly Truth[] = [...truths, ...openShiftTruths];

const heads = {
  de: {
    site: "Standort",
    there: "was dort wirkt",
    refusals: "Ablehnungen, und woran sie zuzuordnen sind",
    number: "Nr.",
    policy: "Richtlinie",
    none: "keine",
    by: {
      both: "beidem",
      difference: "Unterschied",
      message: "Meldung",
      "control-too": "Kontrolle",
      probable: "?",
    },
  },
  en: {
    site: "site",
    there: "what is at work there",
    refusals: "refusals, and by what they are attributed",
    number: "no.",
    policy: "policy",
    none: "none",
    by: {
      both: "both",
      difference: "difference",
      message: "message",
      "control-too": "control",
      probable: "?",
    },
  },
} as const;

/** The tables of docs/engines.md, by the name of their place in the page. */
export function engineTables(lang: Language): Readonly<Record<string, string>> {
  return { policies: policiesTable(lang), verdicts: verdictsTable(lang), refusals: refusalsTable(lang) };
}

function policiesTable(lang: Language): string {
  const rows = defaultProfile.policies.map((id, index) => [
    `${index + 1}`,
    `\`${id}\``,
    policies[id].text[lang].title,
  ]);
  return markdownTable([heads[lang].number, heads[lang].policy, ""], rows);
}

function verdictsTable(lang: Language): string {
  const ids = defaultProfile.policies;
  const rows = allTruths.map((truth) => [
    `\`${truth.kind}\``,
    wordsOf(truth, lang),
    ...ids.map((id) => sign(truth.verdicts[id] ?? "missing")),
  ]);
  return markdownTable([heads[lang].site, heads[lang].there, ...ids.map((_, index) => `${index + 1}`)], rows);
}

/** The verdict's sign, with what is said beside it. */
function sign(verdict: string): string {
  const [word = "", ...flags] = verdict.split(" ");
  const known = verdicts.find((candidate): candidate is Verdict => candidate === word) ?? "missing";
  return [glyphs[known], ...flags.map((flag) => signs[flag] ?? flag)].join(" ");
}

const signs: Readonly<Record<string, string>> = {
  byMutation: "m",
  failOpen: "o",
  exempt: "a",
  incomplete: "i",
  stricter: "+",
};

function refusalsTable(lang: Language): string {
  const { by: words, none } = heads[lang];
  const rows = allTruths.map((truth) => {
    const refusals = Object.values(truth.outcomes).flatMap((outcome) => {
      const [, engine, rest] = /^refused by (\S+) (.*)$/.exec(outcome) ?? [];
      const how = /, by (\S+)$/.exec(rest ?? "")?.[1];
      return engine === undefined || how === undefined ? [] : [{ engine, how }];
    });
    const engines = [...Map.groupBy(refusals, ({ engine }) => engine)].map(([engine, own]) => {
      const ways = [...Map.groupBy(own, ({ how }) => how)].map(
        ([how, those]) => `${those.length} ${words[how as keyof typeof words] ?? how}`,
      );
      return `${texts[lang].engines[engine] ?? engine}: ${ways.join(", ")}`;
    });
    return [`\`${truth.kind}\``, `${Object.keys(truth.outcomes).length}`, engines.join("; ") || none];
  });
  return markdownTable([heads[lang].site, lang === "de" ? "Versuche" : "probes", heads[lang].refusals], rows);
}

function wordsOf({ kind }: Truth, lang: Language): string {
  const words = siteWords[kind];
  if (words === undefined) throw new Error(`scripts/engines/sites.ts has no words for ${kind}.`);
  return words[lang];
}

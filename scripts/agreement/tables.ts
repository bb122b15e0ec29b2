import type { Language } from "#policies";
import { demoImage } from "../../demo/sites.ts";
import { expectedCounts } from "../../test/agreement/counts.ts";
import { ownRefusals, ownWords } from "../../test/agreement/only-a-cluster.ts";
import { siteOutcomes } from "../../test/agreement/site-outcomes.ts";
import { type Group, groups, subjects, type Way } from "../../test/agreement/subjects.ts";
import { markdownTable } from "../markdown-table.ts";

/** What judges, one column each; test/api/agreement.test.ts and test/cluster/engines.test.ts hold the runs to it. */
const sides: Readonly<Record<Language, readonly string[]>> = {
  de: ["VAP, ablehnend", "VAP, warnend", "VAP, andere Parameter", "MAP, ändernd", "Kyverno", "Gatekeeper"],
  en: ["VAP, refusing", "VAP, warning", "VAP, other parameters", "MAP, changing", "Kyverno", "Gatekeeper"],
};

const groupWords: Readonly<Record<Group | "sum", Readonly<Record<Language, string>>>> = {
  core: { de: "Versuche, Kern", en: "probes, core" },
  deep: { de: "Versuche, tief", en: "probes, deep" },
  controls: { de: "Kontrollen", en: "controls" },
  "as-published": { de: "Beispiele, wie veröffentlicht", en: "examples, as published" },
  adapted: { de: "Beispiele, angepasst", en: "examples, adapted" },
  sum: { de: "zusammen", en: "together" },
};

const wayWords: Readonly<Record<Way, Readonly<Record<Language, string>>>> = {
  created: { de: "angelegt", en: "created" },
  updated: { de: "geändert", en: "updated" },
  added: { de: "hinzugefügt", en: "added" },
  "of-template": { de: "Pod des Templates", en: "pod of the template" },
};

/** The tables of docs/check-agreement.md, by the name of their place in the page. */
export function agreementTables(lang: Language): Readonly<Record<string, string>> {
  return {
    agreement: agreementTable(lang),
    "own refusals": ownTable(lang),
    "site outcomes": siteTable(lang),
  };
}

function agreementTable(lang: Language): string {
  const objects = subjects(demoImage);
  const counts = expectedCounts(objects);
  const row = (name: Group | "sum", own: readonly Group[]) => {
    const sum = (count: (group: Group) => number) => own.reduce((total, group) => total + count(group), 0);
    const refused = sum((group) => counts[group].own);
    const compared = sum((group) => counts[group].sent) - refused;
    const manifests = new Set(objects.filter(({ group }) => own.includes(group)).map(({ id }) => id)).size;
    const cell = lang === "de" ? `${compared} von ${compared}` : `${compared} of ${compared}`;
    return [groupWords[name][lang], `${manifests}`, ...sides[lang].map(() => cell), `${refused}`];
  };
  const head =
    lang === "de"
      ? ["Herkunft", "Manifeste", ...sides.de, "nur im Cluster bekannt"]
      : ["from", "manifests", ...sides.en, "only a cluster knows"];
  return markdownTable(head, [...groups.map((group) => row(group, [group])), row("sum", groups)]);
}

function ownTable(lang: Language): string {
  const rows = ownRefusals.flatMap(({ way, ids, reason }) =>
    ids.map((id, index) => [`\`${id}\``, wayWords[way][lang], index === 0 ? ownWords[reason][lang] : "″"]),
  );
  const head = lang === "de" ? ["Objekt", "gesendet", "Grund"] : ["object", "sent", "reason"];
  return markdownTable(head, rows);
}

function siteTable(lang: Language): string {
  const words = {
    de: {
      admitted: "zugelassen",
      refused: "abgelehnt",
      none: "nichts",
      head: ["Fall", "Prüfung findet", "Cluster"],
    },
    en: {
      admitted: "admitted",
      refused: "refused",
      none: "nothing",
      head: ["case", "the check finds", "cluster"],
    },
  }[lang];
  const rows = siteOutcomes.map(({ says, check, cluster }) => [
    says[lang],
    check.map((id) => `\`${id}\``).join(", ") || words.none,
    cluster.admitted ? words.admitted : words.refused,
  ]);
  return markdownTable(words.head, rows);
}

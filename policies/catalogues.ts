import type { Language } from "./policy.ts";

/** A list of requirements to which the policies are mapped. Only numbers are kept, never a requirement's text. */
export interface RequirementCatalogue {
  readonly id: string;
  readonly title: Readonly<Record<Language, string>>;
  /** Where the mapping comes from and how sure it is. */
  readonly source: Readonly<Record<Language, string>>;
}

/** The catalogues in the order in which the report names them. */
export const catalogues: readonly RequirementCatalogue[] = [
  {
    id: "sys-1-6-cd2",
    title: { de: "SYS.1.6, Community Draft 2 (24.03.2020)", en: "SYS.1.6, Community Draft 2 (2020-03-24)" },
    source: {
      de: "Nummern aus Tabelle 3 des Proof of Concept von 2022; sie stimmen nicht mit denen der veröffentlichten Editionen überein.",
      en: "Numbers of Table 3 of the 2022 proof of concept; they differ from those of the published editions.",
    },
  },
  {
    id: "grundschutz-2023",
    title: { de: "IT-Grundschutz-Kompendium, Edition 2023", en: "IT-Grundschutz Compendium, Edition 2023" },
    source: {
      de: "Eigene Zuordnung zu SYS.1.6 und APP.4.4, von der Arbeitsgruppe noch zu bestätigen.",
      en: "Our own mapping to SYS.1.6 and APP.4.4, to be confirmed by the working group.",
    },
  },
  {
    id: "ig-bvc-2026",
    title: { de: "Regelwerk der IG BvC (Stand 2026)", en: "Rule set of IG BvC (as of 2026)" },
    source: {
      de: "Regelnummern nach einer veröffentlichten Umsetzung Dritter, nicht am Original geprüft.",
      en: "Rule numbers as published in a third party's rendering, not checked against the original.",
    },
  },
  {
    id: "grundschutz-plus-plus",
    title: { de: "Grundschutz++ (Entwurf)", en: "Grundschutz++ (draft)" },
    source: {
      de: "Kandidaten nach dem Wortlaut des Entwurfs, unsicher.",
      en: "Candidates by the wording of the draft, uncertain.",
    },
  },
  {
    id: "pod-security-standards",
    title: { de: "Pod Security Standards von Kubernetes", en: "Kubernetes' Pod Security Standards" },
    source: {
      de: "Stufe und Name der Prüfung in Kubernetes; wo die Richtlinie strenger ist als die Prüfung, steht sie dennoch hier.",
      en: "Level and name of the check in Kubernetes, also where the policy demands more than the check.",
    },
  },
];

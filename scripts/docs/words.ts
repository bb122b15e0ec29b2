import type { Language } from "#policies";

/** The words of the pages about policies that are not the catalogue's. */
export interface PageWords {
  readonly folder: string;
  readonly other: string;
  readonly all: string;
  readonly profiles: string;
  readonly why: string;
  readonly examples: string;
  readonly bad: string;
  readonly good: string;
  /** Before the name of a field that only the other example has. */
  readonly without: string;
  readonly templates: string;
  readonly comply: string;
  readonly forbidden: string;
  readonly permitted: string;
  readonly parameters: string;
  readonly parameterHead: readonly [string, string, string];
  readonly noParameters: string;
  readonly nothing: string;
  readonly requirements: string;
  readonly requirementHead: readonly [string, string, string];
  readonly rules: string;
  readonly made: string;
  readonly indexTitle: string;
  readonly indexIntroduction: string;
  readonly indexHead: readonly [string, string, string];
  readonly indexOthers: string;
}

const de: PageWords = {
  folder: "richtlinien",
  other: "English",
  all: "alle Richtlinien",
  profiles: "gehört zu",
  why: "Warum",
  examples: "Beispiel",
  bad: "Ein Verstoß:",
  good: "Eingehalten:",
  without: "ohne",
  templates:
    "Gezeigt ist, was einen Pod mit Verstoß von einem ohne unterscheidet. In Deployment, StatefulSet, DaemonSet und Job steht dasselbe unter `spec.template`, im CronJob unter `spec.jobTemplate.spec.template`.",
  comply: "So halten Sie sie ein",
  forbidden: "Ebenfalls ein Verstoß",
  permitted: "Erlaubt ist",
  parameters: "Parameter",
  parameterHead: ["Parameter", "Vorgabe", "Bedeutung"],
  noParameters: "keine",
  nothing: "leer",
  requirements: "Anforderungen",
  requirementHead: ["Katalog", "Nummern", "Herkunft der Zuordnung"],
  rules: "Als fertige Regel für Cluster:",
  made: "Aus dem Katalog erzeugt mit `npm run docs`; Änderungen gehören in",
  indexTitle: "Die Richtlinien",
  indexIntroduction:
    "Je Richtlinie eine Seite: was sie verlangt und warum, ein Verstoß und seine Berichtigung als YAML, wie man sie in der Praxis einhält, was ausdrücklich erlaubt ist, Parameter und Anforderungen. Wie ein Manifest geprüft wird, steht im [Leitfaden für Softwarelieferanten](../softwarelieferanten.de.md).",
  indexHead: ["Richtlinie", "Titel", "Vorgabe"],
  indexOthers: "Weitere, im Profil",
};

const en: PageWords = {
  folder: "policies",
  other: "Deutsch",
  all: "all policies",
  profiles: "part of",
  why: "Why",
  examples: "Example",
  bad: "A violation:",
  good: "Complying:",
  without: "no",
  templates:
    "Shown is what tells a violating pod from a complying one. In a Deployment, StatefulSet, DaemonSet or Job the same stands below `spec.template`, in a CronJob below `spec.jobTemplate.spec.template`.",
  comply: "How to comply",
  forbidden: "Violations, too",
  permitted: "Permitted",
  parameters: "Parameters",
  parameterHead: ["parameter", "default", "meaning"],
  noParameters: "none",
  nothing: "empty",
  requirements: "Requirements",
  requirementHead: ["catalogue", "numbers", "where the mapping comes from"],
  rules: "As a rule for clusters:",
  made: "Made from the catalogue by `npm run docs`; changes belong in",
  indexTitle: "The policies",
  indexIntroduction:
    "A page for each policy: what it demands and why, a violation and its correction as YAML, how to comply in practice, what is expressly permitted, parameters and requirements. How a manifest is checked: [guide for software suppliers](../suppliers.md).",
  indexHead: ["policy", "title", "demand"],
  indexOthers: "Further ones, in the profile",
};

/** By language. */
export const pageWords: Readonly<Record<Language, PageWords>> = { de, en };

import type { AudienceProblem } from "../audience/audience-error.ts";
import { shortId } from "../comparison/name-sites.ts";
import type { AudienceText } from "./audience-text.ts";

const number = new Intl.NumberFormat("de-DE");
const quoted = (text: string): string => `„${text}“`;

/** The German words about those whom a report is for. */
export const audienceDe: AudienceText = {
  only: {
    group: () => "Nur für die Arbeitsgruppe",
    site: (site) => `Nur für den Standort ${site}`,
    supplier: () => "Für Softwarelieferanten",
  },
  madeFor: {
    group: () => "Erstellt für die Arbeitsgruppe",
    site: (site) => `Erstellt für den Standort ${site}`,
    supplier: () => "Erstellt für Softwarelieferanten",
  },
  siteTitle: (site) => `Standort ${site} – Richtlinien zur Container-Sicherheit`,
  siteSubtitle: "Welche Richtlinien setzt der Cluster des Standorts durch?",
  others: "andere Standorte",
  othersNote: (fewest) =>
    `„Andere Standorte“: an so vielen von ihnen ist die Richtlinie durchgesetzt; mehr über sie enthält diese Datei nicht. Wo es weniger als ${fewest} sind, steht auch die Zahl nicht hier.`,
  problem: (problem) => problemOf(problem),
  cli: {
    notForSuppliers: (option) =>
      `${option} passt nicht zu --audience supplier: Die Datei für Lieferanten enthält keine Befunde. ${option} weglassen oder eine andere Zielgruppe wählen.`,
    noClassification: "Zu --classification fehlt der Text.",
    longClassification: (most) => `Der Text von --classification ist zu lang: höchstens ${most} Zeichen.`,
  },
  supplier: {
    title: "Anforderungen der Standorte an Container-Software",
    subtitle: "Was verlangen Standorte über die gemeinsamen Richtlinien hinaus?",
    toDemands: "Zu den zusätzlichen Anforderungen",
    key: "Das Wichtigste",
    notSaid: "Was ein Standort tatsächlich durchsetzt, steht absichtlich nicht in diesem Dokument.",
    demands: "Zusätzliche Anforderungen",
    none: "Zusätzliche Anforderungen sind von keinem Standort bekannt.",
    registries: "Images stammen aus diesen Registries",
    parameters: "Engere Werte als im Profil",
    agreed: "Profil",
    overlay: "Das muss in jedem Pod stehen",
    forms: "Der Pod, der alle Richtlinien einhält, wurde erst mit diesem Zusatz zugelassen",
    refusals: "Der Pod, der alle Richtlinien einhält, wurde abgelehnt; der Cluster meldete",
    changes: "So ändert der Standort Pods, die alle Richtlinien einhalten",
    refused: "Vom Profil erlaubt, am Standort aber abgelehnt",
    message: "Der Cluster meldete",
    part: "Die Angaben sind unvollständig; es kann weitere Anforderungen geben.",
    policies: "Richtlinien, die überall einzuhalten sind",
    limits: "Was dieses Dokument nicht leistet",
    keep: (policies) =>
      `Software muss an jedem Standort alle ${number.format(policies)} Richtlinien des Profils einhalten, gleich was dort heute abgelehnt oder zugelassen wird.`,
    beyond: (demanding, sites) =>
      demanding === 0
        ? `Von ${sites === 1 ? "dem Standort" : `den ${number.format(sites)} Standorten`} sind keine zusätzlichen Anforderungen bekannt.`
        : `${number.format(demanding)} von ${number.format(sites)} ${sites === 1 ? "Standort" : "Standorten"} ${demanding === 1 ? "stellt" : "stellen"} zusätzliche Anforderungen.`,
    sites: (count) => `${number.format(count)} Standorte mit denselben Anforderungen`,
    without: {
      whole: "Keine zusätzlichen Anforderungen festgestellt",
      part: "Keine zusätzlichen Anforderungen festgestellt, die Angaben sind aber unvollständig",
      none: "Keine Angaben",
    },
    limitItems: [
      "Ob ein Standort mehr verlangt als das Profil, ist nur an einigen Formen geprüft, die das Profil erlaubt. Verbindlich ist, was der Standort selbst mitteilt.",
      "Registries, Pflichtangaben für jeden Pod und engere Werte hat der Standort selbst genannt. Stehen keine Registries da, hat er keine genannt; dann sind sie bei ihm zu erfragen.",
      "Meldungen stehen im Wortlaut des Clusters. Namen von Pods, Namespaces und Images sind darin durch POD, NAMESPACE und IMAGE ersetzt.",
    ],
  },
};

function problemOf(problem: AudienceProblem): string {
  switch (problem.kind) {
    case "group-has-all":
      return "--for gehört zu --audience site oder supplier; der Bericht für die Arbeitsgruppe enthält alle Standorte.";
    case "which-site":
      return `Für welchen Standort? Mit --for einen nennen: ${some(problem.known)}.`;
    case "one-site":
      return `Ein Bericht ist für einen Standort; --for nennt ${problem.asked.length}: ${some(problem.asked)}. Für jeden einzeln aufrufen.`;
    case "no-site":
      return `Einen Standort ${quoted(problem.asked)} gibt es nicht. Bekannt: ${some(problem.known)}.`;
    case "short-id":
      return `${quoted(problem.asked)} ist zu kurz. Den Namen oder mindestens ${shortId} Zeichen der Kennung angeben.`;
    case "several-sites":
      return `${quoted(problem.asked)} passt auf mehrere Standorte: ${some(problem.fitting)}. Die Kennung angeben.`;
  }
}

const mostNamed = 20;

/** Names in a row, as many as fit a sentence. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join(", ");
  return names.length > mostNamed ? `${shown} und ${names.length - mostNamed} weitere` : shown;
}

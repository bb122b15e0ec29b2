import type { Rounds } from "../comparison/comparison.ts";
import type { RoundProblem } from "../comparison/round-error.ts";
import type { RoundsText } from "./rounds-text.ts";

const number = new Intl.NumberFormat("de-DE");
const quoted = (text: string): string => `„${text.replaceAll("„", "‚").replaceAll("“", "‘")}“`;
const levelNames = {
  enforced: "durchgesetzt",
  gaps: "lückenhaft",
  open: "offen",
  undetermined: "nicht feststellbar",
  none: "entfällt",
} as const;

/** What changed, worst first. */
const counted = ({ counts, incomparablyWorse }: Rounds): string[] => {
  const said: [number, string][] = [
    [counts.regressed, "verschlechtert"],
    [incomparablyWorse, "schlechter, aber nicht vergleichbar"],
    [counts["no-longer-determinable"], "nicht mehr feststellbar"],
    [counts["no-longer-applicable"], "entfallen jetzt"],
    [counts["newly-enforced"], "neu durchgesetzt"],
    [counts.improved, "verbessert, aber noch lückenhaft"],
    [counts["newly-tested"], "neu geprüft"],
    [counts["not-comparable"] - incomparablyWorse, "anders, aber nicht vergleichbar"],
  ];
  return said
    .filter(([count]) => count > 0)
    .map(([count, word], index) => {
      const cells = index > 0 ? "" : count === 1 ? "Befund " : "Befunde ";
      const verb = count === 1 && word === "entfallen jetzt" ? "entfällt jetzt" : word;
      return `${number.format(count)}\u00a0${cells}${verb}`;
    });
};

/** The German words about what changed since earlier rounds. */
export const roundsDe: RoundsText = {
  title: "Veränderungen seit der letzten Runde",
  note: "Jeder Standort wird mit seinem eigenen Lauf verglichen, in der Regel dem der letzten Runde; wo es anders ist, steht es oben oder beim Beleg. Es zählt die Stufe (durchgesetzt, lückenhaft, offen); ein anderer Befund derselben Stufe ist keine Veränderung. Nicht vergleichbar ist, was anders geprüft oder beurteilt wurde.",
  overlapping:
    "Die beiden Runden überschneiden sich zeitlich: Manche Läufe der letzten sind jünger als manche der jetzigen.",
  groups: {
    regressed: "Verschlechtert",
    "not-comparable-worse": "Schlechter, aber nicht vergleichbar",
    "no-longer-determinable": "Nicht mehr feststellbar",
    "no-longer-applicable": "Entfällt jetzt",
    "newly-enforced": "Neu durchgesetzt",
    improved: "Verbessert, aber noch lückenhaft",
    "newly-tested": "Neu geprüft",
    "not-comparable": "Anders, aber nicht vergleichbar",
  },
  remarks: {
    regressed: "▼ verschlechtert",
    "not-comparable-worse": "≠ schlechter, nicht vergleichbar",
    "no-longer-determinable": "□ nicht mehr feststellbar",
    "no-longer-applicable": "□ entfällt jetzt",
    "newly-enforced": "▲ neu durchgesetzt",
    improved: "△ verbessert",
    "newly-tested": "◇ neu geprüft",
    "not-comparable": "≠ nicht vergleichbar",
  },
  reasons: {
    "same-run": "Es ist derselbe Lauf; nur die Beurteilung ist eine andere.",
    "older-run": "Der Lauf in diesem Bericht ist älter als der damalige.",
    profile: "Geprüft oder beurteilt wurde nach einem anderen Profil.",
    parameters: "Für diese Richtlinie galten andere Parameter.",
    attempts: "Es waren andere Muss- oder Soll-Versuche.",
    namespaces: "Geprüft wurde in anderen Namespaces.",
    tenant: "Nur in einem der beiden Läufe wurde als Mandant geprüft.",
    unknown: "Der frühere Bericht enthält nicht alles, was der Vergleich braucht.",
  },
  standings: {
    compared: "",
    "same-run": "Unverändert, weil derselbe Lauf (nicht erneut geprüft)",
    "older-run": "Nicht verglichen, weil die frühere Runde einen späteren Lauf enthält",
    back: "Wieder dabei, verglichen mit der letzten Runde mit Ergebnis",
    new: "Erstmals dabei",
    "not-assignable": "Nicht zuzuordnen, weil die Kennung aus der Adresse des API-Servers gebildet ist",
    gone: "In der letzten Runde dabei, jetzt ohne Ergebnis",
  },
  siteStanding: (standing, date) => {
    switch (standing) {
      case "compared":
        return undefined;
      case "same-run":
        return `Derselbe Lauf wie in der letzten Runde (${date}): Der Standort wurde nicht erneut geprüft, seine Befunde sind die von damals.`;
      case "older-run":
        return `Die frühere Runde enthält einen späteren Lauf (${date}) als dieser Bericht. Der Standort wird deshalb nicht verglichen.`;
      case "back":
        return `In der letzten Runde fehlte der Standort; verglichen wird mit seinem Lauf vom ${date}.`;
      case "new":
        return "Keine der früheren Runden enthält den Standort.";
      case "not-assignable":
        return "Die Kennung ist aus der Adresse des API-Servers gebildet, die mehrere Cluster haben können. Ob eine frühere Runde diesen Standort enthält, ist nicht sicher; verglichen wird nicht.";
    }
  },
  key: (date, rounds) => {
    const said = counted(rounds);
    if (said.length > 0) return `Seit der Runde vom ${date}: ${said.join(", ")}.`;
    return rounds.unchanged === 0
      ? `Seit der Runde vom ${date} wurde keiner ihrer Standorte erneut geprüft.`
      : `Seit der Runde vom ${date} hat sich kein Befund verändert.`;
  },
  nothingToCompare:
    "Die angegebenen früheren Runden enthalten kein Ergebnis, mit dem sich vergleichen ließe.",
  unchanged: (count) =>
    count === 1
      ? "Ein erneut geprüfter Befund ist auf derselben Stufe geblieben."
      : `${number.format(count)} erneut geprüfte Befunde sind auf derselben Stufe geblieben.`,
  otherProfile: (profile, own) =>
    `Die letzte Runde wurde nach dem Profil ${profile} beurteilt, dieser Bericht nach ${own}. Unterschiede zwischen beiden zeigen deshalb keine Veränderung.`,
  unused: (file, why) =>
    ({
      same: `${quoted(file)} enthält dieselbe Runde wie eine andere Datei und zählt nicht noch einmal.`,
      empty: `${quoted(file)} enthält keinen Standort mit Ergebnis und zählt nicht.`,
      older: `${quoted(file)} liegt vor den zwölf Runden, die der Verlauf umfasst, und zählt nicht.`,
    })[why],
  policies: (count, all) =>
    count === 1 ? "1\u00a0Richtlinie" : `${all ? "alle " : ""}${number.format(count)}\u00a0Richtlinien`,
  more: (count) => `und ${number.format(count)} weitere`,
  before: "vorher",
  now: "jetzt",
  change: (group, { before, date, earlier }) => {
    const then = `Im Lauf vom ${date} lautete der Befund ${quoted(before)}${earlier ? "; dazwischen ließ sich nichts feststellen" : ""}.`;
    const what = {
      regressed: "Verschlechtert.",
      "not-comparable-worse": "Schlechter als zuvor, aber nicht vergleichbar.",
      "no-longer-determinable": "Nicht mehr feststellbar.",
      "no-longer-applicable": "Entfällt jetzt.",
      "newly-enforced": "Neu durchgesetzt.",
      improved: "Verbessert.",
      "newly-tested": "Neu geprüft.",
      "not-comparable": "Nicht mit der früheren Runde vergleichbar.",
    }[group];
    return `${what} ${then}`;
  },
  history: "Verlauf",
  always: (verdict, rounds, since) =>
    `in ${number.format(rounds)} Läufen stets ${verdict}, zuerst am ${since}`,
  from: (verdict, date, otherwise) =>
    `${verdict} ab ${date}${otherwise ? " (anders geprüft oder beurteilt)" : ""}`,
  round: "Lauf vom",
  siteCaption: (site) => `Verlauf am Standort ${site}: Zahl der Richtlinien je Stufe`,
  trend: (rounds, levels) =>
    `Verlauf über ${number.format(rounds)} Läufe: ${levels
      .map(({ level, first, last }) => `${levelNames[level]} erst ${first}, zuletzt ${last}`)
      .join("; ")}`,
  input: "frühere Runde",
  problem: (problem, file) => problemOf(problem, quoted(file)),
  overPrevious: (path) =>
    `${path} ist der Bericht einer früheren Runde (--previous) und wird nicht überschrieben. Anderen Ort angeben.`,
  noPrevious:
    "--fail-on regression braucht eine frühere Runde zum Vergleich. Deren report.json mit --previous angeben.",
};

function problemOf(problem: RoundProblem, file: string): string {
  const wanted = "Mit --previous die Datei angeben, die „dvs report --json“ in einer früheren Runde schrieb.";
  switch (problem.kind) {
    case "archive":
      return `${file} ist ein Archiv eines Standorts und kein Bericht. ${wanted}`;
    case "markup":
      return `${file} ist eine HTML- oder XML-Datei und kein Bericht als JSON. ${wanted}`;
    case "empty":
      return `${file} ist leer. ${wanted}`;
    case "not-text":
      return `${file} ist keine Textdatei in UTF-8. ${wanted}`;
    case "too-large":
      return `${file} ist größer als ${number.format(problem.megabytes)} MiB und wird nicht gelesen. ${wanted}`;
    case "not-json":
      return `${file} ist kein gültiges JSON (${problem.detail}). Ist die Datei unvollständig übertragen? ${wanted}`;
    case "other-json":
      return `${file} ist JSON, aber kein Bericht von dvs („kind“ ist nicht „dvs-report“). ${wanted}`;
    case "other-version":
      return `${file} hat die Schema-Version ${problem.version}; diese Version von dvs liest die Version 1. Den früheren Bericht mit dieser Version von dvs aus den damaligen Archiven neu erstellen.`;
    case "damaged":
      return `${file} ist als Bericht nicht lesbar: An der Stelle ${quoted(problem.place)} steht nicht, was das Schema vorsieht. Den früheren Bericht aus den damaligen Archiven neu erstellen.`;
    case "site-twice":
      return `${file} enthält den Standort ${quoted(problem.site)} zweimal. Den früheren Bericht aus den damaligen Archiven neu erstellen.`;
    case "newer":
      return `${file} ist jünger (${problem.time}) als alle Ergebnisse, die sich damit vergleichen lassen. Sind die Runden vertauscht? Als SITE die neuen Archive angeben, mit --previous die früheren Berichte; sonst die Uhr des Standorts prüfen.`;
  }
}

import type { SummaryText } from "./summary-text.ts";

const number = new Intl.NumberFormat("de-DE");
const list = new Intl.ListFormat("de-DE", { type: "conjunction" });
const atSites = (n: number): string => (n === 1 ? "einem Standort" : `${number.format(n)}\u00a0Standorten`);
const findingsAre = (n: number): string =>
  n === 1 ? "ist ein Befund" : `sind ${number.format(n)}\u00a0Befunde`;

/** The German words of what is to be decided. */
export const summaryDe: SummaryText = {
  title: "Zu entscheiden",
  intro:
    "Aus den Befunden abgeleitet, in dieser Reihenfolge: Widersprüche, Verschlechterungen, was offen ist, was nicht feststellbar ist, was lückenhaft ist, was bei einem Ausfall offen sein kann, zuletzt Veraltetes und Ausnahmen. Befunde mit gültiger Ausnahme zählen hier nicht mit.",
  none: "Aus den Befunden ergibt sich nichts, was zu entscheiden wäre.",
  by: "Am Zug",
  actor: (by, sites) => {
    if (by === "group") return "Arbeitsgruppe";
    return sites === 1 ? "Standort" : "Standorte";
  },
  aboutSites: (kind, { sites, findings }) =>
    ({
      contradictory: `Zu ${atSites(sites)} liegen Dateien vor, die sich widersprechen.`,
      regressed: `Seit der letzten Runde ${findings === 1 ? "hat sich ein Befund" : `haben sich ${number.format(findings)}\u00a0Befunde`} an ${atSites(sites)} verschlechtert.`,
      "mostly-open": `An ${atSites(sites)} ist mindestens die Hälfte der Richtlinien offen.`,
      "also-open": `An ${atSites(sites)} ${findingsAre(findings)} offen.`,
      "no-result": `Von ${atSites(sites)} liegt kein verwertbares Ergebnis vor.`,
      undetermined: `An ${atSites(sites)} ${findingsAre(findings)} nicht feststellbar.`,
      stale: `Von ${atSites(sites)} ist das Ergebnis veraltet.`,
      gaps: `An ${atSites(sites)} ${findingsAre(findings)} lückenhaft.`,
    })[kind],
  failsOpen: (engine, sites) =>
    engine === undefined
      ? `Fallen Policy-Engines aus, kann an ${atSites(sites)} zugelassen werden, was sie sonst ablehnen.`
      : `Fällt ${engine} aus, kann an ${atSites(sites)} zugelassen werden, was ${engine} sonst ablehnt.`,
  widelyOpen: (policies) =>
    `${policies === 1 ? "Eine Richtlinie ist" : `${number.format(policies)}\u00a0Richtlinien sind`} an mindestens der Hälfte der Standorte offen, deren Befund feststellbar ist.`,
  uncounted: (names, sites) =>
    `Nicht mitgezählt ${sites === 1 ? "ist" : "sind"} ${names.length > 0 ? list.format(names) : `${number.format(sites)}\u00a0Standorte`}: Dort ist der Befund nicht feststellbar.`,
  besidesWaived: (share, waived) => `${share}, dazu ${number.format(waived)} mit Ausnahme`,
  steps: {
    contradictory: "Klären, welche Datei gilt, und den Lauf wiederholen.",
    regressed: "Ursache klären und die Durchsetzung wiederherstellen.",
    "widely-open": "Gemeinsames Vorgehen und Frist vereinbaren.",
    "mostly-open": "Zeitplan für die Durchsetzung nennen. Die Schritte dorthin stehen beim Standort.",
    "also-open":
      "Durchsetzen, wie es beim Standort unter „Nächste Schritte“ steht, oder eine Ausnahme beantragen.",
    waivers: "Abweichungen beheben, Fristen neu vereinbaren oder Einträge streichen.",
    "no-result": "Hindernis beheben und den Lauf wiederholen.",
    undetermined: "Hindernis beheben, das der Beleg nennt, und den Lauf wiederholen.",
    "fails-open":
      "Hinnehmen oder „failurePolicy: Fail“ setzen; dann werden während eines Ausfalls auch zulässige Pods abgelehnt.",
    stale: "Lauf wiederholen.",
    gaps: "Lücke schließen oder eine Ausnahme beantragen.",
  },
  counted: (name, n) => `${name} (${n})`,
  more: (n) => `und ${number.format(n)} weitere`,
  toWaivers: "Alle Ausnahmen",
};

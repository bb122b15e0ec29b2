import type { ExportText } from "./export-text.ts";

const number = new Intl.NumberFormat("de-DE");
const list = new Intl.ListFormat("de-DE", { type: "conjunction" });

/** The German words of the exports. */
export const exportDe: ExportText = {
  separator: ";",
  yes: "ja",
  no: "nein",
  columns: {
    site: "Standort",
    siteId: "Kennung",
    group: "Gruppe",
    state: "Zustand des Ergebnisses",
    policy: "Richtlinie",
    policyId: "Kennung der Richtlinie",
    agreed: "im Profil",
    verdict: "Befund",
    level: "Stufe",
    sentence: "Begründung",
    remarks: "Merkmale",
    change: "Veränderung",
    before: "Befund zuvor",
    waiver: "Ausnahme",
    waiverExpires: "Ausnahme bis",
    waiverOwner: "Ausnahme: zuständig",
    waiverReason: "Ausnahme: Grund",
    decisive: "Maßgeblicher Namespace",
    namespaces: "Namespaces mit diesem Befund",
    engines: "Ablehnungen durch",
    time: "Ergebnis vom (UTC)",
    age: "Alter in Tagen",
    archive: "Archiv",
    sha256: "SHA-256",
    hashed: "SHA-256 von",
  },
  hashed: { file: "Datei", "junit.xml": "JUnit-Datei im Ordner" },
  classification: "Einstufung",

  sheets: {
    overview: "Übersicht",
    matrix: "Matrix",
    deviations: "Abweichungen",
    sites: "Standorte",
    policies: "Richtlinien",
  },
  fact: "Angabe",
  value: "Wert",
  sign: "Zeichen",
  meaning: "Bedeutung der Stufe",
  count: "Anzahl",
  counts: {
    enforced: "durchgesetzt",
    gaps: "lückenhaft",
    open: "offen",
    undetermined: "nicht feststellbar",
  },
  page: "Seite",

  noResult: "Das Archiv enthält kein verwertbares Ergebnis.",
  moreAttempts: (count) =>
    count === 1 ? "… und ein weiterer Versuch" : `… und ${number.format(count)} weitere Versuche`,

  markdown: {
    level: "Stufe",
    count: "Anzahl",
    policy: "Richtlinie",
    found: "durchgesetzt",
    sites: "Abweichungen",
  },
  wasAndIs: (before, now) => `${before}, jetzt ${now}`,
  deviation: ({ verdict, count, sites }) =>
    sites === undefined
      ? `${verdict}: ${number.format(count)} ${count === 1 ? "Standort" : "Standorte"}`
      : `${verdict}: ${sites.join(", ")}`,
  state: (site, state) => `${site} (${state})`,
  leftOut: (rows) =>
    `Aus Platzgründen ${rows === 1 ? "fehlt eine weitere Zeile" : `fehlen ${number.format(rows)} weitere Zeilen`}; der Bericht enthält alle.`,

  oscal: {
    description:
      "Antworten des Clusters bei der Zulassung von Pods, die eine Richtlinie verletzen (Probelauf, nichts wird gestartet).",
    noCertificate:
      "Kein Zertifikat und kein Nachweis über die Umsetzung einer Anforderung: „satisfied“ und „not-satisfied“ sind die von OSCAL vorgegebenen Wörter und beziehen sich nur auf das örtliche Prüfziel, also darauf, was der Cluster in den Versuchen ablehnte.",
    noPlan:
      "Zu dieser Prüfung gibt es keinen Prüfplan in OSCAL. An seine Stelle tritt das Profil: die vereinbarten Richtlinien mit ihren Versuchen und Parametern.",
    planTitle: "Profil, nach dem geprüft wurde",
    tool: "Prüfprogramm",
    toolTitle: "Plugin für Sonobuoy und Auswertung",
    undetermined:
      "Nicht feststellbar: Der Versuch sagt nichts darüber, ob die Richtlinie durchgesetzt wird. Deshalb gibt es dazu keine Feststellung (finding).",
    timeUnknown: "Der Zeitpunkt ist nicht bekannt.",
    noResult: "Von diesem Standort liegt kein verwertbares Ergebnis vor.",
    satisfied: "Alle zugeordneten Richtlinien wurden in den Versuchen durchgesetzt.",
    gaps: "Lückenhaft: Ein Teil der Versuche wurde zugelassen oder nicht nachweislich durch die Richtlinie abgelehnt.",
    notSatisfied: "Versuche, die eine zugeordnete Richtlinie verletzen, wurden zugelassen.",
    waived:
      "Eine vereinbarte Ausnahme gilt für diese Abweichung. Sie ändert weder den Befund noch eine Feststellung (finding).",
    waiverExpired: "Die Ausnahme ist abgelaufen; der Befund gilt wieder ohne Einschränkung.",
  },
  oscalResult: (site) => `Prüfung des Standorts ${site}`,
  oscalCluster: (site) => `Cluster des Standorts ${site}`,
  oscalObjective: (control, policies) =>
    `Was von ${control} durch die Zulassung von Pods erzwungen werden kann: ${list.format(policies)}`,
  oscalEnforced: (count) =>
    `${count === 1 ? "Eine Richtlinie wird" : `${number.format(count)} Richtlinien werden`} durchgesetzt: Alle Muss-Versuche wurden abgelehnt oder entschärft.`,
  oscalNotApplicable: (count) =>
    count === 1
      ? "Eine Richtlinie entfällt an diesem Standort."
      : `${number.format(count)} Richtlinien entfallen an diesem Standort.`,
  oscalFinding: (control, site) => `${control} an ${site}`,
  oscalRisk: (policy, site) => `${policy} an ${site}: Abweichung mit Ausnahme`,
  oscalShare: (count, of) =>
    `${number.format(count)} von ${number.format(of)} zugeordneten Richtlinien durchgesetzt.`,
};

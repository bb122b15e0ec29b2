import type { Level } from "#results";
import type { Packing } from "../archive/archive.ts";
import type { Surplus } from "../archive/contents.ts";
import { type FailureCause, failureCause } from "../archive/failure-cause.ts";
import type { Problem } from "../archive/problem.ts";
import type { SiteNote } from "../comparison/comparison.ts";
import { type SitesFileProblem, shortestMatch } from "../comparison/sites-file.ts";
import { audienceDe } from "./audience-de.ts";
import { differencesDe } from "./differences-de.ts";
import { evidenceDe } from "./evidence-de.ts";
import { explainDe } from "./explain-de.ts";
import { exportDe } from "./export-de.ts";
import { pageDe } from "./page-de.ts";
import { roundsDe } from "./rounds-de.ts";
import { summaryDe } from "./summary-de.ts";
import type { Saying, Text, VerdictNumbers } from "./text.ts";
import { waiversDe } from "./waivers-de.ts";

const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
/** Does not break after the number. */
const counted = (n: number, word: string): string => `${number.format(n)}\u00a0${word}`;

const sizesOf: Text["sizes"] = ({ sites, policies, cells }) =>
  [
    counted(sites, sites === 1 ? "Standort" : "Standorte"),
    counted(policies, policies === 1 ? "Richtlinie" : "Richtlinien"),
    counted(cells, cells === 1 ? "Befund" : "Befunde"),
  ].join(", ");
const number = new Intl.NumberFormat("de-DE");
const list = new Intl.ListFormat("de-DE", { type: "conjunction" });
/** Quotation marks inside become single ones. */
const quoted = (text: string): string => `„${text.replaceAll("„", "‚").replaceAll("“", "‘")}“`;

/** The levels that occur, with their numbers. */
const levelWords = ({
  enforced,
  gaps,
  open,
  undetermined,
}: Omit<Record<Level, number>, "none">): string[] => [
  ...(enforced > 0 ? [counted(enforced, "durchgesetzt")] : []),
  ...(gaps > 0 ? [counted(gaps, "lückenhaft")] : []),
  ...(open > 0 ? [counted(open, "offen")] : []),
  ...(undetermined > 0 ? [counted(undetermined, "nicht feststellbar")] : []),
];

const failures: Readonly<Record<FailureCause, string>> = {
  image:
    "Der Knoten konnte sein Image nicht beziehen. Das Image in die Registry des Standorts laden, mit --plugin-image angeben und den Lauf wiederholen.",
  memory:
    "Der zugeteilte Arbeitsspeicher reichte nicht. Die Grenze in der Plugin-Definition erhöhen und den Lauf wiederholen.",
  ended:
    "Das Plugin wurde beendet, bevor es ein Ergebnis geschrieben hatte. Sein Protokoll am Standort ansehen und den Lauf wiederholen; dabei wird auch entfernt, was zurückblieb.",
  timeout:
    "Sonobuoys Frist war abgelaufen, bevor das Ergebnis eintraf. --timeout erhöhen oder die Protokolle des Plugin-Pods ansehen und den Lauf wiederholen.",
  unschedulable:
    "Kein Knoten hat den Pod angenommen. Node-Selektor, Tolerations und Anforderungen in der Plugin-Definition prüfen und den Lauf wiederholen.",
  unknown: "Ursache beheben und den Lauf wiederholen.",
};

/** The German words of the report. */
export const de: Text = {
  language: "de",
  locale: "de-DE",

  verdicts: {
    enforced: "durchgesetzt",
    "enforced-stricter": "strenger als gefordert",
    "enforced-looser": "gelockert durchgesetzt",
    "partly-enforced": "teilweise durchgesetzt",
    "warned-only": "nur gemeldet",
    "not-enforced": "nicht durchgesetzt",
    "over-blocking": "lehnt alles ab",
    inconclusive: "nicht feststellbar",
    missing: "keine Angabe",
    "not-applicable": "entfällt",
  },
  levels: {
    enforced: "durchgesetzt",
    gaps: "lückenhaft",
    open: "offen",
    undetermined: "nicht feststellbar",
    none: "entfällt",
  },
  levelHints: {
    enforced: "Jeder Verstoß gegen eine Muss-Vorgabe wurde im Versuch abgelehnt oder entschärft.",
    gaps: "Die Richtlinie ist nur teilweise oder gelockert durchgesetzt: Manche Verstöße werden zugelassen oder nicht nachweislich durch sie abgelehnt.",
    open: "Die Richtlinie ist nicht durchgesetzt, oder Verstöße werden nur gemeldet.",
    undetermined: "Es liegen keine Antworten vor, oder sie erlauben keine Aussage.",
    none: "Die Richtlinie ist an diesem Standort nicht anwendbar.",
  },
  flags: {
    byMutation: "durch Änderung",
    failOpen: "Webhook lässt bei Ausfall durch",
    stricter: "zum Teil strenger",
    incomplete: "unvollständig",
    stale: "veraltet",
    waived: "Ausnahme",
    exempt: "laut Konfiguration ausgenommen",
  },
  states: {
    ok: "vollständig",
    incomplete: "unvollständig",
    unreadable: "nicht lesbar",
    refused: "Plugin abgelehnt",
  },
  outcomes: {
    refused: "abgelehnt",
    mutated: "vom Cluster geändert und damit entschärft",
    warned: "mit Warnung zugelassen",
    admitted: "zugelassen",
    "control-refused": "abgelehnt, ebenso der Vergleichs-Pod ohne Verstoß",
    inconclusive: "nicht feststellbar",
    "not-applicable": "entfällt",
  },
  notTried: "nicht durchgeführt",
  doubted: {
    namespace:
      "Das Ergebnis beschreibt den geprüften Namespace nicht; ob dort wie ein Mandant geprüft wurde, ist nicht bekannt.",
    meaning:
      "Das Ergebnis erklärt den Versuch für nicht anwendbar; weder die Kubernetes-Version noch die Konfiguration belegt das.",
    profile:
      "Der Lauf folgte einem anderen Profil; was dieser Versuch nach dem Profil des Berichts bedeutet, lässt sich daraus nicht entnehmen.",
  },
  expectations: {
    reject: "Ablehnung",
    admit: "Zulassung",
    mutate: "Ablehnung oder Änderung",
  },
  weights: { must: "Muss", should: "Soll", info: "Hinweis" },
  reasons: {
    schema: "Der API-Server hält das Objekt für ungültig.",
    "field-unknown": "Der API-Server kennt das Feld nicht.",
    rbac: "Dem Plugin fehlten Rechte (RBAC).",
    unauthenticated: "Der API-Server erkannte die Anmeldung des Plugins nicht an.",
    setup: "Die Vorbereitung im Cluster gelang nicht.",
    quota: "Ein Kontingent (ResourceQuota) war erschöpft.",
    "limit-range": "Eine LimitRange lehnte ab, bevor eine Regel entscheiden konnte.",
    "webhook-failure": "Ein Webhook ließ sich nicht aufrufen.",
    "policy-error": "Die Regel selbst war fehlerhaft und entschied nicht.",
    "dry-run-unsupported": "Ein Webhook unterstützt keine Probeläufe (Dry-Run).",
    transient: "Der API-Server antwortete vorübergehend nicht wie erwartet.",
    timeout: "Die Antwort blieb aus.",
    deadline: "Der Lauf endete, bevor der Versuch an die Reihe kam.",
    unstable: "Wiederholte Versuche ergaben unterschiedliche Antworten.",
    "unknown-refusal": "Der Versuch wurde abgelehnt; durch wen, ist nicht erkennbar.",
    "server-too-old": "Diesen Fall gibt es in dieser Kubernetes-Version noch nicht.",
    "server-too-new": "Diesen Fall gibt es in dieser Kubernetes-Version nicht mehr.",
    declared:
      "Nach Angabe des Betreibers trifft dieser Versuch am Standort nicht zu, oder das Geprüfte ist dort erlaubt.",
    "compliant-pod-refused":
      "Schon der Pod, der alle Richtlinien einhält, wurde abgelehnt. Image, Labels oder Annotationen sind in der Konfiguration des Plugins anzupassen.",
    "control-refused": "Der Vergleichs-Pod ohne den Verstoß wurde ebenfalls abgelehnt.",
  },
  attributions: {
    both: "Die Meldung nennt die Richtlinie, und der sonst gleiche Pod ohne den Verstoß wurde zugelassen.",
    difference:
      "Die Meldung nennt die Richtlinie nicht; der sonst gleiche Pod ohne den Verstoß wurde zugelassen.",
    message: "Auch der Vergleichs-Pod wurde abgelehnt; nur die Meldung dieses Versuchs nennt die Richtlinie.",
    "control-too":
      "Dieselbe Regel lehnte auch den Vergleichs-Pod ab: Sie verlangt am Standort mehr als das Profil.",
    entailed:
      "Die API lässt das Verbotene nur zusammen mit etwas anderem zu, das das Profil ebenfalls verbietet. Dessen Regel lehnte diesen Versuch und den Vergleichs-Pod ab.",
    probable:
      "Die Meldung lässt offen, ob diese Richtlinie gemeint ist. Deshalb zählt die Ablehnung nicht als Nachweis.",
  },
  otherForms: {
    "root-user":
      "So, wie der Pod gesendet wurde, berichtigt ihn der Standort. Verlangt der Mandant aber ausdrücklich die Benutzer-ID 0 (runAsUser: 0), wird derselbe Verstoß zugelassen.",
    "no-seccomp":
      "So, wie der Pod gesendet wurde, wird der Verstoß abgelehnt oder berichtigt. Ohne Seccomp-Profil wird derselbe Verstoß zugelassen: Dann gilt eine andere Security Context Constraint, die der Mandant ebenfalls benutzen darf.",
    "root-user-no-seccomp":
      "So, wie der Pod gesendet wurde, berichtigt ihn der Standort. Mit der Benutzer-ID 0 (runAsUser: 0) und ohne Seccomp-Profil wird derselbe Verstoß zugelassen: Dann gilt eine andere Security Context Constraint, die der Mandant ebenfalls benutzen darf.",
    owned:
      "So, wie der Pod gesendet wurde, wird der Verstoß abgelehnt oder berichtigt. Gibt der Mandant aber einen erfundenen Eigentümer an (ownerReferences), wie es Controller tun, wird derselbe Verstoß zugelassen: Die Regel nimmt Pods von Controllern aus und glaubt jedem, der sich als deren Pod ausgibt.",
  },
  engines: {
    kyverno: "Kyverno",
    gatekeeper: "Gatekeeper",
    "validating-admission-policy": "ValidatingAdmissionPolicy",
    "pod-security": "Pod Security Admission",
    "openshift-scc": "OpenShift SCC",
    "pod-security-policy": "PodSecurityPolicy",
    "image-policy-webhook": "ImagePolicyWebhook",
    "kube-apiserver": "Kubernetes (API-Server)",
    "resource-quota": "ResourceQuota",
    "limit-range": "LimitRange",
    kubewarden: "Kubewarden",
    neuvector: "NeuVector",
    stackrox: "StackRox",
    sysdig: "Sysdig",
    "gke-warden": "GKE Warden",
    "prisma-cloud": "Prisma Cloud",
    webhook: "unbekannter Webhook",
  },

  head: {
    title: "Standortvergleich – Richtlinien zur Container-Sicherheit",
    subtitle: "Welche Richtlinien setzen die Cluster der Standorte durch?",
    toMatrix: "Zur Matrix",
    toDeviations: "Zu den Abweichungen",
    round: "Stand",
    profile: "Profil",
    sites: "Standorte",
    namespaces: "Geprüfte Namespaces",
    policies: "Richtlinien",
    tool: "Erstellt mit",
    key: "Ergebnis",
  },
  legend: {
    title: "Legende",
    intro:
      "Zeichen, Wort und Form sagen dasselbe. Die Zahl in der Legende nennt, wie oft der Befund vorkommt.",
  },
  problems: {
    title: "Abweichungen und fehlende Ergebnisse",
    none: "An keinem Standort mit Ergebnis weicht eine Richtlinie ab.",
    uniform: "Standorte mit demselben Befund bei allen Richtlinien",
    policies: "Richtlinien mit Abweichungen",
    furtherSites: "Richtlinien mit Abweichungen an weiteren Standorten",
    withoutResult: "Ohne Ergebnis",
    unheard: "In der Liste der Standorte genannt, aber ohne Ergebnis",
  },
  matrix: {
    title: "Matrix",
    caption: "Richtlinien und Standorte. Abweichende Felder führen zum Beleg.",
    captionWithRefusers:
      "Richtlinien und Standorte. Abweichende Felder führen zum Beleg; durchgesetzte zeigen, wer ablehnt.",
    policy: "Richtlinie",
    site: "Standort",
    kubernetes: "Kubernetes",
    engines: "Ablehnungen durch",
    date: "Stand",
    vantages: "Geprüfte Namespaces",
    countsNote:
      "Am Rand steht, wie viele Befunde jeder Stufe die Zeile oder Spalte enthält; „entfällt“ zählt nicht mit.",
    worstNote: "Bei mehreren Namespaces zählt der schlechteste Befund.",
    ownParameters: "eigene Parameter",
    declared: "Angabe des Betreibers",
    otherProfile: "anderes Profil",
    contradictory: "widersprüchliche Dateien",
    notInProfile: "nicht im Profil",
    further: "Weitere Richtlinien, die das Profil nicht kennt",
    scrollHint: "Die Tabelle lässt sich seitlich verschieben.",
  },
  evidence: {
    title: "Belege zu den Abweichungen",
    intro:
      "Jeder Versuch gleicht einem Vergleichsobjekt ohne Verstoß bis auf das, was er prüft. Er wird nur zur Probe gesendet (Dry-Run) und nicht gespeichert.",
    introDeep:
      "Für Versuche, die etwas ändern, wurde vorübergehend ein Objekt ohne Verstoß gespeichert, das nie startet.",
    introSlimmed:
      "Hat ein Standort sein Ergebnis verschlankt, stehen in den Meldungen Pseudonyme an der Stelle seiner Namen (etwa name-eff301624676).",
    none: "Es gibt keine Abweichungen.",
    tried: "Versuch",
    expected: "Erwartet",
    happened: "Ergebnis",
    by: "durch",
    ruleOf: "Regel",
    webhookOf: "Webhook",
    changes: "Änderung durch den Cluster",
    comply: "So halten Anwendungen die Richtlinie ein",
    back: "zurück zur Matrix",
    toPolicy: "zur Richtlinie",
    vantage: "Namespace",
    otherVantages: "In den anderen Namespaces:",
    notProbed: "Laut Konfiguration war dort zu prüfen; das Ergebnis enthält nichts dazu.",
    exemptions: "Was Engines laut ihrer Konfiguration ausnehmen",
    attempts: "Versuche",
    auditHint:
      "Regeln, die nur protokollieren (Audit-Modus), bleiben dem Aufrufer verborgen und gelten hier als nicht durchgesetzt.",
    byController:
      "Dem Mandanten selbst wird dieser Pod verweigert. Legt ihn aber ein Controller an, wie bei jedem Deployment, so wird er zugelassen, und auch das Deployment mit dem Verstoß wird angenommen: Der Mandant kann den Pod also haben.",
    failOpenHint:
      "Fällt der Dienst hinter diesem Webhook aus, wird zugelassen, was er sonst ablehnt (failurePolicy: Ignore).",
  },
  site: {
    title: "Standorte",
    caption: "Die Standorte im Überblick",
    details: "Angaben je Standort",
    name: "Standort",
    state: "Zustand",
    id: "Kennung",
    kubernetes: "Kubernetes",
    distribution: "Distribution",
    nodes: "Knoten",
    storage: "Speicherklassen",
    engines: "Zusätzlich installierte Policy-Engines",
    time: "Ergebnis vom",
    group: "Gruppe",
    archive: "Archiv",
    sha256: "SHA-256 der Datei",
    resultSha256: "SHA-256 der JUnit-Datei",
    packing: "Gepackt",
    run: "Lauf",
    pluginVersion: "Plugin",
    notes: "Hinweise",
    image: "Image der Versuche",
    registries: "Erlaubte Registries",
    assumed: "angenommen, vom Standort nicht angegeben",
    probes: "Umfang",
    profile: "Profil",
    parameters: "Angaben aus der Standortliste",
    vantages: "Namespaces",
    notProbed: "nicht geprüft",
    podOverlay: "Was der Standort von jedem Pod verlangt und deshalb in allen Versuchen stand (podOverlay)",
    exemptions: "Ausgenommen laut Konfiguration",
    unknown: "unbekannt",
    none: "keine",
    failurePolicy: "bei Ausfall",
    failsClosed: "lehnt ab (Fail)",
    failsOpen: "lässt durch (Ignore)",
    reporting: "nur meldend",
    compliantPod: "Pod ohne Verstoß",
    podSecurity: "Pod Security",
    noLabels: "keine Labels",
    allLeftOut:
      "Bei so vielen Standorten oder Versuchen stehen hier nur die Belege zu den Abweichungen. Alle Versuche enthält die Datei, die --json schreibt.",
  },
  idSources: {
    "kube-system-uid": "uid des Namespace kube-system",
    "api-server-ca": "Hash der Zertifizierungsstelle des API-Servers",
    "api-server-url": "Hash der Adresse des API-Servers, nicht unbedingt eindeutig",
  },
  probeSets: { core: "Kernumfang (core)", deep: "vertiefter Umfang (deep)" },
  vantageKinds: { fresh: "neu angelegt", tenant: "bestehend" },
  identities: {
    token: "als Mandant mit eigenem Token",
    impersonation: "als Mandant durch Impersonation",
    none: "nicht als Mandant",
  },
  policy: {
    title: "Richtlinien",
    forbids: "Vorgabe",
    why: "Grund",
    comply: "Einhalten",
    seedName: "Name im Proof of Concept",
    requirements: "Anforderungen",
    parameters: "Parameter des Profils",
    sources: "Zu den Anforderungsnummern",
    unknown: "Diese Richtlinie kennt nur das Ergebnis eines Standorts, nicht das Profil.",
  },
  limits: {
    title: "Grenzen der Prüfung",
    items: [
      "Geprüft wird, was der Cluster bei der Zulassung (Admission) eines Pods antwortet. Laufende Pods werden nicht betrachtet, und kein Versuch wird gestartet.",
      "Regeln im Audit-Modus sind für den Aufrufer unsichtbar; was sie betreffen, erscheint als nicht durchgesetzt. Wo die Regeln der Engine gelesen werden durften, nennen die Belege, welche nur melden. Warnungen sind sichtbar; was nur Warnungen auslöst, erscheint als nur gemeldet.",
      "Ob zu viel abgelehnt wird, wurde nur an einigen Grenzfällen geprüft.",
      "Geprüft wurde in den genannten Namespaces. In anderen können Ausnahmen gelten.",
      "Jedes Ergebnis gilt für seinen Zeitpunkt. Ob der Standort seither geändert wurde, ist nicht bekannt.",
      "„Durchgesetzt“ beschreibt das Verhalten des Clusters in den Versuchen. Der Bericht ist kein Zertifikat und kein Nachweis über die Umsetzung von Anforderungen.",
      "Dieser Bericht ist kein Angebot von FITKO oder BSI.",
    ],
  },
  inputs: {
    title: "Eingaben",
    intro: "Dieselben Eingaben ergeben denselben Bericht, Zeichen für Zeichen.",
    caption: "Eingelesene Dateien und ihre Prüfsummen",
    archive: "Archiv",
    hash: "SHA-256",
    ofResult: "der JUnit-Datei im Ordner",
  },
  footer: "Alle Zeiten in UTC.",

  siteName: (shortId) => `Standort ${shortId}`,
  archiveName: (archive) => `Archiv ${archive}`,
  key: ({ sites, policies, cells, levels }) => {
    const parts = [
      ...levelWords(levels),
      ...(levels.none > 0 ? [counted(levels.none, levels.none === 1 ? "entfällt" : "entfallen")] : []),
    ];
    return `${sizesOf({ sites, policies, cells })}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}.`;
  },
  sizes: sizesOf,
  mostOpen: (open) =>
    `Am häufigsten offen: ${list.format(open.map(({ title, sites, waived }) => `${quoted(title)} (an\u00a0${counted(sites, sites === 1 ? "Standort" : "Standorten")}${waived > 0 ? `, davon ${counted(waived, "mit Ausnahme")}` : ""})`))}.`,
  withoutResult: (n) =>
    n === 1
      ? "Ein weiteres Archiv enthält kein verwertbares Ergebnis."
      : `${number.format(n)} weitere Archive enthalten kein verwertbares Ergebnis.`,
  furtherLeftOut: (n) =>
    n === 1
      ? "Eine weitere Richtlinie, die das Profil nicht kennt, ist nicht aufgeführt."
      : `${number.format(n)} weitere Richtlinien, die das Profil nicht kennt, sind nicht aufgeführt.`,
  moreLines: (n) => `… (${count(n, "weitere Zeile", "weitere Zeilen")})`,
  round: (newest, oldest) => (newest === oldest ? newest : `${oldest} bis ${newest}`),
  runTime: (started, seconds) =>
    `${started}${seconds === undefined ? "" : `, Dauer ${number.format(seconds)} s`}`,
  share: (n, of) => `${number.format(n)} von ${number.format(of)}`,
  openOf: (open, of) => `${number.format(open)} von ${number.format(of)} zugelassen`,
  verdictSentence: (verdict, numbers, reason) => sentenceOf(verdict, numbers, reason),
  namespacesSentence: (n, of) => {
    if (n === 0) return "Geprüft wurde in keinem Namespace.";
    if (n < of) return `Geprüft wurde in ${number.format(n)} von ${number.format(of)} Namespaces.`;
    return n === 1
      ? "Geprüft wurde in einem Namespace."
      : `Geprüft wurde in allen ${number.format(n)} Namespaces.`;
  },
  cellPart: (n, all) => `${number.format(n)} von ${number.format(all)} Namespaces`,
  cellEverywhere: (all) => `in allen ${number.format(all)} Namespaces`,
  vantage: (namespace, alike, all) => {
    if (all === 1) return `Geprüft im Namespace ${namespace}.`;
    const same = alike.length === 0 ? "" : `; ebenso in ${list.format(alike)}`;
    return `Maßgeblich ist der Namespace ${namespace}${same}.`;
  },
  everywhere: (namespace, all) =>
    `In ${all === 2 ? "beiden" : `allen ${number.format(all)}`} Namespaces gleich (gezeigt: ${namespace}).`,
  names: (names) => list.format(names),
  exemption: (engine, namespaces) =>
    `${list.format(namespaces)}: ausgenommen laut Konfiguration von ${engine}:`,
  exemptionHere: (engine, policies) =>
    policies === undefined
      ? `${engine}, alle Regeln:`
      : `${engine}, ${policies.length === 1 ? "Regel" : "Regeln"} ${list.format(policies)}:`,
  reporting: (engine, policies) =>
    policies.length === 1
      ? `${engine} ist hier installiert und hat eine Regel dafür, die Verstöße nur meldet und nicht ablehnt: ${policies[0]}.`
      : `${engine} ist hier installiert und hat Regeln dafür, die Verstöße nur melden und nicht ablehnen: ${list.format(policies)}.`,
  alternative: (id) =>
    `Der übliche Pod ohne Verstoß wurde abgelehnt. Geprüft wurde in der Form ${quoted(id)}; in jedem Pod stand zusätzlich:`,
  nodes: (n) => count(n, "Knoten", "Knoten"),
  allEvidence: (n) => `Alle Belege (${count(n, "Versuch", "Versuche")})`,
  problem: (problem, archive) => problemOf(problem, quoted(archive)),
  note: (note) => noteOf(note),
  packing: (packing, slimmed) => {
    const first = packingOf(packing);
    return slimmed === undefined
      ? first
      : `${first}; am Standort mit dvs ${slimmed.version} verschlankt, Namen durch Pseudonyme ersetzt`;
  },
  sitesFile: (problem, file, line) => `${file}, Zeile ${line}: ${sitesFileOf(problem)}`,
  summary: summaryDe,
  audience: audienceDe,
  explain: explainDe,
  export: exportDe,
  cases: evidenceDe,
  differences: differencesDe,
  waivers: waiversDe,
  age: (days) => `${counted(days, days === 1 ? "Tag" : "Tage")} alt`,
  page: pageDe,
  rounds: roundsDe,
  cli: {
    written: (path) => `Bericht: ${path}`,
    site: (name, state, found) => `  ${name}: ${state}${found === undefined ? "" : `, ${found}`}`,
    found: ({ none: _, ...levels }) => {
      const { enforced, gaps, open, undetermined } = levels;
      if (undetermined === 0)
        return `${number.format(enforced)} von ${number.format(enforced + gaps + open)} durchgesetzt`;
      return [...(enforced === 0 ? ["0 durchgesetzt"] : []), ...levelWords(levels)].join(", ");
    },
    noWrite: (path, detail) =>
      `${path} kann nicht geschrieben werden (${fileErrorOf(detail)}). Anderen Ort angeben.`,
    noRead: (path, detail) =>
      `${path} kann nicht gelesen werden (${fileErrorOf(detail)}). Pfad und Leserechte prüfen.`,
    notUtf8: (path) => `${path} ist nicht in UTF-8 gespeichert. Die Datei als UTF-8 speichern.`,
    noPath: (option) => `Zu ${option} fehlt der Ort. Eine Datei angeben.`,
    sameTarget: ([one, other], path) =>
      `${one} und ${other} nennen beide ${path}. Verschiedene Dateien angeben.`,
    overArchive: (path) =>
      `${path} ist das Archiv eines Standorts und wird nicht überschrieben. Anderen Ort angeben.`,
    overInput: (path) => `${path} gehört zu den Eingaben und wird nicht überschrieben. Anderen Ort angeben.`,
    unknownProfile: (id, known) => `Das Profil ${quoted(id)} gibt es nicht. Bekannt: ${known.join(", ")}.`,
    unknownFailOn: (name, known) => `--fail-on kennt ${quoted(name)} nicht. Möglich: ${known.join(", ")}.`,
    wrongEpoch: (value) =>
      `SOURCE_DATE_EPOCH ist ${quoted(value)}; erwartet werden ganze Sekunden seit 1970.`,
    failsOn: (names) => `Gefunden, wonach --fail-on sucht: ${names.join(", ")}.`,
  },
};

const fileErrors: ReadonlyMap<string, string> = new Map([
  ["EACCES", "keine Berechtigung"],
  ["EISDIR", "ist ein Ordner"],
  ["ENAMETOOLONG", "der Name ist zu lang"],
  ["ENOENT", "nicht vorhanden"],
  ["ENOSPC", "kein Platz mehr"],
  ["ENOTDIR", "ein Teil des Pfades ist kein Ordner"],
  ["EPERM", "keine Berechtigung"],
  ["EROFS", "das Dateisystem ist schreibgeschützt"],
]);

/** The code of a file system's error in words; one that is not known as it is. */
function fileErrorOf(code: string): string {
  return fileErrors.get(code) ?? code;
}

function sentenceOf(
  verdict: Parameters<Text["verdictSentence"]>[0],
  { must, open, openShould }: VerdictNumbers,
  reason: string | undefined,
): string {
  const because = reason === undefined ? "" : ` ${reason}`;
  switch (verdict) {
    case "enforced":
      return "Die Richtlinie wird durchgesetzt: Alle Muss-Versuche wurden abgelehnt oder entschärft.";
    case "enforced-stricter":
      return "Die Richtlinie wird durchgesetzt, und zwar strenger als gefordert: Auch Zulässiges wurde abgelehnt.";
    case "enforced-looser":
      return `Die Richtlinie wird durchgesetzt, aber gelockert: Alle Muss-Versuche wurden abgelehnt oder entschärft, ${count(openShould, "Soll-Versuch wurde", "Soll-Versuche wurden")} zugelassen.`;
    case "partly-enforced":
      return open === 0
        ? "Die Richtlinie wird höchstens teilweise durchgesetzt: Nicht jede Ablehnung lässt sich dieser Richtlinie zuordnen."
        : `Die Richtlinie wird nur teilweise durchgesetzt: ${number.format(open)} von ${count(must, "Muss-Versuch", "Muss-Versuchen")} ${open === 1 ? "wurde" : "wurden"} zugelassen.`;
    case "warned-only":
      return "Verstöße werden nur gemeldet: Die Pods wurden mit einer Warnung zugelassen.";
    case "not-enforced":
      return `Die Richtlinie wird nicht durchgesetzt: ${number.format(open)} von ${count(must, "Muss-Versuch", "Muss-Versuchen")} ${open === 1 ? "wurde" : "wurden"} zugelassen${open === must ? "" : "; bei keinem ist belegt, dass die Richtlinie ihn ablehnt"}.`;
    case "over-blocking":
      return "Der Cluster lehnte jeden Pod mit derselben Meldung ab, auch den, der alle Richtlinien einhält. Über die einzelne Richtlinie sagt das nichts.";
    case "inconclusive":
      return `Ob die Richtlinie durchgesetzt wird, ist nicht feststellbar.${because}`;
    case "missing":
      return "Zu dieser Richtlinie enthält das Ergebnis des Standorts keinen Versuch.";
    case "not-applicable":
      return `Die Richtlinie entfällt an diesem Standort.${because}`;
  }
}

const limitWords: Readonly<Record<Exclude<Extract<Problem, { kind: "limit" }>["limit"], "ratio">, string>> = {
  memberBytes: "Byte in einem Eintrag",
  keptBytes: "Byte in allen benötigten Einträgen",
  archiveBytes: "Byte nach dem Entpacken",
  ratioAfter: "Byte",
  members: "Einträge",
  elements: "Elemente in einer JUnit-Datei",
  attributes: "Attribute in einer JUnit-Datei",
  testCases: "Testfälle",
  vantages: "Namespaces",
  unknownPolicies: "Richtlinien, die der Katalog nicht kennt",
};

function packingOf(packing: Packing): string {
  switch (packing.by) {
    case "sonobuoy":
      return `von Sonobuoy${packing.version === undefined ? "" : ` ${packing.version}`} (${packing.uuid})`;
    case "other":
      return packing.name === "demo"
        ? "von der Demo gepackt, nicht von Sonobuoy"
        : `von ${quoted(packing.name)} gepackt, nicht von Sonobuoy`;
    case "unknown":
      return "Ohne Sonobuoy erstellt (keine Angaben im Archiv)";
    case "file":
      return "einzelne JUnit-Datei, nicht von Sonobuoy gepackt";
  }
}

/** Folders with what lies in them. */
function surplusText({ folders, configMaps, secrets }: Surplus): string {
  const parts = folders.map(
    ({ folder, members, bytes }) => `${folder}/ (${count(members, "Datei", "Dateien")}, ${bytesText(bytes)})`,
  );
  const lists = [
    ...(configMaps > 0 ? [`ConfigMaps aus ${count(configMaps, "Namespace", "Namespaces")}`] : []),
    ...(secrets > 0 ? [`Secrets aus ${count(secrets, "Namespace", "Namespaces")}`] : []),
  ];
  return `${list.format(parts)}${lists.length === 0 ? "" : `, darin ${list.format(lists)}`}`;
}

/** Bytes as people read them. */
function bytesText(bytes: number): string {
  const [unit, size] = bytes < 1000 ? ["Byte", 1] : bytes < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
  return `${new Intl.NumberFormat("de-DE", { maximumFractionDigits: 1 }).format(bytes / Number(size))}\u00a0${unit}`;
}

function problemOf(problem: Problem, archive: string): Saying {
  switch (problem.kind) {
    case "not-readable":
      return {
        text: `${archive} kann nicht gelesen werden (${fileErrorOf(problem.detail)}). Pfad und Leserechte prüfen.`,
      };
    case "no-file":
      return { text: `${archive} ist weder eine Datei noch ein Ordner. Das Archiv als Datei angeben.` };
    case "empty":
      return { text: `${archive} ist leer. Das Ergebnis am Standort erneut abholen (sonobuoy retrieve).` };
    case "unknown-format":
      return {
        text: `${archive} ist weder ein tar-Archiv (auch mit gzip) noch eine JUnit-Datei. Erwartet wird, was „sonobuoy retrieve“ liefert.`,
      };
    case "truncated": {
      const place =
        problem.member === undefined ? "" : `, beim Eintrag ${quoted(problem.member)} oder danach`;
      return {
        text: `${archive} bricht vorzeitig ab${place}. Die Datei erneut übertragen und die Prüfsummen vergleichen.`,
      };
    }
    case "damaged":
      return {
        text: `${archive} ist beschädigt. Die Datei erneut übertragen und die Prüfsummen vergleichen.`,
        quote: problem.detail,
      };
    case "limit": {
      const place = problem.member === undefined ? "" : ` (beim Eintrag ${quoted(problem.member)})`;
      const limit = number.format(problem.value);
      const beyond =
        problem.limit === "ratio"
          ? `auf mehr als das ${limit}-Fache entpackt`
          : `mehr als ${limit} ${limitWords[problem.limit]}`;
      return {
        text: `${archive} überschreitet eine Grenze${place}: ${beyond}. Ein Ergebnis ist weit kleiner; die Herkunft der Datei klären.`,
      };
    }
    case "no-result": {
      if (problem.elsewhere !== undefined)
        return {
          text: `${archive}: Das Plugin dvs ist gelaufen, sein Ergebnis liegt aber unter ${quoted(problem.elsewhere)} statt unter plugins/dvs/results/global. Die mitgelieferte Plugin-Definition (driver: Job) verwenden.`,
        };
      const plugins = problem.plugins.length > 0 ? ` Enthaltene Plugins: ${problem.plugins.join(", ")}.` : "";
      const nested =
        problem.nested === undefined
          ? " Das Plugin dvs am Standort ausführen und das Ergebnis erneut abholen."
          : ` Es liegt zu tief, unter ${quoted(problem.nested)}: den Inhalt ohne den äußeren Ordner packen.`;
      return { text: `${archive} enthält kein Ergebnis des Plugins dvs.${plugins}${nested}` };
    }
    case "junit":
      return {
        text: `${archive}, Eintrag ${quoted(problem.member)}: kein lesbares Ergebnis des Plugins dvs. Das Ergebnis am Standort erneut abholen.`,
        quote: problem.detail,
      };
    case "plugin-error":
      return {
        text: `Sonobuoy liegt kein Ergebnis des Plugins vor (${archive}, Eintrag ${quoted(problem.member)}). ${failures[failureCause(problem.detail)]}`,
        quote: problem.detail,
      };
    case "refused":
      return {
        text: `Der Cluster hat den Pod des Plugins selbst abgelehnt (${archive}, Eintrag ${quoted(problem.member)}). Über die einzelnen Richtlinien sagt das nichts. Den Namespace von Sonobuoy ausnehmen oder die Plugin-Definition an die Vorgaben des Standorts anpassen und den Lauf wiederholen.`,
        quote: problem.detail,
      };
  }
}

function noteOf(note: SiteNote): Saying {
  switch (note.kind) {
    case "duplicate-member":
      return { text: `Der Eintrag ${quoted(note.member)} kommt im Archiv mehrfach vor; der erste zählt.` };
    case "surplus":
      return {
        text: `Das Archiv enthält Daten des Clusters, die der Vergleich nicht braucht: ${surplusText(note)}. Vor der Weitergabe „dvs slim“ anwenden und künftig mit deploy/sonobuoy-lean.json sammeln.`,
      };
    case "cut-off-before":
      return {
        text: "Das Archiv brach schon vorzeitig ab, als es am Standort verschlankt wurde. Den Lauf erneut abholen (sonobuoy retrieve) und verschlanken.",
      };
    case "plugin-error":
      return {
        text: `Sonobuoy meldet zusätzlich einen Fehler (Eintrag ${quoted(note.member)}).`,
        quote: note.detail,
      };
    case "older-run":
      return {
        text: `Ein älteres Ergebnis liegt vor (${quoted(note.archive)}, beendet ${note.finished}); gezeigt wird das neueste.`,
      };
    case "same-run":
      return { text: `Derselbe Lauf wurde mehrfach angegeben; ${quoted(note.archive)} bleibt unbeachtet.` };
    case "same-run-slimmed":
      return {
        text: `${quoted(note.archive)} enthält denselben Lauf mit denselben Ergebnissen; die Dateien unterscheiden sich nur in den Namen. Gezeigt wird die verschlankte.`,
      };
    case "same-run-differs":
      return {
        text: `${quoted(note.archive)} nennt denselben Lauf, hat aber einen anderen Inhalt. Gezeigt wird die Datei, in der weniger abgelehnt wurde. Die Herkunft beider Dateien klären.`,
      };
    case "same-file":
      return { text: `Dieselbe Datei wurde auch als ${quoted(note.archive)} angegeben.` };
    case "cut-short":
      return { text: "Der Lauf endete vorzeitig.", quote: note.detail };
    case "probes-lacking":
      return {
        text: `${count(note.count, "erwarteter Versuch fehlt", "erwartete Versuche fehlen")} im Ergebnis und ${note.count === 1 ? "gilt" : "gelten"} als nicht feststellbar.`,
      };
    case "policies-lacking":
      return {
        text: `Zu ${count(note.count, "Richtlinie", "Richtlinien")} des Profils enthält das Ergebnis keinen Versuch.`,
      };
    case "vantages-lacking":
      return {
        text: `Laut Konfiguration war auch hier zu prüfen: ${list.format(note.namespaces)}. Dazu enthält das Ergebnis nichts.`,
      };
    case "vantages-unanswered":
      return note.detail === undefined
        ? {
            text: `In ${list.format(note.namespaces)} konnte nicht geprüft werden; der Grund steht unter „Namespaces“.`,
          }
        : {
            text: `In ${list.format(note.namespaces)} konnte nicht geprüft werden, weil die Vorbereitung misslang.`,
            quote: note.detail,
          };
    case "vantages-unknown":
      return {
        text: `Das Ergebnis enthält Versuche in ${list.format(note.namespaces)}, beschreibt aber nicht, wie dort geprüft wurde. Sie gelten als nicht feststellbar.`,
      };
    case "no-tenant":
      return {
        text: `In ${list.format(note.namespaces)} wurde nicht als Mandant geprüft. Für Administratoren gelten oft Ausnahmen.`,
      };
    case "probes-doubted":
      return {
        text: `${count(note.count, "Versuch ist", "Versuche sind")} im Ergebnis als nicht anwendbar bezeichnet, ohne dass Kubernetes-Version oder Konfiguration das belegen, und ${note.count === 1 ? "gilt" : "gelten"} als nicht feststellbar. Die Herkunft der Datei klären.`,
      };
    case "stale":
      return {
        text: `Das Ergebnis ist ${count(note.days, "Tag", "Tage")} alt, mehr als die vorgesehenen ${number.format(note.after)}; Stichtag ist der ${note.day}${note.given ? "" : ", der Tag des neuesten Ergebnisses"}. Was am Standort seither geändert wurde, fehlt hier. Den Lauf wiederholen.`,
      };
    case "future":
      return {
        text: `Das Ergebnis ist später entstanden (${note.finished}), als der Bericht datiert ist. Die Uhr des Standorts und SOURCE_DATE_EPOCH prüfen.`,
      };
    case "other-profile":
      return {
        text: `Das Ergebnis entstand mit dem Profil ${note.id} ${note.version}. Beurteilt wird nach dem Profil dieses Berichts; was nur die Datei kennt, behält deren Gewicht. Den Lauf mit diesem Profil wiederholen.`,
      };
    case "own-parameter":
      return {
        text: `${note.policy}: geprüft mit ${note.parameter} = ${note.value}; das Profil sieht ${note.agreed} vor.`,
      };
  }
}

function sitesFileOf(problem: SitesFileProblem): string {
  switch (problem.kind) {
    case "no-yaml":
      return `kein gültiges YAML (${problem.detail}).`;
    case "no-list":
      return "Erwartet wird eine Liste von Standorten, jeder Eintrag beginnt mit „- name: …“.";
    case "no-entry":
      return "Jeder Eintrag besteht aus Schlüsseln mit Werten, etwa „- name: Musterstadt“.";
    case "no-name":
      return "Dem Eintrag fehlt „name“. Den Namen des Standorts angeben.";
    case "no-id":
      return "Dem Eintrag fehlen „id“ und „match“; eines von beiden ist nötig, um ihn einem Ergebnis zuzuordnen.";
    case "no-text":
      return `Der Wert von ${quoted(problem.key)} muss ein Text, eine Zahl oder eine Liste davon sein.`;
    case "short-match":
      return `„match: ${problem.match}“ ist zu kurz. Mindestens ${shortestMatch} Zeichen der Kennung angeben.`;
    case "ambiguous":
      return `Zum Standort ${problem.site} passt schon der Eintrag in Zeile ${problem.otherLine}. Einen der beiden streichen oder „match“ verlängern.`;
    case "several-sites":
      return `${quoted(problem.match)} passt zu mehreren Standorten. „match“ verlängern.`;
  }
}

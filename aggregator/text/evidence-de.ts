import type { NextStep } from "../comparison/next-steps.ts";
import type { UnreachableWebhook } from "../comparison/unreachable-webhook.ts";
import type { EvidenceText, StepWords } from "./evidence-text.ts";

const list = new Intl.ListFormat("de-DE", { type: "conjunction" });
const number = new Intl.NumberFormat("de-DE");
const counted = (n: number, one: string, many: string): string =>
  `${number.format(n)}\u00a0${n === 1 ? one : many}`;

/** The German words of the evidence. */
export const evidenceDe: EvidenceText = {
  intro: (placeholder) =>
    `Was für mehrere Standorte oder Richtlinien gleich gilt, steht nur einmal da, mit allen Standorten oder Richtlinien. Meldungen stehen im Wortlaut des Clusters; die Nummer des Laufs ist in den Namen, die er selbst vergibt, durch ${placeholder} ersetzt.`,
  rawIntro: (member) => `Alle Antworten enthält das Archiv als Testfälle in ${member}.`,
  sites: "Standorte",
  andFurther: (names, further) => `${names.join(", ")} und ${number.format(further)} weitere`,
  alsoAt: (names, further) =>
    `ebenso bei ${list.format([...names, ...(further === 0 ? [] : [further === 1 ? "einem weiteren" : `${number.format(further)}\u00a0weiteren`])])}`,
  alsoPolicies: (n) => `und ${counted(n, "weitere Richtlinie", "weitere Richtlinien")}`,
  allSites: (n) => `Alle ${counted(n, "Standort", "Standorte")}`,
  siteCount: (n) => counted(n, "Standort", "Standorte"),
  compliantPod: "Der Pod, der alle Richtlinien einhält:",
  enforce: "Durchsetzen",
  comply: "Einhalten",
  requirements: "Anforderungen",
  repeat: "Nachvollziehen:",
  toInputs: "Rohdaten und Prüfsummen",
  howToEnforce: "So wird die Richtlinie durchgesetzt und eingehalten",
  answers: {
    violation: {
      refused: "Verstoß abgelehnt",
      mutated: "Verstoß vom Cluster geändert und damit entschärft",
      warned: "Verstoß zugelassen, mit Warnung",
      admitted: "Verstoß zugelassen",
    },
    permitted: {
      refused: "Zulässiges abgelehnt",
      mutated: "Zulässiges vom Cluster geändert",
      warned: "Zulässiges zugelassen, wie erwartet, aber mit Warnung",
      admitted: "Zulässiges zugelassen, wie erwartet",
    },
  },
  expectation: (weight, expected) => `${weight}, erwartet: ${expected}`,
  rule: (name, withRegistries) =>
    `Kyverno, Gatekeeper oder ValidatingAdmissionPolicy (ab Kubernetes 1.30 Teil des API-Servers): Regel ${name}. Zuerst mit „--mode warn“ erproben, dann mit „--mode enforce“ anwenden.${withRegistries ? " REGISTRY steht für die Registries, aus denen der Standort Images zulässt." : ""}`,
  podSecurity: (coverage) =>
    coverage === undefined
      ? "Pod Security Admission: deckt die Richtlinie nicht ab."
      : `Pod Security Admission: lehnt Verstöße ab Stufe ${coverage.level} ab${coverage.looser ? ", lässt aber einen Teil zu, den die Richtlinie verbietet (gelockert)" : ""}.`,
  scc: {
    enforced: "OpenShift SCC: restricted-v2 setzt die Richtlinie durch.",
    partly: "OpenShift SCC: restricted-v2 setzt die Richtlinie teilweise durch.",
    none: "OpenShift SCC: deckt die Richtlinie nicht ab.",
  },
  registry: "REGISTRY",
  causes: "Eine Ursache bei mehreren Richtlinien",
  sharedCause: (sentence) => `Für jede dieser Richtlinien gilt: ${sentence}`,
  toCause: (n) => `Gemeinsamer Beleg zu ${counted(n, "Richtlinie", "Richtlinien")}`,
  sameAnswer: (n) => `${counted(n, "Versuch", "Versuche")} mit dieser Antwort`,
  policiesOfCause: "Richtlinien",
  unreachable: (unreachable, engine) => `${webhookOf(unreachable, engine)} ließ sich nicht aufrufen.`,
  refusesAll: "Der Cluster lehnte jeden Pod ab, auch den, der alle Richtlinien einhält.",
  sameMessage: "Meldung wie zuvor.",
  moreCharacters: (n) => `… (${counted(n, "weiteres Zeichen", "weitere Zeichen")})`,
  leftOutTitle: "Weitere Befunde ohne Beleg auf dieser Seite",
  leftOut: (cases, sites) =>
    `Für ${counted(cases, "weiteren Fall", "weitere Fälle")} an ${counted(sites, "Standort", "Standorten")} ist hier kein Platz. Ihre Versuche enthält die Datei, die --json schreibt; einzelne Befunde erläutert „dvs explain“.`,

  nextSteps: "Nächste Schritte",
  concerns: "Betrifft:",
  nothingToDo: "Keine: Keine Richtlinie weicht ab.",
  step: (step, words) => stepOf(step, words),
  stages: {
    warn: "Zuerst im Warnmodus erproben: Der Cluster meldet Verstöße und lässt sie noch zu.",
    enforce: "Dann durchsetzen: Der Cluster lehnt Verstöße ab.",
  },
  registryNote:
    "REGISTRY durch die Registries ersetzen, aus denen der Standort Images zulässt; mehrere durch Kommas trennen.",
  engineNote: "Von kyverno|gatekeeper|vap nur die Engine stehen lassen, die am Standort durchsetzen soll.",
  ownValuesNote:
    "Gelten am Standort eigene Parameter oder ausgenommene Namespaces, dieselben angeben (--config, --exempt-namespaces): Die Parameter gelten für alle unsere Regeln zugleich.",
  manySteps: (command) =>
    `„Durchsetzen, was offen ist“ heißt: mit ${command} Regeln für die genannten Richtlinien (RICHTLINIEN, durch Kommas getrennt) ausgeben und im Warnmodus erproben, dann mit „--mode enforce“ durchsetzen. Gelten am Standort eigene Parameter oder ausgenommene Namespaces, dieselben angeben (--config, --exempt-namespaces).`,
  policyNames: "RICHTLINIEN",
  refusers: "Wer ablehnt",
  refusedBy: "Ablehnung durch",
  policy: "Richtlinie",
  verdict: "Befund",
  byMutation: "Änderung durch den Cluster",
  nobody: "niemand",
  elsewhere: (refusers) => `in anderen Namespaces: ${refusers.join("; ")}`,
  refusersOf: (count, engine, policies) =>
    `${counted(count, "durchgesetzte Richtlinie", "durchgesetzte Richtlinien")}: ${engine}${policies.length === 0 ? "" : ` (${policies.join(", ")})`}`,
  sameNames: (beginning) =>
    beginning === "" ? "dort ebenso genannt" : `dort ${beginning}‹Kennung der Richtlinie› genannt`,
  details: "Angaben zu Lauf, Konfiguration und Namespaces",
  common: "Wo nichts anderes steht, gilt für jeden Standort:",
};

const notKnown: Readonly<Record<Extract<NextStep, { kind: "not-known" }>["reason"], string>> = {
  schema:
    "Der API-Server hielt die Versuche für ungültig: Konfiguration des Plugins (podOverlay) prüfen und den Lauf wiederholen.",
  "field-unknown": "Der API-Server kennt ein geprüftes Feld nicht: Version und Feature-Gates prüfen.",
  rbac: "Dem Plugin die fehlenden Rechte geben (RBAC) und den Lauf wiederholen.",
  unauthenticated: "Anmeldung des Plugins am API-Server in Ordnung bringen und den Lauf wiederholen.",
  setup: "Ursache der misslungenen Vorbereitung beheben (siehe Hinweise) und den Lauf wiederholen.",
  quota: "Das Kontingent (ResourceQuota) des Namespace erhöhen und den Lauf wiederholen.",
  "limit-range":
    "LimitRange des Namespace so ändern, dass der Vergleichs-Pod zulässig ist, oder seine Werte über podOverlay anpassen.",
  "webhook-failure":
    "Der Webhook der Engine ließ sich nicht aufrufen: instand setzen und den Lauf wiederholen.",
  "policy-error": "Die Regel ist fehlerhaft: berichtigen und den Lauf wiederholen.",
  "dry-run-unsupported":
    "Ein Webhook unterstützt keine Probeläufe: in seiner Konfiguration „sideEffects: None“ oder „NoneOnDryRun“ setzen, falls das zutrifft.",
  transient: "Der API-Server antwortete vorübergehend nicht: den Lauf wiederholen.",
  timeout: "Antworten blieben aus: den Lauf mit höherem requestTimeout wiederholen.",
  deadline: "Der Lauf endete zu früh: mit längerer Frist (deadline) wiederholen.",
  unstable:
    "Wiederholte Versuche ergaben Verschiedenes: Alle Instanzen von Engine und API-Server prüfen und den Lauf wiederholen.",
  "unknown-refusal": "Klären, wer ablehnt: Die Meldung nennt keine Engine.",
  "compliant-pod-refused":
    "Schon der Pod, der alle Richtlinien einhält, wird abgelehnt: Was der Standort verlangt (Image, Labels, Annotationen), als podOverlay konfigurieren und den Lauf wiederholen.",
  "control-refused":
    "Schon das Vergleichsobjekt ohne Verstoß wird abgelehnt: Was der Standort verlangt, als podOverlay konfigurieren und den Lauf wiederholen.",
};

/** Which webhook, at the beginning of a sentence. */
function webhookOf({ webhook, engine }: UnreachableWebhook, name: StepWords["engine"]): string {
  return engine === undefined ? `Der Webhook ${webhook}` : `${name(engine)} (Webhook ${webhook})`;
}

/** What may come of an outage; not empty. */
function failingOpen(engines: readonly string[]): string {
  const names = list.format(engines);
  return engines.length === 1
    ? `Fällt ${names} aus, kann zugelassen werden, was ${names} sonst ablehnt`
    : `Fallen ${names} aus, kann zugelassen werden, was sie sonst ablehnen`;
}

function stepOf(step: NextStep, { engine, moment }: StepWords): string {
  switch (step.kind) {
    case "regressed":
      return `Ursache der Verschlechterung klären: Was wurde seit dem Lauf vom ${moment(step.since)} geändert? Dann die Durchsetzung wiederherstellen.`;
    case "plan":
      return "Zeitplan für die Durchsetzung nennen: Mindestens die Hälfte der Richtlinien ist offen.";
    case "enforce":
      return "Durchsetzen, was offen ist.";
    case "extend":
      return "In einem Teil der Namespaces wird schon abgelehnt: diese Regeln auf alle Namespaces ausdehnen.";
    case "refuse":
      return `${engine(step.engine)} hat Regeln, die Verstöße nur melden. Die Meldungen auswerten, dann diese Regeln auf Ablehnen umstellen: ${list.format(step.rules)}.`;
    case "warned":
      return "Von Warnen auf Ablehnen umstellen.";
    case "exempt":
      return "Was die Konfiguration der Engine ausnimmt, wieder einbeziehen oder eine Ausnahme beantragen.";
    case "gaps":
      return "Lücken schließen; welche Versuche zugelassen wurden, zeigt der Beleg.";
    case "unclear":
      return "In der Meldung der Regel die Richtlinie nennen, damit sich Ablehnungen zuordnen lassen.";
    case "should":
      return "Entscheiden, ob auch Verstöße gegen Soll-Vorgaben abgelehnt werden.";
    case "fails-open":
      return `${failingOpen(step.engines.map(engine))}: hinnehmen oder am Webhook „failurePolicy: Fail“ setzen. Mit Fail werden während eines Ausfalls auch zulässige Pods abgelehnt; deshalb zuvor für mehrere Instanzen sorgen.`;
    case "over-blocking":
      return "Der Cluster lehnt jeden Pod ab. Was er von Pods verlangt, als podOverlay konfigurieren und den Lauf wiederholen.";
    case "not-known":
      return step.unreachable === undefined
        ? notKnown[step.reason]
        : `${webhookOf(step.unreachable, engine)} ließ sich nicht aufrufen: instand setzen und den Lauf wiederholen.`;
    case "waived":
      return "Die Abweichung bis zum Ende der Ausnahme beheben oder die Ausnahme neu vereinbaren.";
    case "missing":
      return "Das Ergebnis enthält keinen Versuch dazu: den Lauf mit dem Profil dieses Berichts wiederholen.";
  }
}

import type { Broken } from "../documents.ts";
import type { Home } from "../notes/homes.ts";
import type { PlainType } from "../wrong-type.ts";
import type { Words } from "./words.ts";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "die Berechtigung fehlt",
  EPERM: "die Berechtigung fehlt",
  EISDIR: "es ist ein Ordner",
  ENOENT: "sie fehlt oder ist ein Verweis, der ins Leere führt",
};

const broken: Readonly<Record<Exclude<Broken["reason"], "other">, string>> = {
  tab: "mit einem Tabulator eingerückt; YAML erlaubt nur Leerzeichen",
  duplicate: "der Schlüssel steht hier zum zweiten Mal; welcher gilt, wäre Zufall: einen davon entfernen",
  aliases: "seine Anker und Verweise würden ins Unermessliche wachsen",
  indentation:
    "die Einrückung passt nicht zu den Zeilen darüber: Felder eines Blocks beginnen in derselben Spalte",
  template:
    "sieht aus wie ein Template, das noch nicht ausgefüllt ist: zuerst das Chart ausgeben (helm template … | dvs check -)",
  bracket: "die Klammer, die hier beginnt, wird nicht geschlossen",
  colon: "ein Wert, in dem ein Doppelpunkt mit Leerzeichen steht, braucht Anführungszeichen",
  "no-colon": "hier wird kein Feld benannt: Es fehlt ein Doppelpunkt mit einem Leerzeichen dahinter",
  reserved: "ein Wert, der mit diesem Zeichen beginnt, braucht Anführungszeichen",
  alias:
    "darüber steht kein Anker (&…) dieses Namens; ein Text, der mit * beginnt, braucht Anführungszeichen",
  escape:
    "dieser Backslash bedeutet in doppelten Anführungszeichen nichts: verdoppeln, oder einfache Anführungszeichen nehmen",
  quote: "das Anführungszeichen, das hier beginnt, wird in seiner Zeile nicht geschlossen",
  "behind-quote": `hinter dem Anführungszeichen, mit dem der Wert endet, steht noch etwas; eines im Wert selbst wird verdoppelt ('') oder in doppelten mit Backslash geschrieben (\\")`,
  "behind-bracket": "hinter der Klammer, mit der der Wert endet, steht noch etwas",
  comma: "in dieser Klammer fehlt ein Komma, oder es steht eines zu viel",
  tag: "was mit ! beginnt, ist für YAML ein Tag, und dieses passt hier nicht: den Text in Anführungszeichen setzen oder das Tag entfernen",
  block: "hinter | oder > beginnt der Text erst in der nächsten Zeile, eingerückt",
  key: "der Name eines Feldes muss ein Text sein; ein Wert mit geschweiften oder eckigen Klammern braucht Anführungszeichen",
  merge: "hinter << gehört ein Block mit Feldern, meist ein Verweis (*…) auf einen",
  second:
    "für YAML ist das Dokument davor zu Ende; auf derselben Stufe stehen entweder Felder oder Einträge einer Liste (-), und vor einem neuen Objekt steht eine Zeile mit ---",
  directive: "eine Zeile, die mit % beginnt, ist für YAML eine Anweisung; diese gibt es nicht",
  control: "hier steht ein Steuerzeichen, das YAML nicht erlaubt: entfernen",
  depth: "zu tief verschachtelt",
};

const expectedTypes: Readonly<Record<PlainType, string>> = {
  text: "ein Text, nötigenfalls in Anführungszeichen",
  number: "eine Zahl ohne Anführungszeichen",
  boolean: "true oder false ohne Anführungszeichen",
  list: "eine Liste",
  map: "ein Block mit Feldern",
};

const foundTypes: Readonly<Record<PlainType, string>> = {
  text: "ein Text",
  number: "eine Zahl",
  boolean: "true oder false",
  list: "eine Liste",
  map: "ein Block mit Feldern",
};

const homes: Readonly<Record<Home, string>> = {
  SecurityContext: "den securityContext des Containers",
  Container: "einen Container",
  PodSecurityContext: "den securityContext des Pods",
  PodSpec: "die spec des Pods",
  ResourceRequirements: "resources des Containers",
  Probe: "eine Prüfung",
};

/** What was meant by a field that there is not. */
function meant({ likely, home }: { readonly likely?: string; readonly home?: Home }): string {
  if (home === undefined) return likely === undefined ? "" : `; gemeint ist wohl ${likely}`;
  return likely === undefined
    ? `, es gehört in ${homes[home]}`
    : `; es gehört wohl als ${likely} in ${homes[home]}`;
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** German. */
export const de: Words = {
  weights: { must: "muss", should: "soll" },
  byHand: {
    probe:
      "Prüfungen: Pfad und Port sind ein Vorschlag; Liveness und Readiness sollten Verschiedenes fragen.",
    user: "Benutzer: Das Image braucht einen Benutzer mit numerischer ID, die nicht 0 ist.",
    "manifest-user":
      "Benutzer: Nicht das Image, sondern dieses Manifest verlangt root; die Nummer ist ein Vorschlag, am besten ist die des Benutzers, den das Image vorsieht.",
    group: "Gruppe: Was die Anwendung liest und schreibt, muss dieser Gruppe offenstehen.",
    image: "Image: Es muss zuerst in dieser Registry liegen.",
    writable:
      "Nur lesbares Wurzeldateisystem: Wo die Anwendung schreibt, ein emptyDir oder Volume einhängen.",
    resources: "CPU und Speicher: Werte für den Anfang; den Bedarf der Anwendung messen.",
    port: "Ports: Zwei Einträge haben denselben containerPort, ein Patch kann sie nicht unterscheiden.",
    storage:
      "Speicher: Ein emptyDir geht mit dem Pod verloren; was bleiben soll, braucht einen PersistentVolumeClaim.",
  },
  notSet: (field) => `${field} fehlt`,
  holds: (field, value) => `${field} ist ${value}`,
  cannotJudge: "nicht zu beurteilen: Ein Feld dazu hat eine Form, die kein Cluster annimmt",
  wrongType: ({ expected, found }) =>
    `erwartet wird ${expectedTypes[expected]}, gefunden ${foundTypes[found]}`,
  noName: "ohne Namen",
  container: (name) => `Container ${name}`,
  toComply: "Abhilfe, diese Felder ergänzen:",
  readOn: "Was jede Richtlinie verlangt, warum, und wie man sie einhält: dvs policies",
  excepted: (reason) => `ausgenommen: ${reason}`,
  renderedBy: (program) => `erzeugt mit ${program}; Zeilen zählen im erzeugten Text`,
  fromTemplate: (template) => `aus dem Template ${template}`,
  likelyValues: (keys) => `maßgebliche Werte vermutlich: ${keys.join(", ")}`,
  requirements: "Anforderungen",
  at: (line) => `Zeile ${line} des erzeugten Textes`,
  exceptions: (fault) => {
    switch (fault.kind) {
      case "no-list":
        return "erwartet wird eine Liste von Ausnahmen, jede mit policy, reason und expires";
      case "no-entry":
        return "erwartet wird eine Ausnahme mit policy, reason und expires";
      case "unknown-key":
        return `den Schlüssel ${fault.key} gibt es nicht; es gibt policy, kind, name, namespace, container, reason, expires`;
      case "lacking":
        return `${fault.key} fehlt`;
      case "no-text":
        return `${fault.key}: erwartet wird ein Text`;
      case "unknown-policy":
        return `die Richtlinie ${fault.policy} gibt es nicht; es gibt ${fault.known.join(", ")}`;
      case "no-day":
        return `expires: ${fault.value} ist kein Tag wie 2027-06-30`;
    }
  },
  left: {
    decision: "Was dorthin gehört, weiß nur, wer die Anwendung schreibt.",
    "foreign-kind": "kustomize kann Listen in einer Art, die Kubernetes selbst nicht kennt, nicht mischen.",
    "no-name": "Das Objekt hat keinen Namen, unter dem ein Patch es fände.",
    "container-without-name": "Der Container hat keinen Namen, unter dem ein Patch ihn fände.",
  },
  leftHead: "Nicht behoben, weil nur der Autor entscheiden kann oder der Patch die Stelle nicht fände:",
  patchSum: (corrected, left) =>
    `Der Patch behebt ${count(corrected, "Befund", "Befunde")}${left === 0 ? "" : `, ${left} ${left === 1 ? "bleibt" : "bleiben"}`}.`,
  patchHead: (version) => [
    `Geschrieben von dvs check ${version}: was nur wegnimmt oder festhält, was die Plattform ohnehin tut.`,
    "Ob die Anwendung damit läuft, muss ein Test zeigen. Zum Anwenden den Ordner dieser Datei in der",
    "eigenen kustomization.yaml unter components nennen.",
  ],
  fault: "Fehler",
  note: "Hinweis",
  says: (said) => {
    switch (said.kind) {
      case "missing":
        return "Diese Datei oder diesen Ordner gibt es nicht";
      case "unreadable":
        return `nicht lesbar: ${reasons[said.reason] ?? said.reason}`;
      case "too-large":
        return `hat ${megabytes(said.bytes)} MB, gelesen werden höchstens ${megabytes(said.most)} MB: die Objekte in mehreren Dateien prüfen`;
      case "binary":
        return "ist kein Text, sondern eine Binärdatei";
      case "encoding":
        return "ist weder UTF-8 noch UTF-16: als UTF-8 speichern";
      case "broken":
        return `nicht als YAML lesbar: ${said.reason === "other" ? `der YAML-Leser kommt hier nicht weiter („${said.message}“)` : broken[said.reason]}`;
      case "malformed":
        return `${said.object} ist nicht zu beurteilen: ${said.field} fehlt oder hat eine Form, die kein Cluster annimmt`;
      case "program-missing":
        return said.what === "chart"
          ? "ist ein Helm-Chart, aber helm ist nicht zu finden: Helm installieren oder die Ausgabe von helm template prüfen"
          : `ist eine Kustomization, aber weder ${said.programs.join(" noch ")} ist zu finden: eines davon installieren oder dessen Ausgabe prüfen`;
      case "program-failed":
        return `${said.command} ist gescheitert: ${said.message}`;
      case "no-template":
        return `${said.object} enthält kein Pod-Template unter ${said.paths.join(" oder ")} (--pod-template-path)`;
      case "not-kubernetes":
        return "ist kein Kubernetes-Objekt (apiVersion oder kind fehlt): übergangen";
      case "unknown-kind":
        return said.likely.length === 0
          ? `${said.name} (${said.apiVersion}): unbekannte Art, die wohl keinen Pod enthält: nicht beurteilt`
          : `${said.name} (${said.apiVersion}): unbekannte Art, die wohl einen Pod enthält: beurteilt wird er mit ${said.likely.map((path) => `--pod-template-path ${kindOf(said.name)}=${path}`).join(" ")}`;
      case "component":
        return "ist ein Component von kustomize: beurteilt wird es dort, wo eine Kustomization es verwendet";
      case "plain-text":
        return `In ${said.field} steht der Text ${said.value}, wo Felder hingehören: Fehlt ein Doppelpunkt wie in "name: web"?`;
      case "never-starts":
        return `Container ${said.container} läuft als Benutzer 0, obwohl runAsNonRoot true ist: Das Kubelet startet ihn nicht. Das legt nicht das Image fest, sondern dieses Manifest; hier die Nummer eines anderen Benutzers angeben`;
      case "owners-changed":
        return `Init-Container ${said.container} führt ${said.program} aus, meist als root: fsGroup auf Pod-Ebene gibt ein Volume der Gruppe des Pods, der Init-Container kann dann entfallen`;
      case "unknown-field":
        return `Das Feld ${said.field} gibt es in ${said.within} nicht${meant(said)}: kubectl lehnt unbekannte Felder ab, wer es nicht tut, übergeht sie`;
      case "no-choice":
        return `${said.value} ist hier nicht möglich: Ein Cluster nimmt nur ${said.words.join(", ")} an`;
      case "no-quantity":
        return `${said.value} ist keine Menge, die ein Cluster annimmt: Einheiten sind m, k, M, G, Ki, Mi, Gi …, etwa 500m oder 128Mi`;
      case "no-image":
        return `${said.value} ist kein Name, unter dem ein Image zu finden ist: kein https:// davor, hinter dem Host nur Kleinbuchstaben und Ziffern, wie in registry.musterstadt.example/shop/app:1.2.3`;
      case "no-version":
        return `${said.value} nennt keine feste Version: Bei jedem Start kann ein anderes Image kommen; einen Tag wie 1.2.3 oder einen Digest angeben`;
      case "above-limit":
        return `Die Anforderung an ${said.resource} (${said.request}) liegt über der Grenze (${said.limit}): Das nimmt kein Cluster an`;
      case "no-handler":
        return `${said.probe} fragt nichts: Ohne httpGet, tcpSocket, grpc oder exec nimmt kein Cluster die Prüfung an`;
      case "loop":
        return "ist ein Verweis, der auf sich selbst zurückführt: nicht verfolgt";
      case "not-judged":
        return `${said.policy} wurde nicht beurteilt: Dazu gehören die Registries des Standorts (--allowed-registries)`;
      case "unused-exception":
        return said.met
          ? `Ausnahme für ${said.exception}: Dort ist nichts zu beanstanden, sie kann entfallen`
          : `Ausnahme für ${said.exception}: Sie passt auf nichts, was geprüft wurde; ist ein Name vertippt?`;
      case "expired-exception":
        return `Ausnahme für ${said.exception}: am ${said.expires} abgelaufen, sie gilt nicht mehr`;
    }
  },
  summary: ({ files, objects, pods, findings, excepted, faults }) =>
    [
      `${count(pods, "Pod", "Pods")} in ${count(objects, "Objekt", "Objekten")} aus ${count(files, "Eingabe", "Eingaben")} geprüft`,
      count(findings, "Befund", "Befunde"),
      ...(excepted > 0 ? [`${excepted} ausgenommen`] : []),
      ...(faults > 0 ? [`${faults} Fehler`] : []),
    ].join(", "),
  nothing: ({ files, objects }) =>
    objects === 0
      ? `Nichts geprüft: kein Kubernetes-Objekt in ${count(files, "Eingabe", "Eingaben")}.`
      : `Nichts geprüft: ${count(objects, "Objekt", "Objekte")}, aber keines mit einem Pod.`,
};

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toLocaleString("de", {
    maximumFractionDigits: bytes < 10 * 1024 * 1024 ? 1 : 0,
  });
}

function kindOf(object: string): string {
  return object.split("/")[0] ?? object;
}

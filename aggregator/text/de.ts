import type { Problem } from "../archive/problem.ts";
import type { SiteNote } from "../comparison/comparison.ts";
import { type SitesFileProblem, shortestMatch } from "../comparison/sites-file.ts";
import type { Saying, Text, VerdictNumbers } from "./text.ts";

const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
const number = new Intl.NumberFormat("de-DE");
const list = new Intl.ListFormat("de-DE", { type: "conjunction" });
/** Quotation marks inside become single ones. */
const quoted = (text: string): string => `„${text.replaceAll("„", "‚").replaceAll("“", "‘")}“`;

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
    enforced: "Was die Richtlinie verletzt, wird abgelehnt oder entschärft.",
    gaps: "Ein Teil dessen, was die Richtlinie verletzt, wird zugelassen.",
    open: "Was die Richtlinie verletzt, wird zugelassen.",
    undetermined: "Die Antworten des Clusters erlauben keine Aussage.",
    none: "Die Richtlinie hat an diesem Standort keinen Gegenstand.",
  },
  flags: {
    byMutation: "durch Änderung",
    failOpen: "Webhook lässt bei Ausfall durch",
    stricter: "zum Teil strenger",
    incomplete: "unvollständig",
    stale: "veraltet",
    waived: "Ausnahme",
    exempt: "Namespace ausgenommen",
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
    "control-refused": "abgelehnt, der einwandfreie Vergleichs-Pod aber auch",
    inconclusive: "nicht feststellbar",
    "not-applicable": "entfällt",
  },
  notTried: "nicht durchgeführt",
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
    unauthenticated: "Das Plugin wurde nicht als angemeldet erkannt.",
    setup: "Die Vorbereitung im Cluster gelang nicht.",
    quota: "Ein Kontingent (ResourceQuota) war erschöpft.",
    "limit-range": "Eine LimitRange lehnte ab, bevor eine Richtlinie entscheiden konnte.",
    "webhook-failure": "Ein Webhook war nicht erreichbar.",
    "policy-error": "Die Regel selbst war fehlerhaft und entschied nicht.",
    "dry-run-unsupported": "Ein Webhook unterstützt keine Probeläufe (Dry-Run).",
    transient: "Der API-Server antwortete vorübergehend nicht wie erwartet.",
    timeout: "Die Antwort blieb aus.",
    deadline: "Der Lauf endete, bevor der Versuch an die Reihe kam.",
    unstable: "Wiederholte Versuche ergaben Verschiedenes.",
    "unknown-refusal": "Es wurde abgelehnt, aber nicht erkennbar, von wem.",
    "server-too-old": "Diese Kubernetes-Version kennt das Geprüfte noch nicht.",
    "server-too-new": "Diese Kubernetes-Version kennt das Geprüfte nicht mehr.",
    declared: "Der Betreiber hat erklärt, dass dies am Standort keinen Gegenstand hat oder erlaubt ist.",
    "compliant-pod-refused":
      "Schon der Pod, der alle Richtlinien einhält, wurde abgelehnt. Image, Labels oder Annotationen sind in der Konfiguration des Plugins anzupassen.",
    "control-refused": "Der Vergleichs-Pod ohne den Verstoß wurde ebenfalls abgelehnt.",
  },
  attributions: {
    both: "",
    difference:
      "Die Meldung nennt die Richtlinie nicht; der sonst gleiche Pod ohne den Verstoß wurde zugelassen.",
    message: "Auch der Vergleichs-Pod wurde abgelehnt; nur die Meldung dieses Versuchs nennt die Richtlinie.",
    "control-too": "Dieselbe Richtlinie lehnte auch den Vergleichs-Pod ab: Sie fordert mehr als nötig.",
    probable:
      "Die Meldung lässt offen, ob diese Richtlinie gemeint ist. Deshalb zählt die Ablehnung nicht als Nachweis.",
  },
  engines: {
    kyverno: "Kyverno",
    gatekeeper: "Gatekeeper",
    "validating-admission-policy": "ValidatingAdmissionPolicy",
    "pod-security": "Pod Security Admission",
    "openshift-scc": "OpenShift SCC",
    kubewarden: "Kubewarden",
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
    policies: "Richtlinien",
    tool: "Erstellt mit",
    key: "Ergebnis",
  },
  legend: {
    title: "Legende",
    intro: "Zeichen, Wort und Form sagen dasselbe. Die Zahl nennt, wie oft ein Befund vorkommt.",
  },
  problems: {
    title: "Handlungsbedarf",
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
    policy: "Richtlinie",
    site: "Standort",
    kubernetes: "Kubernetes",
    engines: "Durchsetzung durch",
    date: "Stand",
    vantages: "Geprüfte Namespaces",
    enforced: "durchgesetzt",
    enforcedNote:
      "„n von m“ zählt durchgesetzte unter den anwendbaren Richtlinien; was nicht feststellbar ist, zählt mit.",
    ownParameters: "eigene Parameter",
    scrollHint: "Die Tabelle lässt sich seitlich verschieben.",
  },
  evidence: {
    title: "Belege zu den Abweichungen",
    intro:
      "Jeder Versuch ist ein Pod, der sich von einem zugelassenen Vergleichs-Pod in genau einer Eigenschaft unterscheidet und nur probeweise (Dry-Run) angelegt wird. Meldungen stehen im Wortlaut des Clusters.",
    none: "Es gibt keine Abweichungen.",
    tried: "Versuch",
    control: "Vergleichs-Pod",
    weight: "Gewicht",
    expected: "Erwartet",
    happened: "Ergebnis",
    by: "durch",
    policyOf: "Richtlinie",
    ruleOf: "Regel",
    webhookOf: "Webhook",
    message: "Meldung",
    changes: "Änderung durch den Cluster",
    comply: "So halten Anwendungen die Richtlinie ein",
    back: "zurück zur Matrix",
    toPolicy: "zur Richtlinie",
    all: "Alle Belege",
    vantage: "Namespace",
    removed: "entfernt",
    auditHint:
      "Regeln, die nur protokollieren (Audit-Modus), sind von außen nicht erkennbar und gelten hier als nicht durchgesetzt.",
    failOpenHint:
      "Solange der Dienst hinter diesem Webhook ausfällt, wird alles zugelassen (failurePolicy: Ignore).",
    sameMessage: "Meldung wie zuvor.",
  },
  site: {
    title: "Standorte",
    details: "Angaben je Standort",
    name: "Standort",
    state: "Zustand",
    id: "Kennung",
    kubernetes: "Kubernetes",
    distribution: "Distribution",
    nodes: "Knoten",
    storage: "Speicherklassen",
    engines: "Policy-Engines",
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
    vantages: "Geprüfte Namespaces",
    unknown: "unbekannt",
    none: "keine",
    failurePolicy: "bei Ausfall",
    compliantPod: "einwandfreier Pod",
    podSecurity: "Pod Security",
  },
  idSources: {
    "kube-system-uid": "uid des Namespace kube-system",
    "api-server-ca": "Hash der Zertifizierungsstelle des API-Servers",
    "api-server-url": "Hash der Adresse des API-Servers, nicht unbedingt eindeutig",
  },
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
    title: "Was nicht geprüft wurde",
    items: [
      "Geprüft wird, was der Cluster bei der Zulassung (Admission) eines Pods antwortet. Laufende Pods werden nicht betrachtet, und kein Versuch wird gestartet.",
      "Regeln im Audit-Modus sind für den Aufrufer unsichtbar; sie erscheinen als nicht durchgesetzt. Warnungen sind sichtbar und erscheinen als nur gemeldet.",
      "Ob zu viel abgelehnt wird, ist nur an einigen Grenzfällen geprüft.",
      "Geprüft wurde in den genannten Namespaces. In anderen können Ausnahmen gelten.",
      "Jedes Ergebnis gilt für seinen Zeitpunkt. Ob der Standort seither geändert wurde, ist nicht bekannt.",
      "„Durchgesetzt“ beschreibt das Verhalten des Clusters in den Versuchen. Der Bericht ist kein Zertifikat und kein Nachweis über die Umsetzung von Anforderungen.",
      "Dieser Bericht ist kein Angebot von FITKO oder BSI.",
    ],
  },
  inputs: {
    title: "Eingaben",
    intro: "Dieselben Eingaben ergeben denselben Bericht, Zeichen für Zeichen.",
    archive: "Archiv",
    hash: "SHA-256",
    ofResult: "der JUnit-Datei im Ordner",
  },
  footer: "Alle Zeiten in UTC.",

  siteName: (shortId) => `Standort ${shortId}`,
  archiveName: (archive) => `Archiv ${archive}`,
  key: ({ sites, policies, cells, levels }) => {
    const parts = [
      `${number.format(levels.gaps)} lückenhaft`,
      `${number.format(levels.open)} offen`,
      `${number.format(levels.undetermined)} nicht feststellbar`,
      ...(levels.none > 0
        ? [`${number.format(levels.none)} ${levels.none === 1 ? "entfällt" : "entfallen"}`]
        : []),
    ];
    return `${count(sites, "Standort", "Standorte")}, ${count(policies, "Richtlinie", "Richtlinien")}: ${number.format(levels.enforced)} von ${count(cells, "Feld", "Feldern")} durchgesetzt, ${parts.join(", ")}.`;
  },
  mostOpen: (open) =>
    `Am häufigsten offen: ${list.format(open.map(({ title, sites }) => `${quoted(title)} (an ${count(sites, "Standort", "Standorten")})`))}.`,
  withoutResult: (n) =>
    n === 1
      ? "Von einem Standort liegt kein verwertbares Ergebnis vor."
      : `Von ${number.format(n)} Standorten liegt kein verwertbares Ergebnis vor.`,
  round: (newest, oldest) => (newest === oldest ? newest : `${oldest} bis ${newest}`),
  share: (n, of) => `${number.format(n)} von ${number.format(of)}`,
  openOf: (open, of) => `${number.format(open)} von ${number.format(of)} zugelassen`,
  verdictSentence: (verdict, numbers, reason) => sentenceOf(verdict, numbers, reason),
  vantage: (namespace, same, all) =>
    all === 1
      ? `Geprüft im Namespace ${namespace}.`
      : `Maßgeblich ist der Namespace ${namespace}; dasselbe Ergebnis in ${number.format(same)} von ${number.format(all)} geprüften Namespaces.`,
  nodes: (n) => count(n, "Knoten", "Knoten"),
  allEvidence: (n) => `Alle Belege (${count(n, "Versuch", "Versuche")})`,
  problem: (problem, archive) => problemOf(problem, quoted(archive)),
  note: (note) => noteOf(note),
  packing: (packing) => {
    switch (packing.by) {
      case "sonobuoy":
        return `von Sonobuoy${packing.version === undefined ? "" : ` ${packing.version}`} (${packing.uuid})`;
      case "other":
        return packing.name === "demo"
          ? "von der Demo gepackt, nicht von Sonobuoy"
          : `von ${quoted(packing.name)} gepackt, nicht von Sonobuoy`;
      case "unknown":
        return "ohne Angaben von Sonobuoy";
      case "file":
        return "einzelne JUnit-Datei, nicht von Sonobuoy gepackt";
    }
  },
  sitesFile: (problem, file, line) => `${file}, Zeile ${line}: ${sitesFileOf(problem)}`,
  cli: {
    written: (path) => `Bericht: ${path}`,
    site: (name, state, share) =>
      `  ${name}: ${state}${share === undefined ? "" : `, ${share} durchgesetzt`}`,
    noWrite: (path, detail) =>
      `${path} kann nicht geschrieben werden (${detail}). Anderen Ort mit -o angeben.`,
    noRead: (path, detail) => `${path} kann nicht gelesen werden (${detail}). Pfad und Leserechte prüfen.`,
    unknownProfile: (id, known) => `Das Profil ${quoted(id)} gibt es nicht. Bekannt: ${known.join(", ")}.`,
    unknownFailOn: (name, known) => `--fail-on kennt ${quoted(name)} nicht. Möglich: ${known.join(", ")}.`,
    wrongEpoch: (value) =>
      `SOURCE_DATE_EPOCH ist ${quoted(value)}; erwartet werden ganze Sekunden seit 1970.`,
    found: (names) => `Gefunden, wonach --fail-on sucht: ${names.join(", ")}.`,
  },
};

function sentenceOf(
  verdict: Parameters<Text["verdictSentence"]>[0],
  { must, open, openShould }: VerdictNumbers,
  reason: string | undefined,
): string {
  const because = reason === undefined ? "" : ` ${reason}`;
  switch (verdict) {
    case "enforced":
      return "Die Richtlinie wird durchgesetzt: Alles, was sie verletzt, wurde abgelehnt oder entschärft.";
    case "enforced-stricter":
      return "Die Richtlinie wird durchgesetzt, und zwar strenger als gefordert: Auch Zulässiges wurde abgelehnt.";
    case "enforced-looser":
      return `Die Richtlinie wird durchgesetzt, aber gelockert: Alle verpflichtenden Versuche wurden abgewehrt, ${count(openShould, "Soll-Versuch wurde", "Soll-Versuche wurden")} zugelassen.`;
    case "partly-enforced":
      return open === 0
        ? "Die Richtlinie wird höchstens teilweise durchgesetzt: Nicht jede Ablehnung lässt sich dieser Richtlinie zuordnen."
        : `Die Richtlinie wird nur teilweise durchgesetzt: ${number.format(open)} von ${count(must, "verpflichtendem Versuch", "verpflichtenden Versuchen")} ${open === 1 ? "wurde" : "wurden"} zugelassen.`;
    case "warned-only":
      return "Verstöße werden nur gemeldet: Die Pods wurden mit einer Warnung zugelassen.";
    case "not-enforced":
      return `Die Richtlinie wird nicht durchgesetzt: ${number.format(open)} von ${count(must, "verpflichtendem Versuch", "verpflichtenden Versuchen")} ${open === 1 ? "wurde" : "wurden"} zugelassen, abgelehnt wurde keiner.`;
    case "over-blocking":
      return "Der Standort lehnte jeden Pod mit derselben Meldung ab, auch den, der alle Richtlinien einhält. Über die einzelne Richtlinie sagt das nichts.";
    case "inconclusive":
      return `Ob die Richtlinie durchgesetzt wird, ist nicht feststellbar.${because}`;
    case "missing":
      return "Zu dieser Richtlinie enthält das Ergebnis des Standorts keinen Versuch.";
    case "not-applicable":
      return `Die Richtlinie entfällt an diesem Standort.${because}`;
  }
}

const limitWords: Readonly<Record<Extract<Problem, { kind: "limit" }>["limit"], string>> = {
  memberBytes: "Byte in einem Eintrag",
  keptBytes: "Byte in allen benötigten Einträgen",
  archiveBytes: "Byte nach dem Entpacken",
  ratio: "-fache Verdichtung",
  ratioAfter: "Byte",
  members: "Einträge",
  testCases: "Testfälle",
};

function problemOf(problem: Problem, archive: string): Saying {
  switch (problem.kind) {
    case "not-readable":
      return {
        text: `${archive} kann nicht gelesen werden (${problem.detail}). Pfad und Leserechte prüfen.`,
      };
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
      const unit = limitWords[problem.limit];
      return {
        text: `${archive} überschreitet eine Grenze${place}: mehr als ${number.format(problem.value)}${unit.startsWith("-") ? "" : " "}${unit}. Ein Ergebnis ist weit kleiner; die Herkunft der Datei klären.`,
      };
    }
    case "no-result": {
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
        text: `Sonobuoy meldet, dass das Plugin am Standort scheiterte (${archive}, Eintrag ${quoted(problem.member)}). Ursache beheben und den Lauf wiederholen.`,
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
    case "same-run-differs":
      return {
        text: `${quoted(note.archive)} nennt denselben Lauf, hat aber einen anderen Inhalt und bleibt unbeachtet. Die Herkunft beider Dateien klären.`,
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
    case "other-profile":
      return {
        text: `Das Ergebnis entstand mit dem Profil ${note.id} ${note.version}. Gewichte und Erwartungen stammen aus der Datei; ein Vergleich ist nur eingeschränkt möglich.`,
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

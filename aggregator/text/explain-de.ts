import type { ExplainText, RunWords } from "./explain-text.ts";

const list = new Intl.ListFormat("de-DE", { type: "conjunction" });
const quoted = (text: string): string => `„${text.replaceAll("„", "‚").replaceAll("“", "‘")}“`;
const counted = (n: number, one: string, many: string): string[] =>
  n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];

const runOf = ({ run, time, tool, profile, kubernetes }: RunWords): string =>
  `am ${time} (Lauf ${run}, ${tool}, Profil ${profile}${kubernetes === undefined ? "" : `, Kubernetes ${kubernetes}`})`;

/** The German words of `dvs explain`. */
export const explainDe: ExplainText = {
  run: (words) =>
    `Geprüft wurde ${runOf(words)} im Namespace ${words.namespace}, ${words.kind === "fresh" ? "der eigens für den Lauf angelegt wurde" : "einem bestehenden Namespace"}.`,
  nothingTried: (words) =>
    `Im Namespace ${words.namespace} wurde ${runOf(words)} nichts versucht, weil die Vorbereitung misslang:`,
  identity: (identity, deep) => {
    const rights = `der dort nur anlegen ${deep ? "und ändern " : ""}durfte, was versucht wurde. Das ist wichtig, weil für Administratoren oft Ausnahmen gelten.`;
    return {
      token: `Die Anfragen stellte ein ServiceAccount mit eigenem Token, ${rights}`,
      impersonation: `Die Anfragen wurden per Impersonation als ein ServiceAccount gestellt, ${rights}`,
      none: "Dass die Anfragen von einem gewöhnlichen Mandanten kamen, ist nicht belegt. Für Administratoren gelten oft Ausnahmen.",
    }[identity];
  },
  dryRun:
    "Jeder Versuch war ein Probelauf mit strenger Feldprüfung (dryRun=All, fieldValidation=Strict): Er durchlief dieselben Prüfungen wie ein echter Pod, gespeichert wurde er nicht.",
  storedForUpdates:
    "Gespeichert waren für diese Zeit nur die Objekte ohne Verstoß, deren Änderung versucht wurde; gestartet wurden auch sie nicht.",
  undescribed: (namespace) =>
    `Für den Namespace ${namespace} enthält das Ergebnis keine Angabe, wie dort geprüft wurde. Deshalb lässt sich über ihn nichts sagen.`,
  compliant: {
    admitted:
      "Der Pod, der alle Richtlinien einhält, wurde dort zugelassen: Der Cluster lehnt also nicht alles ab.",
    mutated:
      "Der Pod, der alle Richtlinien einhält, wurde dort zugelassen und dabei verändert: Der Cluster lehnt also nicht alles ab.",
    warned:
      "Der Pod, der alle Richtlinien einhält, wurde dort mit einer Warnung zugelassen: Der Cluster lehnt also nicht alles ab.",
    refused:
      "Schon der Pod, der alle Richtlinien einhält, wurde dort abgelehnt. Deshalb zählt eine Ablehnung nur, wenn ihre Meldung diese Richtlinie nennt. Die Meldung zu jenem Pod:",
    "control-refused":
      "Schon der Pod, der alle Richtlinien einhält, wurde dort abgelehnt. Deshalb zählt eine Ablehnung nur, wenn ihre Meldung diese Richtlinie nennt. Die Meldung zu jenem Pod:",
    inconclusive: "Ob der Pod, der alle Richtlinien einhält, dort zugelassen wird, war nicht festzustellen:",
    "not-applicable": "Der Pod, der alle Richtlinien einhält, wurde dort nicht versucht.",
  },
  podOverlay: "In jedem Pod stand zusätzlich, was der Standort verlangt (podOverlay der Konfiguration):",
  attempts: ({ must, should, info, edges }) => {
    const violations = [
      ...counted(must, "Muss-Versuch", "Muss-Versuche"),
      ...counted(should, "Soll-Versuch", "Soll-Versuche"),
      ...counted(info, "Hinweis-Versuch", "Hinweis-Versuche"),
    ];
    const permitted = counted(edges, "Grenzfall, der zuzulassen ist", "Grenzfälle, die zuzulassen sind");
    return `Gegen die Richtlinie verstießen ${violations.length === 0 ? "keine Versuche" : list.format(violations)}${permitted.length === 0 ? "" : `; dazu ${permitted.join("")}`}:`;
  },
  chosen: (why, probe, says) => {
    const lead = {
      decisive: "Den Ausschlag gibt der Versuch",
      example: "Als Beispiel dient der Versuch",
      asked: "Ausgewählt ist der Versuch",
    }[why];
    return `${lead} ${probe}: ${says}.`;
  },
  difference: (control) =>
    `Vom Vergleichs-Pod (${control}), der keinen Verstoß enthält, unterscheidet ihn nur:`,
  resources: {
    Deployment: "Der Pod steht dabei im Template eines Deployments.",
    StatefulSet: "Der Pod steht dabei im Template eines StatefulSets.",
    DaemonSet: "Der Pod steht dabei im Template eines DaemonSets.",
    Job: "Der Pod steht dabei im Template eines Jobs.",
    CronJob: "Der Pod steht dabei im Template eines CronJobs.",
  },
  updates: {
    Pod: "Der Versuch ändert einen bestehenden Pod.",
    "Pod/ephemeralcontainers": "Der Versuch fügt einem bestehenden Pod einen Ephemeral-Container hinzu.",
    Deployment: "Der Versuch ändert das Template eines bestehenden Deployments.",
  },
  edge: "Er hält die Richtlinie ein und ist zuzulassen.",
  answers: {
    admitted: "Der Cluster ließ ihn zu, ohne Ablehnung, Änderung oder Warnung.",
    warned: "Der Cluster ließ ihn zu und gab dabei nur eine Warnung aus:",
    mutated:
      "Der Cluster ließ ihn zu, änderte ihn aber so, dass er die Richtlinie einhält. Damit gilt er als entschärft. Die Änderung:",
    inconclusive: "Die Antwort des Clusters erlaubt keine Aussage:",
    "not-applicable": "Der Versuch entfällt an diesem Standort:",
  },
  refused: (by) => `Der Cluster lehnte ihn ab, und zwar durch ${by}. Die Meldung im Wortlaut:`,
  controlRefused: (by) =>
    `Der Cluster lehnte ihn ab${by === undefined ? "" : `, und zwar durch ${by}`}, ebenso aber den Vergleichs-Pod ohne den Verstoß. Die Meldung im Wortlaut:`,
  notTried:
    "Dieser Versuch gehört zum Umfang des Laufs, fehlt aber im Ergebnis. Er gilt als nicht feststellbar.",
  attributions: {
    both: "Die Meldung nennt diese Richtlinie, und der Vergleichs-Pod wurde zugelassen. Die Ablehnung gilt also dem Verstoß.",
    difference:
      "Die Meldung nennt die Richtlinie nicht. Der Vergleichs-Pod wurde aber unmittelbar danach wieder zugelassen. Da ihn nur der Verstoß unterscheidet, gilt die Ablehnung dem Verstoß.",
    message:
      "Auch der Vergleichs-Pod wurde abgelehnt, aber aus anderem Grund: Nur die Meldung dieses Versuchs nennt die Richtlinie. Die Ablehnung zählt deshalb für sie.",
    "control-too":
      "Dieselbe Regel lehnte auch den Vergleichs-Pod ab. Die Richtlinie wird also durchgesetzt, und die Regel verlangt am Standort mehr als das Profil.",
    entailed:
      "Auch der Vergleichs-Pod wurde abgelehnt. Die API lässt das Verbotene nur zusammen mit etwas anderem zu, das schon der Vergleichs-Pod enthält und das Profil ebenfalls verbietet. Solange der Cluster dieses ablehnt, kommt auch der Verstoß nicht hinein; die Ablehnung zählt deshalb.",
    probable:
      "Der Vergleichs-Pod wurde zugelassen, aber die versuchte Eigenschaft berührt mehrere Regeln, und die Meldung lässt offen, welche gemeint ist. Deshalb zählt die Ablehnung nicht als Nachweis.",
  },
  conclusion: (verdict, why) => `Daraus ergibt sich der Befund ${quoted(verdict)}. ${why}`,
  flags: {
    byMutation: "Durchgesetzt wird, indem der Cluster Pods ändert, statt sie abzulehnen.",
    failOpen:
      "Fällt der Dienst hinter dem ablehnenden Webhook aus, wird zugelassen, was er sonst ablehnt (failurePolicy: Ignore).",
    stricter: "Abgelehnt wurde auch etwas, das die Richtlinie erlaubt.",
    incomplete: "Ein Teil der Versuche blieb ohne Aussage.",
    stale: "Das Ergebnis ist veraltet.",
    waived: "Für diesen Befund ist eine Ausnahme vereinbart.",
    exempt: "Die Konfiguration einer Engine nimmt den Namespace oder den Mandanten aus:",
  },
  missing: "Zu dieser Richtlinie enthält das Ergebnis keinen Versuch. Deshalb gibt es nichts zu wiederholen.",

  repeat: "So lässt sich der Versuch wiederholen",
  noRepetition: {
    "unknown-probe":
      "Diesen Versuch kennt der Katalog dieses Programms nicht. Einen Befehl kann nur die Version nennen, mit der das Ergebnis entstand.",
    "no-image":
      "Das Ergebnis nennt nicht, welches Image in den Versuchen stand. Deshalb lässt sich kein Befehl angeben.",
    "strange-names":
      "Lauf oder Namespace tragen im Ergebnis Namen, die kein Lauf vergibt. Mit solchen Namen wird kein Befehl ausgegeben; die Herkunft der Datei klären.",
    undescribed: "Wie dort geprüft wurde, ist nicht bekannt. Deshalb lässt sich kein Befehl angeben.",
  },
  fresh: (namespace, serviceAccount) =>
    `Den Namespace ${namespace} und den ServiceAccount ${serviceAccount} gibt es nicht mehr: Beide wurden nach dem Lauf entfernt. Die Befehle legen sie mit denselben Namen und Labels und mit den Rechten, die dieser Versuch braucht, wieder an; so ändert sich an der Anfrage nichts, wovon die Antwort abhängen könnte. Labels, die der Standort neuen Namespaces selbst gibt, kommen wie im Lauf hinzu, manchmal erst nach einem Augenblick.`,
  tenant: (namespace, serviceAccount) =>
    `Den ServiceAccount ${serviceAccount} gibt es nicht mehr: Er wurde nach dem Lauf entfernt. Die Befehle legen ihn im Namespace ${namespace} mit demselben Namen und mit den Rechten, die dieser Versuch braucht, wieder an; so ändert sich an der Anfrage nichts, wovon die Antwort abhängen könnte. Wer dort nichts anlegen möchte, nennt mit --service-account einen vorhandenen ServiceAccount, der das Nötige darf.`,
  ownServiceAccount: (namespace, serviceAccount) =>
    `Die Befehle handeln als der vorhandene ServiceAccount ${serviceAccount} im Namespace ${namespace}; er muss dort anlegen und ändern dürfen, was versucht wird. Ohne dieses Recht lehnt der Cluster schon deshalb ab, und die Antwort sagt über die Richtlinie nichts. Der ServiceAccount des Laufs war ein anderer. Die Antwort kann deshalb abweichen, wo Regeln, Ausnahmen oder Rechte (etwa die SCC von OpenShift) an der Identität hängen.`,
  impersonation:
    "Ausführen kann die Befehle, wer die genannten Objekte anlegen und als ServiceAccount handeln darf (--as), in der Regel ein Administrator. Die Versuche selbst prüft der Cluster trotzdem als Anfragen des ServiceAccounts.",
  target: "Die Befehle gelten für den Cluster, auf den kubectl gerade zeigt.",
  otherCluster:
    "Nicht bestätigt: kubectl zeigt auf einen anderen Cluster als den des Laufs, oder die uid ist nicht lesbar.",
  stored:
    "Eine Änderung lässt sich nur an einem Objekt versuchen, das es gibt. Dafür wird ein Pod mit Scheduling-Gate oder ein angehaltenes Deployment ohne Replikate gespeichert, jeweils ohne Verstoß; gestartet wird nichts. kubectl muss Version 1.32 oder neuer sein.",
  differs:
    "Achtung: Der Katalog dieses Programms beschreibt den Versuch anders als das Ergebnis. Die Befehle folgen dem Katalog.",
  compare:
    "Die Antwort auf den Versuch ist mit der aufgezeichneten zu vergleichen. Maßgeblich ist, ob zugelassen oder abgelehnt wird und welche Regel die Meldung nennt; den Anfang der Meldung formuliert kubectl manchmal anders. Weicht die Antwort sonst ab, hat sich am Cluster seither etwas geändert; dann ist der Lauf zu wiederholen.",
  slimmed:
    "Achtung: Dieses Archiv wurde verschlankt. Namen darin sind durch Pseudonyme ersetzt, auch in den Befehlen unten (etwa Namespaces, Registry und Image); so wiederholen die Befehle nichts. Zum Wiederholen dvs explain am Standort mit dem vollständigen Archiv aufrufen, oder in den Befehlen die Pseudonyme durch die wahren Namen ersetzen.",
  compareSlimmed:
    "Erst wenn in den Befehlen die wahren Namen stehen, ist die Antwort auf den Versuch mit der aufgezeichneten zu vergleichen. Maßgeblich ist, ob zugelassen oder abgelehnt wird und welche Regel die Meldung nennt. Weicht die Antwort ab, zuerst prüfen, ob noch ein Pseudonym im Befehl steht; über den Cluster sagt sie sonst nichts.",
  steps: {
    cluster: "Prüfen, ob kubectl auf den Cluster des Laufs zeigt",
    rights: "Prüfen, ob der ServiceAccount das darf (bei „no“ sagt die Antwort nichts)",
    "prepare-fresh": "Namespace und ServiceAccount wie im Lauf anlegen",
    "prepare-tenant": "ServiceAccount wie im Lauf anlegen",
    store: "Objekt ohne Verstoß speichern, dessen Änderung versucht wird",
    control: "Zum Vergleich: dasselbe ohne den Verstoß",
    probe: "Der Versuch",
    "clean-up": "Aufräumen",
  },
  inTheRun: (outcome) => `(im Lauf: ${outcome})`,
  problem: (problem) => {
    switch (problem.kind) {
      case "no-policy":
        return `Die Richtlinie ${quoted(problem.asked)} gibt es nicht.${problem.near === undefined ? "" : ` Gemeint ist vielleicht ${problem.near}.`} Bekannt: ${problem.known.join(", ")}.`;
      case "no-namespace":
        return `Im Namespace ${quoted(problem.asked)} wurde diese Richtlinie nicht geprüft. Geprüft: ${problem.known.join(", ") || "keiner"}.`;
      case "no-probe":
        return `Den Versuch ${quoted(problem.asked)} gibt es zu dieser Richtlinie nicht. Vorhanden: ${problem.known.join(", ")}.`;
      case "no-service-account":
        return `${quoted(problem.asked)} ist kein Name eines ServiceAccounts. Er besteht aus Kleinbuchstaben, Ziffern und Bindestrichen.`;
      case "service-account-in-fresh":
        return "--service-account geht nur in einem bestehenden Namespace: In einem neu angelegten gibt es keinen, der Pods anlegen darf. Die Angabe weglassen oder mit --namespace einen bestehenden wählen.";
    }
  },
};

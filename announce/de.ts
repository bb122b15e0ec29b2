import { type AnnouncementText, type Notice, type Section, utc } from "./notice.ts";

/** Wer die Fakten liest und die Namensräume anlegt. */
function operator({ origin, namespace }: Notice): string {
  switch (origin) {
    case "sonobuoy":
      return `ein Pod im Namespace ${namespace}, ServiceAccount system:serviceaccount:${namespace}:sonobuoy-serviceaccount, mit deploy/dvs-own-account.yaml system:serviceaccount:${namespace}:dvs (gestartet von Sonobuoy)`;
    case "job":
      return `ein Pod im Namespace ${namespace}, ServiceAccount system:serviceaccount:${namespace}:dvs (gestartet als Job)`;
    case "laptop":
      return "der Arbeitsplatz und die Kennung der Person, die dvs probe aufruft";
  }
}

function sections(notice: Notice): Section[] {
  const { from, to, fresh, tenants, deep, expected, version } = notice;
  const { places, probes, attempts, mostAttempts, refusals } = expected;
  const where = [
    ...(fresh ? ["dvs-<8 Hexadezimalziffern>, neu angelegt und wieder entfernt"] : []),
    ...tenants,
  ];
  return [
    {
      heading: "Was geschieht",
      lines: [
        "Geprüft wird, ob der Cluster die vereinbarten Container-Richtlinien durchsetzt. Dazu werden regelkonforme und bewusst regelwidrige Pods zur Probe angemeldet.",
        "Alle Versuche sind Probeläufe auf dem API-Server (dryRun=All): Nichts davon wird gespeichert, gestartet oder aus einer Registry geladen.",
        "Ablehnungen sind das erwartete Ergebnis, kein Angriff und keine Störung.",
      ],
    },
    {
      heading: "Wann und von wo",
      lines: [
        `Zeitfenster: ${utc(from)} bis ${utc(to)}; die Prüfung selbst dauert meist weniger als eine Minute`,
        `Ausgangspunkt: ${operator(notice)}`,
      ],
    },
    {
      heading: "Woran die Anfragen zu erkennen sind",
      lines: [
        `User-Agent: dvs/${version} (run <8 Hexadezimalziffern>); Hilfsanfragen: dvs/${version}, dvs/${version} (own image), (preflight) oder (cleanup)`,
        `Namespaces: ${where.join("; ")}`,
        `Kennung der Versuche: ServiceAccount dvs-<8 Hexadezimalziffern> im jeweiligen Namespace${deep ? "; dazu, falls erlaubt, in deren Namen system:serviceaccount:kube-system:replicaset-controller (Impersonation)" : ""}`,
        "Die acht Ziffern sind überall dieselben; sie stehen auch im Ergebnis.",
      ],
    },
    {
      heading: "Wie viel zu erwarten ist",
      lines: [
        `Versuche: ${span(attempts.least, attempts.most)} (${places} ${places === 1 ? "Namespace" : "Namespaces"}, je ${probes} Proben mit Gegenproben, in zwei Durchgängen), höchstens ${mostAttempts}, wenn Antworten wechseln oder zu wenig besagen; nach vorübergehenden Fehlern (429, 5xx) auch mehr`,
        `Abgelehnt davon: 0, wenn nichts durchgesetzt wird; ${span(refusals.least, refusals.most)}, wenn alles durchgesetzt wird; fast alle, wenn der Cluster jeden Pod ablehnt`,
        "Antworten darauf: HTTP 403, 422 oder 400, je nach Regelwerk",
        "Daneben einige Dutzend Anfragen, die lesen (Version, Knoten, Webhooks, Regeln) oder das Folgende anlegen und entfernen",
      ],
    },
    {
      heading: "Was wirklich angelegt und wieder entfernt wird",
      lines: [
        ...(fresh ? ["ein Namespace"] : []),
        `je Namespace: ein ServiceAccount mit Token, eine Role (Pods anlegen${deep ? " und weitere Objekte zur Probe anlegen oder ändern" : ", sonst nichts"}), ein RoleBinding, eine Lease`,
        deep
          ? "je Namespace: ein Pod, den kein Knoten zu sehen bekommt (schedulingGates), und ein angehaltenes Deployment ohne Replikate; beide regelkonform"
          : "sonst nichts; insbesondere kein Pod",
      ],
    },
    {
      heading: "Was Alarme auslösen kann",
      lines: [
        "Häufung abgelehnter Pods im Audit-Log, darunter privilegierte Container und Namespaces des Hosts",
        "Zähler wie apiserver_admission_webhook_rejection_count und apiserver_validating_admission_policy_check_total: Sie kennen keinen User-Agent, daher nur für das Zeitfenster stummschalten",
        `Ereignisse und Berichte der Regelwerke, etwa PolicyViolation von Kyverno, in den genannten Namespaces`,
        "Anlegen von Namespace, Role und RoleBinding sowie Token-Anforderung durch die oben genannte Kennung",
      ],
    },
  ];
}

function span(least: number, most: number): string {
  return least === most ? `etwa ${least}` : `etwa ${least} bis ${most}`;
}

/** Die deutsche Ankündigung. */
export const german: AnnouncementText = {
  title: (version) => `Ankündigung: Prüfung der Container-Richtlinien mit dvs ${version}`,
  sections,
  searches: {
    heading: "Suchfilter für das Audit-Log des API-Servers",
    explains:
      "Der User-Agent allein beweist nichts, da ihn jeder senden kann. Alarme daher nur mit dem zweiten Filter ausnehmen, der auch Kennung und Probelauf verlangt, und nur im Zeitfenster.",
    all: "alle Anfragen",
    refusals: "abgelehnte Versuche",
  },
};

import { type AnnouncementText, gap, localTime, type Notice, type Section, utc } from "./notice.ts";

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

/** Als wer der Namensraum, die Rechte und das Token entstehen. */
function account({ origin }: Notice): string {
  return origin === "laptop"
    ? "die Kennung der Person, die dvs probe aufruft"
    : "den unter „Ausgangspunkt“ genannten ServiceAccount";
}

function howToStop({ origin, namespace }: Notice): string {
  switch (origin) {
    case "sonobuoy":
      return `kubectl delete pod -n ${namespace} -l sonobuoy-plugin=dvs`;
    case "job":
      return `kubectl delete -n ${namespace} job/dvs`;
    case "laptop":
      return "Strg-C dort, wo dvs probe läuft";
  }
}

/** Was nicht dvs anlegt, sondern wer es startet. */
function surroundings({ origin, namespace }: Notice): Section[] {
  switch (origin) {
    case "sonobuoy":
      return [
        {
          heading: "Was Sonobuoy anlegt",
          lines: [
            `unter der Kennung der Person, die sonobuoy run aufruft: den Namespace ${namespace}, falls es ihn nicht gibt, darin den ServiceAccount sonobuoy-serviceaccount, ConfigMaps, den Pod sonobuoy und den Service sonobuoy-aggregator`,
            `ebenso, je nach Aufruf: ohne Angabe eine ClusterRole samt ClusterRoleBinding, mit denen Sonobuoy im ganzen Cluster alles darf; mit --aggregator-permissions namespaceAdmin nur eine Role samt RoleBinding im Namespace ${namespace}`,
            `unter derselben Kennung, falls deploy/access.yaml angewendet wird: den ServiceAccount dvs und seine Rechte (ClusterRole, ClusterRoleBinding, Role, RoleBinding)`,
            `danach als system:serviceaccount:${namespace}:sonobuoy-serviceaccount: ein Secret und den Pod sonobuoy-dvs-job-<16 Hexadezimalziffern>, in dem dvs läuft`,
            "Diese beiden Pods werden wirklich gestartet und ihre Images geladen. Nach dem Lauf liest Sonobuoy Objekte des Clusters, mit deploy/sonobuoy-lean.json nur dessen Version. sonobuoy delete entfernt alles wieder.",
          ],
        },
      ];
    case "job":
      return [
        {
          heading: "Was für den Job angelegt wird",
          lines: [
            `unter der Kennung der Person, die kubectl apply aufruft: der Namespace ${namespace}, darin der ServiceAccount dvs, eine Role und ein RoleBinding, eine ConfigMap und der Job dvs; dazu eine ClusterRole und ein ClusterRoleBinding`,
            `danach durch den Cluster selbst: der Pod des Jobs, in dem dvs läuft; er wird wirklich gestartet und sein Image geladen`,
          ],
        },
      ];
    case "laptop":
      return [];
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
      heading: "Wo und wer",
      lines: [
        `Standort: ${notice.siteName ?? gap}`,
        `Cluster: ${notice.cluster ?? gap}`,
        `Ansprechstelle: ${notice.contact ?? gap}`,
      ],
    },
    {
      heading: "Was geschieht",
      lines: [
        "Geprüft wird, ob der Cluster die vereinbarten Container-Richtlinien durchsetzt. Dazu werden regelkonforme und bewusst regelwidrige Pods als Probelauf an den API-Server gesendet.",
        "Probelauf (dryRun=All) heißt: Nichts davon wird gespeichert, gestartet oder aus einer Registry geladen.",
        "Ablehnungen sind das erwartete Ergebnis, kein Angriff und keine Störung.",
      ],
    },
    {
      heading: "Wann und von wo",
      lines: [
        `Zeitfenster: ${utc(from)} bis ${utc(to)}${localTime(notice, "de-DE", "Ortszeit")}; die Prüfung selbst dauert meist weniger als eine Minute`,
        `Ausgangspunkt: ${operator(notice)}`,
        `Abbrechen: ${howToStop(notice)}; dvs entfernt dann noch, was es angelegt hat. Bleibt etwas zurück, entfernt es dvs cleanup.`,
      ],
    },
    {
      heading: "Woran die Anfragen zu erkennen sind",
      lines: [
        `User-Agent: dvs/${version} (run <8 Hexadezimalziffern>); Hilfsanfragen: ${["", " (own image)", " (preflight)", " (cleanup)"].map((purpose) => `„dvs/${version}${purpose}“`).join(", ")}`,
        `Namespaces: ${where.join("; ")}`,
        `Kennung der Versuche: ServiceAccount dvs-<8 Hexadezimalziffern> im jeweiligen Namespace${deep ? "; dazu, falls erlaubt, in deren Namen system:serviceaccount:kube-system:replicaset-controller (Impersonation)" : ""}`,
        "Die acht Ziffern sind überall dieselben; sie stehen auch im Ergebnis.",
      ],
    },
    {
      heading: "Wie viel zu erwarten ist",
      lines: [
        `Versuche: ${span(attempts.least, attempts.most)} (${places} ${places === 1 ? "Namespace" : "Namespaces"}, je ${probes} Proben mit Gegenproben, in zwei Durchgängen), höchstens ${mostAttempts}, wenn Antworten schwanken oder zu wenig aussagen; nach vorübergehenden Fehlern (429, 5xx) auch mehr`,
        `Abgelehnt davon: 0, wenn nichts durchgesetzt wird; ${span(refusals.least, refusals.most)}, wenn alles durchgesetzt wird; fast alle, wenn der Cluster jeden Pod ablehnt`,
        "Antworten darauf: HTTP 403, 422 oder 400, je nach Policy-Engine",
        "Daneben einige Dutzend Anfragen, die lesen (Version, Knoten, Webhooks, Regeln) oder das Folgende anlegen und entfernen",
      ],
    },
    {
      heading: "Was dvs wirklich anlegt und wieder entfernt",
      lines: [
        ...(fresh ? ["ein Namespace"] : []),
        `je Namespace: ein ServiceAccount mit Token, eine Role (Pods anlegen${deep ? " und weitere Objekte zur Probe anlegen oder ändern" : ", sonst nichts"}), ein RoleBinding, ein Lease`,
        deep
          ? "je Namespace: ein Pod, den kein Knoten zu sehen bekommt (schedulingGates), und ein angehaltenes Deployment ohne Replikate; beide regelkonform"
          : "sonst nichts; insbesondere speichert dvs keinen Pod",
      ],
    },
    ...surroundings(notice),
    {
      heading: "Was Alarme auslösen kann",
      lines: [
        "Häufung abgelehnter Pods im Audit-Log, darunter privilegierte Container und Namespaces des Knotens",
        "Zähler wie apiserver_admission_webhook_rejection_count und apiserver_validating_admission_policy_check_total: Sie unterscheiden nicht nach User-Agent, daher nur für das Zeitfenster stummschalten",
        `Ereignisse und Berichte der Policy-Engines, etwa PolicyViolation von Kyverno, in den genannten Namespaces`,
        `Anlegen von Namespace, Role und RoleBinding sowie Token-Anforderung durch ${account(notice)}`,
        ...(notice.origin === "sonobuoy"
          ? [
              "Sonobuoys eigene Pods, die nicht alle Richtlinien einhalten, und seine ClusterRole, falls es eine mit allen Rechten ist",
            ]
          : []),
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
      "Der User-Agent allein beweist nichts, da ihn jeder senden kann. Alarme daher nur mit dem zweiten Filter ausnehmen, der auch Kennung und Probelauf verlangt, und nur im Zeitfenster. Beide finden, was dvs selbst anfragt, nicht was für den Lauf sonst geschieht, etwa durch Sonobuoy.",
    all: "alle Anfragen von dvs",
    refusals: "abgelehnte Versuche von dvs",
    surroundings:
      "was sonst für den Lauf angelegt wird (nach Namespace und Namen, gleich durch wen; auch manche Anfrage von dvs)",
  },
};

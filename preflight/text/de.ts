import type { PreflightText } from "./text.ts";

/** Deutsch. */
export const german: PreflightText = {
  head: (server, namespace, state) => {
    const states = {
      exists: "vorhanden",
      made: "für den Probelauf angelegt und wieder entfernt",
      missing: "nicht vorhanden",
    };
    return `Probelauf der Zulassung (dryRun=All) auf ${server}, Namespace ${namespace}: ${states[state]}`;
  },
  subjects: {
    namespace: "Namespace",
    aggregator: "Pod des Aggregators von Sonobuoy",
    plugin: "Pod des Plugins (mit dem Container sonobuoy-worker)",
    job: "Job des Plugins",
    "job-pod": "Pod des Jobs",
    "run-namespace": "Namespace eines Laufs (dvs-<8 Ziffern>)",
  },
  admitted: "zugelassen",
  refusedBy: (engine, policies) =>
    `ABGELEHNT durch ${engine}${policies.length > 0 ? `: ${policies.join(", ")}` : ""}`,
  refusedOtherwise: {
    quota: "ABGELEHNT: Die ResourceQuota des Namespace reicht nicht oder verlangt Angaben, die fehlen",
    "limit-range": "ABGELEHNT: Ein LimitRange des Namespace lässt die Ressourcen nicht zu",
    "policy-error":
      "ABGELEHNT: Eine Regel lässt sich nicht auswerten, etwa weil ihre Parameter fehlen; sie ist zu berichtigen",
    schema: "ABGELEHNT: Der API-Server hält das Objekt für ungültig",
    "unknown-refusal": "ABGELEHNT, in unbekannter Form",
  },
  untried: (why) => {
    switch (why) {
      case "no-namespace":
        return "nicht geprüft: Der Namespace fehlt";
      case "rbac":
        return "nicht geprüft: Ein Recht fehlt";
      case "unauthenticated":
        return "nicht geprüft: Die Anmeldung wird nicht angenommen";
      case "webhook-failure":
        return "nicht geprüft: Ein Webhook antwortet nicht";
      case "dry-run-unsupported":
        return "nicht geprüft: Ein Webhook kennt keinen Probelauf";
      default:
        return `nicht geprüft (${why})`;
    }
  },
  notAs: (user) =>
    `geprüft mit der eigenen Kennung, da die Impersonation von ${user} nicht erlaubt ist oder diese Kennung noch keine Rechte hat; Regeln, die an der Kennung hängen, können anders entscheiden`,
  instead: (serviceAccount) =>
    `geprüft mit dem ServiceAccount default, da ${serviceAccount} noch nicht vorhanden ist`,
  broken: (ids) => `verstößt laut Richtlinienkatalog gegen: ${ids.join(", ")}`,
  nothingToExempt: "Nichts muss ausgenommen werden.",
  exempt: "Auszunehmen ist:",
  exemption: (engine, policies, ready) =>
    `${engine}${policies.length > 0 ? ` (${policies.join(", ")})` : ""}: ${ready > 0 ? `${ready} ${ready === 1 ? "Manifest" : "Manifeste"} auf der Standardausgabe` : "kein fertiges Manifest"}`,
  hints: {
    "kyverno-exceptions":
      "Kyverno beachtet Ausnahmen nur mit --enablePolicyException und nur in dem Namespace, den --exceptionNamespace nennt: gegebenenfalls metadata.namespace ändern. Die Ausnahme gilt nur für den genannten Namespace.",
    "gatekeeper-config":
      "Die Config nimmt den Namespace von allen Constraints aus. Sollen es nur einzelne sein: spec.match.excludedNamespaces im Constraint.",
    "gatekeeper-config-unreadable":
      "Die Config von Gatekeeper lässt sich nicht lesen, daher kein Manifest: Es würde beim Anwenden die Einträge entfernen, die sie schon hat. dvs preflight mit einer Kennung wiederholen, die sie lesen darf (list auf configs.config.gatekeeper.sh), oder den Namespace dort in spec.match ergänzen: excludedNamespaces, processes: [webhook].",
    "namespace-unreadable":
      "Die Labels des Namespace lassen sich nicht lesen, daher kein Manifest: Es würde sie beim Anwenden entfernen. Stattdessen: kubectl label --overwrite namespace NAME pod-security.kubernetes.io/enforce=baseline",
    "vap-expected":
      "Der API-Server nennt nur die erste verletzte Regel. Enthalten sind auch Bindings von Regeln, gegen die die Pods laut Richtlinienkatalog verstoßen.",
    "image-registry":
      "Ein Image stammt aus einer Registry, die der Standort nicht erlaubt. Das ist kein Fall für eine Ausnahme: Images aus einer erlaubten angeben (--plugin-image, --sonobuoy-image).",
    webhook:
      "Für diese Policy-Engine ist keine Vorlage bekannt. Den Namespace dort ausnehmen, oder im Webhook mit einem namespaceSelector: kubernetes.io/metadata.name NotIn.",
    unnamed: "Welche Regel abgelehnt hat, geht aus der Meldung nicht hervor oder darf nicht gelesen werden.",
  },
  apply: (namespace) => [
    "Anwenden: dvs preflight … > ausnahmen.yaml, lesen, kubectl apply -f ausnahmen.yaml, danach dvs preflight wiederholen.",
    `Nur den Namespace ${namespace} ausnehmen, niemals dvs-* oder app.kubernetes.io/managed-by=dvs: Darin wird geprüft, was für Mandanten gilt. Eine Ausnahme dort verfälscht das Ergebnis.`,
  ],
  runNamespaceRefused:
    "Das Plugin legt für jeden Lauf einen Namespace an. Wird der abgelehnt: das Anlegen erlauben (nicht die Pods darin ausnehmen) oder mit freshNamespace: false nur in vorhandenen Namespaces prüfen.",
  onlyFirst:
    "Die Zulassung endet bei der ersten Policy-Engine, die ablehnt (Pod Security, dann ValidatingAdmissionPolicy, dann Webhooks, dann Quota). Weitere können danach noch ablehnen.",
  createFirst: (namespace) =>
    `Ob Pods zugelassen werden, lässt sich nur in einem vorhandenen Namespace prüfen. Entweder ${namespace} vorher anlegen, oder mit --create-namespace für die Dauer des Probelaufs anlegen und wieder entfernen lassen.`,
  existingNamespace:
    "Die Ausnahmen liegen in diesem Namespace, der daher zuerst angelegt wird; danach mit sonobuoy run --skip-preflight=existingnamespace starten.",
  images: (images) => `Images, die die Knoten brauchen: ${images.join(", ")}`,
  comment: (namespace) => [
    `Ausnahmen für ${namespace}, vorgeschlagen von dvs preflight. Vor dem Anwenden lesen; niemals auf dvs-* ausdehnen.`,
    "Was bereits besteht, ist die geänderte Kopie eines Objekts des Standorts: Das Original aufbewahren und zur Rücknahme",
    "erneut anwenden. Niemals kubectl delete -f mit dieser Datei: Das entfernt die eigenen Regeln des Standorts.",
  ],
  noExemptions: "dvs preflight: Es ist nichts auszunehmen.",
};

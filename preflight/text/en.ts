import type { PreflightText } from "./text.ts";

/** English. */
export const english: PreflightText = {
  head: (server, namespace, state) => {
    const states = {
      exists: "exists",
      made: "made for the dry run and removed again",
      missing: "does not exist",
    };
    return `Dry run of the admission (dryRun=All) at ${server}, namespace ${namespace}: ${states[state]}`;
  },
  subjects: {
    namespace: "Namespace",
    aggregator: "Pod of Sonobuoy's aggregator",
    plugin: "Pod of the plugin (with the container sonobuoy-worker)",
    job: "Job of the plugin",
    "job-pod": "Pod of the Job",
    "run-namespace": "Namespace of a run (dvs-<8 digits>)",
  },
  admitted: "admitted",
  refusedBy: (engine, policies) =>
    `REFUSED by ${engine}${policies.length > 0 ? `: ${policies.join(", ")}` : ""}`,
  refusedOtherwise: {
    quota: "REFUSED: the namespace's ResourceQuota has no room, or demands what is not stated",
    "limit-range": "REFUSED: a LimitRange of the namespace does not permit the resources",
    "policy-error":
      "REFUSED: a rule cannot be evaluated, because its parameters are missing, say; it has to be mended",
    schema: "REFUSED: the API server takes the object for invalid",
    "unknown-refusal": "REFUSED, in a form that is not known",
  },
  untried: (why) => {
    switch (why) {
      case "no-namespace":
        return "not tried: the namespace is missing";
      case "rbac":
        return "not tried: a right is missing";
      case "unauthenticated":
        return "not tried: the credentials are not accepted";
      case "webhook-failure":
        return "not tried: a webhook does not answer";
      case "dry-run-unsupported":
        return "not tried: a webhook does not support dry run";
      default:
        return `not tried (${why})`;
    }
  },
  notAs: (user) =>
    `tried as yourself, because ${user} may not be impersonated or has no rights yet; rules that hang on the identity may decide otherwise`,
  instead: (serviceAccount) =>
    `tried with the ServiceAccount default, because ${serviceAccount} does not exist yet`,
  broken: (ids) => `by the catalogue it breaks: ${ids.join(", ")}`,
  nothingToExempt: "Nothing has to be exempted.",
  exempt: "What must be exempted:",
  exemption: (engine, policies, ready) =>
    `${engine}${policies.length > 0 ? ` (${policies.join(", ")})` : ""}: ${ready > 0 ? `${ready} ${ready === 1 ? "manifest" : "manifests"} on standard output` : "no ready-made manifest"}`,
  hints: {
    "kyverno-exceptions":
      "Kyverno heeds exceptions only with --enablePolicyException, and only in the namespace that --exceptionNamespace names: change metadata.namespace if need be. The exception holds for the named namespace only.",
    "gatekeeper-config":
      "The Config leaves the namespace out of all constraints. For single ones: spec.match.excludedNamespaces in the constraint.",
    "gatekeeper-config-unreadable":
      "Gatekeeper's Config cannot be read, so there is no manifest: one without the entries that it has would remove them on applying. Let somebody who may read it (list configs.config.gatekeeper.sh) repeat dvs preflight, or add the namespace to spec.match there: excludedNamespaces, processes: [webhook].",
    "namespace-unreadable":
      "The namespace's labels cannot be read, so there is no manifest: one without them would remove them on applying. Instead: kubectl label --overwrite namespace NAME pod-security.kubernetes.io/enforce=baseline",
    "vap-expected":
      "The API server names the first broken rule only. Bindings of rules that the pods break by the catalogue are included.",
    "image-registry":
      "An image comes from a registry that the site does not permit. That is not to be exempted: name images of a permitted one (--plugin-image, --sonobuoy-image).",
    webhook:
      "No template is known for this engine. Exempt the namespace there, or in the webhook by a namespaceSelector: kubernetes.io/metadata.name NotIn.",
    unnamed: "Which rule refused does not follow from the message, or may not be read.",
  },
  apply: (namespace) => [
    "To apply: dvs preflight … > exemptions.yaml, read it, kubectl apply -f exemptions.yaml, then dvs preflight again.",
    `Exempt the namespace ${namespace} only, never dvs-* or app.kubernetes.io/managed-by=dvs: in these is tried what holds for tenants, and an exemption there would falsify the result.`,
  ],
  runNamespaceRefused:
    "The plugin makes a namespace for each run. If that is refused: permit its making (do not exempt the pods in it), or probe in existing namespaces only, with freshNamespace: false.",
  onlyFirst:
    "Admission ends at the first engine that refuses (Pod Security, then ValidatingAdmissionPolicy, then webhooks, then quota). Others may refuse after it.",
  createFirst: (namespace) =>
    `Whether pods are admitted can be tried only in a namespace that exists. Either make ${namespace} first, or let --create-namespace make it for the time of the dry run and remove it again.`,
  existingNamespace:
    "The exemptions lie in this namespace, so it is made first; then start with sonobuoy run --skip-preflight=existingnamespace.",
  images: (images) => `Images that the nodes need: ${images.join(", ")}`,
  comment: (namespace) => [
    `Exemptions for ${namespace}, proposed by dvs preflight. Read before applying; never extend them to dvs-*.`,
    "What exists already is a changed copy of the site's own object: keep the original, and apply it again to take the",
    "exemption back. Never kubectl delete -f this file: that would remove the site's own rules.",
  ],
  noExemptions: "dvs preflight: nothing has to be exempted.",
};

import type { JsonObject } from "#policies";
import type { EngineName } from "../testbed/index.ts";
import type { SiteKind } from "./sites.ts";
import { sonobuoyLeftOut, spare } from "./spare.ts";

/** What an operator does so that an engine lets Sonobuoy's own pods in: applies objects, types lines. */
const ways: Readonly<
  Record<EngineName, { readonly objects: readonly JsonObject[]; readonly typed: readonly string[] }>
> = {
  kyverno: { objects: [], typed: [kyvernoPatch(), webhooksFollow()] },
  gatekeeper: {
    // as dvs preflight prints it
    objects: [
      {
        apiVersion: "config.gatekeeper.sh/v1alpha1",
        kind: "Config",
        metadata: { name: "config", namespace: "gatekeeper-system" },
        spec: { match: [{ excludedNamespaces: [...sonobuoyLeftOut.values], processes: ["webhook"] }] },
      },
    ],
    typed: [],
  },
};

/** A kind of site whose rules, and those of its engines, do not hold in Sonobuoy's namespace. */
export function withoutSonobuoy(kind: SiteKind): SiteKind {
  const { engines = [], manifests, typed = [] } = kind;
  return {
    ...kind,
    manifests: [...engines.flatMap((name) => ways[name].objects), ...spare(manifests, [sonobuoyLeftOut])],
    typed: [...engines.flatMap((name) => ways[name].typed), ...typed],
  };
}

/** Keeps all of Kyverno's webhooks out of the namespace, beside that of Kubernetes itself. */
function kyvernoPatch(): string {
  const place = { ...sonobuoyLeftOut, values: ["kube-system", ...sonobuoyLeftOut.values] };
  const webhooks = JSON.stringify({ namespaceSelector: { matchExpressions: [place] } });
  return `kubectl -n kyverno patch configmap kyverno --type merge -p '${JSON.stringify({ data: { webhooks } })}'`;
}

function webhooksFollow(): string {
  const followed = `kubectl get validatingwebhookconfigurations -o json | grep -q '"sonobuoy"'`;
  return `for _ in $(seq 60); do if ${followed}; then exit 0; fi; sleep 1; done; echo "Kyverno's webhooks are as before"; exit 1`;
}

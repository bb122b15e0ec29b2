import type { JsonObject } from "#policies";
import { parameterSource, type Variable } from "./parameters.ts";
import { labels } from "./rule.ts";

const { name, namespace } = parameterSource;

/**
 * What makes Kyverno keep the ConfigMap with the parameters at hand, so that no pod waits until it is fetched. Kyverno
 * can keep all ConfigMaps of a namespace only.
 */
export const kyvernoParameterCache: JsonObject = {
  apiVersion: "kyverno.io/v2",
  kind: "GlobalContextEntry",
  metadata: { name, labels },
  spec: { kubernetesResource: { version: "v1", resource: "configmaps", namespace } },
};

/**
 * The ConfigMap's data, as `variables.parameters`. Kyverno has no setting for what happens if it is missing, so reading
 * it must fail: a rule that cannot be evaluated refuses. CEL says which key a map lacks, and so the refusal says what
 * is missing.
 */
export const kyvernoParameters: readonly Variable[] = [
  {
    name: "configMaps",
    expression: `globalContext.Get("${name}", "").filter(entry, entry.metadata.name == "${name}")`,
  },
  {
    name: "parameters",
    expression: `variables.configMaps.size() == 0 ? {}["ConfigMap ${namespace}/${name}"] :
(has(variables.configMaps[0].data) ? variables.configMaps[0].data : {})`,
  },
];

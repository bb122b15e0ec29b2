import { isObject, registryOf } from "#policies";
import type { PluginDefinition } from "./plugin-definition.ts";
import { runNamespaceSubject } from "./run-namespace-subject.ts";
import {
  aggregatorPod,
  pluginPod,
  type SonobuoyRun,
  sonobuoyNamespace,
  sonobuoyServiceAccount,
} from "./sonobuoy-pods.ts";
import type { Way } from "./subject.ts";

/** The plugin run by Sonobuoy: two pods, the second of which the aggregator makes. */
export function sonobuoyWay(definition: PluginDefinition, run: SonobuoyRun): Way {
  const { namespace } = run;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const as = { namespace, name: sonobuoyServiceAccount };
  const plugin = pluginPod(definition, run);
  const image = run.pluginImage ?? String(definition.container["image"]);
  const { namespaceLabels, allowedRegistries = [registryOf(image)] } = definition.settings;
  const runs = isObject(plugin["spec"]) ? String(plugin["spec"]["serviceAccountName"]) : as.name;
  return {
    namespace,
    namespaceObject: sonobuoyNamespace(namespace),
    serviceAccount: sonobuoyServiceAccount,
    podLabel: ["component", "sonobuoy"],
    subjects: [
      { id: "aggregator", path: pods, object: aggregatorPod(run) },
      { id: "plugin", path: pods, object: plugin, as },
      runNamespaceSubject({ namespace, name: runs }, namespaceLabels),
    ],
    images: [run.sonobuoyImage, image],
    allowedRegistries,
  };
}

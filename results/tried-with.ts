import { type PodOverlay, type ProbeValues, probeValues } from "#policies";
import { objectName, tenantName } from "./run-names.ts";
import type { RunResult, Vantage } from "./run-result.ts";
import { overlayShape } from "./shapes.ts";

/**
 * The values with which a run filled its probes in one of its namespaces: with them the catalogue gives the very
 * objects that were sent.
 * @returns undefined if the result does not say which image stood in them
 */
export function triedWith(
  { run, configuration, profile }: Pick<RunResult, "run" | "configuration" | "profile">,
  { namespace, alternative }: Pick<Vantage, "namespace" | "alternative">,
): ProbeValues | undefined {
  const { image, podOverlay, freshNamespace } = configuration;
  if (typeof image !== "string") return undefined;
  const overlay = overlayShape.safeParse(podOverlay);
  const overlays: PodOverlay[] = overlay.success ? [overlay.data] : [];
  if (alternative !== undefined) overlays.push(alternative.overlay);
  return probeValues({
    name: objectName(run.id),
    namespace,
    // the first version knew one namespace only, and had another name in it
    serviceAccount: freshNamespace === undefined ? "dvs" : tenantName(run.id),
    image,
    minGid: Number(profile.parameters["require-non-root-groups"]?.["minGid"] ?? 0),
    overlays,
  });
}

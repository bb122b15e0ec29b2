import { isObject, type Json, type PodOverlay } from "#policies";
import { yamlText } from "../yaml-text.ts";

/** What was merged into every pod, as YAML. */
export function overlayText({ metadata, spec, container }: PodOverlay): string {
  return yamlText({
    ...(metadata && { metadata: { ...metadata } }),
    ...(spec && { spec }),
    ...(container && { container }),
  });
}

/** The same of a configuration, whatever stands there; undefined if it has none. */
export function configuredOverlayText(overlay: Json | undefined): string | undefined {
  const empty =
    overlay === undefined || overlay === null || (isObject(overlay) && Object.keys(overlay).length === 0);
  return empty ? undefined : yamlText(overlay);
}

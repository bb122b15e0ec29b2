import { dump } from "js-yaml";
import type { Json } from "#policies";

/** A value as YAML, as people write manifests: in blocks, without aliases and broken lines. */
export function yamlOf(value: Json): string {
  return dump(value, { lineWidth: -1, noRefs: true, quoteStyle: "double" });
}

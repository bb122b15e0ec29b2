import { createHash } from "node:crypto";
import type { Finding } from "./finding.ts";

/**
 * What is the same about a finding when lines move: policy, file, object, container, and the field without indexes.
 * @param occurrence number of the finding among those that are otherwise the same, from 0
 */
function fingerprint({ policy, file, object, container = "", field }: Finding, occurrence: number): string {
  const names = field.filter((step) => typeof step === "string");
  const { apiVersion, kind, namespace = "", name } = object;
  const content = JSON.stringify([
    policy,
    file,
    apiVersion,
    kind,
    namespace,
    name,
    container,
    names,
    occurrence,
  ]);
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

/** Gives each finding of a run a fingerprint of its own. */
export function fingerprints(): (finding: Finding) => string {
  const seen = new Map<string, number>();
  return (finding) => {
    const first = fingerprint(finding, 0);
    const occurrence = seen.get(first) ?? 0;
    seen.set(first, occurrence + 1);
    return occurrence === 0 ? first : fingerprint(finding, occurrence);
  };
}

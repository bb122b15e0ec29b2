/** Why Sonobuoy has no result of the plugin, as far as its words tell. */
export type FailureCause = "image" | "memory" | "ended" | "timeout" | "unschedulable" | "unknown";

/** Sonobuoy's own sentences (pkg/plugin/driver/utils, pkg/plugin/constants.go, v0.57.5); the first that fits. */
const words: readonly (readonly [RegExp, FailureCause])[] = [
  [/^Failed to pull image /, "image"],
  [/terminated state .*OOMKilled/, "memory"],
  [/^Container .* is in a terminated state/, "ended"],
  [/^Can't schedule pod/, "unschedulable"],
  [/^Plugin timeout while waiting for results/, "timeout"],
];

/** What Sonobuoy's error about the plugin comes from. */
export function failureCause(detail: string): FailureCause {
  return words.find(([pattern]) => pattern.test(detail))?.[1] ?? "unknown";
}

/** The ways in which rules can answer a violation. */
export const modes = ["enforce", "warn", "audit"] as const;

/** What a violation leads to: `enforce` refuses it, `warn` tells the caller, `audit` tells the operator only. */
export type Mode = (typeof modes)[number];

/** What becomes of a pod that rules cannot judge: only those that refuse violations may keep it out. */
export function failurePolicyOf(mode: Mode): "Fail" | "Ignore" {
  return mode === "enforce" ? "Fail" : "Ignore";
}

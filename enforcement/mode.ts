/** The ways in which rules can answer a violation. */
export const modes = ["enforce", "warn", "audit"] as const;

/** What a violation leads to: `enforce` refuses it, `warn` tells the caller, `audit` tells the operator only. */
export type Mode = (typeof modes)[number];

import { z } from "zod";

/** A LabelSelector of Kubernetes. */
export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
    readonly values: readonly string[];
  }[];
}

export const labelSelector: z.ZodType<LabelSelector> = z.object({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(
      z.object({
        key: z.string(),
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        values: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/** The first requirement of a selector that labels do not meet, e.g. `team NotIn (a, …)`; `undefined` if all are met. */
export function unmet(
  { matchLabels, matchExpressions }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): string | undefined {
  const equal = Object.entries(matchLabels).find(([key, value]) => labels[key] !== value);
  if (equal !== undefined) return equal.join("=");
  const failed = matchExpressions.find((expression) => !isMet(expression, labels[expression.key]));
  if (failed === undefined) return undefined;
  const { key, operator, values } = failed;
  if (operator === "Exists" || operator === "DoesNotExist") return `${key} ${operator}`;
  // of a list that excludes, what counts is the one that hit
  const told = values.filter((value) => operator === "In" || value === labels[key]).slice(0, 5);
  return `${key} ${operator} (${[...told, ...(told.length < values.length ? ["…"] : [])].join(", ")})`;
}

function isMet(
  { operator, values }: LabelSelector["matchExpressions"][number],
  value: string | undefined,
): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

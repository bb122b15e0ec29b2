import { z } from "zod";
import { podWebhooks } from "./engines.ts";

/** Which requests a webhook or an admission policy sees. */
export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

const strings = z.array(z.string()).default([]);

export const resourceRules: z.ZodType<readonly ResourceRule[]> = z
  .array(z.object({ apiGroups: strings, operations: strings, resources: strings, resourceNames: strings }))
  .default([]);

/** Whether one of the rules sees pods of any name when they are created. */
export function seePods(rules: readonly ResourceRule[]): boolean {
  const anyName = rules.filter(({ resourceNames }) => resourceNames.length === 0);
  return podWebhooks({ items: [{ webhooks: [{ name: "", rules: anyName }] }] }).length > 0;
}

import type { Policy } from "#policies";
import type { Text } from "./text/text.ts";

/** A policy's title; its id if only a site's result knows it. */
export function policyTitle(
  { id, policy }: { readonly id: string; readonly policy?: Policy | undefined },
  { language }: Text,
): string {
  return policy?.text[language].title ?? id;
}

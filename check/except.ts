import type { Exception } from "./exceptions.ts";
import type { Finding } from "./finding.ts";

/** The first exception that covers a finding. */
export function exceptionFor(
  { policy, object, container = "" }: Finding,
  exceptions: readonly Exception[],
): { readonly index: number; readonly reason: string } | undefined {
  const index = exceptions.findIndex(
    (exception) =>
      matches(exception.policy, policy) &&
      matches(exception.kind, object.kind) &&
      matches(exception.name, object.name) &&
      matches(exception.namespace, object.namespace ?? "") &&
      matches(exception.container, container),
  );
  const found = exceptions[index];
  return found && { index, reason: found.reason };
}

/** Whether a text fits a pattern with `*` for any characters; no pattern fits all. */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

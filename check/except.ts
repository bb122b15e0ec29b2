import type { Exception } from "./exception.ts";
import type { Finding, ObjectName } from "./finding.ts";
import type { Settings } from "./settings.ts";

/** Whether an exception holds no more. */
export function isExpired({ expires }: Exception, today: string): boolean {
  return expires < today;
}

/** The indexes of the exceptions that are about an object, whether anything in it is at fault or not. */
export function exceptionsAbout(
  object: ObjectName,
  containers: readonly string[],
  { exceptions }: Settings,
): number[] {
  return exceptions.flatMap((exception, index) =>
    matches(exception.kind, object.kind) &&
    matches(exception.name, object.name) &&
    matches(exception.namespace, object.namespace ?? "") &&
    (exception.container === undefined || containers.some((name) => matches(exception.container, name)))
      ? [index]
      : [],
  );
}

/** The indexes of the exceptions in force that cover a finding. */
export function exceptionsFor(
  { policy, object, container = "" }: Omit<Finding, "excepted">,
  { exceptions, today }: Settings,
): number[] {
  return exceptions.flatMap((exception, index) =>
    !isExpired(exception, today) &&
    exception.policy === policy &&
    matches(exception.kind, object.kind) &&
    matches(exception.name, object.name) &&
    matches(exception.namespace, object.namespace ?? "") &&
    matches(exception.container, container)
      ? [index]
      : [],
  );
}

/** Whether a text fits a pattern with `*` for any characters; no pattern fits all. */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

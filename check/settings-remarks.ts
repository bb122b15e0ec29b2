import { isExpired } from "./except.ts";
import type { Exception } from "./exception.ts";
import type { Remark } from "./remark.ts";
import type { Settings } from "./settings.ts";

/** What has to be said of the settings once all is judged: what could not be, and exceptions that want attention. */
export function settingsRemarks(
  { notJudged, exceptions, today }: Settings,
  used: ReadonlySet<number>,
  met: ReadonlySet<number>,
): Remark[] {
  return [
    ...notJudged.map((policy): Remark => ({ fault: false, says: { kind: "not-judged", policy } })),
    ...exceptions.flatMap((exception, index): Remark[] => {
      const { expires } = exception;
      const label = labelOf(exception);
      if (isExpired(exception, today))
        return [{ fault: false, says: { kind: "expired-exception", exception: label, expires } }];
      if (used.has(index)) return [];
      return [{ fault: false, says: { kind: "unused-exception", exception: label, met: met.has(index) } }];
    }),
  ];
}

function labelOf({ policy, kind, namespace, name, container }: Exception): string {
  return [policy, kind, namespace, name, container].filter((part) => part !== undefined).join(" ");
}

/**
 * A time as `2026-03-02T08:01:30Z`, in UTC.
 * @param iso ISO 8601; what is no time is given back as it is
 */
export function isoSeconds(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toISOString().replace(/\.\d+Z$/, "Z");
}

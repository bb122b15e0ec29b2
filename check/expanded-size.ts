import { isObject } from "#policies";

/** So many values a document may come to when its aliases are written out; no object that a cluster takes has more. */
const most = 1_000_000;

/** Whether a value has too many parts if what it holds several times is counted each time, or holds itself. */
export function isTooLarge(value: unknown): boolean {
  return sizeOf(value, new Map()) > most;
}

/** @param known sizes of what was counted; infinite while it is being counted, for what holds itself */
function sizeOf(value: unknown, known: Map<object, number>): number {
  if (!Array.isArray(value) && !isObject(value)) return 1;
  const found = known.get(value);
  if (found !== undefined) return found;
  known.set(value, Number.POSITIVE_INFINITY);
  const size = Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner, known), 1);
  known.set(value, size);
  return size;
}

import fc from "fast-check";

/**
 * Every text of code points that UTF-16 can have in pairs. fast-check's own unit `binary` is the same, but takes two seconds
 * to make a table of all of them.
 */
export const anyText = (constraints: { readonly minLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: codePoint });

const surrogates = { first: 0xd800, last: 0xdfff, count: 0x800 } as const;

const codePoint = fc.integer({ min: 0, max: 0x10ffff - surrogates.count }).map(
  (place) => String.fromCodePoint(place < surrogates.first ? place : place + surrogates.count),
  (value) => {
    const point = typeof value === "string" ? value.codePointAt(0) : undefined;
    if (point === undefined || String.fromCodePoint(point) !== value) throw new Error("no code point");
    if (point >= surrogates.first && point <= surrogates.last) throw new Error("half a pair");
    return point < surrogates.first ? point : point - surrogates.count;
  },
);

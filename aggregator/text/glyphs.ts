import type { Level, Verdict } from "#results";

/** The sign of each verdict; the word always stands beside it. */
export const glyphs: Readonly<Record<Verdict, string>> = {
  enforced: "✓",
  "enforced-stricter": "✓+",
  "enforced-looser": "◕",
  "partly-enforced": "◐",
  "warned-only": "!",
  "not-enforced": "✗",
  "over-blocking": "⊘",
  inconclusive: "?",
  missing: "·",
  "not-applicable": "–",
};

/** The levels in the order in which they are shown. */
export const levelOrder: readonly Level[] = ["open", "gaps", "undetermined", "enforced", "none"];

/** The sign of each level in headings of numbers: that of its commonest verdict. */
export const levelGlyphs: Readonly<Record<Exclude<Level, "none">, string>> = {
  open: glyphs["not-enforced"],
  gaps: glyphs["partly-enforced"],
  undetermined: glyphs.inconclusive,
  enforced: glyphs.enforced,
};

/** The sign of an attempt's outcome: as the policy wants it, against it, or neither. */
export const outcomeGlyphs: Readonly<Record<"good" | "bad" | "unknown", string>> = {
  good: "✓",
  bad: "✗",
  unknown: "?",
};

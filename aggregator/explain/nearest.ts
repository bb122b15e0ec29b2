/** The word that is most like the one that was asked for; undefined if none is much like it. */
export function nearest(asked: string, known: readonly string[]): string | undefined {
  const word = asked.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, distance: distanceOf(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best !== undefined && best.distance <= Math.max(2, best.candidate.length / 3)) return best.candidate;
  return word.length < fewestLetters ? undefined : known.find((candidate) => candidate.includes(word));
}

/** A part of a name that is shorter occurs in too many. */
const fewestLetters = 4;

/** How many letters have to be put in, taken out or changed (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

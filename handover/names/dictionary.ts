import { isKnownCompound, isKnownWord } from "./vocabulary.ts";

/** What stands for a name that is known from a result's own fields. */
export interface Entry {
  /** Made only where the name occurs, so that what was replaced can be counted. */
  readonly replacement: () => string;
  /** The name is an everyday word as well: it is replaced only where a name stands, in quotes or in a path. */
  readonly common: boolean;
  /** The name stays: as a part of a longer one only if the rest of that says nothing. */
  readonly kept?: boolean;
}

/** The parts of a text that a name can consist of; what separates them separates names too. */
const separators = /([.\-_]+)/;

/**
 * Names that are known, with what stands for them. Looked up by words, so that its size costs nothing; `fachverfahren`
 * is found in `pods.fachverfahren` and `fachverfahren-quota` too.
 */
export class Dictionary {
  readonly #entries = new Map<string, Entry>();
  /** Names with blanks, slashes or colons, longest first. */
  readonly #loose = new Map<string, () => string>();
  #mostParts = 1;

  /** Adds a name that is to be replaced; what was added first holds. */
  add(name: string, replacement: () => string): void {
    this.#set(name, { replacement, common: isKnownWord(name) || name.length < shortestName });
  }

  /** Adds a name that stays as it is, unless it is to be replaced. */
  keep(name: string): void {
    this.#set(name, { replacement: () => name, common: false, kept: true });
  }

  #set(name: string, entry: Entry): void {
    const key = keyOf(name);
    if (key === "" || this.#entries.has(key) || this.#loose.has(key)) return;
    if (/^[\p{L}\p{N}_.-]+$/u.test(key)) {
      this.#entries.set(key, entry);
      this.#mostParts = Math.max(this.#mostParts, key.split(separators).length);
    } else if (key.length >= shortestName) this.#loose.set(key, entry.replacement);
  }

  get(name: string): Entry | undefined {
    return this.#entries.get(keyOf(name));
  }

  /** A pattern for the names that are not one word; undefined if there is none. */
  get loose(): RegExp | undefined {
    if (this.#loose.size === 0) return undefined;
    const names = [...this.#loose.keys()]
      .sort((a, b) => b.length - a.length)
      .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  }

  looseReplacement(name: string): string | undefined {
    return this.#loose.get(keyOf(name))?.();
  }

  /**
   * A word with the names in it replaced, the longest first.
   * @param strict everyday words are names here as well
   * @returns its pieces; those that are decided are `fixed`
   */
  split(word: string, strict: boolean): { readonly text: string; readonly fixed: boolean }[] {
    const parts = word.split(separators);
    for (let size = Math.min(parts.length, this.#mostParts); size > 0; size -= 1) {
      for (let start = 0; start + size <= parts.length; start += 1) {
        const entry = this.get(parts.slice(start, start + size).join(""));
        if (entry === undefined || (entry.common && !strict)) continue;
        const before = parts.slice(0, start).join("");
        const after = parts.slice(start + size).join("");
        if (entry.kept === true && ![before, after].every(saysNothing)) continue;
        return [
          ...(before === "" ? [] : this.split(before, strict)),
          { text: entry.replacement(), fixed: true },
          ...(after === "" ? [] : this.split(after, strict)),
        ];
      }
    }
    return [{ text: word, fixed: false }];
  }
}

/** The same name in whatever form its letters are written. */
function keyOf(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

function saysNothing(rest: string): boolean {
  return (
    !/\d/.test(rest) &&
    rest.split(separators).every((part) => part === "" || isKnownCompound(part) || /^[.\-_]+$/.test(part))
  );
}

/** Shorter names are everyday words: one or two letters occur anywhere. */
const shortestName = 3;

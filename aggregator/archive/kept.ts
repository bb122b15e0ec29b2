import type { Limits } from "./limits.ts";
import { type Member, resultNames } from "./member.ts";
import { ArchiveError } from "./problem.ts";

/** The members kept of one archive, within the limits. */
export class Kept {
  readonly #members = new Map<string, Uint8Array>();
  readonly #duplicates = new Set<string>();
  readonly #limits: Limits;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Whether the member is there already and need not be read: the first one counts, and further ones are noted.
   * Results are read always, because two that differ are no result.
   */
  repeats(name: string): boolean {
    if (resultNames.includes(name) || !this.#members.has(name)) return false;
    this.#duplicates.add(name);
    return true;
  }

  /**
   * Says that bytes of a member are about to be kept.
   * @param size bytes of the member so far
   * @throws ArchiveError beyond the limits
   */
  demand(member: string, size: number): void {
    if (size > this.#limits.memberBytes) throw beyond("memberBytes", this.#limits, member);
    if (this.#bytes + size > this.#limits.keptBytes) throw beyond("keptBytes", this.#limits, member);
  }

  /**
   * Keeps a member that was read completely.
   * @throws ArchiveError if it is a second result that differs from the first: unpacking would give the other one
   */
  add({ name, bytes }: Member): void {
    const result = resultNames.includes(name) ? this.junit() : undefined;
    if (result !== undefined && Buffer.compare(result.bytes, bytes) !== 0)
      throw new ArchiveError({ kind: "damaged", detail: "two different results in one archive" });
    this.#bytes += bytes.byteLength;
    this.#members.set(name, bytes);
  }

  get(name: string): Uint8Array | undefined {
    return this.#members.get(name);
  }

  /** The JUnit file: where Sonobuoy puts it, else where the plugin writes it. */
  junit(): Member | undefined {
    for (const name of resultNames) {
      const bytes = this.#members.get(name);
      if (bytes !== undefined) return { name, bytes };
    }
    return undefined;
  }

  /** Members of which the name passes, sorted by name. */
  matching(passes: (name: string) => boolean): Member[] {
    const found = [...this.#members].filter(([name]) => passes(name));
    return found.map(([name, bytes]) => ({ name, bytes })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get duplicates(): readonly string[] {
    return [...this.#duplicates].sort();
  }
}

/** The error for an archive that is beyond a limit. */
export function beyond(limit: keyof Limits, { [limit]: value }: Limits, member?: string): ArchiveError {
  return new ArchiveError({ kind: "limit", limit, value, ...(member !== undefined && { member }) });
}

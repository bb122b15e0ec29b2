import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { IdentifierKind } from "./identifier-kind.ts";

/** Hexadecimal digits of a pseudonym: 48 bits, so that a site's names do not meet by chance. */
const digits = 12;

/** Separates this use of a key from any other. */
const purpose = "dvs-slim/1\0";

/** A name and what stands for it. */
export interface Mapped {
  readonly kind: IdentifierKind;
  readonly name: string;
  readonly pseudonym: string;
}

/**
 * Gives names pseudonyms: HMAC-SHA-256 under the site's key, cut to twelve digits. The same name gets the same digits in
 * every run, in upper or lower case and whatever its kind; without the key nobody can compute them from a guessed name.
 */
export class Pseudonyms {
  readonly #key: KeyObject;
  readonly #mapped = new Map<string, Mapped>();
  readonly #owners = new Map<string, string>();
  readonly #issued = new Set<string>();

  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  /**
   * The pseudonym of a name, e.g. `node-7f3a9c12d4e5`; a valid DNS label and a valid segment of an image's path.
   * @throws Error if two names of a site get the same one
   */
  of(kind: IdentifierKind, name: string): string {
    const normal = normalised(name);
    const short = this.#hash(normal).slice(0, digits);
    const owner = this.#owners.get(short);
    if (owner !== undefined && owner !== normal)
      throw new Error("two names have the same pseudonym under this key: use another key");
    this.#owners.set(short, normal);
    const pseudonym = `${kind}-${short}`;
    this.#issued.add(pseudonym);
    const id = `${kind} ${normal}`;
    if (!this.#mapped.has(id)) this.#mapped.set(id, { kind, name, pseudonym });
    return pseudonym;
  }

  /** A hash that stands for an image's digest: 64 hexadecimal digits. */
  digest(name: string): string {
    this.of("digest", name);
    return this.#hash(normalised(name));
  }

  /** Whether a text is a pseudonym that was given, so that none is replaced by another. */
  has(text: string): boolean {
    return this.#issued.has(text);
  }

  /** Everything that was replaced, in the order of its pseudonyms. */
  get mapping(): readonly Mapped[] {
    return [...this.#mapped.values()].sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1));
  }

  #hash(normal: string): string {
    return createHmac("sha256", this.#key).update(purpose).update(normal).digest("hex");
  }
}

function normalised(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

import type { Language } from "#policies";
import type { Words } from "./say.ts";

/**
 * A mistake in what the user gave, said in a sentence that names it and what to do. Shown without a stack; exit code 2.
 * Everything else that is thrown is a bug and keeps its stack.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly exitCode = 2;
  readonly #said: string | Words;

  /** @param said in all languages, or in the one that the thrower knows to be the user's */
  constructor(said: string | Words, options?: ErrorOptions) {
    super(typeof said === "string" ? said : said.en, options);
    this.#said = said;
  }

  /** The sentence, in that language if it is known in several. */
  in(language: Language): string {
    return typeof this.#said === "string" ? this.#said : this.#said[language];
  }
}

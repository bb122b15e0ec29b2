import type { Language } from "#policies";

/** A text in every language. */
export type Words = Readonly<Record<Language, string>>;

/** Gives a text in the language that was asked for. */
export type Say = (words: Words) => string;

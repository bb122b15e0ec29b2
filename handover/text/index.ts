import type { Language } from "#policies";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { SlimText } from "./text.ts";

/** The words of each language. */
export const slimTexts: Readonly<Record<Language, SlimText>> = { de, en };

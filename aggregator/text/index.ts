import type { Language } from "#policies";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Text } from "./text.ts";

/** The words by language; German is the report's default. */
export const texts: Readonly<Record<Language, Text>> = { de, en };

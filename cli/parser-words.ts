import type { Language } from "#policies";

declare module "yargs" {
  interface Argv<T> {
    /** As yargs takes them; the published types know no counted sentences. */
    updateStrings(strings: Readonly<Record<string, string | Counted>>): this;
  }
}

/** A sentence of yargs for one and for several. */
interface Counted {
  readonly one: string;
  readonly other: string;
}

/**
 * What yargs says of its own accord, by the keys of its locales. Its German is not in the bundles, which hold no files of
 * packages, and has gaps; its English is all right but for sentences that say too little. `%c` takes a value that the
 * sentence does not name.
 */
export const parserWords: Readonly<Record<Language, Readonly<Record<string, string | Counted>>>> = {
  de: {
    "Commands:": "Befehle:",
    "Positionals:": "Argumente:",
    "Options:": "Optionen:",
    "Examples:": "Beispiele:",
    boolean: "Schalter",
    string: "Text",
    number: "Zahl",
    array: "mehrere",
    required: "erforderlich",
    "default:": "Standard:",
    "choices:": "Werte:",
    "Show help": "diese Hilfe zeigen",
    "Show version number": "die Version zeigen",
    "Not enough non-option arguments: got %s, need at least %s": counted(
      "Es fehlt, womit gearbeitet werden soll.%c%c",
    ),
    "Missing required argument: %s": {
      one: "Diese Angabe fehlt: %s",
      other: "Diese Angaben fehlen: %s",
    },
    "Unknown argument: %s": { one: "Unbekannte Angabe: %s", other: "Unbekannte Angaben: %s" },
    "Unknown command: %s": {
      one: "Einen Befehl %s gibt es nicht.",
      other: "Diese Befehle gibt es nicht: %s.",
    },
    "Not enough arguments following: %s": "Nach %s fehlt der Wert.",
    "Invalid values:": "Unzulässige Werte:",
    "Argument: %s, Given: %s, Choices: %s": "Angabe: %s, Wert: %s, möglich: %s",
  },
  en: {
    "Not enough non-option arguments: got %s, need at least %s": counted(
      "Something to work on is missing.%c%c",
    ),
    "Unknown command: %s": { one: "There is no command %s.", other: "There are no commands %s." },
  },
};

function counted(sentence: string): Counted {
  return { one: sentence, other: sentence };
}

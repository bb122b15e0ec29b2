import type { Language } from "#policies";

/** What `dvs check` says of its own call, in one language. */
interface CheckWords {
  readonly noPath: string;
  readonly patchOrFormat: string;
  readonly overInput: (file: string) => string;
  readonly notWritten: (file: string, reason: string) => string;
  readonly notRead: (option: string, file: string, reason: string) => string;
  readonly templatePath: (given: string) => string;
  /** @param values those that are no registries */
  readonly registries: (option: string, values: readonly string[]) => string;
  /** @param message in English */
  readonly configuration: (message: string) => string;
  readonly sourceDate: (given: string) => string;
  /** By the code of the file system. */
  readonly reasons: Readonly<Record<string, string>>;
}

const words: Readonly<Record<Language, CheckWords>> = {
  de: {
    noPath: "Was ist zu prüfen? Eine Datei, einen Ordner oder - (Standardeingabe) angeben.",
    patchOrFormat: "--patch schreibt Berichtigungen, --format Befunde: nur eines davon angeben.",
    overInput: (file) => `-o ${file}: Das ist eine der Dateien, die geprüft werden; sie würde überschrieben`,
    notWritten: (file, reason) => `-o ${file} lässt sich nicht schreiben: ${reason}`,
    notRead: (option, file, reason) => `${option}: ${file} ist nicht lesbar: ${reason}`,
    templatePath: (given) =>
      `--pod-template-path ${given}: erwartet werden eine Art und der Pfad ihres Pod-Templates, wie in Rollout=spec.template`,
    registries: (option, values) =>
      `${option}: ${values.map((value) => `„${value}“ ist keine Registry`).join(", ")}: erwartet wird ein Host oder ein Host mit Pfad (dieser klein geschrieben), ohne https:// davor, wie registry.musterstadt.example; mehrere trennen Kommas`,
    configuration: (message) =>
      `Die Konfiguration ist so nicht zu verwenden (Einzelheiten auf Englisch):\n${message}`,
    sourceDate: (given) =>
      `Die Umgebungsvariable SOURCE_DATE_EPOCH ist „${given}“; erwartet werden ganze Sekunden seit 1970`,
    reasons: {
      ENOENT: "Diese Datei oder diesen Ordner gibt es nicht",
      EACCES: "die Berechtigung fehlt",
      EPERM: "die Berechtigung fehlt",
      EISDIR: "es ist ein Ordner",
      ENOTDIR: "ein Teil des Pfades ist kein Ordner",
    },
  },
  en: {
    noPath: "What is to be checked? Name a file, a folder or - (stdin).",
    patchOrFormat: "--patch writes corrections, --format findings: state one of them.",
    overInput: (file) => `-o ${file}: this is one of the files to check, it would be overwritten`,
    notWritten: (file, reason) => `-o ${file} cannot be written: ${reason}`,
    notRead: (option, file, reason) => `${option}: ${file} cannot be read: ${reason}`,
    templatePath: (given) =>
      `--pod-template-path ${given}: expected a kind and the path of its pod template, as in Rollout=spec.template`,
    registries: (option, values) =>
      `${option}: ${values.map((value) => `"${value}" is no registry`).join(", ")}: expected is a host, or a host and a path (in small letters), without https:// before it, such as registry.musterstadt.example; commas stand between several`,
    configuration: (message) => message,
    sourceDate: (given) => `SOURCE_DATE_EPOCH is "${given}"; expected are whole seconds since 1970.`,
    reasons: {
      ENOENT: "there is no such file or folder",
      EACCES: "permission denied",
      EPERM: "permission denied",
      EISDIR: "it is a folder",
      ENOTDIR: "a part of the path is no folder",
    },
  },
};

/** The words of a language. */
export function checkWords(language: Language): CheckWords {
  return words[language];
}

/** Why a file could not be read or written, for people. */
export function reasonOf(cause: unknown, language: Language): string {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return words[language].reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

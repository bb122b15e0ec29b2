import type { SlimText } from "./text.ts";

const number = new Intl.NumberFormat("de-DE", { maximumFractionDigits: 1 });

/** The German words of `dvs slim`. */
export const de: SlimText = {
  kept: "Behalten",
  dropped: "Weggelassen",
  replaced: "Durch Pseudonyme ersetzt",
  nothing: "nichts",
  kinds: {
    node: "Knoten",
    namespace: "Namespaces",
    pod: "Pods",
    host: "Rechner und Domains",
    ip: "IP-Adressen",
    mac: "MAC-Adressen",
    mail: "E-Mail-Adressen",
    user: "Benutzer",
    image: "Pfade von Images",
    tag: "Tags von Images",
    digest: "Digests von Images",
    storageclass: "Speicherklassen",
    value: "Werte von Labels und Feldern",
    id: "Kennungen und Hashes",
    path: "Pfade von Verweisen",
    name: "sonstige Namen",
    data: "kodierte Daten",
    site: "Name oder Adresse des Standorts",
    word: "Wörter der eigenen Liste",
  },
  added: "neu",
  written: (path, bytes) => `Verschlanktes Archiv: ${path} (${de.bytes(bytes)})`,
  files: (count) => `${number.format(count)} ${count === 1 ? "Datei" : "Dateien"}`,
  bytes: (count) => bytesText(count),
  names: (count) => number.format(count),
  keyCreated: (path) =>
    `Ein neuer Schlüssel wurde angelegt: ${path}. Er bleibt am Standort: aufbewahren und in jeder Runde verwenden, damit derselbe Name dasselbe Pseudonym erhält. Wer ihn hat, kann geratene Namen überprüfen.`,
  keyExposed: (path) => `Den Schlüssel ${path} dürfen auch andere lesen. Abhilfe: chmod 600 ${path}`,
  keyShort: (path, bytes) =>
    `Der Schlüssel in ${path} ist zu kurz: Mindestens ${bytes} Byte sind nötig. Eine noch nicht vorhandene Datei angeben; dann wird ein zufälliger Schlüssel angelegt.`,
  keyLong: (path) => `${path} ist zu groß für einen Schlüssel. Ist es die richtige Datei?`,
  keyMissing:
    "Der Schlüssel fehlt: --key DATEI. Ist die Datei nicht vorhanden, wird sie mit einem zufälligen Schlüssel angelegt; er bleibt am Standort.",
  mappingWritten: (path) =>
    `Die Liste der Namen und Pseudonyme steht in ${path}. Sie darf den Standort nicht verlassen.`,
  mappingHead: ["Pseudonym", "Art", "Name"],
  slimmedAlready: (path, version) =>
    `${path} ist bereits verschlankt, mit dvs ${version}, und kann so weitergegeben werden.`,
  verdictsDiffer:
    "Mit Pseudonymen ergäben sich andere Befunde als zuvor. Es wurde nichts geschrieben. Das ist ein Fehler des Programms: bitte melden, ohne das Archiv beizulegen.",
  withoutResult:
    "Das Archiv enthält kein Ergebnis, nur das, was Sonobuoy zum Scheitern des Plugins meldet; das wurde behalten.",
  cutOff: "Das verschlankte Archiv enthält nur, was bis dahin gelesen wurde, und weist darauf hin.",
  remains: (withSiteName) =>
    `Pseudonym, nicht anonym: Die Kennung des Clusters, ${withSiteName ? "der Name des Standorts, " : ""}Versionen, Anzahlen und die Namen von Engines, Richtlinien, Regeln und Webhooks bleiben lesbar, auch wenn darin etwas über den Standort steht. In freien Texten wird ersetzt, was bekannt ist oder die Form eines Namens, einer Adresse oder einer Kennung hat. Einzelne Wörter, die niemand angegeben hat, können stehen bleiben, etwa Namen von Personen und Orten oder kurze Namen von Rechnern: mit --words nennen, und das Archiv vor der Weitergabe durchsehen.`,
  sameFile: (a, b) => `${a} und ${b} nennen dieselbe Datei. Verschiedene Dateien angeben.`,
  overInput: (path) =>
    `${path} ist ein Archiv oder eine Eingabe und wird nicht überschrieben. Anderen Ort angeben.`,
};

function bytesText(bytes: number): string {
  const [unit, size] = bytes < 1000 ? ["Byte", 1] : bytes < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
  return `${number.format(bytes / Number(size))} ${unit}`;
}

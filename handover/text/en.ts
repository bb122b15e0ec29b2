import type { SlimText } from "./text.ts";

const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** The English words of `dvs slim`. */
export const en: SlimText = {
  kept: "Kept",
  dropped: "Dropped",
  replaced: "Replaced by pseudonyms",
  nothing: "nothing",
  kinds: {
    node: "nodes",
    namespace: "namespaces",
    pod: "pods",
    host: "hosts and domains",
    ip: "IP addresses",
    mac: "MAC addresses",
    mail: "e-mail addresses",
    user: "users",
    image: "paths of images",
    tag: "tags of images",
    digest: "digests of images",
    storageclass: "storage classes",
    value: "values of labels and fields",
    id: "ids and hashes",
    path: "paths of links",
    name: "other names",
    data: "encoded data",
    site: "name or address of the site",
    word: "words of your own list",
  },
  added: "new",
  written: (path, bytes) => `Slim archive: ${path} (${en.bytes(bytes)})`,
  files: (count) => `${number.format(count)} ${count === 1 ? "file" : "files"}`,
  bytes: (count) => bytesText(count),
  names: (count) => number.format(count),
  keyCreated: (path) =>
    `A new key was made: ${path}. It stays at the site: keep it, and use it for every round, so that the same name gets the same pseudonym. Whoever has it can check guessed names.`,
  keyExposed: (path) => `Others may read the key ${path}. Correct that: chmod 600 ${path}`,
  keyShort: (path, bytes) =>
    `The key in ${path} is too short: at least ${bytes} bytes are needed. Name a file that is not there; a random key is then made.`,
  keyLong: (path) => `${path} is too large for a key. Is it the right file?`,
  keyMissing:
    "The key is missing: --key FILE. If the file is not there, it is made with a random key; it stays at the site.",
  mappingWritten: (path) => `The list of names and pseudonyms is in ${path}. It must not leave the site.`,
  mappingHead: ["pseudonym", "kind", "name"],
  slimmedAlready: (path, version) =>
    `${path} was slimmed already, with dvs ${version}. It can be handed on as it is.`,
  verdictsDiffer:
    "With pseudonyms, other verdicts would come out than before. Nothing was written. This is a fault of the program: please report it, without the archive.",
  withoutResult:
    "The archive holds no result, only what Sonobuoy says of the plugin's failure; that was kept.",
  cutOff: "Only what was read until then is in the slim archive, and the archive says so.",
  remains: (withSiteName) =>
    `Pseudonymous, not anonymous: the id of the cluster, ${withSiteName ? "the site's name, " : ""}versions, counts, and the names of engines, policies, rules and webhooks remain readable, even if they say something about the site. In free texts, what is known or has the form of a name, an address or an id is replaced. Single words that nobody named may remain, such as names of persons and places or short names of hosts: give them with --words, and look through the archive before handing it on.`,
  sameFile: (a, b) => `${a} and ${b} name the same file. Name different ones.`,
  overInput: (path) => `${path} is an archive or an input and is not overwritten. Name another place.`,
};

function bytesText(bytes: number): string {
  const [unit, size] = bytes < 1000 ? ["bytes", 1] : bytes < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
  return `${number.format(bytes / Number(size))} ${unit}`;
}

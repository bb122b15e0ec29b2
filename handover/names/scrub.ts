import { isIPv4, isIPv6 } from "node:net";
import type { Dictionary } from "./dictionary.ts";
import { hostPseudonym, nowhere, slimDigest, slimImage } from "./image.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import { isEngineNamespace, isPublicDomain, isPublicNamespace, isPublicRegistry } from "./public-names.ts";
import { isFieldPath, isKnownCompound, isKnownWord, isPublicName, isVersion } from "./vocabulary.ts";

/** A part of a text; what is `fixed` was decided and is not looked at again. */
interface Piece {
  readonly text: string;
  readonly fixed: boolean;
}

/** Replaces what a pattern finds; undefined leaves it to the rules that follow. */
interface Rule {
  readonly pattern: RegExp;
  readonly replace: (found: string, names: Names) => readonly Piece[] | undefined;
}

/** What names are replaced by. */
export interface Names {
  readonly pseudonyms: Pseudonyms;
  readonly dictionary: Dictionary;
  /** The texts are names of policies and the like: words that merely look like names stay. */
  readonly evidence?: boolean;
}

const fixed = (text: string): Piece => ({ text, fixed: true });
const open = (text: string): Piece => ({ text, fixed: false });

/** Characters after which an address or a link has ended, though they could belong to it. */
const trailing = /[.,:;!?]+$/;

/**
 * The rules for texts that nobody wrote for machines, in their order: names that are known, then whatever has the form
 * of an address, a link, an image or an id, then what stands where names stand, then words that look like names.
 */
const rules: readonly Rule[] = [
  // a shared folder, as Windows has it
  {
    pattern: /(?<=^|[\s"'(=])\\{2,4}[\p{L}\p{N}][\p{L}\p{N}_.$-]*(?:\\{1,2}[\p{L}\p{N}_.$-]+)+/gu,
    replace: (found, { pseudonyms }) => [fixed(`\\\\${pseudonyms.of("path", found)}`)],
  },
  // a user with the domain before it, as Windows has it; what could be an escaped line end is one behind known words
  {
    pattern:
      /(?<![\p{L}\p{N}_\\/.-])\\{0,2}[\p{L}\p{N}][\p{L}\p{N}_.-]*\\{1,2}[\p{L}\p{N}][\p{L}\p{N}_.-]*/gu,
    replace: (found, names) => domainUserPieces(found, names),
  },
  // escape sequences separate words; escaped quotes are quotes
  { pattern: /\\+(?:u[0-9a-f]{4}|[nrtbf/])|\\+(?=\\["'`])/giu, replace: (found) => [fixed(found)] },
  // names of directories (LDAP, X.509): whoever and whatever they name
  {
    pattern:
      /(?<![\p{L}\p{N}_])(?:CN|OU|DC|O|L|ST|C|UID|E|EMAILADDRESS|SERIALNUMBER)=(?:[^,;+"'\n\\=]{1,100}(?=,\s?[A-Z]{1,12}=)|[^\s,;+"'\\]{1,100})/gu,
    replace: (found, { pseudonyms }) => {
      const at = found.indexOf("=") + 1;
      return [fixed(found.slice(0, at)), fixed(pseudonyms.of("user", found.slice(at)))];
    },
  },
  {
    pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`,)\]}|\\]+/giu,
    replace: (found, names) => withEnd(found, (url) => urlPieces(url, names)),
  },
  // e-mail addresses and users of a realm
  {
    pattern: /[\p{L}\p{N}._%+-]{1,64}(?:@|%40)[\p{L}\p{N}][\p{L}\p{N}.-]{0,253}/gu,
    replace: (found, { pseudonyms }) =>
      /@sha256$/i.test(found) ? undefined : withEnd(found, (mail) => [fixed(pseudonyms.of("mail", mail))]),
  },
  { pattern: /%[0-9a-f]{2}/giu, replace: (found) => [fixed(found)] },
  {
    pattern: /system:(?:serviceaccounts?|node):[^\s"'`,;()[\]{}\\]+/gu,
    replace: (found, names) => withEnd(found, (user) => userPieces(user, names)),
  },
  // what only its owner may know
  {
    pattern:
      /(?<![\p{L}\p{N}])(?:password|passwd|passwort|pwd|kennwort|token|secret|api[_-]?key|access[_-]?key)=[^\s"'`,;&]+|(?<![\p{L}\p{N}])(?:bearer|basic) [\w.~+/=-]{6,}/giu,
    replace: (found, { pseudonyms }) => {
      const [lead = ""] = /^[^= ]*[= ]/.exec(found) ?? [];
      const own = found.slice(lead.length);
      return isKnownWord(own) ? undefined : [fixed(lead), fixed(pseudonyms.of("data", own))];
    },
  },
  {
    pattern:
      /(?<![\p{L}\p{N}_])(?:(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,}|AIza[\w-]{20,}|gh[opsu]_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,})/gu,
    replace: (found, { pseudonyms }) => [fixed(pseudonyms.of("data", found))],
  },
  // addresses of version 4 in one of version 6, before their colon is that of an image's tag
  {
    pattern: /(?<![\p{L}\p{N}_.])[0-9a-f:]{0,40}:\d{1,3}(?:\.\d{1,3}){3}(?!\d)/giu,
    replace: (found, { pseudonyms }) => addressPieces(found, pseudonyms),
  },
  // images, by a registry, a tag or a digest
  {
    pattern:
      /(?<![\p{L}\p{N}_./-])[\p{L}\p{N}][\p{L}\p{N}_.-]*(?::\d{1,5}(?=\/))?(?:\/[\p{L}\p{N}_.-]+)*(?::[\p{L}\p{N}_][\p{L}\p{N}_.-]*)?(?:@sha256:[0-9a-f]{12,64})?/giu,
    replace: (found, names) => withEnd(found, (image) => imagePieces(image, names)),
  },
  {
    pattern: /sha256:[0-9a-f]{12,64}/giu,
    replace: (found, { pseudonyms }) => [fixed(slimDigest(found, pseudonyms))],
  },
  // addresses
  {
    pattern:
      /(?<![\p{L}\p{N}_])(?:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\p{L}\p{N}_:-])|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\p{L}\p{N}_.]))/giu,
    replace: (found, { pseudonyms }) => [fixed(pseudonyms.of("mac", macOf(found)))],
  },
  {
    pattern: /(?<![\p{L}\p{N}_-])[0-9a-f]{12}(?![\p{L}\p{N}_-])/giu,
    replace: (found, { pseudonyms }) =>
      /[a-f]/i.test(found) && /\d/.test(found) ? [fixed(pseudonyms.of("mac", macOf(found)))] : undefined,
  },
  {
    pattern: /(?<![\p{L}\p{N}_.])[0-9a-f:]{2,}(?:%[\p{L}\p{N}]+)?/giu,
    replace: (found, { pseudonyms }) => addressPieces(found, pseudonyms),
  },
  // four numbers or more, with zeros before them or a fifth behind them: no version that is evidence looks like it
  {
    pattern: /(?<!\d)(?<!\d\.)\d{1,3}(?:\.\d{1,3}){3,}(?!\d)/gu,
    replace: (found, { pseudonyms }) => [
      fixed(isOwnMachine(found) ? found : pseudonyms.of("ip", withoutZeros(found))),
    ],
  },
  // a token of the API (JWT): three encoded parts, all of which tell
  {
    pattern: /(?<![\p{L}\p{N}_-])ey[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,2}/gu,
    replace: (found, { pseudonyms }) => withEnd(found, (token) => [fixed(pseudonyms.of("data", token))]),
  },
  // encoded texts
  {
    pattern: /(?<![\p{L}\p{N}_+/=])[A-Za-z0-9+/_-]{8,}={0,2}(?![\p{L}\p{N}_=])/gu,
    replace: (found, { pseudonyms }) =>
      isEncoded(found) ? [fixed(pseudonyms.of("data", found))] : undefined,
  },
  // whoever is named in quotes behind a word for them, with blanks too
  {
    pattern: /(?<=(?:user|group|benutzer|gruppe) \\*")[^"\\\n]{1,200}(?=\\*")/giu,
    replace: (found, names) => strictPieces(found, names),
  },
  // names in quotes, where a name stands alone
  {
    pattern: /(\\?["'`])([^\s"'`\\]{1,300})\1/gu,
    replace: (found, names) => {
      const length = found.startsWith("\\") ? 2 : 1;
      return [
        fixed(found.slice(0, length)),
        ...strictPieces(found.slice(length, -length), names),
        fixed(found.slice(-length)),
      ];
    },
  },
  {
    pattern: /(?<=[„“«»‚‘›‹])[^\s„“”«»‚‘’›‹]{1,300}(?=[“”»«‘’‹›])/gu,
    replace: (found, names) => strictPieces(found, names),
  },
  // an object by its kind, its namespace and its name, a path, a pair of a key and a value
  {
    pattern: /[\p{L}\p{N}_.-]*(?:[/:=][\p{L}\p{N}_.-]+)+/gu,
    replace: (found, names) =>
      withEnd(found, (parts) => (isPublicKey(parts) ? [fixed(parts)] : strictPieces(parts, names))),
  },
  // words behind which a name stands
  {
    pattern:
      /(?<![\p{L}\p{N}_-])(?:lookup|quota:|service ?accounts?|secrets?|configmaps?|storage ?class(?:es)?|priority ?class(?:es)?|persistentvolumeclaims?|namespaces?|nodes?|users?|tenants?|groups?|clusters?|subject|hostname|knoten|mandant|standort)[ :=]+[\p{L}\p{N}_][\p{L}\p{N}_./-]*/giu,
    replace: (found, names) => {
      const [lead = "", name = ""] = [/^.*[ :=]/su.exec(found)?.[0], /[^ :=]*$/u.exec(found)?.[0]];
      return withEnd(name, (own) => [fixed(lead), ...strictPieces(own, names)]);
    },
  },
  // numbers of telephones, with blanks in them
  {
    pattern: /(?<![\p{L}\p{N}_])\+\d[\d ()/-]{6,24}\d/gu,
    replace: (found, { pseudonyms }) => [fixed(pseudonyms.of("id", found))],
  },
  {
    pattern: /[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/gu,
    replace: (found, names) => wordPieces(found, names, false),
  },
];

/**
 * A function that replaces what can be recognised as a name in texts of clusters. The same text always gives the same
 * text, so that texts that were equal remain equal.
 */
export function scrubber(names: Names): (text: string) => string {
  const done = new Map<string, string>();
  const { loose } = names.dictionary;
  const known: readonly Rule[] =
    loose === undefined
      ? []
      : [
          {
            pattern: loose,
            replace: (found) => {
              const replacement = names.dictionary.looseReplacement(found);
              return replacement === undefined ? undefined : [fixed(replacement)];
            },
          },
        ];
  return (text) => {
    const before = done.get(text);
    if (before !== undefined) return before;
    let pieces: readonly Piece[] = cutPieces(text.normalize("NFC"));
    for (const rule of [...known, ...rules]) pieces = applied(pieces, rule, names);
    const scrubbed = pieces.map((piece) => piece.text).join("");
    done.set(text, scrubbed);
    return scrubbed;
  };
}

function applied(pieces: readonly Piece[], { pattern, replace }: Rule, names: Names): Piece[] {
  return pieces.flatMap((piece) => {
    if (piece.fixed) return piece;
    const made: Piece[] = [];
    let end = 0;
    for (const match of piece.text.matchAll(pattern)) {
      const replacement = replace(match[0], names);
      if (replacement === undefined) continue;
      made.push(open(piece.text.slice(end, match.index)), ...replacement);
      end = match.index + match[0].length;
    }
    made.push(open(piece.text.slice(end)));
    return made.filter(({ text }) => text !== "");
  });
}

/** A text that was cut ends with half a word, in which no name would be found, and a mark that says so. */
function cutPieces(text: string): Piece[] {
  const [, whole, mark] = /^(.*?)\S* (… \[cut, \d+ characters\])$/su.exec(text) ?? [];
  return whole === undefined || mark === undefined ? [open(text)] : [open(whole), fixed(mark)];
}

/** Keeps the punctuation behind what was found. */
function withEnd(
  found: string,
  replace: (own: string) => readonly Piece[] | undefined,
): readonly Piece[] | undefined {
  const end = trailing.exec(found)?.[0] ?? "";
  const own = found.slice(0, found.length - end.length);
  const pieces = own === "" ? undefined : replace(own);
  return pieces && [...pieces, ...(end === "" ? [] : [fixed(end)])];
}

/** Scheme, address and the rest of a link. Inside the cluster, an engine's service says which engine it is. */
function urlPieces(url: string, names: Names): Piece[] | undefined {
  const { pseudonyms } = names;
  const [, scheme = "", authority = "", rest = ""] = /^([a-z0-9+.-]+:\/\/)([^/?#]*)(.*)$/isu.exec(url) ?? [];
  if (authority === "") return rest === "" ? undefined : [fixed(`${scheme}${pseudonyms.of("path", rest)}`)];
  const [, user, host = "", port = ""] = /^(?:(.*)@)?(.*?)(:\d+)?$/su.exec(authority) ?? [];
  // a runtime's version, as in containerd://2.1.0
  if (user === undefined && rest === "" && isVersion(host)) return [fixed(url)];
  const login = user === undefined ? "" : `${pseudonyms.of("user", user)}@`;
  const kept = isPublicHost(host);
  const shown = kept ? host : hostOrAddress(host, names);
  const path =
    rest === "" || rest === "/"
      ? [fixed(rest)]
      : isPublicService(host)
        ? strictPieces(rest, names)
        : [fixed(`/${pseudonyms.of("path", rest)}`)];
  return [fixed(`${scheme}${login}${shown}${port}`), ...path];
}

function isPublicHost(host: string): boolean {
  return isOwnMachine(host.replace(/^\[|\]$/g, "")) || isPublicName(host) || isPublicService(host);
}

/** A service that an engine brings along, e.g. `kyverno-svc.kyverno.svc`. */
function isPublicService(host: string): boolean {
  const [service = "", namespace = "", svc, ...domain] = host.toLowerCase().split(".");
  return (
    svc === "svc" &&
    service !== "" &&
    ["", "cluster.local"].includes(domain.join(".")) &&
    isEngineNamespace(namespace)
  );
}

function hostOrAddress(host: string, { pseudonyms, dictionary }: Names): string {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIPv4(bare)) return pseudonyms.of("ip", bare);
  if (isIPv6(bare)) return `[${pseudonyms.of("ip", shortIPv6(bare))}]`;
  const known = dictionary.get(host);
  if (known !== undefined && !known.common) return known.replacement();
  const end = /\.svc(?:\.cluster\.local)?$/i.exec(host)?.[0];
  return end === undefined ? hostPseudonym(host, pseudonyms) : `${pseudonyms.of("host", host)}.svc`;
}

/** `system:serviceaccount:NAMESPACE:NAME`, `system:node:NAME`. */
function userPieces(user: string, names: Names): Piece[] {
  const [system, kind = "", ...own] = user.split(":");
  const shown = own.map((name, index) => {
    if (index === 0 && kind !== "node" && isPublicNamespace(name)) return name;
    const entry = names.dictionary.get(name);
    if (entry !== undefined) return entry.replacement();
    if (isOwnName(name) || isKnownCompound(name)) return name;
    return names.pseudonyms.of(kind === "node" ? "node" : index === 0 ? "namespace" : "user", name);
  });
  return [fixed([system, kind, ...shown].join(":"))];
}

/** An image if it has a registry's host, a version or a digest; a label's domain is none. */
function imagePieces(image: string, { pseudonyms, dictionary }: Names): Piece[] | undefined {
  const [, name = "", tag, digest] = /^(.*?)(?::([^:/@]+))?(?:@(.+))?$/su.exec(image) ?? [];
  const [first = "", ...rest] = name.split("/");
  const host = first.replace(/:\d+$/, "");
  const isHost =
    rest.length > 0 && (host.includes(".") || first !== host || host === "localhost") && !isFieldPath(host);
  const isReference =
    digest !== undefined || (tag !== undefined && (rest.length > 0 || /^v?\d+\.\d/.test(tag)));
  if (isHost) {
    if (isPublicName(host) && !isPublicRegistry(host)) return undefined;
    // a range of addresses
    if (isIPv4(host) && first === host && /^\d{1,2}$/.test(rest.join("/"))) return undefined;
    return [fixed(slimImage(image, pseudonyms))];
  }
  // a Pod Security level with its version, as in restricted:v1.30
  if (!isReference || (isKnownWord(name) && digest === undefined)) return undefined;
  return dictionary.get(name) === undefined ? [fixed(slimImage(image, pseudonyms))] : undefined;
}

function addressPieces(found: string, pseudonyms: Pseudonyms): Piece[] | undefined {
  const end = /(?<!:):$/.exec(found)?.[0] ?? "";
  const address = found.slice(0, found.length - end.length);
  if (!isIPv6(address)) return undefined;
  return [fixed(isOwnMachine(address) ? address : pseudonyms.of("ip", shortIPv6(address))), open(end)];
}

/** The same address in the same form, whatever zeros were written. */
function shortIPv6(address: string): string {
  const [bare = address] = address.split("%");
  return new URL(`http://[${bare}]/`).hostname.slice(1, -1);
}

function isOwnMachine(address: string): boolean {
  return /^(?:127(?:\.\d+){3}|0\.0\.0\.0|::1?|localhost)$/i.test(address);
}

/** A label or annotation of a project or vendor, e.g. `openshift.io/sa.scc.uid-range`. */
function isPublicKey(key: string): boolean {
  const [domain = "", name, ...more] = key.split("/");
  return isPublicDomain(domain) && name !== undefined && /^[a-z.-]+$/.test(name) && more.length === 0;
}

/** Names that runs of ours give, which hold a run's id only, and those of our manifests. */
function isOwnName(name: string): boolean {
  return /^(?:(?:dvs|p|s)-)?[0-9a-f]{8}$/.test(name) || ownNames.includes(name);
}

const ownNames: readonly string[] = [
  "dvs",
  ..."deep first guard job key namespaces nightly nights own-account own-pod run tenant tenants"
    .split(" ")
    .map((name) => `dvs-${name}`),
];

/** `DOMAIN\\user`; undefined where the backslash begins the end of a line. */
function domainUserPieces(found: string, { pseudonyms }: Names): Piece[] | undefined {
  const [, lead = "", domain = "", slash = "", user = ""] = /^(\\*)([^\\]+)(\\+)(.+)$/su.exec(found) ?? [];
  const couldBeEscape = /^(?:[nrt]|u[0-9a-f]{4})/.test(user);
  if (couldBeEscape && (isKnownWord(domain) || !/^[A-Z][A-Z0-9-]+$/.test(domain))) return undefined;
  return [fixed(lead), fixed(`${pseudonyms.of("name", domain)}${slash}`), fixed(pseudonyms.of("user", user))];
}

/** A hardware address in its usual form. */
function macOf(found: string): string {
  const bare = found.replace(/[:.-]/g, "").toLowerCase();
  return (bare.match(/../g) ?? []).join(":");
}

/** An address whose numbers were filled up with zeros. */
function withoutZeros(address: string): string {
  return address.replace(/(?<!\d)0+(?=\d)/g, "");
}

/** Text in base64, or a long key, token or hash. */
function isEncoded(text: string): boolean {
  const bare = text.replace(/=+$/, "");
  if (/^[0-9a-f]{16,}$/i.test(bare)) return true;
  const mixed = /\d/.test(bare) && /[a-z]/.test(bare) && /[A-Z]/.test(bare);
  if (bare.length >= 10 || bare !== text) {
    const decoded = Buffer.from(bare, "base64").toString("latin1");
    const readable = /^[\x20-\x7e\r\n\t]{5,}$/.test(decoded) && bare.length % 4 !== 1;
    if (readable && !bare.split(/[/_-]/).every((part) => isKnownWord(part) || /^\d*$/.test(part)))
      return true;
  }
  return (
    mixed && bare.split(/[/-]/).some((part) => part.length >= 20 && !isKnownWord(part) && /\d/.test(part))
  );
}

/** What stands where a name stands: only words that are nobody's own remain. */
function strictPieces(text: string, names: Names): Piece[] {
  return text
    .split(/([^\p{L}\p{N}_.-]+)/u)
    .flatMap((part) => (/^[\p{L}\p{N}_.-]/u.test(part) ? edged(part, names) : [fixed(part)]));
}

function edged(part: string, names: Names): Piece[] {
  const [, before = "", word = "", after = ""] = /^([.-]*)(.*?)([.-]*)$/su.exec(part) ?? [];
  return [fixed(before), ...(word === "" ? [] : wordPieces(word, names, true)), fixed(after)];
}

/** A word, by what it looks like. */
function wordPieces(word: string, names: Names, strict: boolean): Piece[] {
  return names.dictionary
    .split(word, strict)
    .map((piece) => (piece.fixed ? piece : fixed(ownWord(piece.text, names, strict))));
}

/** @param strict a name stands here: a word that is not known is one */
function ownWord(word: string, names: Names, strict: boolean): string {
  const { pseudonyms } = names;
  if (isLongNumber(word)) return pseudonyms.of("id", word);
  if (/^[\d._-]*$/.test(word) || isVersion(word) || isOwnName(word)) return word;
  if (pseudonyms.has(word.replace(nowhere, "")) || pseudonyms.has(word)) return word;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word) || /^[0-9a-f]{16,}$/i.test(word))
    return pseudonyms.of("id", word);
  const bare = word.replace(/^[._-]+|[._-]+$/g, "");
  if (bare.includes(".")) {
    if (isKnownWord(bare) || isFieldPath(bare) || isPublicHost(bare) || isPublicRegistry(bare)) return word;
    return word.replace(bare, () => hostOrAddress(bare, names));
  }
  if (isKnownCompound(bare) || /^\d+(?:[A-Za-z]{1,2})?$/.test(bare)) return word;
  const looksLikeName = strict || (names.evidence !== true && isNameLike(bare));
  return looksLikeName ? word.replace(bare, () => pseudonyms.of("name", bare)) : word;
}

/** Long numbers are those of accounts and customers; namespaces of OpenShift have ranges of ten digits. */
function isLongNumber(word: string): boolean {
  return /^\d{9,}$/.test(word) && !/^100\d{7}$|^4294967295$/.test(word);
}

/** A word that is not known and has the form of a name: of parts, or with numbers in it. */
function isNameLike(word: string): boolean {
  const withNumber = /\p{L}\p{L}\d{2,}|\p{L}\d+\p{L}|\d\p{L}{2}.*\d/u.test(word) && word.length > 4;
  return withNumber || (/[-_]/.test(word) && /\p{L}{3}/u.test(word));
}

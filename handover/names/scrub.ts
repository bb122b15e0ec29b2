import { isIPv4, isIPv6 } from "node:net";
import type { Dictionary } from "./dictionary.ts";
import { hostPseudonym, nowhere, slimDigest, slimImage } from "./image.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import { isPublicNamespace, isPublicRegistry } from "./public-names.ts";
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
  // escape sequences separate words
  { pattern: /\\(?:u[0-9a-f]{4}|[nrtbf"'\\/])|%[0-9a-f]{2}/giu, replace: (found) => [fixed(found)] },
  // e-mail addresses and users of a realm
  {
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,253}/gu,
    replace: (found, { pseudonyms }) =>
      /@sha256$/i.test(found) ? undefined : withEnd(found, (mail) => [fixed(pseudonyms.of("mail", mail))]),
  },
  {
    pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`,;)\]}|\\]+/giu,
    replace: (found, names) => withEnd(found, (url) => urlPieces(url, names)),
  },
  {
    pattern: /system:(?:serviceaccounts?|node):[^\s"'`,;()[\]{}]+/gu,
    replace: (found, names) => withEnd(found, (user) => userPieces(user, names)),
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
    pattern: /(?<![\p{L}\p{N}_])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\p{L}\p{N}_:-])/giu,
    replace: (found, { pseudonyms }) => [fixed(pseudonyms.of("mac", found.replaceAll("-", ":")))],
  },
  {
    pattern: /(?<![\p{L}\p{N}_.])[0-9a-f:]{2,}(?:\d{1,3}\.[\d.]{5,11})?(?:%[\p{L}\p{N}]+)?/giu,
    replace: (found, { pseudonyms }) => addressPieces(found, pseudonyms),
  },
  {
    pattern: /(?<![\p{L}\p{N}_.-])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}_]|\.\d)/gu,
    replace: (found, { pseudonyms }) =>
      isIPv4(found) ? [fixed(isOwnMachine(found) ? found : pseudonyms.of("ip", found))] : undefined,
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
  // names in quotes, where a name stands alone
  {
    pattern: /(["'`])([^\s"'`\\]{1,300})\1/gu,
    replace: (found, names) => [
      fixed(found.slice(0, 1)),
      ...strictPieces(found.slice(1, -1), names),
      fixed(found.slice(-1)),
    ],
  },
  // an object by its kind, its namespace and its name, as Kyverno says it
  {
    pattern: /(?<![\p{L}\p{N}_./-])[A-Z][A-Za-z]+\/[\p{L}\p{N}.-]+\/[\p{L}\p{N}.-]+/gu,
    replace: (found, names) => withEnd(found, (object) => strictPieces(object, names)),
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
    let pieces: readonly Piece[] = cutPieces(text);
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
  if (user === undefined && isVersion(host)) return [fixed(url)];
  const login = user === undefined ? "" : `${pseudonyms.of("user", user)}@`;
  const kept = isPublicHost(host);
  const shown = kept ? host : hostOrAddress(host, names);
  const path = kept || rest === "" || rest === "/" ? open(rest) : fixed(`/${pseudonyms.of("path", rest)}`);
  return [fixed(`${scheme}${login}${shown}${port}`), path];
}

function isPublicHost(host: string): boolean {
  return isOwnMachine(host.replace(/^\[|\]$/g, "")) || isPublicName(host) || isPublicService(host);
}

/** A service that an engine or Kubernetes brings along, e.g. `kyverno-svc.kyverno.svc`. */
function isPublicService(host: string): boolean {
  const [service = "", namespace = "", svc, ...domain] = host.toLowerCase().split(".");
  return (
    svc === "svc" &&
    service !== "" &&
    ["", "cluster.local"].includes(domain.join(".")) &&
    isPublicNamespace(namespace)
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
  const isHost = rest.length > 0 && (host.includes(".") || first !== host) && !isFieldPath(host);
  const isReference =
    digest !== undefined || (tag !== undefined && (rest.length > 0 || /^v?\d+\.\d/.test(tag)));
  if (isHost) {
    if (isPublicName(host) && !isPublicRegistry(host)) return undefined;
    if (isIPv4(host) && first === host) return undefined;
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

/** Names that runs of ours give: they hold a run's id only. */
function isOwnName(name: string): boolean {
  return /^(?:(?:dvs|p|s)-)?[0-9a-f]{8}$/.test(name) || /^dvs(?:-[a-z]+)*$/.test(name);
}

/** Text in base64, or a long key, token or hash. */
function isEncoded(text: string): boolean {
  const bare = text.replace(/=+$/, "");
  if (/^[0-9a-f]{16,}$/i.test(bare)) return true;
  const mixed = /\d/.test(bare) && /[a-z]/.test(bare) && /[A-Z]/.test(bare);
  if (bare.length >= 12 || bare !== text) {
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
  if (/^[\d._-]*$/.test(word) || isVersion(word) || isOwnName(word)) return word;
  if (pseudonyms.has(word.replace(nowhere, "")) || pseudonyms.has(word)) return word;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word) || /^[0-9a-f]{16,}$/i.test(word))
    return pseudonyms.of("id", word);
  const bare = word.replace(/^[._-]+|[._-]+$/g, "");
  if (bare.includes(".")) {
    if (isFieldPath(bare) || isPublicHost(bare) || isPublicRegistry(bare)) return word;
    return word.replace(bare, () => hostOrAddress(bare, names));
  }
  if (isKnownCompound(bare) || /^\d+(?:[A-Za-z]{1,2})?$/.test(bare)) return word;
  const withNumber = /\d/.test(bare) && (/[-_]/.test(bare) || /^\p{L}{2,}\d{2,}$/u.test(bare));
  const looksLikeName = strict || (withNumber && names.evidence !== true);
  return looksLikeName ? word.replace(bare, () => pseudonyms.of("name", bare)) : word;
}

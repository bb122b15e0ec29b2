import { isPublicDomain, isPublicNamespace } from "./public-names.ts";
import { isConstant, isKnownWord } from "./vocabulary.ts";

/** A part of what is said of an exemption. */
export interface ExemptionWord {
  readonly text: string;
  /** `name`: a site's own; `plain`: nobody's; `prose`: a sentence, in which names must be looked for. */
  readonly kind: "name" | "plain" | "prose";
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** The words of the plugin's own readers (plugin/facts) in their lists; all else there is a site's. */
const grammar = wordsOf(`
  In NotIn Exists DoesNotExist namespaces namespaceSelector namespaceselector in webhooks subjects User Group ServiceAccount
  resourceFilters excludeUsernames excludeUsername excludeGroups excludeGroupRole everything pods Pod Audit audit
  Warn warn Enforce Deny here of the namespace to which security context constraints do not apply is not while others have
  ignore enabled disabled webhook system serviceaccount serviceaccounts authenticated masters nodes
  ValidatingPolicy ValidatingAdmissionPolicy PolicyException from
  privileged anyuid hostaccess hostmount-anyuid hostnetwork hostnetwork-v2 nonroot nonroot-v2 restricted restricted-v2
  cluster-admins
`);

/** What expressions of CEL consist of, beside fields. */
const cel = wordsOf(`
  startsWith endsWith contains matches exists exists_one all has size filter map in true false null userInfo username groups uid
  lowerAscii upperAscii split join replace indexOf substring trim orValue optional value hasValue duration timestamp int uint
  double string bytes bool list type dyn cel bind quantity isQuantity variables params authorizer check allowed group resource
  extra dryRun oldObject namespaceObject metadata labels annotations operation kind subResource
`);

/** A list of one of these is of namespaces: a known word is no less a name there. */
const namespaceList = /^(?:excludedNamespaces|namespaces) of /;

/** A condition in CEL, by what is before the colon. */
const condition = /^(?:match condition|PolicyException) /;
const kyvernoFilter = /^(?:namespaces|subjects|namespaceSelector|everything)(?: |$)/;

/** The mark of a text that was cut, with the half word before it. */
const cutMark = /\S* ?… \[cut, \d+ characters\]$/u;

/**
 * What the plugin's readers say of an exemption (`says`), in parts. Before the colon stands which part of an engine's
 * configuration it is; behind it are namespaces, users, labels or an expression, where every word that is not theirs is
 * a site's.
 */
export function exemptionWords(says: string): ExemptionWord[] {
  const cut = cutMark.exec(says)?.[0] ?? "";
  const whole = says.slice(0, says.length - cut.length);
  const mark = cut.replace(/^.*(?=… \[cut)/su, "");
  const colon = whole.indexOf(": ");
  const [head, tail] = colon < 0 ? [whole, ""] : [whole.slice(0, colon + 2), whole.slice(colon + 2)];
  const expression = condition.test(head) && !kyvernoFilter.test(tail);
  return [
    ...headWords(head),
    ...(expression ? expressionWords(tail) : listWords(tail, namespaceList.test(head))),
    ...(mark === "" ? [] : [{ text: mark, kind: "plain" as const }]),
  ];
}

/** Names of a site's namespaces and labels between the words of a sentence; lists stand in brackets. */
const inHead =
  /[[(][^[\]()]*[\])]|(?<=PolicyException )\S+\/\S+|(?<=(?:ConfigMap|policy) )[^\s/]+(?=\/)|(?<=the namespace )[^\s,]+|(?<=security context constraint )[^\s,]+|(?<=\blabel ).*?(?= of the namespace|: |$)/gu;

function headWords(head: string): ExemptionWord[] {
  const words: ExemptionWord[] = [];
  let end = 0;
  for (const { 0: found, index } of head.matchAll(inHead)) {
    words.push({ text: head.slice(end, index), kind: "prose" }, ...listWords(found, false));
    end = index + found.length;
  }
  return [...words, { text: head.slice(end), kind: "prose" as const }].filter(({ text }) => text !== "");
}

/** Names with what may stand in them; wildcards and what separates the parts of a user's name end them. */
const token = /[\p{L}\p{M}\p{N}_.@\\/-]+/gu;

function listWords(list: string, namespaces: boolean): ExemptionWord[] {
  return tokens(list, (word) => (namespaces ? isPublicNamespace(word) : isPlain(word)));
}

function expressionWords(text: string): ExemptionWord[] {
  return text
    .split(/("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/su)
    .flatMap((part) =>
      /^["']/.test(part)
        ? tokens(part, isPlain)
        : tokens(
            part,
            (word) => word.length < 3 || cel.has(word) || isKnownWord(word),
            /[\p{L}\p{M}\p{N}_-]+/gu,
          ),
    );
}

function tokens(text: string, isKept: (word: string) => boolean, pattern: RegExp = token): ExemptionWord[] {
  const words: ExemptionWord[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const [, before = "", own = "", after = ""] = /^([./@\\-]*)(.*?)([./@\\-]*)$/su.exec(found) ?? [];
    // a namespace and a name, or a label's domain and its name
    const parts = own === "" || isKept(own) ? [] : own.split(/([/@\\])/);
    words.push(
      { text: text.slice(end, index) + before, kind: "plain" },
      ...(parts.length === 0 ? [{ text: own, kind: "plain" as const }] : []),
      ...parts.map((part) => ({
        text: part,
        kind: /^[/@\\]?$/.test(part) || isKept(part) ? ("plain" as const) : ("name" as const),
      })),
      { text: after, kind: "plain" },
    );
    end = index + found.length;
  }
  return [...words, { text: text.slice(end), kind: "plain" as const }].filter((word) => word.text !== "");
}

function isPlain(word: string): boolean {
  return (
    grammar.has(word) ||
    isConstant(word) ||
    isPublicNamespace(word) ||
    isPublicDomain(word.replace(/\/.*$/su, "")) ||
    /^\d{1,3}$/.test(word)
  );
}

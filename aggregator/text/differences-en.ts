import type { FactName } from "../comparison/differences/site-facts.ts";
import { noLabel } from "../comparison/differences/site-facts.ts";
import type { DifferencesText, PairWords, SeparatedSites } from "./differences-text.ts";

const number = new Intl.NumberFormat("en-GB");
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const either = new Intl.ListFormat("en-GB", { type: "disjunction" });
const quoted = (text: string): string => `“${text.replaceAll("“", "‘").replaceAll("”", "’")}”`;
const sitesWord = (n: number): string => `${number.format(n)}\u00a0${n === 1 ? "site" : "sites"}`;
const policiesWord = (n: number): string => `${number.format(n)}\u00a0${n === 1 ? "policy" : "policies"}`;

const differencesWord = (n: number): string =>
  n === 0 ? "no difference" : `${number.format(n)}\u00a0${n === 1 ? "difference" : "differences"}`;

/** The English words of the section on differences. */
export const differencesEn: DifferencesText = {
  words: {
    title: "Common ground and differences",
    common: "Where the sites agree",
    noneEnforced: "No policy has been seen to be enforced at all sites.",
    groups: "Where the groups agree",
    groupsCaption: "Groups of the list of sites, with two sites with a result or more",
    group: "Group",
    sites: "Sites",
    enforcedEverywhere: "Enforced everywhere",
    openEverywhere: "Open everywhere",
    differing: "Differing",
    others: "With gaps, or undetermined or not applicable at some",
    separations: "What tells the sites apart",
    separationsIntro: "A fact tells sites apart; whether it is the cause remains open.",
    equal: "Sites with equal results",
    equalIntro: "At these sites, every policy has the same level.",
    pairs: "Differences one by one",
    pairsNote:
      "Counted are policies that have another level. “3/12”: 3 of 12 that can be compared; without it, all can. “–”: nothing can be compared.",
    names: "Names of the sites",
  },
  lead: {
    enforcedEverywhere: (count, policies, sites, others) => {
      const where = `at all ${sitesWord(sites)}${others ? " with a result" : ""}`;
      return count === 0
        ? `None of the ${policiesWord(policies)} has been seen to be enforced ${where}.`
        : `${number.format(count)} of ${policiesWord(policies)} ${count === 1 ? "is" : "are"} enforced ${where}.`;
    },
    facts: ([first, ...others], more, policies) => {
      if (first === undefined) return "";
      const once = policies === 1;
      const asOften = [...others.map(factOf), ...furtherFacts(more)];
      const said = once
        ? `What tells the sites apart at one policy: ${factOf(first)}`
        : `What tells the sites apart most often: ${factOf(first)} (${policiesWord(policies)})`;
      return asOften.length === 0
        ? `${said}. Whether this is the cause remains open.`
        : `${said}; ${once ? "as well" : "as often"}: ${asOften.join("; ")}. Whether any of them is the cause remains open.`;
    },
    unlikeFacts: (policies) =>
      `Facts tell the sites apart at ${policiesWord(policies)}, other ones at each. Whether they are the cause remains open.`,
    noFact:
      "No recorded fact (such as engine, distribution, version of Kubernetes) tells the sites apart more clearly than chance could.",
    tooFewSites: (fewest) =>
      `It takes ${sitesWord(fewest)} or more at which the same policy can be told to say anything about facts (such as engine, distribution, version of Kubernetes).`,
    apart: (farthest, closest) =>
      `Farthest apart are ${farthest.a} and ${farthest.b} (${differencesWord(farthest.policies)}), nearest to each other ${closest.a} and ${closest.b} (${differencesWord(closest.policies)}).`,
  },
  method: (fewest) =>
    `A fact is named if all sites with the same value have the same level. Two at most may be exceptions, of many sites one in twenty at most. This makes chance unlikely, but does not rule it out: with levels dealt out at random, any of the facts would fit as well in at most 5 of 100 cases for each policy. Below ${sitesWord(fewest)}, no fact gets there.`,
  unexplained: (others) =>
    others
      ? "For these policies, no recorded fact tells the sites apart more clearly than chance could:"
      : "This is how the sites divide:",
  agreements: {
    enforced: "Enforced at all",
    enforcedKnown: "Enforced as far as determined and applicable",
    gaps: "With gaps at all",
    gapsKnown: "With gaps as far as determined and applicable",
    open: "Open at all",
    openKnown: "Open as far as determined and applicable",
    differing: "Differing",
    undetermined: "Undetermined everywhere",
    none: "Applies nowhere",
  },
  agreementHints: {
    enforced:
      "This is to be expected at all compared sites today; whoever delivers software has to keep to these policies.",
    enforcedKnown: "Of the other sites, this says nothing.",
    gaps: "",
    gapsKnown: "",
    open: "None of the compared sites enforces this today.",
    openKnown: "",
    differing: "Which they are stands under “What tells the sites apart”.",
    undetermined: "",
    none: "",
  },
  intro: (sites, withoutResult) =>
    `The level of each policy (enforced, with gaps or open) is compared at ${number.format(sites)}\u00a0sites with a result. What is undetermined or does not apply is left out${
      withoutResult === 0
        ? "."
        : withoutResult === 1
          ? ", and so is one archive without a result."
          : `, and so are ${number.format(withoutResult)}\u00a0archives without a result.`
    }`,
  apart: (undetermined, none) =>
    [
      ...(undetermined > 0 ? [`undetermined at ${sitesWord(undetermined)}`] : []),
      ...(none > 0 ? [`does not apply at ${sitesWord(none)}`] : []),
    ].join(", "),
  groupsLeftOut: (n) =>
    n === 1
      ? "One more group is in the file that --json writes."
      : `${number.format(n)} more groups are in the file that --json writes.`,
  counts: ({ enforced, gaps, open, undetermined, none }) =>
    [
      ...(enforced > 0 ? [`${number.format(enforced)}\u00a0enforced`] : []),
      ...(gaps > 0 ? [`${number.format(gaps)}\u00a0with gaps`] : []),
      ...(open > 0 ? [`${number.format(open)}\u00a0open`] : []),
      ...(undetermined > 0 ? [`${number.format(undetermined)}\u00a0inconclusive`] : []),
      ...(none > 0 ? [`${number.format(none)}\u00a0not applicable`] : []),
    ].join(", "),
  separation: (fact, sides) => {
    const said = sides.map((side) => sideOf(fact, side)).join("; ");
    return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
  },
  asWell: (facts, more, nearly) => {
    const named = [...facts.map(factOf), ...furtherFacts(more)];
    return `Sites are told apart as well${nearly ? ", or nearly," : ""} by: ${named.join("; ")}. Which fact matters cannot be told at these sites.`;
  },
  factUnknown: (n) => `The fact is not known at ${sitesWord(n)}.`,
  patternWord: "Pattern",
  patternSites: sitesWord,
  patternLevels: (parts, enforced) => {
    const said = parts.map(
      ({ level, titles }) => `${level}: ${titles === undefined ? "all" : titles.join(", ")}`,
    );
    if (enforced > 0)
      said.push(parts.length === 0 ? "enforced: all" : `enforced: the other ${number.format(enforced)}`);
    return `${said.join("; ")}.`;
  },
  patternsLeftOut: (patterns, sites) =>
    patterns === 1
      ? `One more pattern is that of ${sitesWord(sites)}.`
      : `${number.format(patterns)} more patterns are those of ${sitesWord(sites)}.`,
  alone: (n) =>
    n === 1 ? "One site is like no other." : `${number.format(n)}\u00a0sites are like no other.`,
  pairsCaption: (of, compared, all) =>
    of === "sites"
      ? "Every two sites: number of policies with another level"
      : `Every two patterns: number of policies with another level. The most frequent patterns are those of ${number.format(compared)} of ${number.format(all)}\u00a0sites.`,
  pairCount: (differing, comparable, of) => {
    if (comparable === 0) return "–";
    return comparable === of
      ? number.format(differing)
      : `${number.format(differing)}/${number.format(comparable)}`;
  },
  pairNames: (a, b) => `${a} and ${b}`,
  pair: pairOf,
  pairsOf: (name, others, more) =>
    `${name} compared with ${list.format([...others, ...(more === 0 ? [] : [`${number.format(more)} more`])])}`,
};

function sideOf(fact: FactName, { values, level, sites, exceptions }: SeparatedSites): string {
  const where = whereOf(fact, values);
  const odd = typeof exceptions === "number" ? exceptions : exceptions.length;
  const rule = sites - odd;
  const does = {
    enforced: ["enforces", "enforce"],
    gaps: ["enforces with gaps", "enforce with gaps"],
    open: ["is open", "are open"],
  }[level];
  if (odd === 0)
    return sites === 1
      ? `the one site ${where} ${does[0]}`
      : `${sites === 2 ? "both" : `all ${number.format(sites)}`}\u00a0sites ${where} ${does[1]}`;
  const others =
    typeof exceptions === "number"
      ? `${number.format(exceptions)} others`
      : list.format(exceptions.map((one) => `${one.site} (${one.level})`));
  return `of ${number.format(sites)}\u00a0sites ${where}, ${number.format(rule)} ${does[rule === 1 ? 0 : 1]}, but not ${others}`;
}

function furtherFacts(more: number): string[] {
  if (more === 0) return [];
  return [more === 1 ? "one more fact" : `${number.format(more)} more facts`];
}

/** Which sites are meant, behind the word. */
function whereOf(fact: FactName, values: readonly string[]): string {
  const has = values[0] === "yes";
  switch (fact.kind) {
    case "engine":
      return `${has ? "with" : "without"} ${fact.engine}`;
    case "refuser":
      return `${has ? "with" : "without"} refusals by ${fact.engine} for other policies`;
    case "distribution":
      return `with the distribution ${either.format(values)}`;
    case "kubernetes":
      return has ? `with Kubernetes ${fact.from} or later` : `with Kubernetes before ${fact.from}`;
    case "group":
      return `of the ${values.length === 1 ? "group" : "groups"} ${list.format(values.map(quoted))}`;
    case "parameter":
      return `listed with ${either.format(values.map((value) => quoted(`${fact.key}: ${value}`)))}`;
    case "pod-security":
      return `with the Pod Security label ${either.format(values.map(labelsOf))}`;
  }
}

function labelsOf(value: string): string {
  const names = value.split(", ").map((name) => (name === noLabel ? "(none)" : name));
  return names.join(" and ");
}

function factOf(fact: FactName): string {
  switch (fact.kind) {
    case "engine":
      return `whether ${fact.engine} is installed`;
    case "refuser":
      return `whether ${fact.engine} refuses for other policies`;
    case "distribution":
      return "the distribution";
    case "kubernetes":
      return `whether Kubernetes is ${fact.from} or later`;
    case "group":
      return "the group";
    case "parameter":
      return `the list's ${quoted(fact.key)}`;
    case "pod-security":
      return "the Pod Security label of the probed namespaces";
  }
}

function pairOf({ a, b, better, worse, comparable, of }: PairWords): string {
  const rest =
    comparable < of ? ` ${number.format(comparable)} of ${number.format(of)} can be compared.` : "";
  const differing = better.length + worse.length;
  if (comparable === 0) return "nothing can be compared.";
  if (differing === 0) return `no difference.${rest}`;
  const sides = [
    ...(better.length > 0 ? [`at ${a}: ${better.join(", ")}`] : []),
    ...(worse.length > 0 ? [`at ${b}: ${worse.join(", ")}`] : []),
  ];
  return `${policiesWord(differing)}. Enforced further ${sides.join("; ")}.${rest}`;
}

import type { FactName } from "../comparison/differences/site-facts.ts";
import { noLabel } from "../comparison/differences/site-facts.ts";
import type { DifferencesText, PairWords, SeparatedSites } from "./differences-text.ts";

const number = new Intl.NumberFormat("de-DE");
const list = new Intl.ListFormat("de-DE", { type: "conjunction" });
const either = new Intl.ListFormat("de-DE", { type: "disjunction" });
const quoted = (text: string): string => `„${text.replaceAll("„", "‚").replaceAll("“", "‘")}“`;
const sitesWord = (n: number): string => `${number.format(n)}\u00a0${n === 1 ? "Standort" : "Standorte"}`;
const atSites = (n: number): string =>
  n === 1 ? "an einem Standort" : `an ${number.format(n)}\u00a0Standorten`;
const policiesWord = (n: number): string =>
  `${number.format(n)}\u00a0${n === 1 ? "Richtlinie" : "Richtlinien"}`;

const differencesWord = (n: number): string =>
  n === 0 ? "kein Unterschied" : `${number.format(n)}\u00a0${n === 1 ? "Unterschied" : "Unterschiede"}`;
const policiesDative = (n: number): string => `${number.format(n)}\u00a0Richtlinien`;

/** The German words of the section on differences. */
export const differencesDe: DifferencesText = {
  words: {
    title: "Gemeinsamkeiten und Unterschiede",
    common: "Worin die Standorte übereinstimmen",
    noneEnforced: "Keine Richtlinie ist nachweislich an allen Standorten durchgesetzt.",
    groups: "Worin die Gruppen übereinstimmen",
    groupsCaption: "Gruppen aus der Liste der Standorte, ab zwei Standorten mit Ergebnis",
    group: "Gruppe",
    sites: "Standorte",
    enforcedEverywhere: "Überall durchgesetzt",
    openEverywhere: "Überall offen",
    differing: "Unterschiedlich",
    others: "Lückenhaft oder nicht überall feststellbar und anwendbar",
    separations: "Was die Standorte unterscheidet",
    separationsIntro: "Ein Merkmal unterscheidet die Standorte; ob es die Ursache ist, bleibt offen.",
    equal: "Standorte mit gleichen Befunden",
    equalIntro: "An diesen Standorten hat jede Richtlinie dieselbe Stufe.",
    pairs: "Unterschiede im Einzelnen",
    pairsNote:
      "Gezählt werden Richtlinien, deren Stufe sich unterscheidet. „3/12“: 3 von 12 vergleichbaren; ohne diese Angabe sind alle vergleichbar. „–“: Nichts ist vergleichbar.",
    names: "Namen der Standorte",
  },
  lead: {
    enforcedEverywhere: (count, policies, sites, others) => {
      const where = `an allen ${number.format(sites)}\u00a0Standorten${others ? " mit Ergebnis" : ""}`;
      return count === 0
        ? `Keine der ${number.format(policies)}\u00a0Richtlinien ist nachweislich ${where} durchgesetzt.`
        : `${count === 1 ? "Eine" : number.format(count)} von ${number.format(policies)}\u00a0Richtlinien ${count === 1 ? "ist" : "sind"} ${where} durchgesetzt.`;
    },
    facts: ([first, ...others], more, policies) => {
      if (first === undefined) return "";
      const once = policies === 1;
      const asOften = [...others.map(factOf), ...furtherFacts(more)];
      const said = once
        ? `Bei einer Richtlinie unterscheidet die Standorte: ${factOf(first)}`
        : `Am häufigsten unterscheidet die Standorte: ${factOf(first)} (bei ${policiesDative(policies)})`;
      return asOften.length === 0
        ? `${said}. Ob das die Ursache ist, bleibt offen.`
        : `${said}; ${once ? "ebenso" : "ebenso oft"}: ${asOften.join("; ")}. Ob eines davon die Ursache ist, bleibt offen.`;
    },
    unlikeFacts: (policies) =>
      `Bei ${policiesDative(policies)} unterscheiden Merkmale die Standorte, bei jeder andere. Ob sie die Ursache sind, bleibt offen.`,
    noFact:
      "Kein erfasstes Merkmal (etwa Engine, Distribution, Kubernetes-Version) unterscheidet die Standorte deutlicher, als es der Zufall könnte.",
    tooFewSites: (fewest) =>
      `Für Aussagen über Merkmale (etwa Engine, Distribution, Kubernetes-Version) braucht es mindestens ${number.format(fewest)}\u00a0Standorte, an denen dieselbe Richtlinie feststellbar ist.`,
    apart: (farthest, closest) =>
      `Am weitesten auseinander liegen ${farthest.a} und ${farthest.b} (${differencesWord(farthest.policies)}), am nächsten beieinander ${closest.a} und ${closest.b} (${differencesWord(closest.policies)}).`,
  },
  method: (fewest) =>
    `Ein Merkmal wird genannt, wenn alle Standorte mit demselben Wert denselben Befund haben. Erlaubt sind höchstens zwei Ausnahmen, bei vielen Standorten höchstens eine von zwanzig. Zufall ist damit unwahrscheinlich, aber nicht ausgeschlossen: Bei zufällig verteilten Befunden passte je Richtlinie in höchstens 5 von 100 Fällen irgendein Merkmal so gut. Bei weniger als ${number.format(fewest)}\u00a0Standorten gelingt das keinem Merkmal.`,
  unexplained: (others) =>
    others
      ? "Bei diesen Richtlinien unterscheidet kein erfasstes Merkmal die Standorte deutlicher, als es der Zufall könnte:"
      : "So verteilen sich die Standorte:",
  agreements: {
    enforced: "An allen durchgesetzt",
    enforcedKnown: "Durchgesetzt, soweit feststellbar und anwendbar",
    gaps: "An allen lückenhaft",
    gapsKnown: "Lückenhaft, soweit feststellbar und anwendbar",
    open: "An allen offen",
    openKnown: "Offen, soweit feststellbar und anwendbar",
    differing: "Unterschiedlich",
    undetermined: "Nirgends feststellbar",
    none: "Nirgends anwendbar",
  },
  agreementHints: {
    enforced:
      "Damit ist heute an allen verglichenen Standorten zu rechnen; wer liefert, muss diese Richtlinien einhalten.",
    enforcedKnown: "Für die anderen Standorte ist damit nichts gesagt.",
    gaps: "",
    gapsKnown: "",
    open: "Das setzt heute keiner der verglichenen Standorte durch.",
    openKnown: "",
    differing: "Welche das sind, steht unter „Was die Standorte unterscheidet“.",
    undetermined: "",
    none: "",
  },
  intro: (sites, withoutResult) =>
    `Verglichen wird die Stufe jeder Richtlinie (durchgesetzt, lückenhaft oder offen) an ${number.format(sites)}\u00a0Standorten mit Ergebnis. Was nicht feststellbar ist oder entfällt, nimmt nicht teil${
      withoutResult === 0
        ? "."
        : withoutResult === 1
          ? ", ebenso wenig ein Archiv ohne Ergebnis."
          : `, ebenso wenig ${number.format(withoutResult)}\u00a0Archive ohne Ergebnis.`
    }`,
  apart: (undetermined, none) =>
    [
      ...(undetermined > 0 ? [`${atSites(undetermined)} nicht feststellbar`] : []),
      ...(none > 0 ? [`entfällt ${atSites(none)}`] : []),
    ].join(", "),
  groupsLeftOut: (n) =>
    n === 1
      ? "Eine weitere Gruppe steht in der Datei, die --json schreibt."
      : `${number.format(n)} weitere Gruppen stehen in der Datei, die --json schreibt.`,
  counts: ({ enforced, gaps, open, undetermined, none }) =>
    [
      ...(enforced > 0 ? [`${number.format(enforced)}\u00a0durchgesetzt`] : []),
      ...(gaps > 0 ? [`${number.format(gaps)}\u00a0lückenhaft`] : []),
      ...(open > 0 ? [`${number.format(open)}\u00a0offen`] : []),
      ...(undetermined > 0 ? [`${number.format(undetermined)}\u00a0nicht\u00a0feststellbar`] : []),
      ...(none > 0 ? [`${number.format(none)}\u00a0${none === 1 ? "entfällt" : "entfallen"}`] : []),
    ].join(", "),
  separation: (fact, sides) => {
    const said = sides.map((side) => sideOf(fact, side)).join("; ");
    return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
  },
  asWell: (facts, more, nearly) => {
    const named = [...facts.map(factOf), ...furtherFacts(more)];
    return `Ebenso gut${nearly ? " oder fast so gut" : ""} ${named.length === 1 && more < 2 ? "unterscheidet" : "unterscheiden"}: ${named.join("; ")}. Welches Merkmal zählt, ist an diesen Standorten nicht zu erkennen.`;
  },
  factUnknown: (n) => `Nicht bekannt ist das Merkmal ${atSites(n)}.`,
  patternWord: "Befundbild",
  patternSites: sitesWord,
  patternLevels: (parts, enforced) => {
    const said = parts.map(
      ({ level, titles }) => `${level}: ${titles === undefined ? "alle" : titles.join(", ")}`,
    );
    if (enforced > 0)
      said.push(
        parts.length === 0 ? "durchgesetzt: alle" : `durchgesetzt: die übrigen ${number.format(enforced)}`,
      );
    return `${said.join("; ")}.`;
  },
  patternsLeftOut: (patterns, sites) =>
    patterns === 1
      ? `Ein weiteres Befundbild haben ${sitesWord(sites)} gemeinsam.`
      : `${number.format(patterns)} weitere Befundbilder verteilen sich auf ${sitesWord(sites)}.`,
  alone: (n) =>
    n === 1
      ? "Ein Standort gleicht keinem anderen."
      : `${number.format(n)}\u00a0Standorte gleichen keinem anderen.`,
  pairsCaption: (of, compared, all) =>
    of === "sites"
      ? "Je zwei Standorte: Zahl der Richtlinien mit unterschiedlicher Stufe"
      : `Je zwei Befundbilder: Zahl der Richtlinien mit unterschiedlicher Stufe. Die häufigsten Befundbilder umfassen ${number.format(compared)} von ${number.format(all)}\u00a0Standorten.`,
  pairCount: (differing, comparable, of) => {
    if (comparable === 0) return "–";
    return comparable === of
      ? number.format(differing)
      : `${number.format(differing)}/${number.format(comparable)}`;
  },
  pairNames: (a, b) => `${a} und ${b}`,
  pair: pairOf,
  pairsOf: (name, others, more) =>
    `${name} im Vergleich mit ${list.format([...others, ...(more === 0 ? [] : [`${number.format(more)} weiteren`])])}`,
};

function sideOf(fact: FactName, { values, level, sites, exceptions }: SeparatedSites): string {
  const where = whereOf(fact, values);
  const odd = typeof exceptions === "number" ? exceptions : exceptions.length;
  const rule = sites - odd;
  const verb = { enforced: ["setzt", "setzen"], gaps: ["setzt", "setzen"], open: ["ist", "sind"] }[level];
  const does = { enforced: "durch", gaps: "lückenhaft durch", open: "offen" }[level];
  if (odd === 0)
    return sites === 1
      ? `der eine Standort ${where} ${verb[0]} ${does}`
      : `${sites === 2 ? "beide" : `alle ${number.format(sites)}`}\u00a0Standorte ${where} ${verb[1]} ${does}`;
  const others =
    typeof exceptions === "number"
      ? `${number.format(exceptions)} andere`
      : list.format(exceptions.map((one) => `${one.site} (${one.level})`));
  return `von ${number.format(sites)}\u00a0Standorten ${where} ${rule === 1 ? `${verb[0]} einer` : `${verb[1]} ${number.format(rule)}`} ${does}, nicht aber ${others}`;
}

function furtherFacts(more: number): string[] {
  if (more === 0) return [];
  return [more === 1 ? "ein weiteres Merkmal" : `${number.format(more)} weitere Merkmale`];
}

/** Which sites are meant, behind the word. */
function whereOf(fact: FactName, values: readonly string[]): string {
  const has = values[0] === "yes";
  switch (fact.kind) {
    case "engine":
      return `${has ? "mit" : "ohne"} ${fact.engine}`;
    case "refuser":
      return `${has ? "mit" : "ohne"} Ablehnungen durch ${fact.engine} bei anderen Richtlinien`;
    case "distribution":
      return `mit der Distribution ${either.format(values)}`;
    case "kubernetes":
      return has ? `mit Kubernetes ${fact.from} oder neuer` : `mit Kubernetes vor ${fact.from}`;
    case "group":
      return values.length === 1
        ? `der Gruppe ${values.map(quoted).join("")}`
        : `der Gruppen ${list.format(values.map(quoted))}`;
    case "parameter":
      return `mit der Angabe ${either.format(values.map((value) => quoted(`${fact.key}: ${value}`)))}`;
    case "pod-security":
      return `mit dem Pod-Security-Label ${either.format(values.map(labelsOf))}`;
  }
}

function labelsOf(value: string): string {
  const names = value.split(", ").map((name) => (name === noLabel ? "(keines)" : name));
  return names.join(" und ");
}

function factOf(fact: FactName): string {
  switch (fact.kind) {
    case "engine":
      return `ob ${fact.engine} installiert ist`;
    case "refuser":
      return `ob ${fact.engine} bei anderen Richtlinien ablehnt`;
    case "distribution":
      return "die Distribution";
    case "kubernetes":
      return `ob Kubernetes ${fact.from} oder neuer läuft`;
    case "group":
      return "die Gruppe";
    case "parameter":
      return `die Angabe ${quoted(fact.key)}`;
    case "pod-security":
      return "das Pod-Security-Label der geprüften Namespaces";
  }
}

function pairOf({ a, b, better, worse, comparable, of }: PairWords): string {
  const rest =
    comparable < of ? ` Vergleichbar sind ${number.format(comparable)} von ${number.format(of)}.` : "";
  const differing = better.length + worse.length;
  if (comparable === 0) return "nichts ist vergleichbar.";
  if (differing === 0) return `kein Unterschied.${rest}`;
  const sides = [
    ...(better.length > 0 ? [`bei ${a}: ${better.join(", ")}`] : []),
    ...(worse.length > 0 ? [`bei ${b}: ${worse.join(", ")}`] : []),
  ];
  return `${policiesWord(differing)}. Weiter gehend durchgesetzt ${sides.join("; ")}.${rest}`;
}

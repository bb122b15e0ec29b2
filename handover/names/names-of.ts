import { isObject, type Json } from "#policies";
import { type Outcome, type Refuser, type RunResult, runNamespace } from "#results";
import type { PathName } from "../../aggregator/index.ts";
import { Dictionary } from "./dictionary.ts";
import { exemptionWords } from "./exemption-words.ts";
import type { IdentifierKind } from "./identifier-kind.ts";
import { hostPseudonym } from "./image.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import { isProjectRegistry, isPublicNamespace, isPublicRegistry, isPublicSegment } from "./public-names.ts";
import { scrubber } from "./scrub.ts";
import { isPublicLabel, labelFields } from "./slim-values.ts";
import { isConstant, isKnownWord } from "./vocabulary.ts";

/** Where names are known from, beside the result. */
export interface Sources {
  /** Absent if the archive has no result. */
  readonly result: RunResult | undefined;
  /** Names in the paths of an archive's members. */
  readonly paths: readonly PathName[];
  /** Words that the site wants to be replaced. */
  readonly words: readonly string[];
  /** The site's name is to be replaced as well. */
  readonly hideSiteName: boolean;
}

/**
 * The names that a result and its archive have in fields of their own, so that they are found in every text: names that
 * are replaced first, then those that stay because they are the evidence (policies, rules, webhooks, engines).
 */
export function namesOf({ result, paths, words, hideSiteName }: Sources, pseudonyms: Pseudonyms): Dictionary {
  const dictionary = new Dictionary();
  const replace = (kind: IdentifierKind, name: string): void => {
    if (name !== "") dictionary.add(name, () => pseudonyms.of(kind, name));
  };
  for (const word of words) replace("word", word);
  if (result !== undefined) {
    const { site, run } = result;
    for (const name of [run.id, runNamespace(run.id), `p-${run.id}`, `s-${run.id}`]) dictionary.keep(name);
    if (site.idSource === "kube-system-uid") dictionary.keep(site.id);
    for (const name of namespacesOf(result)) if (!isPublicNamespace(name)) replace("namespace", name);
    if ("value" in site.storageClasses)
      for (const { name } of site.storageClasses.value) replace("storageclass", name);
    for (const registry of registriesOf(result)) addRegistry(registry, dictionary, pseudonyms);
    for (const name of exemptNames(result)) replace("name", name);
    for (const value of configuredValues(result)) if (!isConstant(value)) replace("value", value);
    for (const key of configuredKeys(result)) replace("name", key);
    const { siteName } = result.configuration;
    if (hideSiteName && typeof siteName === "string")
      for (const part of partsOf(siteName)) replace("site", part);
  }
  for (const { kind, name } of paths) {
    if (kind === "namespace" ? isPublicNamespace(name) : kind === "pod" && isKnownWord(name)) continue;
    replace(kind, name);
    // messages often name a node without its domain
    const [short = name] = name.split(".");
    if (kind === "node" && short !== name && /\D/.test(short)) replace(kind, short);
  }
  if (result !== undefined) keepEvidence(result, dictionary, pseudonyms);
  return dictionary;
}

function namespacesOf({ run, vantages, probes, configuration }: RunResult): string[] {
  const { namespaces } = configuration;
  const all = [
    ...vantages.map(({ namespace }) => namespace),
    ...probes.map(({ vantage }) => vantage),
    ...(Array.isArray(namespaces) ? namespaces : []),
  ];
  return [...new Set(all)]
    .filter((name) => typeof name === "string")
    .filter((name) => name !== runNamespace(run.id));
}

/** The namespaces, users and labels that engines leave out. */
function exemptNames({ vantages }: RunResult): string[] {
  const words = vantages.flatMap(({ exemptions }) => exemptions.flatMap(({ says }) => exemptionWords(says)));
  return words.filter(({ kind }) => kind === "name").map(({ text }) => text);
}

function registriesOf({ configuration, profile }: RunResult): string[] {
  const { image, allowedRegistries } = configuration;
  const used = profile.parameters["restrict-image-registries"]?.["allowedRegistries"];
  const lists = [
    image,
    ...(Array.isArray(allowedRegistries) ? allowedRegistries : []),
    ...(Array.isArray(used) ? used : []),
  ];
  return lists.filter((value) => typeof value === "string");
}

/** The host and the segments of a registry or an image, so that each is found by itself. */
function addRegistry(registry: string, dictionary: Dictionary, pseudonyms: Pseudonyms): void {
  const [first = "", ...path] = registry.replace(/@.*$/, "").split("/");
  const host = first.replace(/:\d+$/, "");
  if (isProjectRegistry(host)) return;
  if (!isPublicRegistry(host) && host !== "localhost")
    dictionary.add(host, () => hostPseudonym(host, pseudonyms));
  for (const segment of path) {
    const name = segment.replace(/:.*$/, "");
    if (name !== "" && !isPublicSegment(name)) dictionary.add(name, () => pseudonyms.of("image", name));
  }
}

/** The keys and values that the operator set in labels, annotations and in what every pod must have. */
function configuredValues({ configuration, vantages }: RunResult): string[] {
  const { podOverlay, namespaceLabels } = configuration;
  const overlays = vantages.flatMap(({ alternative }) =>
    alternative === undefined ? [] : [alternative.overlay],
  );
  return [podOverlay ?? null, namespaceLabels ?? null, ...overlays].flatMap((value) => stringsIn(value));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return value.length > 2 && !/^\d{1,2}$/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}

/** The names of labels and annotations that the operator set, without the domain before them. */
function configuredKeys({ configuration, vantages }: RunResult): string[] {
  const { podOverlay, namespaceLabels } = configuration;
  const overlays = vantages.map(({ alternative }) => alternative?.overlay ?? null);
  const labels = vantages.map(({ podSecurity }) => podSecurity);
  return [
    { labels: namespaceLabels ?? null },
    podOverlay ?? null,
    ...labels.map((own) => ({ labels: own })),
    ...overlays,
  ]
    .flatMap((value) => labelsIn(value))
    .filter((key) => !isPublicLabel(key))
    .map((key) => key.replace(/^.*\//su, ""));
}

function labelsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(labelsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    labelFields.includes(key) && isJsonObject(item) ? Object.keys(item) : labelsIn(item),
  );
}

function isJsonObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && isObject(value as Json);
}

/** A site's name as a whole, and the words of it that could stand alone. */
function partsOf(siteName: string): string[] {
  const words = siteName.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3);
  return [siteName.trim(), ...words];
}

/** Names of engines, policies, rules and webhooks stay as far as they hold no other name. */
function keepEvidence(result: RunResult, dictionary: Dictionary, pseudonyms: Pseudonyms): void {
  const scrub = scrubber({ pseudonyms, dictionary, evidence: true });
  const outcomes = [
    ...result.vantages.map(({ compliant }) => compliant),
    ...result.probes.map(({ outcome }) => outcome),
  ];
  const engines = "value" in result.site.engines ? result.site.engines.value : [];
  const names = [
    ...result.probes.flatMap(({ probe, policy }) => [probe, policy]),
    ...outcomes.flatMap((outcome) => [...refuserNames(outcome), ...namesInMessage(outcome)]),
    ...result.vantages.flatMap(({ exemptions }) => exemptions.map(({ engine }) => engine)),
    ...engines.flatMap(({ name, webhooks = [], policies = [], reporting = [], reportingOn = {} }) => [
      name,
      ...webhooks.map((own) => own.name),
      ...policies,
      ...reporting,
      ...Object.values(reportingOn).flat(),
    ]),
  ];
  for (const name of new Set(names)) {
    const shown = scrub(name);
    if (shown === name) dictionary.keep(name);
    else dictionary.add(name, () => shown);
  }
}

function refuserNames(outcome: Outcome): string[] {
  const by: Partial<Refuser> = "by" in outcome && outcome.by !== undefined ? outcome.by : {};
  return [by.engine, by.policy, by.rule, by.webhook].filter((name) => name !== undefined);
}

/** How engines name their objects in a message: the policy and its binding, and the webhook. */
const objectNames: readonly RegExp[] = [
  /ValidatingAdmissionPolicy '([^\s']{1,253})'/g,
  /with binding '([^\s']{1,253})'/g,
  /admission webhook "([^\s"]{1,253})"/g,
  /calling webhook "([^\s"]{1,253})"/g,
];

/** Gatekeeper's refusal: each line begins with a constraint. Whatever others write in brackets is no policy. */
const gatekeeperRefusal = /^admission webhook "[a-z-]+\.gatekeeper\.sh" denied the request: (.*)$/su;

function namesInMessage(outcome: Outcome): string[] {
  const { message = "" } = "message" in outcome ? outcome : {};
  const lines = gatekeeperRefusal.exec(message)?.[1]?.split("\n") ?? [];
  return [
    ...objectNames.flatMap((pattern) => [...message.matchAll(pattern)].flatMap(([, name]) => name ?? [])),
    ...lines.flatMap((line) => /^\[([a-z0-9.-]{1,253})\] /.exec(line)?.[1] ?? []),
  ];
}

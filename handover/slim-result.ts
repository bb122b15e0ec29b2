import { isObject, isPolicyId, type Json, type ParameterValue, policies, probesOf } from "#policies";
import {
  type EngineFact,
  type Exemption,
  type Fact,
  type Outcome,
  type ProbeResult,
  type Refuser,
  type RunResult,
  runNamespace,
  type SiteFacts,
  type Vantage,
} from "#results";
import { exemptionWords } from "./names/exemption-words.ts";
import { slimImage, slimRegistry } from "./names/image.ts";
import { isPublicNamespace } from "./names/public-names.ts";
import {
  slimLabels,
  slimObject,
  slimPatch,
  slimValue,
  slimValues,
  type ValueTools,
} from "./names/slim-values.ts";
import { isConstant, isSoftwareVersion } from "./names/vocabulary.ts";

/** What a result is slimmed with. */
export interface ResultTools extends ValueTools {
  /** Like `scrub`, for names of policies, rules, engines and the like, which are evidence. */
  readonly scrubEvidence: (name: string) => string;
  readonly hideSiteName: boolean;
}

/**
 * A result without the names that say whose it is. Field by field: what is not named here is not in it. Outcomes,
 * reasons and counts stay, so that the verdicts are the same.
 */
export function slimResult(result: RunResult, tools: ResultTools): RunResult {
  const { tool, run, profile } = result;
  const id = /^[a-z0-9]{1,16}$/.test(run.id) ? run.id : tools.pseudonyms.of("id", run.id);
  const own: OwnNamespace = { from: runNamespace(run.id), to: runNamespace(id) };
  return {
    tool: { name: tools.scrub(tool.name), version: tools.scrub(tool.version) },
    run: {
      id,
      started: run.started,
      finished: run.finished,
      ...(run.cutShort !== undefined && { cutShort: tools.scrub(run.cutShort) }),
    },
    site: slimSite(result.site, tools),
    profile: {
      id: tools.scrubEvidence(profile.id),
      version: tools.scrubEvidence(profile.version),
      parameters: slimParameters(profile.parameters, tools),
    },
    configuration: slimConfiguration(result.configuration, own, tools),
    vantages: result.vantages.map((vantage) => slimVantage(vantage, own, tools)),
    probes: result.probes.map((probe) => slimProbe(probe, own, tools)),
  };
}

/** The namespace that the run made, before and after. */
interface OwnNamespace {
  readonly from: string;
  readonly to: string;
}

function slimNamespace(name: string, own: OwnNamespace, { pseudonyms }: ValueTools): string {
  if (name === own.from) return own.to;
  return name === "" || isPublicNamespace(name) ? name : pseudonyms.of("namespace", name);
}

/** A hash of an address can be found by guessing addresses; the uid of kube-system and a hash of a certificate cannot. */
function slimSite(site: SiteFacts, tools: ResultTools): SiteFacts {
  const { scrub, pseudonyms } = tools;
  const { idSource } = site;
  const counted = (counts: Readonly<Record<string, number>>): Record<string, number> => {
    const groups = Map.groupBy(Object.entries(counts), ([name]) => slimSoftware(name, tools));
    return Object.fromEntries(
      [...groups].map(([name, own]) => [name, own.reduce((sum, [, n]) => sum + n, 0)]),
    );
  };
  return {
    id: idSource === "api-server-url" ? pseudonyms.of("site", site.id) : site.id,
    idSource,
    kubernetesVersion: mapped(site.kubernetesVersion, tools, (version) => slimSoftware(version, tools)),
    distribution: mapped(site.distribution, tools, scrub),
    nodes: mapped(site.nodes, tools, ({ count, osImages, kernels, runtimes, architectures, capacity }) => ({
      count,
      osImages: counted(osImages),
      kernels: counted(kernels),
      runtimes: counted(runtimes),
      architectures: counted(architectures),
      capacity: { cpu: capacity.cpu, memory: capacity.memory },
    })),
    storageClasses: mapped(site.storageClasses, tools, (classes) =>
      classes.map(({ name, provisioner }) => ({
        name: pseudonyms.of("storageclass", name),
        provisioner: scrub(provisioner),
      })),
    ),
    engines: mapped(site.engines, tools, (engines) => engines.map((engine) => slimEngine(engine, tools))),
  };
}

/** Versions and names of software, whose dots and numbers look like addresses: what is neither is a site's word. */
function slimSoftware(text: string, tools: ResultTools): string {
  if (isSoftwareVersion(text) && tools.dictionary.get(text) === undefined) return text;
  return text.replace(/[\p{L}\p{M}\p{N}]+/gu, (part) =>
    isSoftwareVersion(part) ? part : slimName(part, tools),
  );
}

function mapped<T>(fact: Fact<T>, { scrub }: ResultTools, map: (value: T) => T): Fact<T> {
  return "value" in fact ? { value: map(fact.value) } : { unknown: scrub(fact.unknown) };
}

function slimEngine(engine: EngineFact, tools: ResultTools): EngineFact {
  const { name, version, webhooks, policies: own, reporting, reportingOn } = engine;
  const { scrubEvidence } = tools;
  return {
    name: scrubEvidence(name),
    ...(version !== undefined && { version: scrubEvidence(version) }),
    ...(webhooks && {
      webhooks: webhooks.map((webhook) => ({
        name: scrubEvidence(webhook.name),
        failurePolicy: tools.scrub(webhook.failurePolicy),
      })),
    }),
    ...(own && { policies: own.map(scrubEvidence) }),
    ...(reporting && { reporting: reporting.map(scrubEvidence) }),
    ...(reportingOn && {
      reportingOn: Object.fromEntries(
        Object.entries(reportingOn).map(([policy, names]) => [
          isPolicyId(policy) ? policy : scrubEvidence(policy),
          names.map(scrubEvidence),
        ]),
      ),
    }),
  };
}

function slimParameters(
  parameters: RunResult["profile"]["parameters"],
  tools: ResultTools,
): RunResult["profile"]["parameters"] {
  return Object.fromEntries(
    Object.entries(parameters).map(([policy, own]) => [
      isPolicyId(policy) ? policy : tools.scrubEvidence(policy),
      Object.fromEntries(
        Object.entries(own).map(([name, value]) => [
          tools.scrubEvidence(name),
          slimParameter(name, value, tools),
        ]),
      ),
    ]),
  );
}

function slimParameter(name: string, value: ParameterValue, tools: ResultTools): ParameterValue {
  if (typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return slimParameterText(name, value, tools);
  return value.map((item) => slimParameterText(name, item, tools));
}

/** Registries are a site's own; else the catalogue says what is permitted, or a name is one of Linux (a sysctl). */
function slimParameterText(name: string, value: string, tools: ResultTools): string {
  if (name === "allowedRegistries") return slimRegistry(value, tools.pseudonyms);
  return isConstant(value) || /^(?:kernel|net|fs|vm|user)\.[a-z0-9_.]+$/.test(value)
    ? value
    : slimValue(value, tools);
}

/** How each key of the configuration is slimmed; keys that are not here are left out. */
function slimConfiguration(
  configuration: RunResult["configuration"],
  own: OwnNamespace,
  tools: ResultTools,
): Record<string, Json> {
  const slimmed: Record<string, Json> = {};
  for (const [key, value] of Object.entries(configuration)) {
    const slim = Object.hasOwn(configurationKeys, key) ? configurationKeys[key] : undefined;
    const shown = slim?.(value, tools, own);
    if (shown !== undefined) slimmed[key] = shown;
  }
  return slimmed;
}

type SlimKey = (value: Json, tools: ResultTools, own: OwnNamespace) => Json | undefined;

/** Numbers, switches and the words that the configuration takes. */
const plain: SlimKey = (value) =>
  typeof value === "number" ||
  typeof value === "boolean" ||
  ["core", "deep", "present", "absent"].includes(String(value))
    ? value
    : undefined;
const strings = (value: Json): string[] =>
  Array.isArray(value) ? value.filter((item: Json) => typeof item === "string") : [];
const object: SlimKey = (value, tools) => slimValues(value, tools);

const configurationKeys: Readonly<Record<string, SlimKey>> = {
  probes: plain,
  freshNamespace: plain,
  appArmor: plain,
  concurrency: plain,
  rest: plain,
  requestTimeout: plain,
  deadline: plain,
  settle: plain,
  allowedRegistriesAssumed: plain,
  namespaces: (value, tools, own) => strings(value).map((name) => slimNamespace(name, own, tools)),
  namespaceLabels: (value, tools) => (isObject(value) ? slimLabels(value, tools) : {}),
  podOverlay: object,
  image: (value, { pseudonyms }) => (typeof value === "string" ? slimImage(value, pseudonyms) : undefined),
  allowedRegistries: (value, { pseudonyms }) => strings(value).map((name) => slimRegistry(name, pseudonyms)),
  parameters: (value, tools) => slimGivenParameters(value, tools),
  siteName: (value, { hideSiteName }) => (typeof value === "string" && !hideSiteName ? value : undefined),
};

function slimGivenParameters(value: Json, tools: ResultTools): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const groups = Object.entries(value).map(([policy, own]): [string, Json] => {
    if (typeof own !== "object" || own === null || Array.isArray(own)) return [policy, {}];
    const given = Object.entries(own).flatMap(([name, item]): [string, Json][] =>
      isParameter(item)
        ? [[tools.scrubEvidence(name), withoutReadonly(slimParameter(name, item, tools))]]
        : [],
    );
    return [isPolicyId(policy) ? policy : tools.scrubEvidence(policy), Object.fromEntries(given)];
  });
  return Object.fromEntries(groups);
}

function isParameter(value: Json | undefined): value is boolean | number | string | string[] {
  if (Array.isArray(value)) return value.every((item: Json) => typeof item === "string");
  return ["boolean", "number", "string"].includes(typeof value);
}

function withoutReadonly(value: ParameterValue): Json {
  return typeof value === "object" ? [...value] : value;
}

function slimVantage(vantage: Vantage, own: OwnNamespace, tools: ResultTools): Vantage {
  const { namespace, kind, identity, podSecurity, compliant, alternative, exemptions } = vantage;
  return {
    namespace: slimNamespace(namespace, own, tools),
    kind,
    identity,
    podSecurity: slimTexts(podSecurity, tools),
    compliant: slimOutcome(compliant, tools),
    ...(alternative && { alternative: slimAlternative(alternative, tools) }),
    exemptions: exemptions.map((exemption) => slimExemption(exemption, tools)),
  };
}

/** Labels: their keys as texts, their values as values. */
function slimTexts(texts: Readonly<Record<string, string>>, tools: ValueTools): Record<string, string> {
  return Object.fromEntries(
    Object.entries(slimLabels(texts, tools)).map(([key, value]) => [
      key,
      isVersionLabel(key, texts) ?? String(value),
    ]),
  );
}

/** A Pod Security level's version, e.g. `v1.30`, which is no site's own value. */
function isVersionLabel(key: string, texts: Readonly<Record<string, string>>): string | undefined {
  const value = Object.hasOwn(texts, key) ? texts[key] : undefined;
  return value !== undefined && /^v1\.\d{1,3}$/.test(value) ? value : undefined;
}

function slimAlternative(
  { id, overlay: { metadata, spec, container } }: NonNullable<Vantage["alternative"]>,
  tools: ResultTools,
): NonNullable<Vantage["alternative"]> {
  const { labels, annotations } = metadata ?? {};
  return {
    id: tools.scrubEvidence(id),
    overlay: {
      ...(metadata && {
        metadata: {
          ...(labels && { labels: slimTexts(labels, tools) }),
          ...(annotations && { annotations: slimTexts(annotations, tools) }),
        },
      }),
      ...(spec && { spec: slimObject(spec, tools) }),
      ...(container && { container: slimObject(container, tools) }),
    },
  };
}

/** The engine's part of the configuration stays; the namespaces, users and labels in it do not. */
function slimExemption({ engine, policies: own, says }: Exemption, tools: ResultTools): Exemption {
  return {
    engine: tools.scrubEvidence(engine),
    ...(own && {
      policies: own.map((policy) => (isPolicyId(policy) ? policy : tools.scrubEvidence(policy))),
    }),
    says: exemptionWords(says)
      .map(({ text, kind }) => {
        if (kind === "plain") return text;
        return kind === "prose" ? tools.scrub(text) : slimName(text, tools);
      })
      .join(""),
  };
}

function slimName(name: string, { dictionary, pseudonyms }: ResultTools): string {
  return dictionary.get(name)?.replacement() ?? pseudonyms.of("name", name);
}

const catalogued: ReadonlyMap<string, string> = new Map(
  Object.values(policies)
    .flatMap(probesOf)
    .map(({ id, says }) => [id, says.en]),
);

function slimProbe(result: ProbeResult, own: OwnNamespace, tools: ResultTools): ProbeResult {
  const { probe, policy, vantage, says, expect, weight, set, control, patch, outcome, seconds } = result;
  const known = catalogued.has(probe);
  return {
    probe: known ? probe : tools.scrubEvidence(probe),
    policy: isPolicyId(policy) ? policy : tools.scrubEvidence(policy),
    vantage: slimNamespace(vantage, own, tools),
    says: isConstant(says) ? says : tools.scrub(says),
    expect,
    weight,
    set,
    control: isConstant(control) ? control : tools.scrub(control),
    patch: slimPatch(patch, tools),
    outcome: slimOutcome(outcome, tools),
    seconds,
  };
}

function slimRefuser(
  { engine, policy, rule, webhook, failOpen }: Refuser,
  { scrubEvidence }: ResultTools,
): Refuser {
  return {
    engine: scrubEvidence(engine),
    ...(policy !== undefined && { policy: scrubEvidence(policy) }),
    ...(rule !== undefined && { rule: scrubEvidence(rule) }),
    ...(webhook !== undefined && { webhook: scrubEvidence(webhook) }),
    ...(failOpen && { failOpen }),
  };
}

function slimOutcome(outcome: Outcome, tools: ResultTools): Outcome {
  const { scrub } = tools;
  switch (outcome.kind) {
    case "refused": {
      const { kind, by, message, attribution } = outcome;
      return { kind, by: slimRefuser(by, tools), message: scrub(message), attribution };
    }
    case "mutated":
      return { kind: outcome.kind, changes: slimPatch(outcome.changes, tools) };
    case "warned":
      return { kind: outcome.kind, message: scrub(outcome.message) };
    case "admitted":
      return {
        kind: outcome.kind,
        ...(outcome.byController && { byController: outcome.byController }),
        ...(outcome.inForm && { inForm: outcome.inForm }),
      };
    case "control-refused": {
      const { kind, by, message } = outcome;
      return { kind, ...(by && { by: slimRefuser(by, tools) }), message: scrub(message) };
    }
    case "inconclusive": {
      const { kind, reason, message } = outcome;
      return { kind, reason, ...(message !== undefined && { message: scrub(message) }) };
    }
    case "not-applicable":
      return { kind: outcome.kind, reason: outcome.reason };
  }
}

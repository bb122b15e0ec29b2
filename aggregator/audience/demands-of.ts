import {
  controls,
  isObject,
  type Json,
  type PodOverlay,
  type Profile,
  parametersOf,
  policies,
  probesIn,
} from "#policies";
import type { Outcome, RunResult } from "#results";
import type { ShownProbe, Site } from "../comparison/comparison.ts";
import type { Demands, Knowledge, RefusedForm } from "./demands.ts";
import { narrowerValue } from "./narrower.ts";
import { plainMessage } from "./plain-message.ts";

/**
 * What a site demands beyond the profile, and how far its answers to that go. Only what the profile permits is looked
 * at: what became of violations has no influence, so nothing can be told from it about what a site enforces or leaves
 * open.
 */
export function demandsOf(site: Site, profile: Profile): { demands: Demands; knowledge: Knowledge } {
  const { result } = site;
  if (result === undefined) return { demands: nothing, knowledge: "none" };
  const permitted = permittedProbes(site, result, profile);
  const demands = {
    ...declared(result, profile),
    forms: formsOf(result),
    refusals: unique(result.vantages.flatMap(({ compliant }) => refusalOf(compliant, result))),
    changes: unique(
      [
        ...result.vantages.map(({ compliant }) => compliant),
        ...permitted.map(({ outcome }) => outcome),
      ].flatMap((outcome) => (outcome.kind === "mutated" ? [outcome.changes] : [])),
    ),
    refused: [...refusedEdges(permitted, result), ...refusedControls(site, profile)],
  };
  return { demands, knowledge: knowledgeOf(result, permitted, profile) };
}

const nothing: Demands = { parameters: [], forms: [], refusals: [], changes: [], refused: [] };

/** Whether a site demands anything beyond the profile, as far as is known. */
export function isDemanding({ registries, overlay, ...lists }: Demands): boolean {
  return (
    registries !== undefined || overlay !== undefined || Object.values(lists).some(({ length }) => length > 0)
  );
}

/** What the site says of itself. */
function declared(
  { configuration, profile: used }: RunResult,
  profile: Profile,
): Pick<Demands, "registries" | "overlay" | "parameters"> {
  const { allowedRegistries, allowedRegistriesAssumed, podOverlay } = configuration;
  const named =
    Array.isArray(allowedRegistries) && allowedRegistriesAssumed !== true ? allowedRegistries : [];
  const registries = unique(named.filter((entry) => typeof entry === "string")).toSorted();
  const hasOverlay = isObject(podOverlay) && Object.keys(podOverlay).length > 0;
  return {
    ...(registries.length > 0 && { registries }),
    ...(hasOverlay && { overlay: podOverlay }),
    parameters: profile.policies.flatMap((policy) => {
      const own = used.parameters[policy] ?? {};
      return Object.entries(parametersOf(policy, profile)).flatMap(([parameter, agreed]) => {
        const definition = policies[policy].parameters[parameter];
        if (definition === undefined || parameter === "allowedRegistries") return [];
        const value = narrowerValue(agreed, own[parameter], definition.narrower);
        return value === undefined ? [] : [{ policy, parameter, value }];
      });
    }),
  };
}

function formsOf({ vantages }: RunResult): PodOverlay[] {
  return unique(
    vantages.flatMap(({ alternative }) => (alternative === undefined ? [] : [alternative.overlay])),
  );
}

function refusalOf(compliant: Outcome, result: RunResult): string[] {
  const refused = compliant.kind === "refused" || compliant.kind === "control-refused";
  return refused ? [plainMessage(compliant.message, result)] : [];
}

/** Attempts that the profile permits, where the compliant pod was admitted: elsewhere a refusal says nothing of them. */
function permittedProbes(
  { cells }: Site,
  { vantages }: RunResult,
  { policies: agreed }: Profile,
): ShownProbe[] {
  const sound = new Set(
    vantages.filter(({ compliant }) => isAdmitted(compliant)).map(({ namespace }) => namespace),
  );
  const known = new Set<string>(agreed);
  return cells
    .filter(({ policy }) => known.has(policy))
    .flatMap((cell) => cell.vantages)
    .filter(({ vantage }) => sound.has(vantage))
    .flatMap(({ probes }) => probes.filter(({ expect }) => expect === "admit"));
}

function isAdmitted({ kind }: Outcome): boolean {
  return kind === "admitted" || kind === "warned" || kind === "mutated";
}

function refusedEdges(permitted: readonly ShownProbe[], result: RunResult): RefusedForm[] {
  const refused = permitted.flatMap(({ policy, probe, says, outcome }) =>
    outcome.kind === "refused"
      ? [{ policy, probe, says, message: plainMessage(outcome.message, result) }]
      : [],
  );
  return [...Map.groupBy(refused, ({ probe }) => probe).values()].flatMap(([first, ...more]) =>
    first === undefined
      ? []
      : [
          {
            policy: first.policy,
            form: { kind: "edge" as const, probe: first.probe, says: first.says },
            messages: unique([first, ...more].map(({ message }) => message)),
          },
        ],
  );
}

/**
 * Controls keep to the profile too; that a policy refused one shows in how it refused the violations made of it. What
 * it said is left out: it speaks of the violation as well.
 */
function refusedControls({ cells }: Site, { policies: agreed }: Profile): RefusedForm[] {
  const known = new Set<string>(agreed);
  return cells
    .filter(({ policy }) => known.has(policy))
    .flatMap(({ policy, vantages }) => {
      const refused = vantages.flatMap(({ probes }) =>
        probes.filter(({ outcome }) => outcome.kind === "refused" && outcome.attribution === "control-too"),
      );
      const names = unique(refused.map(({ control }) => control)).filter((name) =>
        Object.hasOwn(controls, name),
      );
      return names.map((control) => ({ policy, form: { kind: "control" as const, control }, messages: [] }));
    });
}

/** Edge cases that tell most of whether a site asks for more; a run of any size tries them. */
function expectedEdges(profile: Profile): string[] {
  return profile.policies
    .flatMap((policy) => probesIn(profile, policy))
    .filter(({ expect, weight, set }) => expect === "admit" && weight !== "info" && set === "core")
    .map(({ id }) => id);
}

function knowledgeOf({ vantages }: RunResult, permitted: readonly ShownProbe[], profile: Profile): Knowledge {
  const decided = vantages.filter(
    ({ compliant: { kind } }) => kind !== "inconclusive" && kind !== "not-applicable",
  );
  if (decided.length === 0) return "none";
  const answered = new Set(
    permitted
      .filter(({ outcome: { kind } }) => kind !== "inconclusive" && kind !== "control-refused")
      .map(({ probe }) => probe),
  );
  return expectedEdges(profile).every((id) => answered.has(id)) ? "whole" : "part";
}

/** Without repetition, in a fixed order. */
function unique<T extends Json | PodOverlay>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}

import { z } from "zod";
import type { PolicyId } from "#policies";
import type { ExemptionSource, Way } from "./exemption-source.ts";
import { glob } from "./glob.ts";
import { itemsOf } from "./items-of.ts";
import { everything, fitting, type MatchBlock, matchBlock, matchesPods } from "./kyverno-match.ts";
import { type LabelSelector, labelSelector, unmet } from "./label-selector.ts";
import { namespaceLabels, type Place } from "./place.ts";
import { podSecurityCovers } from "./pod-security-exemptions.ts";
import { policiesMeant } from "./policies-meant.ts";

interface Override {
  readonly action: string;
  readonly namespaces: readonly string[];
  readonly namespaceSelector?: LabelSelector | undefined;
}

/** A rule of a ClusterPolicy, or of a Policy, that refuses pods and means policies of the catalogue. */
export interface KyvernoRule {
  /** `name`, or `namespace/name` of a Policy, as exceptions refer to it. */
  readonly policy: string;
  readonly namespace?: string | undefined;
  readonly rule: string;
  readonly means: readonly PolicyId[];
  readonly exclude?: MatchBlock | undefined;
  readonly overrides: readonly Override[];
}

const overrides = z
  .array(
    z.object({
      action: z.string(),
      namespaces: z.array(z.string()).default([]),
      namespaceSelector: labelSelector.optional(),
    }),
  )
  .default([]);
const policyShape = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  spec: z.object({
    admission: z.boolean().default(true),
    validationFailureAction: z.string().default("Audit"),
    validationFailureActionOverrides: overrides,
    rules: z.array(
      z.object({
        name: z.string(),
        match: matchBlock,
        exclude: matchBlock.optional(),
        validate: z
          .object({
            message: z.string().default(""),
            failureAction: z.string().optional(),
            failureActionOverrides: overrides,
            podSecurity: z.object({ level: z.enum(["baseline", "restricted"]) }).optional(),
          })
          .optional(),
      }),
    ),
  }),
});

/** The rules of a list of ClusterPolicies or Policies. */
export function kyvernoRules(list: unknown): KyvernoRule[] {
  return rulesOf(list).filter(
    ({ action, admission, means }) => admission && refuses(action) && means.length > 0,
  );
}

/** Policies all of whose rules about pods refuse nothing anywhere: they only report. */
export function kyvernoReporting(list: unknown): { policy: string; means: readonly PolicyId[] }[] {
  const byPolicy = Map.groupBy(rulesOf(list), ({ policy }) => policy);
  return [...byPolicy].flatMap(([policy, rules]) => {
    const refusing = rules.some(
      ({ action, admission, overrides: own }) =>
        admission && (refuses(action) || own.some((one) => refuses(one.action))),
    );
    return refusing ? [] : [{ policy, means: [...new Set(rules.flatMap(({ means }) => means))] }];
  });
}

/** A rule that sees pods, whatever it does to them. */
interface PodRule extends KyvernoRule {
  readonly action: string;
  readonly admission: boolean;
}

function rulesOf(list: unknown): PodRule[] {
  return itemsOf(list, policyShape).flatMap(({ metadata: { name, namespace }, spec }) =>
    spec.rules.flatMap(({ name: rule, match, exclude, validate }): PodRule[] => {
      if (validate === undefined || !matchesPods(match)) return [];
      const { podSecurity, message } = validate;
      const means =
        podSecurity === undefined
          ? policiesMeant(`${name} ${rule}`, message)
          : podSecurityCovers[podSecurity.level];
      const own = [...validate.failureActionOverrides, ...spec.validationFailureActionOverrides];
      const action = validate.failureAction ?? spec.validationFailureAction;
      const policy = namespace === undefined ? name : `${namespace}/${name}`;
      const { admission } = spec;
      return [{ policy, namespace, rule, means, exclude, overrides: own, action, admission }];
    }),
  );
}

const refuses = (action: string): boolean => action.toLowerCase() === "enforce";

/** What a rule leaves out, by its `exclude` block or because it only reports in some namespaces. */
export function ruleSource(own: KyvernoRule): ExemptionSource {
  const where = `rule ${own.rule} of the policy ${own.policy}`;
  return {
    engine: "kyverno",
    policies: own.means,
    ways: [
      (place) => {
        if (own.namespace !== undefined && own.namespace !== place.namespace) return undefined;
        const excluded = own.exclude && fitting(own.exclude, place);
        if (excluded !== undefined && excluded !== everything) return `exclude of ${where}: ${excluded}`;
        const override = own.overrides.find((candidate) => concerns(candidate, place));
        return override === undefined || refuses(override.action)
          ? undefined
          : `failure action of ${where} here: ${override.action}`;
      },
    ],
  };
}

function concerns({ namespaces, namespaceSelector }: Override, place: Place): boolean {
  return (
    (namespaces.length === 0 || namespaces.some((pattern) => glob(pattern, place.namespace))) &&
    (namespaceSelector === undefined || unmet(namespaceSelector, namespaceLabels(place)) === undefined)
  );
}

const exceptionShape = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    match: matchBlock,
    exceptions: z.array(z.object({ policyName: z.string(), ruleNames: z.array(z.string()) })),
    // they narrow down what is excepted
    conditions: z.undefined().optional(),
    podSecurity: z.undefined().optional(),
  }),
});

/**
 * What PolicyExceptions (kyverno.io) leave out.
 * @param rules all rules that refuse pods; `undefined` if they may not be read, so that names alone count
 */
export function exceptionSources(
  list: unknown,
  rules: readonly KyvernoRule[] | undefined,
): ExemptionSource[] {
  return itemsOf(list, exceptionShape).flatMap(({ metadata, spec }): ExemptionSource[] => {
    const meant = spec.exceptions.flatMap(({ policyName, ruleNames }) =>
      rules === undefined
        ? policiesMeant(`${policyName} ${ruleNames.join(" ")}`, "")
        : rules
            .filter(
              ({ policy, rule }) => policy === policyName && ruleNames.some((pattern) => glob(pattern, rule)),
            )
            .flatMap(({ means }) => means),
    );
    if (meant.length === 0) return [];
    const excepted = spec.exceptions.map(({ policyName }) => policyName).join(", ");
    const where = `PolicyException ${metadata.namespace}/${metadata.name} from ${excepted}`;
    const way: Way = (place) => {
      const fits = fitting(spec.match, place);
      return fits && `${where}: ${fits}`;
    };
    return [{ engine: "kyverno", policies: [...new Set(meant)], ways: [way] }];
  });
}

import { catalogues, defaultProfile, isPolicyId, type Profile } from "#policies";
import { builtInCoverage } from "../comparison/built-in-coverage.ts";
import type { PolicyRow } from "../comparison/comparison.ts";
import type { ExportEngine } from "../comparison/next-steps.ts";
import { shellQuoted } from "../explain/shell.ts";
import type { Text } from "../text/text.ts";
import type { Entry } from "./entry.ts";

/** How a policy is enforced and complied with. */
export interface RemedyView {
  readonly enforce: readonly string[];
  /** Prints rules for an engine. */
  readonly command: string;
  readonly comply: string | undefined;
  /** Numbers in the catalogues of requirements. */
  readonly requirements: readonly Entry[];
}

/** What is said of a policy once, however many cases it has; undefined for one that only results know. */
export function remedyView({ id, policy }: PolicyRow, profile: Profile, text: Text): RemedyView | undefined {
  if (policy === undefined || !isPolicyId(id)) return undefined;
  const { podSecurity, scc } = builtInCoverage[id];
  const words = text.cases;
  return {
    enforce: [
      words.podSecurity(podSecurity),
      ...(scc === undefined ? [] : [words.scc[scc]]),
      words.rule(`dvs-${id}`, hasRegistries(profile)),
    ],
    command: exportCommand({ engine: anyEngine, mode: "enforce", policies: [id] }, profile, text),
    comply: policy.text[text.language].comply,
    requirements: catalogues.flatMap((catalogue) => {
      const numbers = policy.requirements[catalogue.id] ?? [];
      return numbers.length === 0
        ? []
        : [{ label: catalogue.title[text.language], value: numbers.join(", ") }];
    }),
  };
}

/** Stands for an engine where none is known. */
export const anyEngine = "kyverno|gatekeeper|vap";

/** What rules are to be printed. */
export interface Export {
  readonly engine: ExportEngine | typeof anyEngine;
  readonly mode: "warn" | "enforce";
  /** Ids: rules of others, which may be at work already, are left alone. */
  readonly policies: readonly string[];
  /** That the site permits; if there are none, a word stands for them. */
  readonly registries?: readonly string[];
}

/** The command that prints rules of a profile for an engine. */
export function exportCommand(
  { engine, mode, policies, registries = [] }: Export,
  profile: Profile,
  text: Text,
): string {
  const named = registries.length > 0 ? shellQuoted(registries.join(",")) : text.cases.registry;
  return [
    `dvs policies export --engine ${engine} --mode ${mode}`,
    ...(profile.id === defaultProfile.id ? [] : [`--profile ${profile.id}`]),
    ...(policies.length === profile.policies.length ? [] : [`--policy ${policies.join(",")}`]),
    ...(hasRegistries(profile) ? [`--allowed-registries ${named}`] : []),
  ].join(" ");
}

/** Whether rules of a profile take the registries from which a site permits images. */
export function hasRegistries({ policies }: Profile): boolean {
  return policies.includes("restrict-image-registries");
}

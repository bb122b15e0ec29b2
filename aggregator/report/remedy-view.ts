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
      words.rule(`dvs-${id}`),
    ],
    command: exportCommand(anyEngine, "enforce", [], profile, text),
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

/**
 * The command that prints the rules of a profile for an engine.
 * @param registries that the site permits; if there are none, a word stands for them
 */
export function exportCommand(
  engine: ExportEngine | typeof anyEngine,
  mode: "warn" | "enforce",
  registries: readonly string[],
  { id, policies }: Profile,
  text: Text,
): string {
  const named = registries.length > 0 ? shellQuoted(registries.join(",")) : text.cases.registry;
  return [
    `dvs policies export --engine ${engine} --mode ${mode}`,
    ...(id === defaultProfile.id ? [] : [`--profile ${id}`]),
    ...(policies.includes("restrict-image-registries") ? [`--allowed-registries ${named}`] : []),
  ].join(" ");
}

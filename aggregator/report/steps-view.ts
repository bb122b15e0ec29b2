import type { Profile } from "#policies";
import type { Site } from "../comparison/comparison.ts";
import { type NextStep, nextStepsOf } from "../comparison/next-steps.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { engineName } from "./probe-view.ts";
import { exportCommand } from "./remedy-view.ts";

/** Something that a site has to do next. */
export interface StepView {
  readonly sentence: string;
  /** The policies that it is about; with links to the evidence where there are few sites. */
  readonly policies: readonly { readonly text: string; readonly href: string | undefined }[];
  readonly command: string | undefined;
}

/** What a page has of its sites in common. */
export interface SiteContext {
  readonly profile: Profile;
  /** Titles of policies by id. */
  readonly titles: ReadonlyMap<string, string>;
  /** Whether the sites are so many that links and tables would make the page too large. */
  readonly brief: boolean;
}

/** What a site has to do next; undefined where there is no result to say it of. */
export function stepViews(
  site: Site,
  { profile, titles, brief }: SiteContext,
  text: Text,
  anchors: Anchors,
): StepView[] | undefined {
  if (site.result === undefined) return undefined;
  return nextStepsOf(site).map((step) => ({
    sentence: text.cases.step(step, (engine) => engineName(engine, text)),
    policies: step.policies.map((policy) => ({
      text: titles.get(policy) ?? policy,
      href: brief ? undefined : `#${anchors.evidence(site.id, policy)}`,
    })),
    command: commandOf(step, profile, text),
  }));
}

function commandOf(step: NextStep, profile: Profile, text: Text): string | undefined {
  if (step.kind !== "enforce") return undefined;
  return exportCommand(step.engine ?? "kyverno|gatekeeper|vap", step.registries, profile, text);
}

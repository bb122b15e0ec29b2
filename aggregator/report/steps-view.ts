import type { Profile } from "#policies";
import type { Site } from "../comparison/comparison.ts";
import { type NextStep, nextStepsOf } from "../comparison/next-steps.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { momentFormat } from "./format.ts";
import { engineName } from "./probe-view.ts";
import { anyEngine, exportCommand, hasRegistries } from "./remedy-view.ts";

/** Something that a site has to do next. */
export interface StepView {
  readonly sentence: string;
  /** The policies that it is about; with links to the evidence where there are few sites. */
  readonly policies: readonly { readonly text: string; readonly href: string | undefined }[];
  /** Commands in the order in which they are needed, each with what it is for. */
  readonly stages: readonly { readonly says: string; readonly command: string }[];
  /** What has to be known before the commands are used. */
  readonly notes: readonly string[];
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
  const { finished } = site.result.run;
  const moment = (iso: string) => momentFormat([finished, iso], text.language)(iso);
  return nextStepsOf(site).map((step) => ({
    sentence: text.cases.step(step, { engine: (engine) => engineName(engine, text), moment }),
    // of what has to be planned, the steps that follow name the policies
    policies: (step.kind === "plan" ? [] : step.policies).map((policy) => ({
      text: titles.get(policy) ?? policy,
      href: brief ? undefined : `#${anchors.evidence(site.id, policy)}`,
    })),
    // where sites are many, the commands are said once for all
    ...(step.kind === "enforce" && !brief ? trialOf(step, profile, text) : { stages: [], notes: [] }),
  }));
}

/** What is the same at all sites, where they are many. */
export function manyStepsText(profile: Profile, text: Text): string {
  const { manySteps, policyNames, registryNote } = text.cases;
  const command = exportCommand({ engine: anyEngine, mode: "warn", policies: [policyNames] }, profile, text);
  return [manySteps(command), ...(hasRegistries(profile) ? [registryNote] : [])].join(" ");
}

/** How rules are applied: first on trial, then in earnest. */
function trialOf(
  { engine, registries, policies }: Extract<NextStep, { kind: "enforce" }>,
  profile: Profile,
  text: Text,
): Pick<StepView, "stages" | "notes"> {
  const { stages, registryNote, engineNote, ownValuesNote } = text.cases;
  const command = (mode: "warn" | "enforce") =>
    exportCommand({ engine: engine ?? anyEngine, mode, policies, registries }, profile, text);
  return {
    stages: [
      { says: stages.warn, command: command("warn") },
      { says: stages.enforce, command: command("enforce") },
    ],
    notes: [
      ...(hasRegistries(profile) && registries.length === 0 ? [registryNote] : []),
      ...(engine === undefined ? [engineNote] : []),
      ownValuesNote,
    ],
  };
}

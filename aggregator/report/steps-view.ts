import type { Profile } from "#policies";
import type { Site } from "../comparison/comparison.ts";
import { type NextStep, nextStepsOf } from "../comparison/next-steps.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { momentFormat } from "./format.ts";
import { engineName } from "./probe-view.ts";
import { anyEngine, exportCommand } from "./remedy-view.ts";

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
    ...(step.kind === "enforce" ? trialOf(step, profile, brief, text) : { stages: [], notes: [] }),
  }));
}

/** How rules are applied: first on trial, then in earnest. Where sites are many, without what is the same at all. */
function trialOf(
  { engine, registries, policies, besideEnforced }: Extract<NextStep, { kind: "enforce" }>,
  profile: Profile,
  brief: boolean,
  text: Text,
): Pick<StepView, "stages" | "notes"> {
  const { stages, registryNote, engineNote, onlyThese } = text.cases;
  const command = (mode: "warn" | "enforce") =>
    exportCommand(engine ?? anyEngine, mode, registries, profile, text);
  const trial = { says: stages.warn, command: command("warn") };
  if (brief) return { stages: [trial], notes: [] };
  return {
    stages: [trial, { says: stages.enforce, command: command("enforce") }],
    notes: [
      ...(besideEnforced ? [onlyThese(policies.map((policy) => `dvs-${policy}`))] : []),
      ...(registries.length === 0 ? [registryNote] : []),
      ...(engine === undefined ? [engineNote] : []),
    ],
  };
}

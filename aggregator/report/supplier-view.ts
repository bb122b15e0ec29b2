import { controls, type Json, type Language, parametersOf } from "#policies";
import { allVisible } from "../../foreign/visible.ts";
import type { DemandingSites, Demands, RefusedForm, SupplierComparison } from "../audience/demands.ts";
import type { Text } from "../text/text.ts";
import { yamlText } from "../yaml-text.ts";
import { type Anchors, anchorsOf } from "./anchors.ts";
import type { Entry } from "./entry.ts";
import { date, type PatchLine, patchLines } from "./format.ts";
import type { Link } from "./link.ts";
import { overlayText } from "./overlay-text.ts";
import { type PolicyView, policyViews, type SourceView, sourceViews } from "./policy-view.ts";
import { saidOf } from "./probe-view.ts";
import { type ReleaseView, releaseView } from "./release-view.ts";

/** What the page for suppliers shows: finished strings in one language. */
export interface SupplierView {
  readonly language: Language;
  readonly words: Pick<Text, "policy" | "footer"> & { readonly supplier: Text["audience"]["supplier"] };
  readonly release: ReleaseView;
  readonly facts: readonly Entry[];
  readonly key: readonly string[];
  readonly demanding: readonly DemandingView[];
  readonly without: readonly { readonly title: string; readonly sites: readonly string[] }[];
  readonly policies: readonly PolicyView[];
  readonly sources: readonly SourceView[];
}

/** Sites with the same demands. */
export interface DemandingView {
  readonly id: string;
  readonly heading: string;
  /** The names, where they are too many for the heading. */
  readonly sites: readonly string[];
  /** Said where the answers are not whole. */
  readonly note: string | undefined;
  readonly registries: readonly string[];
  readonly parameters: readonly { readonly policy: Link; readonly code: string; readonly agreed: string }[];
  readonly overlay: string | undefined;
  readonly forms: readonly string[];
  readonly refusals: readonly string[];
  readonly changes: readonly (readonly PatchLine[])[];
  readonly refused: readonly {
    readonly policy: Link;
    readonly says: string;
    readonly saysIn: "en" | undefined;
    readonly messages: readonly string[];
  }[];
}

/** More names do not fit a heading. */
const mostInHeading = 3;

/** The page for suppliers in the words of a language. */
export function supplierView(comparison: SupplierComparison, text: Text): SupplierView {
  const { policies, demanding, without, profile, release, count } = comparison;
  const { supplier } = text.audience;
  const shown = { rows: policies, furtherRows: [], profile, sites: [] };
  const anchors = anchorsOf(shown, { shown: [], causes: [], leftOut: [] });
  const view: SupplierView = {
    language: text.language,
    words: { policy: { ...text.policy, title: supplier.policies }, footer: text.footer, supplier },
    release: releaseView({ release, sites: [] }, supplier.title, text),
    facts: factsOf(comparison, text),
    key: [
      supplier.keep(policies.length),
      supplier.beyond(
        demanding.reduce((sum, { sites }) => sum + sites.length, 0),
        count,
      ),
      supplier.notSaid,
    ],
    demanding: demanding.map((group, index) => demandingView(group, index, comparison, text, anchors)),
    without: (["whole", "part", "none"] as const)
      .map((knowledge) => ({ title: supplier.without[knowledge], sites: without[knowledge] }))
      .filter(({ sites }) => sites.length > 0),
    policies: policyViews(shown, text, anchors),
    sources: sourceViews(text),
  };
  return allVisible(view);
}

function factsOf(
  { newest, oldest, profile, count, policies, tool }: SupplierComparison,
  text: Text,
): Entry[] {
  const { head, language } = text;
  const round =
    newest === undefined || oldest === undefined
      ? text.site.unknown
      : text.round(date(newest, language), date(oldest, language));
  return [
    { label: head.round, value: round },
    { label: head.sites, value: String(count) },
    { label: head.policies, value: String(policies.length) },
    { label: head.tool, value: `${tool.name} ${tool.version}` },
    { label: head.profile, value: `${profile.title[language]} (${profile.id} ${profile.version})` },
  ];
}

function demandingView(
  { sites, knowledge, demands }: DemandingSites,
  index: number,
  comparison: SupplierComparison,
  text: Text,
  anchors: Anchors,
): DemandingView {
  const { supplier } = text.audience;
  const many = sites.length > mostInHeading;
  const policyLink = (id: string): Link => ({
    text: comparison.policies.find((row) => row.id === id)?.policy?.text[text.language].title ?? id,
    href: `#${anchors.policy(id)}`,
  });
  const { registries = [], overlay, forms, refusals, changes, refused } = demands;
  return {
    id: `d-${index + 1}`,
    heading: many ? supplier.sites(sites.length) : text.names(sites),
    sites: many ? sites : [],
    note: knowledge === "whole" ? undefined : supplier.part,
    registries,
    parameters: parameterViews(demands, comparison, policyLink),
    overlay: overlay === undefined ? undefined : yamlText(overlay),
    forms: forms.map(overlayText),
    refusals,
    changes: changes.map((patch: Json) => patchLines(patch)),
    refused: refused.map(({ policy, form, messages }) => ({
      policy: policyLink(policy),
      ...formSays(form, text),
      messages,
    })),
  };
}

function parameterViews(
  { parameters }: Demands,
  { profile }: SupplierComparison,
  policyLink: (id: string) => Link,
): DemandingView["parameters"] {
  return parameters.map(({ policy, parameter, value }) => ({
    policy: policyLink(policy),
    code: `${parameter}: ${JSON.stringify(value)}`,
    agreed: JSON.stringify(parametersOf(policy, profile)[parameter]),
  }));
}

/** The catalogue's words about its controls are English. */
function formSays(form: RefusedForm["form"], text: Text): { says: string; saysIn: "en" | undefined } {
  if (form.kind === "control") return { says: controls[form.control]?.says ?? form.control, saysIn: "en" };
  return saidOf(form, text);
}

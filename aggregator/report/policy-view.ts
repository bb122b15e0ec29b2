import { catalogues, parametersOf } from "#policies";
import type { Comparison, PolicyRow } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import type { Entry } from "./entry.ts";

/** A policy as the page explains it. */
export interface PolicyView {
  readonly id: string;
  readonly policy: string;
  readonly title: string;
  readonly forbids: string | undefined;
  readonly why: string | undefined;
  readonly comply: string | undefined;
  readonly seedName: string | undefined;
  readonly requirements: readonly Entry[];
  readonly parameters: readonly (Entry & { readonly says: string })[];
}

/** Where requirement numbers come from. */
export interface SourceView {
  readonly title: string;
  readonly source: string;
}

/** As much of a comparison as its policies take. */
export interface ShownPolicies extends Pick<Comparison, "profile"> {
  readonly rows: readonly Pick<PolicyRow, "id" | "policy">[];
  readonly furtherRows: readonly Pick<PolicyRow, "id" | "policy">[];
}

/** The policies of the comparison in its order. */
export function policyViews(
  { rows, furtherRows, profile }: ShownPolicies,
  text: Text,
  anchors: Anchors,
): PolicyView[] {
  return [...rows, ...furtherRows].map(({ id, policy }) => {
    const words = policy?.text[text.language];
    const values = parametersOf(id, profile);
    return {
      id: anchors.policy(id),
      policy: id,
      title: words?.title ?? id,
      forbids: words?.forbids,
      why: words?.why,
      comply: words?.comply,
      seedName: policy?.seedName,
      requirements: catalogues.flatMap((catalogue) => {
        const numbers = policy?.requirements[catalogue.id] ?? [];
        return numbers.length === 0
          ? []
          : [{ label: catalogue.title[text.language], value: numbers.join(", ") }];
      }),
      parameters: Object.entries(policy?.parameters ?? {}).map(([label, { says }]) => ({
        label,
        value: JSON.stringify(values[label] ?? null),
        says: says[text.language],
      })),
    };
  });
}

/** The sentence about each catalogue's numbers, once. */
export function sourceViews(text: Text): SourceView[] {
  return catalogues.map(({ title, source }) => ({
    title: title[text.language],
    source: source[text.language],
  }));
}

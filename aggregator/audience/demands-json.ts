import { policyTitle } from "../policy-title.ts";
import type { Text } from "../text/text.ts";
import { classificationLine } from "./classification-line.ts";
import type { DemandingSites, Demands, SupplierComparison } from "./demands.ts";

/** What suppliers may know, as data: version 1 of the shape in schemas/demands.schema.json. Readers accept additions. */
export interface DemandsJson {
  readonly kind: "dvs-demands";
  readonly schemaVersion: 1;
  readonly audience: "supplier";
  readonly classification: string;
  readonly tool: SupplierComparison["tool"];
  /** Days of the newest and the oldest result; absent if there is none. */
  readonly newest?: string;
  readonly oldest?: string;
  readonly profile: { readonly id: string; readonly version: string };
  readonly policies: readonly {
    readonly id: string;
    readonly title: string;
    readonly forbids?: string;
    readonly comply?: string;
    readonly requirements: Readonly<Record<string, readonly string[]>>;
  }[];
  /** Sites with demands beyond the profile; `knowledge` is `whole` where all was answered that shows them. */
  readonly demanding: readonly (Omit<DemandingSites, "demands"> & Demands)[];
  /** Names of sites of which no demand is known, by how far their answers go. */
  readonly without: SupplierComparison["without"];
}

/** The demands as data; titles in the language of the text. */
export function demandsJson(comparison: SupplierComparison, text: Text): DemandsJson {
  const { release, tool, newest, oldest, profile, policies, demanding, without } = comparison;
  return {
    kind: "dvs-demands",
    schemaVersion: 1,
    audience: "supplier",
    classification: classificationLine({ release, sites: [] }, text),
    tool,
    ...(newest !== undefined && { newest }),
    ...(oldest !== undefined && { oldest }),
    profile: { id: profile.id, version: profile.version },
    policies: policies.map(({ id, policy }) => ({
      id,
      title: policyTitle({ id, policy }, text),
      ...(policy && {
        forbids: policy.text[text.language].forbids,
        comply: policy.text[text.language].comply,
      }),
      requirements: policy?.requirements ?? {},
    })),
    demanding: demanding.map(({ demands, ...group }) => ({ ...group, ...demands })),
    without,
  };
}

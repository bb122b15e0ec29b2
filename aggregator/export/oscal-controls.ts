import { catalogues, type RequirementCatalogue } from "#policies";
import type { Comparison, PolicyRow } from "../comparison/comparison.ts";

/**
 * The catalogues whose numbers are control ids: the edition of the Grundschutz in force, and Grundschutz++, which is
 * published in OSCAL by these ids. The numbers of the draft of 2020 are not: they mean other requirements than the same
 * numbers of the edition. The others are no controls of an administration.
 */
const controlCatalogues = ["grundschutz-2023", "grundschutz-plus-plus"];

/** A requirement to which policies of the profile are mapped. */
export interface Control {
  readonly id: string;
  /** Id of the local objective: as much of the requirement as these policies can show. */
  readonly objective: string;
  readonly policies: readonly PolicyRow[];
}

/** The controls of the profile's policies, by catalogue, in the order in which policies name them. */
export function controlsOf({ rows }: Comparison): readonly {
  readonly catalogue: RequirementCatalogue;
  readonly controls: readonly Control[];
}[] {
  return catalogues
    .filter(({ id }) => controlCatalogues.includes(id))
    .map((catalogue) => {
      const numbersOf = ({ policy }: PolicyRow) => policy?.requirements[catalogue.id] ?? [];
      const ids = new Set(rows.flatMap(numbersOf));
      const controls = [...ids].map((id) => ({
        id,
        objective: `${id}_dvs`,
        policies: rows.filter((row) => numbersOf(row).includes(id)),
      }));
      return { catalogue, controls };
    })
    .filter(({ controls }) => controls.length > 0);
}

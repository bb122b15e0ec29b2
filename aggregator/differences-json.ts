import type { Level } from "#results";
import type { Comparison } from "./comparison/comparison.ts";
import type { Agreement } from "./comparison/differences/agreement.ts";
import type { DecidedLevel } from "./comparison/differences/separations.ts";
import type { FactName } from "./comparison/differences/site-facts.ts";

/** What sites have in common, and in what they differ. Sites are named by id. */
export interface DifferencesJson {
  /** All sites, similar ones together; those without a result last. */
  readonly order: readonly string[];
  readonly policies: readonly (Agreement & { readonly separations: readonly SeparationJson[] })[];
  /** By group of the list of sites. */
  readonly groups: readonly {
    readonly name: string;
    readonly sites: number;
    readonly policies: readonly Agreement[];
  }[];
  /** Sites with the same level at every policy, the most first. */
  readonly equal: readonly {
    readonly sites: readonly string[];
    readonly levels: Readonly<Record<string, Level>>;
  }[];
}

/** A fact that separates the sites at a policy. */
export interface SeparationJson {
  readonly fact: FactName;
  readonly values: readonly {
    readonly value: string;
    readonly level: DecidedLevel;
    readonly sites: number;
    readonly exceptions: readonly { readonly site: string; readonly level: DecidedLevel }[];
  }[];
  /** Sites at which the fact is not known. */
  readonly unknown: number;
  /** Probability that it fits so well by chance. */
  readonly chance: number;
}

/** The differences as data. */
export function differencesJson({ differences, rows }: Comparison): DifferencesJson {
  const { sites, order, policies, groups, equal } = differences;
  return {
    order,
    policies: policies.map(({ separations, ...agreement }) => ({
      ...agreement,
      separations: separations.map(({ fact, values, unknown, chance }) => ({
        fact,
        values: values.map(({ exceptions, ...value }) => ({
          ...value,
          exceptions: exceptions.flatMap(({ place, level }) => {
            const site = sites[place];
            return site === undefined ? [] : [{ site: site.id, level }];
          }),
        })),
        unknown,
        chance: rounded(chance),
      })),
    })),
    groups,
    equal: equal.map(({ sites: own, levels }) => ({
      sites: own.map(({ id }) => id),
      levels: Object.fromEntries(rows.map(({ id }, index) => [id, levels[index] ?? "undetermined"])),
    })),
  };
}

/** Digits by which one can go; so that the last bits of a sum are the same everywhere. */
function rounded(chance: number): number {
  return Number(chance.toPrecision(digits));
}

const digits = 3;

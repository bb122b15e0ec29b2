import type { Parameters, PolicyId, Profile } from "#policies";
import type { Exception } from "./exception.ts";
import type { TemplatePaths } from "./pods.ts";

/** By what is judged. */
export interface Settings {
  readonly profile: Profile;
  /** Parameters of every policy of the profile. */
  readonly parameters: Readonly<Record<string, Parameters>>;
  /** Policies of the profile that are not judged because something is not known, e.g. the permitted registries. */
  readonly notJudged: readonly PolicyId[];
  readonly templatePaths: TemplatePaths;
  readonly exceptions: readonly Exception[];
  /** The day by which exceptions expire, as 2027-06-30. */
  readonly today: string;
}

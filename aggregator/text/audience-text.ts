import type { Audience } from "../audience/release.ts";

/** What a report says of those whom it is for. */
export interface AudienceText {
  /**
   * The line by which a report is marked where none was given: for whom it is, and no level of any official scheme.
   * @param site name of the site that it is for; only for the audience `site`
   */
  readonly only: Readonly<Record<Audience, (site: string) => string>>;
  /** The same as a remark beside a line that was given. */
  readonly madeFor: Readonly<Record<Audience, (site: string) => string>>;
}

/** Who gets a report: the working group, one site, or those who supply software to sites. */
export const audiences = ["group", "site", "supplier"] as const;

/** One of them. */
export type Audience = (typeof audiences)[number];

/** For whom a report was made. What others must not see is not in the comparison any more that bears it. */
export interface Release {
  readonly audience: Audience;
  /** The line for every page and file, as it was given; absent: the usual one of the audience. */
  readonly classification?: string;
}

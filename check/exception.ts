/** What somebody decided to leave as it is. Patterns know `*` for any characters; what is not named is any. */
export interface Exception {
  readonly policy: string;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly container?: string | undefined;
  readonly reason: string;
  /** The last day on which it holds, as 2027-06-30, to its end in UTC. */
  readonly expires: string;
}

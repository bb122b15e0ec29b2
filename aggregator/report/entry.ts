/** A label with what is said under it. */
export interface Entry {
  readonly label: string;
  readonly value: string;
}

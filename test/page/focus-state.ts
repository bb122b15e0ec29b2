/** Where the focus is, and how it can be seen. */
export interface FocusState {
  /** Its place among all elements of the page; -1 if the focus is on none. */
  readonly place: number;
  readonly name: string;
  readonly faults: readonly string[];
}

/** A link within the page. */
export interface Link {
  readonly text: string;
  readonly href: string;
}

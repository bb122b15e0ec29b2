/** What is at a path of the API: what cannot be read may be there all the same. */
export type Found =
  | { readonly kind: "found"; readonly object: unknown }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable" };

/** Looks what is at a path of the API. */
export type Lookup = (path: string) => Promise<Found>;

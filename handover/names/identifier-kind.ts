/** Kinds of names that are replaced; each is the first part of its pseudonyms. */
export const identifierKinds = [
  "node",
  "namespace",
  "pod",
  "host",
  "ip",
  "mac",
  "mail",
  "user",
  "image",
  "tag",
  "digest",
  "storageclass",
  "value",
  "id",
  "path",
  "name",
  "data",
  "site",
  "word",
] as const;

/** A kind of name that is replaced. */
export type IdentifierKind = (typeof identifierKinds)[number];

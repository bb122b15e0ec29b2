import { uuidNamespace } from "./uuid.ts";

/** A part of an OSCAL document. Its shape is held by the test that validates documents by NIST's schema. */
export type OscalPart = Readonly<Record<string, unknown>>;

/** Marks names that are ours and not OSCAL's. */
const ns = `urn:uuid:${uuidNamespace}`;

/** A property of our own. */
export function property(name: string, value: string, more: OscalPart = {}): OscalPart {
  return { name, ns, value, ...more };
}

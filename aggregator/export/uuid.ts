import { createHash } from "node:crypto";

/** Ours alone, drawn once; what is named in it by the same words has the same UUID for ever. */
export const uuidNamespace = "5b0b5bb5-a3a1-4d5f-9f0e-6d6f9a2c7e41";

const namespace = Buffer.from(uuidNamespace.replaceAll("-", ""), "hex");

const octets = 16;
const versionOctet = 6;
const variantOctet = 8;

/** A UUID of version 5 (RFC 9562, 5.5): the same for the same parts. */
export function uuidOf(...parts: readonly string[]): string {
  // as JSON, so that no two lists of parts are the same text
  const hash = createHash("sha1").update(namespace).update(JSON.stringify(parts)).digest();
  const bytes = hash.subarray(0, octets);
  bytes[versionOctet] = ((bytes[versionOctet] ?? 0) & 0x0f) | 0x50;
  bytes[variantOctet] = ((bytes[variantOctet] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

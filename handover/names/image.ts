import type { Pseudonyms } from "./pseudonyms.ts";
import { isProjectRegistry, isPublicRegistry, isPublicSegment } from "./public-names.ts";

/** Ends of the names that stand for hosts: a domain that resolves nowhere (RFC 2606). */
export const nowhere = ".invalid";

/** The pseudonym of a host, with a dot, so that it remains a host wherever hosts are told by their dots. */
export function hostPseudonym(host: string, pseudonyms: Pseudonyms): string {
  return `${pseudonyms.of("host", host)}${nowhere}`;
}

/** A registry, as a host or a host with a path, segment by segment: what lay in it before does so afterwards. */
export function slimRegistry(registry: string, pseudonyms: Pseudonyms): string {
  const [host = "", ...path] = registry.split("/");
  if (isProjectRegistry(nameOf(host))) return registry;
  return [slimHost(host, pseudonyms), ...path.map((segment) => slimSegment(segment, pseudonyms))].join("/");
}

/** An image's reference; tags that are versions stay. */
export function slimImage(image: string, pseudonyms: Pseudonyms): string {
  const [, name = image, tag, digest] = /^(.*?)(?::([^:/@]+))?(?:@(.+))?$/s.exec(image) ?? [];
  const [first = "", ...rest] = name.split("/");
  const withHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (withHost && isProjectRegistry(nameOf(first))) return image;
  const path = withHost ? rest : [first, ...rest];
  const slimmed = path.map((segment) => slimSegment(segment, pseudonyms));
  return [
    [...(withHost ? [slimHost(first, pseudonyms)] : []), ...slimmed].join("/"),
    tag === undefined ? "" : `:${slimTag(tag, pseudonyms)}`,
    digest === undefined ? "" : `@${slimDigest(digest, pseudonyms)}`,
  ].join("");
}

/** A digest, e.g. `sha256:…`. */
export function slimDigest(digest: string, pseudonyms: Pseudonyms): string {
  return digest.startsWith(`sha256:${foreignDigest}`) ? digest : `sha256:${pseudonyms.digest(digest)}`;
}

/** Of the digest that belongs to no image; our own probes name it. */
const foreignDigest = "7c38f24774e3cbd9";

function slimHost(host: string, pseudonyms: Pseudonyms): string {
  const [, name = host, port = ""] = /^(.*?)(:\d+)?$/s.exec(host) ?? [];
  const kept = isPublicRegistry(name) || name === "localhost";
  return `${kept ? name : hostPseudonym(name, pseudonyms)}${port}`;
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, "");
}

function slimSegment(segment: string, pseudonyms: Pseudonyms): string {
  return isPublicSegment(segment) || segment === "" ? segment : pseudonyms.of("image", segment);
}

const versionTag = /^v?\d+(?:\.\d+){0,3}(?:[-.](?:alpha|beta|rc|alpine|slim|debian)[.\d]*)?$/;

function slimTag(tag: string, pseudonyms: Pseudonyms): string {
  return tag === "latest" || versionTag.test(tag) ? tag : pseudonyms.of("tag", tag);
}

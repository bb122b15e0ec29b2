/**
 * CEL that is true for an image reference that means `latest`: tagged so, or neither tagged nor pinned by a digest. The
 * port of a registry is no tag.
 * @param image CEL that yields the reference
 */
export function latestImage(image: string): string {
  return `${image}.matches("^([^/]*/)*[^/:@]+(:latest)?$")`;
}

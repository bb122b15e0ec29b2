import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Site } from "../../../testbed/index.ts";

/** A certificate for 127.0.0.1 with its key, as PEM, and the authority that vouches for it. */
export interface ServingCertificate {
  readonly cert: string;
  readonly key: string;
  readonly authority: string;
}

/**
 * The certificate that a site's API server wrote for itself. Servers of the tests show it too: whoever trusts the site
 * trusts them, and no program for making certificates is needed.
 */
export async function servingCertificate(site: Site): Promise<ServingCertificate> {
  const folder = join(site.directory, "certificates");
  const [cert, key] = await Promise.all(
    ["apiserver.crt", "apiserver.key"].map((name) => readFile(join(folder, name), "utf8")),
  );
  return { cert: cert ?? "", key: key ?? "", authority: site.certificateAuthority };
}

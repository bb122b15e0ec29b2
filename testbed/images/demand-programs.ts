import { access } from "node:fs/promises";

/** A file that a system package has to have brought, and the package in Debian. */
export interface SystemFile {
  readonly path: string;
  readonly package: string;
}

/** What images and containers take that is not built here. */
export const systemFiles: readonly SystemFile[] = [
  { path: "/usr/bin/buildah", package: "buildah" },
  { path: "/usr/bin/mmdebstrap", package: "mmdebstrap" },
  { path: "/bin/busybox", package: "busybox-static" },
  { path: "/usr/sbin/runc", package: "runc" },
  { path: "/usr/lib/cni/bridge", package: "containernetworking-plugins" },
];

/**
 * Demands files of system packages.
 * @throws Error with the command that installs the missing ones
 */
export async function demandPrograms(files: readonly SystemFile[] = systemFiles): Promise<void> {
  const missing: string[] = [];
  for (const file of files) await access(file.path).catch(() => missing.push(file.package));
  if (missing.length > 0)
    throw new Error(
      `Images and containers take programs that are not installed. On Debian: apt-get install --no-install-recommends ${missing.join(" ")}`,
    );
}

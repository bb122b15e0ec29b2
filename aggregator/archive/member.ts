/** The members of an archive that are kept; everything else is skipped while streaming. */
export const memberNames = {
  junit: "plugins/dvs/results/global/junit.xml",
  /** Of a plugin's output folder, and of an archive that was made of one. */
  bareJUnit: "junit.xml",
  config: "meta/config.json",
  info: "meta/info.json",
  packedBy: "meta/dvs-packed-by.json",
  /** Mark of an archive that `dvs slim` made of another one. */
  slimmed: "meta/dvs-slimmed.json",
} as const;

/** Folder with what Sonobuoy says about a plugin that failed. */
export const errorsFolder = "plugins/dvs/errors";

/** The members that can hold the result; an archive has one of them. */
export const resultNames: readonly string[] = [memberNames.junit, memberNames.bareJUnit];

/** Folder of the plugin's results: `global` of a Job, one for each node of a DaemonSet. */
export const resultsFolder = "plugins/dvs/results";

/** Whether a result lies here that was not handed over as a Job's. */
export function isElsewhere(name: string): boolean {
  const parts = name.split("/");
  const [folder, file] = [parts.slice(0, -2).join("/"), parts.at(-1)];
  return folder === resultsFolder && file === memberNames.bareJUnit && name !== memberNames.junit;
}

const fixed: readonly string[] = Object.values(memberNames);

/** A member that was read completely. */
export interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The name without a leading `./` and with `/` only.
 * @returns undefined for names that lead out of the archive: absolute, with a drive letter, or with `..`
 */
export function normalName(name: string): string | undefined {
  const normal = name
    .replaceAll("\\", "/")
    .replace(/^(?:\.\/+)+/, "")
    .replace(/\/{2,}/g, "/");
  const leadsOut = normal.startsWith("/") || /^[a-z]:/i.test(normal) || normal.split("/").includes("..");
  return leadsOut ? undefined : normal;
}

/** Whether a member is kept; macOS's companions (`._junit.xml`) are not. */
export function isWanted(name: string): boolean {
  const parts = name.split("/");
  if (parts.some((part) => part.startsWith("._"))) return false;
  return fixed.includes(name) || (name.startsWith(`${errorsFolder}/`) && parts.at(-1) === "error.json");
}

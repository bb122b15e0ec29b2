/** How much of an archive is read before it counts as hostile or broken. Results are far smaller. */
export interface Limits {
  /** Bytes of one member that is kept. */
  readonly memberBytes: number;
  /** Bytes of all members that are kept. */
  readonly keptBytes: number;
  /** Inflated bytes of the archive. */
  readonly archiveBytes: number;
  /** Inflated bytes for each compressed one, once `ratioAfter` bytes were inflated. */
  readonly ratio: number;
  readonly ratioAfter: number;
  /** Members of the archive, also those that are skipped. */
  readonly members: number;
  /** Test cases of a JUnit file. */
  readonly testCases: number;
}

const MiB = 1024 * 1024;

/** The limits that hold for every archive; tests use smaller ones. */
export const limits: Limits = {
  memberBytes: 32 * MiB,
  keptBytes: 64 * MiB,
  archiveBytes: 2048 * MiB,
  ratio: 200,
  ratioAfter: 16 * MiB,
  members: 200_000,
  testCases: 20_000,
};

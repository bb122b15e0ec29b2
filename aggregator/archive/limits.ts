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
  /** Opening brackets of a JUnit file, which bound its elements. */
  readonly elements: number;
  /** Equals signs of a JUnit file, which bound its attributes. */
  readonly attributes: number;
  /** Test cases of a JUnit file. */
  readonly testCases: number;
  /** Namespaces of a run. */
  readonly vantages: number;
  /** Policies of a run that our catalogue does not know. */
  readonly unknownPolicies: number;
}

const MiB = 1024 * 1024;

/** The limits that hold for every archive; tests use smaller ones. */
export const limits: Limits = {
  memberBytes: 16 * MiB,
  keptBytes: 48 * MiB,
  archiveBytes: 2048 * MiB,
  ratio: 200,
  ratioAfter: 16 * MiB,
  members: 200_000,
  elements: 400_000,
  attributes: 400_000,
  testCases: 20_000,
  vantages: 100,
  unknownPolicies: 50,
};

/** The probes of a policy by their ids, separated by spaces. */
export function of(policy: string, probes: string): readonly string[] {
  return probes.split(" ").map((probe) => `${policy}/${probe}`);
}

/** The same text for all of these. */
export function all(keys: readonly string[], text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, text]));
}

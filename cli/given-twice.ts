/**
 * The name of an option that is given several times although it takes one value: yargs makes a list of the values,
 * which no command expects.
 * @param argv what yargs made of the arguments
 * @param lists names that are lists
 */
export function givenTwice(
  argv: Readonly<Record<string, unknown>>,
  lists: readonly string[],
): string | undefined {
  return Object.keys(argv).find((name) => name !== "_" && !lists.includes(name) && Array.isArray(argv[name]));
}

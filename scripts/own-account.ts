import { readFile, writeFile } from "node:fs/promises";

const head = `# Made from sonobuoy-plugin.yaml by npm run own-account; change that file, not this one.
# The same plugin with a ServiceAccount of its own, which deploy/access.yaml makes, in place of Sonobuoy's.
`;
const account = /^( {2}serviceAccountName:) sonobuoy-serviceaccount$/gm;

/**
 * The plugin definition for least privilege.
 * @param definition the text of sonobuoy-plugin.yaml
 * @throws Error if it does not name Sonobuoy's ServiceAccount in exactly one line
 */
export function withOwnAccount(definition: string): string {
  const lines = definition.match(account)?.length ?? 0;
  if (lines !== 1)
    throw new Error(
      `sonobuoy-plugin.yaml has ${lines} lines "serviceAccountName: sonobuoy-serviceaccount" in place of one`,
    );
  const body = definition.replace(/^(#.*\n)+/, "").replace(account, "$1 dvs");
  return `${head}${body}`;
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  const definition = await readFile(new URL("sonobuoy-plugin.yaml", root), "utf8");
  await writeFile(new URL("deploy/dvs-own-account.yaml", root), withOwnAccount(definition));
}

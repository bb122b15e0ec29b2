import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../testbed/index.ts";
import type { Terminal } from "../testbed/node/index.ts";
import { everyPolicyAtWork, type SiteKind } from "./sites.ts";

/**
 * Applies what makes a site one of its kind, as its operator would, and waits until every policy is at work there.
 * `kubectl delete -f site.json` in the terminal's folder takes it back.
 * @param image one that the site permits
 * @throws Error that quotes kubectl, or names the policy that is not at work in time
 */
export async function establish(
  site: { readonly name: string; readonly kubeconfig: string },
  terminal: Terminal,
  kind: SiteKind,
  image: string,
): Promise<void> {
  if (kind.manifests.length > 0) {
    const list = { apiVersion: "v1", kind: "List", items: kind.manifests };
    await writeFile(join(terminal.folder, "site.json"), JSON.stringify(list));
    // engines define some kinds only when they have seen others
    await until(
      `kubectl to apply what makes ${site.name} a site of the kind ${kind.id}`,
      async () => {
        const { code, said, out } = await terminal.type("kubectl apply --server-side -f site.json");
        if (code !== 0) throw new Error(`it ended with ${code}: ${said}${out}`);
        return true;
      },
      { timeoutSeconds: 60, pauseSeconds: 2 },
    );
  }
  await everyPolicyAtWork(site, kind, image);
}

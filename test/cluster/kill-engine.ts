import { type Engine, until } from "../../testbed/index.ts";
import type { Terminal } from "../../testbed/node/index.ts";

/**
 * Kills an engine at once: its pods get no time to say goodbye, and no node takes new ones. The Deployment stays as it
 * is: one that is scaled to 0 tells Kyverno to take its webhooks along (cleanup in pkg/webhooks/server.go of 1.19).
 */
export async function killEngine(terminal: Terminal, { namespace }: Engine): Promise<void> {
  await typed(terminal, "kubectl cordon $(kubectl get nodes -o name)");
  await typed(terminal, `kubectl -n ${namespace} delete pods --all --grace-period=0 --force`);
}

/**
 * Brings a killed engine back.
 * @throws Error with what kubectl said, or if it is not ready after two minutes
 */
export async function reviveEngine(terminal: Terminal, { namespace }: Engine): Promise<void> {
  await typed(terminal, "kubectl uncordon $(kubectl get nodes -o name)");
  await until(
    `${namespace} to be ready again`,
    async () => {
      const { code } = await terminal.type(`kubectl -n ${namespace} rollout status deployment --timeout=60s`);
      return code === 0;
    },
    { timeoutSeconds: 120, pauseSeconds: 1 },
  );
}

async function typed(terminal: Terminal, line: string): Promise<void> {
  const { code, said, out } = await terminal.type(line);
  if (code !== 0) throw new Error(`${line} ended with ${code}: ${said}${out}`);
}

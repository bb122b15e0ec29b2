import { type Engine, until } from "../../testbed/index.ts";
import type { Terminal } from "../../testbed/node/index.ts";

/** Kills an engine at once: its pods get no time to say goodbye, and no new ones take their place. */
export async function killEngine(terminal: Terminal, { namespace }: Engine): Promise<void> {
  await typed(terminal, `kubectl -n ${namespace} scale deployment --all --replicas=0`);
  await typed(terminal, `kubectl -n ${namespace} delete pods --all --grace-period=0 --force`);
}

/**
 * Brings a killed engine back.
 * @throws Error with what kubectl said, or if it is not ready after two minutes
 */
export async function reviveEngine(terminal: Terminal, { namespace }: Engine): Promise<void> {
  await typed(terminal, `kubectl -n ${namespace} scale deployment --all --replicas=1`);
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

/** `npm run chaos`: many runs under random faults. `-- --seed 17 --runs 1` repeats the run with the seed 17. */
import { parseArgs } from "node:util";
import { startTestbed } from "../../testbed/index.ts";
import { chaos } from "./chaos.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "200" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const runs = Number(values.runs);
if (!Number.isInteger(seed) || !Number.isInteger(runs) || runs < 1) {
  throw new Error("--seed and --runs take whole numbers");
}
const talk = (line: string) => process.stdout.write(`${line}\n`);
talk(`${runs} runs from seed ${seed} on`);
const testbed = await startTestbed({ onProgress: talk });
try {
  const found = await chaos(testbed, { runs, seed, talk });
  const broken = found.filter((run) => run.broken.length > 0);
  const certain = found.reduce((sum, run) => sum + run.certain, 0);
  const injected = found.reduce((sum, run) => sum + run.injected, 0);
  talk(
    `${found.length} runs, ${injected} faults, ${certain} of ${found.length * 14} verdicts certain, ${broken.length} runs broken`,
  );
  for (const run of broken) talk(`seed ${run.seed}: ${run.broken.join("; ")}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
} finally {
  await testbed.stop();
}

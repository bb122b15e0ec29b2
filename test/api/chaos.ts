import assert from "node:assert/strict";
import { KubeConfig } from "@kubernetes/client-node";
import { defaultProfile } from "#policies";
import { levels, readJUnit, type Verdict, writeJUnit } from "#results";
import { demoImage, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { probe } from "../../plugin/probe.ts";
import { request, type Site, type Testbed } from "../../testbed/index.ts";
import { runNode } from "../run-node.ts";
import { assertNothingLeft, everything } from "./everything.ts";
import { type Fault, type ProxiedRequest, startFaultProxy } from "./fault-proxy.ts";
import { truth as halfTruth } from "./faults/expected.ts";
import { startHalfEnforced } from "./faults/half-enforced.ts";
import { cellsOf } from "./faults/run-under.ts";
import { seededRandom } from "./faults/seeded-random.ts";

const dvs = `${import.meta.dirname}/../../cli/dvs.ts`;

/** What is true of each kind of site, whatever goes wrong on the way to it. */
const truths: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  none: everywhere("not-enforced"),
  vap: everywhere("enforced"),
  "half-enforced": halfTruth,
  "psa-restricted": {
    ...everywhere("enforced"),
    "disallow-selinux-options": "enforced-looser",
    "imagepullpolicy-always": "not-enforced",
    "require-health-and-liveness-check": "not-enforced",
    "require-limits-and-requests": "not-enforced",
    "require-non-root-groups": "not-enforced",
    "require-ro-rootfs": "not-enforced",
    "restrict-apparmor": "enforced-looser",
    "restrict-image-registries": "not-enforced",
  },
};

function everywhere(verdict: Verdict): Record<string, Verdict> {
  return Object.fromEntries(defaultProfile.policies.map((id) => [id, verdict]));
}

/** What one run under random faults came to. */
export interface ChaosRun {
  /** Repeats the run: `npm run chaos -- --seed SEED --runs 1`. */
  readonly seed: number;
  readonly kind: string;
  /** What the faults were. */
  readonly mix: string;
  readonly injected: number;
  /** How many policies came to their true verdict; the others were inconclusive. */
  readonly certain: number;
  readonly seconds: number;
  /** Broken promises of the product; none if all is well. */
  readonly broken: readonly string[];
}

/**
 * Probes sites of several kinds while random things go wrong on the way to their API servers. Whatever they are: no
 * policy is shown as something that it is not, the result can be read, and after the run and one `dvs cleanup` nothing
 * is left.
 *
 * @param seed of the first run; the next ones have the following numbers
 * @param talk is told about every run
 */
export async function chaos(
  testbed: Testbed,
  {
    runs,
    seed,
    talk,
  }: { readonly runs: number; readonly seed: number; readonly talk: (line: string) => void },
): Promise<ChaosRun[]> {
  const kinds = Object.keys(truths);
  const sites = new Map(
    await Promise.all(kinds.map(async (kind) => [kind, await startKind(testbed, kind)] as const)),
  );
  const seeds = Array.from({ length: runs }, (_, count) => seed + count);
  // one run at a time for each site: runs wait for each other's signs of life
  const lanes = kinds.map(async (kind) => {
    const site = sites.get(kind);
    assert.ok(site);
    const before = await everything(site);
    const found: ChaosRun[] = [];
    for (const own of seeds.filter((one) => kindOf(one) === kind)) {
      const run = await chaosRun(site, kind, own);
      talk(lineOf(run));
      found.push(run);
    }
    await assertNothingLeft(site, before);
    return found;
  });
  return (await Promise.all(lanes)).flat().sort((a, b) => a.seed - b.seed);
}

async function startKind(testbed: Testbed, name: string): Promise<Site> {
  const kind = siteKinds.find(({ id }) => id === name);
  return kind === undefined ? startHalfEnforced(testbed, { name }) : startSiteKind(testbed, kind);
}

/** The kind of site that a seed's run goes to: each in turn. */
function kindOf(seed: number): string | undefined {
  const kinds = Object.keys(truths);
  return kinds[seed % kinds.length];
}

/** One line for people. */
function lineOf({ seed, kind, mix, injected, certain, seconds, broken }: ChaosRun): string {
  const outcome = broken.length === 0 ? "" : ` BROKEN: ${broken.join("; ")}`;
  return `seed ${seed}: ${kind}, ${mix}: ${injected} faults, ${certain} of 14 certain, ${seconds.toFixed(1)} s${outcome}`;
}

async function chaosRun(site: Site, kind: string, seed: number): Promise<ChaosRun> {
  const random = seededRandom(seed);
  const { mix, fault } = faultsOf(random);
  const begin = performance.now();
  const proxy = await startFaultProxy({ site, name: `chaos-${seed}`, fault });
  const broken: string[] = [];
  const config = new KubeConfig();
  config.loadFromFile(proxy.kubeconfig);
  let xml: string | undefined;
  try {
    await probe({
      kubeconfig: config,
      configuration: await loadConfiguration({ deadline: 20, requestTimeout: 2 }, {}, undefined),
      defaultImage: demoImage,
      stop: new AbortController().signal,
      talk: () => {},
      onResult: async (result) => {
        xml = writeJUnit(result);
      },
      waitForRemoval: 0,
    });
  } catch (error) {
    broken.push(`the run threw: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await proxy.stop();
  }
  let certain = 0;
  if (xml === undefined) broken.push("there is no result");
  else {
    const cells = readable(xml, broken);
    for (const [policy, real] of Object.entries(truths[kind] ?? {})) {
      const cell = cells[policy] ?? "nothing";
      if (cell === real) certain += 1;
      else if (!isUndetermined(cell)) broken.push(`${policy}: ${cell} in place of ${real}`);
    }
    await cleanedUp(site, readJUnit(xml).run.id, broken);
  }
  const seconds = (performance.now() - begin) / 1000;
  return { seed, kind, mix, injected: proxy.done().length, certain, seconds, broken };
}

function readable(xml: string, broken: string[]): Record<string, string> {
  try {
    return cellsOf(readJUnit(xml));
  } catch (error) {
    broken.push(`the result cannot be read: ${String(error)}`);
    return {};
  }
}

function isUndetermined(cell: string): boolean {
  const [verdict] = cell.split(":");
  return Object.entries(levels).some(([name, level]) => name === verdict && level === "undetermined");
}

/** Removes what the run could not remove, by the command that its message names, and sees that it goes. */
async function cleanedUp(site: Site, id: string, broken: string[]): Promise<void> {
  const remains = async (): Promise<boolean> => {
    const { status, body } = await request(site, `/api/v1/namespaces/dvs-${id}`);
    return status === 200 && !JSON.stringify(body).includes('"deletionTimestamp"');
  };
  if (!(await remains())) return;
  const { code, said } = await runNode([dvs, "cleanup", "--kubeconfig", site.kubeconfig, "--run", id]);
  if (code !== 0 || (await remains())) broken.push(`dvs cleanup left dvs-${id}: ${said}`);
}

/** Which faults a run meets: how many, of which kinds, whom they hit, and whether they come in bursts. */
function faultsOf(random: () => number): {
  readonly mix: string;
  readonly fault: (asked: ProxiedRequest) => Fault | undefined;
} {
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const all: readonly [string, Fault][] = [
    ["429", { kind: "status", code: 429 }],
    ["429 with Retry-After", { kind: "status", code: 429, retryAfter: 1 }],
    ["500", { kind: "status", code: 500 }],
    ["503", { kind: "status", code: 503, body: "upstream connect error" }],
    ["reset before", { kind: "reset", when: "before" }],
    ["reset after", { kind: "reset", when: "after" }],
    ["delay", { kind: "delay", milliseconds: 300 }],
    ["time-out", { kind: "delay", milliseconds: 2500 }],
    ["truncated", { kind: "truncated", length: "of the whole" }],
    ["truncated in silence", { kind: "truncated", length: "of the half" }],
    ["401", { kind: "status", code: 401 }],
    ["log-in page", { kind: "status", code: 200, body: "<html>log in</html>" }],
  ];
  const chosen = all.filter(() => random() < 0.35);
  const faults = chosen.length === 0 ? all.slice(0, 1) : chosen;
  const rate = pick([0.02, 0.05, 0.1, 0.25]);
  const whom = pick(["everybody", "tenant", "operator"]);
  // everything fails from one request on, for a while or for good
  const burst =
    random() < 0.3 ? { from: 5 + Math.floor(random() * 100), length: pick([3, 10, 40, 1000]) } : undefined;
  const inBurst = ({ index }: ProxiedRequest) =>
    burst !== undefined && index >= burst.from && index < burst.from + burst.length;
  const says = burst === undefined ? "" : `, all of ${burst.length} from request ${burst.from}`;
  return {
    mix: `${Math.round(rate * 100)} % of ${whom}${says} (${faults.map(([name]) => name).join(", ")})`,
    fault(asked) {
      // the same number of draws for every request, so that each decision depends on the request's place alone
      const [hit, which] = [random(), random()];
      if (whom !== "everybody" && whom !== asked.as) return undefined;
      if (hit >= rate && !inBurst(asked)) return undefined;
      return faults[Math.floor(which * faults.length)]?.[1];
    },
  };
}

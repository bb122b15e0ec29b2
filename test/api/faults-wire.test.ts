import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJUnit } from "#results";
import { apply, remove, request, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { type Ran, runNode } from "../run-node.ts";
import { assertNothingLeft, everything, runNamespaces } from "./everything.ts";
import { type FaultProxyOptions, type ProxiedRequest, startFaultProxy } from "./fault-proxy.ts";
import { expectedUnder } from "./faults/expected.ts";
import { startHalfEnforced } from "./faults/half-enforced.ts";
import { assertCells, cellsOf, type Found, runUnder } from "./faults/run-under.ts";
import { seededRandom } from "./faults/seeded-random.ts";

const dvs = join(import.meta.dirname, "../../cli/dvs.ts");
/** A module for `--import`: the clock of the process is wrong by CLOCK_SHIFT_SECONDS. */
const shiftedClock = `data:text/javascript,${encodeURIComponent(`
  const shift = Number(process.env.CLOCK_SHIFT_SECONDS) * 1000;
  const RealDate = Date;
  const now = () => RealDate.now() + shift;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
`)}`;

/** An API that is registered, but that nobody serves. */
const brokenApiService = {
  apiVersion: "apiregistration.k8s.io/v1",
  kind: "APIService",
  metadata: { name: "v1.broken.example" },
  spec: {
    group: "broken.example",
    version: "v1",
    service: { name: "no-such-service", namespace: "default" },
    groupPriorityMinimum: 100,
    versionPriority: 10,
    insecureSkipTLSVerify: true,
  },
};

/** What is said about a namespace that hangs. */
interface Hanging {
  readonly found: Found;
  /** `dvs cleanup` while it hangs, and once the cause is gone. */
  readonly during: Ran;
  readonly mended: Ran;
  /** The namespaces of runs after the first cleanup. */
  readonly left: readonly string[];
}

/**
 * Most of these runs wait most of the time, so they go side by side against one site, which also shows that many runs
 * at once leave each other alone. What disturbs the others has a site of its own.
 */
describe("faults of the wire, of credentials and of the cluster", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  let disturbed: Site;
  let folder: string;
  let before_: readonly (readonly string[])[];
  const runs = new Map<string, Promise<readonly Found[]>>();
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    [site, disturbed] = await Promise.all([
      startHalfEnforced(testbed, { name: "wire" }),
      startHalfEnforced(testbed, { name: "disturbed" }),
    ]);
    folder = await mkdtemp(join(tmpdir(), "dvs-faults-"));
    before_ = await Promise.all([everything(site), everything(disturbed)]);
    const start = (name: string, run: () => Promise<readonly Found[]>) => {
      const running = run();
      // the test of this name tells
      running.catch(() => {});
      runs.set(name, running);
    };
    for (const [name, fault] of Object.entries(byProxy))
      start(name, async () => [await proxied(name, fault)]);
    start("two runs at once", async () => {
      // late enough to see the others, whose namespaces they must leave alone
      await sleep(3000);
      return Promise.all([1, 2].map(() => runUnder(site.kubeconfig, {}, 60)));
    });
    start("two runs at once, clocks a minute ahead and behind", () =>
      Promise.all([60, -60].map((seconds) => withClock(seconds))),
    );
    const restarted = restartedMidway();
    start("API server restarted in the middle", async () => [await restarted]);
    hanging = restarted.catch(() => {}).then(hangingNamespace);
    hanging.catch(() => {});
  });
  let hanging: Promise<Hanging>;
  after(async () => {
    await testbed?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const random = seededRandom(14);
  let beats = 0;
  const byProxy: Readonly<Record<string, NonNullable<FaultProxyOptions["fault"]>>> = {
    // but for signs of life, which the next one is about
    "429 for half of the requests": ({ method }) =>
      method !== "PATCH" && random() < 0.5
        ? { kind: "status", code: 429, ...(random() < 0.1 && { retryAfter: 1 }) }
        : undefined,
    "429 for five of six signs of life": ({ method }) => {
      if (method !== "PATCH") return undefined;
      beats += 1;
      return beats % 6 === 0 ? undefined : { kind: "status", code: 429 };
    },
    "token refused from the 20th pod on": ({ pod }) =>
      pod >= 20 ? { kind: "status", code: 401 } : undefined,
    "ServiceAccount deleted in the middle": async (asked) => {
      if (asked.pod === 20) await deleteTenant(asked);
      return undefined;
    },
    "ServiceAccount deleted and made anew in the middle": async (asked) => {
      if (asked.pod !== 20) return undefined;
      const { accounts, name } = await deleteTenant(asked);
      const body = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name } };
      assert.equal((await request(site, accounts, { method: "POST", body })).status, 201);
      return undefined;
    },
  };
  /** Takes away who sent this request for a pod. */
  const deleteTenant = async ({ path }: ProxiedRequest): Promise<{ accounts: string; name: string }> => {
    const accounts = path.replace(/pods$/, "serviceaccounts");
    const name = path.split("/").at(-2) ?? "";
    assert.equal((await request(site, `${accounts}/${name}`, { method: "DELETE" })).status, 200);
    return { accounts, name };
  };
  const proxied = async (name: string, fault: NonNullable<FaultProxyOptions["fault"]>): Promise<Found> => {
    const proxy = await startFaultProxy({ site, name: name.replaceAll(" ", "-"), fault });
    try {
      // long enough for the other runs to look whether this one is alive
      return await runUnder(proxy.kubeconfig, name.includes("signs of life") ? { settle: 30 } : {});
    } finally {
      await proxy.stop();
    }
  };
  const withClock = async (seconds: number): Promise<Found> => {
    const output = join(folder, `clock${seconds}`);
    const { code, said } = await runNode(
      ["--import", shiftedClock, dvs, "probe", "--kubeconfig", site.kubeconfig, "-o", output],
      { CLOCK_SHIFT_SECONDS: String(seconds) },
    );
    assert.equal(code, 0, said);
    const result = readJUnit(await readFile(join(output, "junit.xml"), "utf8"));
    const ahead = (Date.parse(result.run.finished) - Date.now()) / 1000;
    assert.ok(Math.abs(ahead - seconds) < 40, `the clock was ${ahead} s ahead`);
    return { result, problems: [], said: said.split("\n"), cells: cellsOf(result) };
  };

  const restartedMidway = async (): Promise<Found> => {
    let restart: Promise<void> | undefined;
    const fault = ({ pod }: ProxiedRequest) => {
      // the server is killed at once, so this very request is lost
      if (pod === 20) restart = disturbed.restart();
      return undefined;
    };
    const proxy = await startFaultProxy({ site: disturbed, name: "restart", fault });
    try {
      return await runUnder(proxy.kubeconfig, {}, 60);
    } finally {
      await restart;
      await proxy.stop();
    }
  };

  /** The controllers cannot list what is in a namespace while a group of APIs does not answer. */
  const hangingNamespace = async (): Promise<Hanging> => {
    await apply(disturbed, [brokenApiService]);
    const cleanup = () => runNode([dvs, "cleanup", "--kubeconfig", disturbed.kubeconfig]);
    // on a busy machine it takes a while until the namespace says why
    const found = await runUnder(disturbed.kubeconfig, {}, 40);
    const during = await cleanup();
    const left = await runNamespaces(disturbed);
    await remove(disturbed, [brokenApiService]);
    return { found, during, left, mended: await cleanup() };
  };

  for (const name of [
    ...Object.keys(byProxy),
    "two runs at once",
    "two runs at once, clocks a minute ahead and behind",
    "API server restarted in the middle",
  ]) {
    it(`${name}: every policy comes to what was written down`, async () => {
      for (const { cells, problems } of (await runs.get(name)) ?? []) {
        assertCells(cells, expectedUnder(name));
        assert.deepEqual(problems, []);
      }
    });
  }

  describe("a folder for results", () => {
    const shell = async (command: string, ...args: string[]): Promise<number> => {
      const [code] = await once(
        spawn("/bin/sh", ["-c", command, "sh", ...args], { stdio: "ignore" }),
        "close",
      );
      return code;
    };
    /** Mounts a file system of its own; false where the machine forbids it. */
    const mounted = async (path: string, options: string): Promise<boolean> => {
      await mkdir(path);
      const code = await shell('mount -t tmpfs -o "$1" tmpfs "$2"', options, path);
      if (code !== 0) console.log("    skipped: this machine lets nobody mount a file system");
      return code === 0;
    };
    const unmount = (path: string) => shell('umount "$1"', path);
    const probeInto = (path: string): Promise<Ran> =>
      runNode([dvs, "probe", "--kubeconfig", site.kubeconfig, "--no-wait", "-o", path]);
    const made = async () =>
      (await readFile(site.auditLog, "utf8"))
        .split("\n")
        .filter((line) => line.includes('"verb":"create"') && line.includes('"resource":"namespaces"'))
        .length;

    it("that is read-only is refused before anything is made in the cluster", async function () {
      const path = join(folder, "read-only");
      if (!(await mounted(path, "ro"))) return this.skip();
      try {
        await Promise.all(runs.values()).catch(() => {});
        const earlier = await made();
        const { code, out, said } = await probeInto(path);
        assert.equal(code, 2);
        assert.match(said, /^the result cannot be written: EROFS.*choose another folder with --output\n$/);
        assert.equal(out, "");
        assert.equal(await made(), earlier);
      } finally {
        await unmount(path);
      }
    });

    it("that is full ends the run with a sentence, and with the cluster as it was", async function () {
      const path = join(folder, "full");
      if (!(await mounted(path, "size=16k"))) return this.skip();
      try {
        const { code, said } = await probeInto(path);
        assert.equal(code, 2);
        assert.match(said, /^the result cannot be written: ENOSPC.*choose another folder with --output$/m);
        assert.doesNotMatch(said, /^\s+at /m);
      } finally {
        await unmount(path);
      }
    });
  });

  it("namespace that hangs because of a broken APIService: it is said why, and nothing is forced", async () => {
    const { found, during, left, mended } = await hanging;
    assertCells(found.cells, expectedUnder("namespace that hangs because of a broken APIService"));
    const namespace = `dvs-${found.result.run.id}`;
    const why = new RegExp(
      `^the namespace ${namespace} is still being removed .*NamespaceDeletionDiscoveryFailure: .*broken\\.example`,
      "m",
    );
    assert.match(found.problems.join("\n"), why);
    assert.equal(during.code, 1, during.said);
    assert.match(during.said, why);
    assert.deepEqual(left, [namespace]);
    assert.equal(mended.code, 0, mended.said);
    assert.equal(mended.out, `${namespace} removed\n`);
  });

  it("nothing is left behind", async () => {
    await assertNothingLeft(site, before_[0] ?? []);
    // an API server and controllers that start make these anew
    const restarted = / kube-node-lease\/default | kube-system\/apiserver-/;
    await assertNothingLeft(disturbed, before_[1] ?? [], restarted);
  });
});

import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { archiveOf, sonobuoyMembers, tgzOf } from "../aggregator/archives.ts";
import { type InventedSite, inventedRun } from "../aggregator/invented-sites.ts";
import { complete, type Ended, type Night, startNight } from "./night.ts";

const site: InventedSite = {
  name: "Musterstadt",
  id: "11111111-2222-3333-4444-555555555555",
  engine: "kyverno",
  all: "enforced",
};
const green = await archiveOf(inventedRun(site));
const red = await archiveOf(inventedRun({ ...site, but: { "restrict-sysctls": "open" } }));
const pluginRefused = await tgzOf([
  ...sonobuoyMembers(undefined),
  {
    name: "plugins/dvs/errors/global/error.json",
    body: JSON.stringify({ error: 'pods "x" is forbidden: violates PodSecurity "restricted:latest"' }),
  },
]);
const cut = inventedRun(site);
const cutShort = await archiveOf({
  ...cut,
  run: { ...cut.run, cutShort: "the deadline passed" },
  probes: cut.probes.slice(0, 3),
});
const lacking = await archiveOf(inventedRun({ ...site, but: { "restrict-sysctls": "missing" } }));
const running = { plugins: [{ plugin: "dvs", node: "global", status: "running" }], status: "running" };

/** The commands in their order, without repetitions of the same one after the other. */
const verbs = ({ calls }: Ended) =>
  calls
    .map((call) => call.split(" ").slice(0, 2).join(" "))
    .filter((verb, index, all) => verb !== all[index - 1]);
const wholeNight = [
  "sonobuoy status",
  "kubectl get",
  "sonobuoy delete",
  "kubectl apply",
  "sonobuoy run",
  "sonobuoy status",
  "sonobuoy retrieve",
  "sonobuoy delete",
];

describe("deploy/nightly/nightly.sh", () => {
  let night: Night;
  beforeEach(async () => {
    night = await startNight();
    await night.archive(green);
  });
  afterEach(() => night.remove());

  /** Nothing of the night is left but what is stored. */
  const assertTidy = async () => {
    const left = await readdir(night.folder);
    assert.deepEqual(
      left.filter((name) => /^tmp\.|status\.json$/.test(name) && name !== "next-status.json"),
      [],
    );
  };

  it("is green where all is enforced: runs, fetches, slims, stores, removes, in this order", async () => {
    await night.realReport();
    const ended = await night.run({ NIGHT_SITE: "musterstadt" });
    assert.equal(ended.code, 0, ended.said);
    assert.deepEqual(verbs(ended), wholeNight);
    const [page, data, archive, ...more] = ended.stored;
    assert.equal(page, "latest.html");
    assert.match(archive ?? "", /^musterstadt-\d{8}T\d{6}Z\.tar\.gz$/);
    assert.equal(data, archive?.replace(/tar\.gz$/, "json"));
    assert.deepEqual(more, []);
    assert.deepEqual(await readFile(join(night.folder, "store", archive ?? "")), green);
    assert.match(ended.said, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ green: /m);
    await assertTidy();
  });

  it("runs with the least rights: deploy/'s objects first, Sonobuoy with none beyond its namespace", async () => {
    const ended = await night.run({
      NIGHT_NAMESPACE: "sonobuoy-night",
      NIGHT_SONOBUOY_FLAGS: "--plugin-image dvs:registry.musterstadt.example/dvs:0.1.0",
    });
    const run = ended.calls.find((call) => call.startsWith("sonobuoy run")) ?? "";
    assert.match(
      run,
      /--config \S+sonobuoy-lean\.json --plugin \S+deploy\/dvs-own-account\.yaml -n sonobuoy-night /,
    );
    assert.match(run, /--aggregator-permissions namespaceAdmin --skip-preflight=existingnamespace,dnscheck/);
    assert.match(run, /--plugin-image dvs:registry\.musterstadt\.example\/dvs:0\.1\.0$/);
    const applied = await readFile(join(night.folder, "applied.yaml"), "utf8");
    assert.match(applied, /^kind: Namespace\nmetadata:\n {2}name: sonobuoy-night$/m);
    assert.doesNotMatch(applied, /name(space)?: sonobuoy$/m);
    assert.match(applied, /^kind: LimitRange$/m);
    for (const call of ended.calls.filter((one) => one.startsWith("sonobuoy")))
      assert.match(call, /-n sonobuoy-night/);
  });

  it("applies nothing where nothing is to be applied", async () => {
    const ended = await night.run({ NIGHT_MANIFESTS: "", NIGHT_PLUGIN: "sonobuoy-plugin.yaml" });
    assert.equal(ended.code, 0, ended.said);
    assert.deepEqual(
      verbs(ended),
      wholeNight.filter((verb) => verb !== "kubectl apply"),
    );
    assert.ok(!ended.calls.some((call) => call.includes("--aggregator-permissions")));
  });

  it("is red after a regression, though Sonobuoy calls both nights complete; both archives are kept", async () => {
    assert.equal((await night.run()).code, 0);
    await night.archive(red);
    await night.realReport();
    const ended = await night.run();
    assert.equal(ended.code, 1, ended.said);
    assert.match(ended.said, /red: see .*latest\.html/);
    assert.equal(ended.stored.length, 5, ended.stored.join(" "));
    await assertTidy();
  });

  it("with NIGHT_FAIL_ON=regression is red for what got worse since the night before only, in a folder with a blank", async () => {
    const env = { NIGHT_FAIL_ON: "regression", NIGHT_STORE: join(night.folder, "my store") };
    const later = async (but: InventedSite["but"], day: number) => {
      const time = `2026-03-0${day}T08:01:30.000Z`;
      const run = { id: `0000000${day}`, started: time, finished: time };
      await night.archive(await archiveOf(inventedRun({ ...site, run, ...(but && { but }) })));
      return night.run(env);
    };
    const first = await later({ "restrict-apparmor": "open" }, 1);
    assert.equal(first.code, 0, first.said);
    assert.match(first.said, /there is no earlier night to compare with/);
    const regressed = { "restrict-apparmor": "open", "restrict-sysctls": "open" } as const;
    const silent = await later({ ...regressed, "restrict-sysctls": "webhook-down" }, 2);
    assert.equal(silent.code, 0, silent.said);
    // a night in which nothing could be determined must not hide it
    const red = await later(regressed, 3);
    assert.equal(red.code, 1, red.said);
    assert.match(red.said, /1 Befund verschlechtert/);
    const same = await later(regressed, 4);
    assert.equal(same.code, 0, same.said);
    assert.match(same.said, /hat sich kein Befund verändert/);
  });

  it("keeps no report of a night without a result, and compares with at most eleven", async () => {
    await night.archive(pluginRefused);
    assert.deepEqual(
      (await night.run()).stored.filter((name) => name.endsWith(".json")),
      [],
    );
    const calls = join(night.folder, "reports");
    const real = await readFile(join(night.folder, "bin/dvs"), "utf8");
    await night.program("dvs", `#!/bin/sh\n[ "$1" != report ] || echo "$*" >> "${calls}"\n${real}`);
    for (let night0 = 10; night0 < 23; night0 += 1)
      await writeFile(join(night.folder, `store/site-202601${night0}T000000Z.json`), "{}");
    assert.equal((await night.run()).code, 2, "what is no report is no earlier night");
    const said = await readFile(calls, "utf8");
    assert.equal(said.match(/--previous/g)?.length, 11);
    assert.doesNotMatch(said, /20260111/);
    assert.match(said, /20260112T.*20260122T/);
  });

  it("is red for what NIGHT_FAIL_ON names only", async () => {
    await night.archive(red);
    assert.equal((await night.run({ NIGHT_FAIL_ON: "undetermined" })).code, 0);
  });

  it("fetches again what was cut off", async () => {
    await night.archive(green, green.subarray(0, 1000), new Uint8Array());
    const ended = await night.run();
    assert.equal(ended.code, 0, ended.said);
    assert.equal(ended.calls.filter((call) => call.startsWith("sonobuoy retrieve")).length, 3);
    assert.equal(ended.said.match(/the archive is not whole: .*checksum/g)?.length, 2);
  });

  it("gives up on an archive that never gets whole, and stores nothing", async () => {
    await night.status(complete("0".repeat(64)));
    const ended = await night.run({ NIGHT_TRIES: "3" });
    assert.equal(ended.code, 2);
    assert.match(ended.said, /could not be fetched, tried 3 times: it does not have the checksum/);
    assert.deepEqual(ended.stored, []);
    assert.equal(ended.calls.at(-1), "sonobuoy delete --wait=5 -n sonobuoy");
    await assertTidy();
  });

  it("gives up at its own deadline on a run that is never complete, and removes it", async () => {
    await night.status(running);
    const ended = await night.run({ NIGHT_DEADLINE: "2", NIGHT_POLL: "0.5" });
    assert.equal(ended.code, 2);
    assert.match(ended.said, /no result within 2 s: Sonobuoy says: running/);
    assert.equal(ended.calls.at(-1), "sonobuoy delete --wait=5 -n sonobuoy");
    assert.ok(ended.seconds < 6, `${ended.seconds} s`);
    await assertTidy();
  });

  it("gives up at its deadline on a program that hangs", async () => {
    await night.program("kubectl", '#!/bin/sh\n[ "$1" = get ] || exec sleep 60\n');
    const ended = await night.run({ NIGHT_DEADLINE: "1" });
    assert.equal(ended.code, 2);
    assert.match(ended.said, /no result within 1 s: starting Sonobuoy/);
    assert.ok(ended.seconds < 6, `${ended.seconds} s`);
    assert.equal(ended.calls.at(-1), "sonobuoy delete --wait=5 -n sonobuoy");
  });

  for (const [signal, code] of [
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
  ] as const) {
    it(`removes the run at once on ${signal}`, async () => {
      await night.status(running);
      let sent = false;
      const ended = await night.run({ NIGHT_POLL: "30" }, (said, kill) => {
        if (sent || !said.includes("waiting until the run is complete")) return;
        sent = true;
        setTimeout(() => kill(signal), 500);
      });
      assert.equal(ended.code, code, ended.said);
      assert.ok(ended.seconds < 6, `${ended.seconds} s`);
      assert.equal(ended.calls.at(-1), "sonobuoy delete --wait=5 -n sonobuoy");
      await assertTidy();
    });
  }

  it("removes what an earlier night left before it begins", async () => {
    await night.leftover(running);
    const ended = await night.run();
    assert.equal(ended.code, 0, ended.said);
    assert.deepEqual(
      verbs(ended),
      wholeNight.filter((verb) => verb !== "kubectl get"),
    );
  });

  it("removes also a namespace of its own in which no run came to be", async () => {
    await night.namespace("sonobuoy dvs");
    const ended = await night.run();
    assert.equal(ended.code, 0, ended.said);
    assert.deepEqual(verbs(ended), wholeNight);
  });

  for (const [what, status] of [
    ["cannot be told", undefined],
    ["names no plugin", { plugins: [], status: "running" }],
  ] as const) {
    it(`leaves alone a namespace of others where the status ${what}`, async () => {
      if (status !== undefined) await night.leftover(status);
      await night.namespace("payroll ");
      const ended = await night.run({ NIGHT_NAMESPACE: "payroll" });
      assert.equal(ended.code, 2, ended.said);
      assert.match(
        ended.said,
        /the namespace payroll is there, and no night of dvs made it; it is left alone/,
      );
      assert.deepEqual(verbs(ended), ["sonobuoy status", "kubectl get"]);
    });
  }

  it("removes nothing where it cannot be seen whether the namespace is there", async () => {
    await night.program(
      "kubectl",
      '#!/bin/sh\necho "kubectl $*" >> "$FAKE/calls"\necho refused >&2\nexit 1\n',
    );
    const ended = await night.run();
    assert.equal(ended.code, 2, ended.said);
    assert.match(ended.said, /the namespace sonobuoy is there cannot be seen; nothing was removed: refused/);
    assert.deepEqual(verbs(ended), ["sonobuoy status", "kubectl get"]);
  });

  it("leaves alone a run of others in the same namespace", async () => {
    await night.leftover({ plugins: [{ plugin: "e2e" }, { plugin: "systemd-logs" }], status: "running" });
    const ended = await night.run();
    assert.equal(ended.code, 2);
    assert.match(ended.said, /a run of others is in the namespace sonobuoy \(plugins: e2e systemd-logs\)/);
    assert.deepEqual(verbs(ended), ["sonobuoy status"]);
  });

  it("does not call a night green that left something in the cluster", async () => {
    const failing = `#!/bin/sh\n[ "$1" != delete ] || [ ! -e "$FAKE/status.json" ] || { echo stuck >&2; exit 1; }\nexec "$FAKE/bin/real" "$@"\n`;
    await night.program("real", await readFile(join(night.folder, "bin/sonobuoy"), "utf8"));
    await night.program("sonobuoy", failing);
    const ended = await night.run();
    assert.equal(ended.code, 2);
    assert.match(ended.said, /it could not be removed: stuck/);
    assert.equal(ended.stored.length, 3);
  });

  it("never overwrites an archive", async () => {
    await night.program(
      "date",
      `#!/bin/sh\ncase $* in *%Y%m%dT*) echo 20260102T030405Z ;; *) exec /bin/date "$@" ;; esac\n`,
    );
    const earlier = join(night.folder, "store/site-20260102T030405Z.tar.gz");
    await writeFile(earlier, "earlier");
    const ended = await night.run();
    assert.equal(ended.code, 2);
    assert.match(ended.said, /site-20260102T030405Z\.tar\.gz is there already/);
    assert.equal(await readFile(earlier, "utf8"), "earlier");
  });

  it("stores nothing that was not slimmed", async () => {
    await night.program("dvs", "#!/bin/sh\nexit 2\n");
    const ended = await night.run();
    assert.equal(ended.code, 2);
    assert.match(ended.said, /could not be slimmed; nothing was stored/);
    assert.deepEqual(ended.stored, []);
  });

  it("has no verdict of an archive without a result", async () => {
    await night.realReport();
    await night.archive(gzipSync("no archive"));
    const ended = await night.run();
    assert.equal(ended.code, 2);
    assert.match(ended.said, /no verdict/);
  });

  for (const [what, archive, says] of [
    ["the plugin's pod was refused", pluginRefused, /no verdict, because the run gave no result/],
    ["the run was cut short", cutShort, /not green, because the result is not whole/],
    ["a policy is missing", lacking, /not green, because the result is not whole/],
  ] as const) {
    for (const failOn of ["open", "not-enforced"]) {
      it(`is not green with NIGHT_FAIL_ON=${failOn} where ${what}`, async () => {
        await night.archive(archive);
        const ended = await night.run({ NIGHT_FAIL_ON: failOn });
        assert.equal(ended.code, 2, ended.said);
        assert.match(ended.said, says);
        const kinds = ended.stored.map((name) => name.split(".").at(-1));
        assert.ok(kinds.includes("html") && kinds.includes("gz"), "page and archive are there");
      });
    }
  }

  it("has no verdict where the plugin's pod was refused, also by default", async () => {
    await night.archive(pluginRefused);
    assert.equal((await night.run()).code, 2);
  });

  it("needs neither Sonobuoy nor kubectl where dvs probes itself", async () => {
    for (const absent of ["sonobuoy", "kubectl"]) await night.program(absent, "#!/bin/sh\nexit 127\n");
    await night.archive(red);
    const ended = await night.run({ NIGHT_WITHOUT_SONOBUOY: "yes" });
    assert.equal(ended.code, 1, ended.said);
    assert.deepEqual(ended.calls, [""]);
    assert.equal(ended.stored.length, 3);
    await assertTidy();
  });

  const wrong: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ["no store", { NIGHT_STORE: "" }, /NIGHT_STORE is not set/],
    ["no key", { NIGHT_KEY: "" }, /NIGHT_KEY is not set/],
    [
      "a key that is not there",
      { NIGHT_KEY: "/nowhere/key" },
      /the key \/nowhere\/key \(NIGHT_KEY\) cannot be read/,
    ],
    ["a deadline that is no number", { NIGHT_DEADLINE: "soon" }, /whole numbers, not "soon"/],
    ["a name that leads out of the store", { NIGHT_SITE: "../x" }, /NIGHT_SITE: .* not "\.\.\/x"/],
    ["a namespace of the cluster", { NIGHT_NAMESPACE: "kube-system" }, /kube-system belongs to the cluster/],
    ["the default namespace", { NIGHT_NAMESPACE: "default" }, /default belongs to the cluster/],
    ["no name of a namespace", { NIGHT_NAMESPACE: "a/b" }, /NIGHT_NAMESPACE: "a\/b" is no name/],
    ["a dvs that is not there", { DVS: "dvs-nowhere" }, /the program dvs-nowhere is missing/],
  ];
  for (const [what, env, says] of wrong) {
    it(`says what is wrong before it touches the cluster: ${what}`, async () => {
      const ended = await night.run(env);
      assert.equal(ended.code, 2);
      assert.match(ended.said, says);
      assert.deepEqual(ended.calls, [""]);
    });
  }
});

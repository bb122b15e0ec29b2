import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { writeJUnit } from "#results";
import { compare, readArchive, readWholeArchive } from "../../aggregator/index.ts";
import { archivesOf, examples, roundFolders } from "../../demo/example-files.ts";
import { type Slim, SlimError, slim as slimOf } from "../../handover/index.ts";
import { scratch, sonobuoyMembers, tarOf, tgzOf } from "../aggregator/archives.ts";
import { profile } from "../aggregator/comparisons.ts";
import { inventedRun, inventedSites, refusingRun, severalNamespaces } from "../aggregator/invented-sites.ts";
import { long } from "../long.ts";
import { fatMembers, type Planted, planted, plantedRun, sentence, siteId, tracesOf } from "./planted.ts";

const key = Buffer.from("ein Schlüssel, der am Standort bleibt, 1");
const otherKey = Buffer.from("ein Schlüssel, der am Standort bleibt, 2");
const slim = async (path: string, secret: Uint8Array, options: Parameters<typeof slimOf>[2]) =>
  slimOf(await readWholeArchive(path), secret, options);
const plain = { hideSiteName: false, words: [] };
const inflated = ({ bytes }: Slim) => gunzipSync(bytes).toString("utf8");

function leftIn(text: string, own: Planted): string[] {
  const lower = text.toLowerCase();
  return tracesOf(own).filter((trace) => lower.includes(trace.toLowerCase()));
}

describe("handover/slim", () => {
  const files = scratch();
  let packed: Buffer;
  before(async () => {
    packed = await tgzOf(fatMembers(planted));
  });
  const fat = () => files.write("fat.tar.gz", packed);

  /** What is said of a site, without the words that differ. */
  async function findings(path: string): Promise<unknown> {
    const { sites } = compare([await readArchive(path)], { profile });
    return sites.map(({ id, state, namespaces, cells, furtherCells }) => ({
      id,
      state,
      namespaces,
      cells: [...cells, ...furtherCells].map(({ policy, verdict, flags, vantages }) => [
        policy,
        verdict,
        flags,
        vantages.map((own) => [own.verdict, own.flags, own.open, own.undecided]),
      ]),
    }));
  }

  async function assertSame(path: string): Promise<string> {
    const made = await slim(path, key, plain);
    const slimPath = await files.write("slim.tar.gz", made.bytes);
    assert.deepEqual(await findings(slimPath), await findings(path));
    return slimPath;
  }

  it("leaves none of the identifiers that stand everywhere in a fat archive", async () => {
    const made = await slim(await fat(), key, plain);
    assert.deepEqual(leftIn(inflated(made), planted), []);
    assert.deepEqual(leftIn(made.bytes.toString("latin1"), planted), []);
  });

  it("leaves none in what a site says that refused the plugin", async () => {
    const error = {
      error: `${sentence(planted)}\npods "x" is forbidden: violates PodSecurity "restricted:latest"`,
    };
    const members = fatMembers(planted, { withResult: false }).filter(
      ({ name }) => !name.includes("/errors/"),
    );
    const path = await files.write(
      "refused",
      await tgzOf([
        ...members,
        {
          name: "plugins/dvs/errors/global/error.json",
          body: JSON.stringify({ ...error, pod: { spec: { nodeName: planted.node } } })
            .replace("denied the request", "objected")
            .replace("failed to call webhook", "no"),
        },
      ]),
    );
    assert.equal((await readArchive(path)).problem?.kind, "refused");
    const made = await slim(path, key, plain);
    assert.equal(made.withoutResult, true);
    assert.deepEqual(leftIn(inflated(made), planted), []);
    assert.equal((await readArchive(await files.write("slim", made.bytes))).problem?.kind, "refused");
  });

  it("keeps verdicts, the id of the cluster, the identity of the run and what the page calls the site", async () => {
    const path = await fat();
    const slimPath = await assertSame(path);
    const { result, packing, slimmed, notes } = await readArchive(slimPath);
    assert.equal(result?.site.id, siteId);
    assert.equal(result.run.id, plantedRun(planted).run.id);
    assert.equal(result.configuration["siteName"], "Musterstadt");
    assert.deepEqual(packing, {
      by: "sonobuoy",
      uuid: "7c1f0000-1111-4222-8333-444455556666",
      version: "v0.57.5",
    });
    assert.equal(slimmed?.cutOff, false);
    assert.ok(!notes.some(({ kind }) => kind === "surplus"));
    assert.ok((await readArchive(path)).notes.some(({ kind }) => kind === "surplus"));
  });

  it("keeps the verdicts of the examples and of all invented sites", async () => {
    const rounds = long ? roundFolders : roundFolders.slice(-1);
    const archives = await Promise.all(rounds.map((round) => archivesOf(round, examples)));
    for (const path of archives.flat()) {
      // they are slim, so only their results are taken
      const { result } = await readArchive(path);
      assert.ok(result);
      await assertSame(await files.write("junit.xml", writeJUnit(result)));
    }
    for (const site of [...inventedSites, severalNamespaces])
      await assertSame(
        await files.write(
          "junit.xml",
          writeJUnit(site.name === "Vorderwald" ? refusingRun(site) : inventedRun(site)),
        ),
      );
  }).timeout(120_000);

  it("leaves evidence readable: engines, policies, rules, webhooks and the words of the messages", async () => {
    const run = inventedRun({
      ...(inventedSites[0] ?? assert.fail()),
      all: "webhook-down",
      but: { "restrict-sysctls": "enforced" },
    });
    const text = inflated(await slim(await files.write("junit.xml", writeJUnit(run)), key, plain));
    for (const words of [
      "validate.kyverno.svc-fail",
      "https://kyverno-svc.kyverno.svc:443/validate?timeout=10s",
      "connection refused",
      "rule check failed at path /spec/containers/0/",
      "Flatcar Container Linux",
      "v1.35.2",
    ])
      assert.ok(text.includes(words), words);
    assert.ok(!text.includes("10.96.12.7") && !text.includes("registry.musterstadt.example"));
  });

  it("leaves the names of our own rules whole, whatever the registry of our image", async () => {
    const run = inventedRun({ ...(inventedSites[0] ?? assert.fail()), all: "webhook-down" });
    const rules = "dvs-disallow-privileged-containers/dvs-require-ro-rootfs";
    // a webhook of Kyverno for several of its policies has their names in its address
    const said = `failed to call webhook: Post "https://kyverno-svc.kyverno.svc:443/vpol/${rules}?timeout=10s"`;
    const spoken = (outcome: (typeof run.probes)[number]["outcome"]) =>
      outcome.kind === "inconclusive" ? { ...outcome, message: said } : outcome;
    const path = await files.write(
      "junit.xml",
      writeJUnit({
        ...run,
        configuration: { ...run.configuration, image: "hafen.teststadt.example/rathaus/dvs:0.1.0" },
        probes: run.probes.map((probe) => ({ ...probe, outcome: spoken(probe.outcome) })),
      }),
    );
    const text = inflated(await slim(path, key, plain));
    assert.ok(text.includes(rules));
    assert.doesNotMatch(text, /hafen\.teststadt|rathaus/);
    await assertSame(path);
  });

  it("replaces what a site chose where its names are not known elsewhere: keys of labels, systems, brackets", async () => {
    const run = inventedRun({
      ...(inventedSites[0] ?? assert.fail()),
      engine: "gatekeeper",
      all: "enforced",
    });
    const { nodes } = run.site;
    assert.ok("value" in nodes);
    const osImages = { "Teststadt Linux 12 (golden-rathaus)": 2, "Ubuntu 24.04.1 LTS": 1 };
    const kernels = { "5.15.0-teststadt": 2, "6.8.0-31-generic": 1 };
    const overlay = {
      metadata: { labels: { kassenamt: "true" }, annotations: { "rathaus.example/siegel": "x" } },
      spec: { nodeSelector: { hochhaus: "true", "kubernetes.io/os": "linux" } },
    };
    const refused = run.probes.map((probe) =>
      probe.outcome.kind === "refused"
        ? {
            ...probe,
            outcome: { ...probe.outcome, message: `${probe.outcome.message}\nx: [kraftwerk-77] bad` },
          }
        : probe,
    );
    const planted = {
      ...run,
      site: { ...run.site, nodes: { value: { ...nodes.value, osImages, kernels } } },
      run: { ...run.run, cutShort: "kassenamt and hochhaus" },
      configuration: { ...run.configuration, namespaceLabels: { einwohneramt: "true" }, podOverlay: overlay },
      probes: refused.map((probe) => ({
        ...probe,
        patch: [{ op: "add", path: "/metadata/labels/einwohneramt", value: "true" }],
      })),
    };
    const text = inflated(await slim(await files.write("junit.xml", writeJUnit(planted)), key, plain));
    for (const name of [
      ..."kassenamt rathaus siegel hochhaus einwohneramt teststadt golden kraftwerk".split(" "),
    ])
      assert.ok(!text.toLowerCase().includes(name), name);
    for (const words of [
      "Linux 12 (",
      "Ubuntu 24.04.1 LTS",
      "6.8.0-31-generic",
      "kubernetes.io/os",
      "validation.gatekeeper.sh",
    ])
      assert.ok(text.includes(words), words);
  });

  it("gives the same name the same pseudonym in every run under the same key, and another under another", async () => {
    const pseudonym = async (path: string, secret: Uint8Array) =>
      (await slim(path, secret, plain)).mapping.find(({ name }) => name === planted.namespace)?.pseudonym;
    const junit = (id: string) =>
      writeJUnit({ ...plantedRun(planted), run: { ...plantedRun(planted).run, id } });
    const first = await pseudonym(await files.write("a.xml", junit("00000001")), key);
    const second = await pseudonym(await files.write("b.xml", junit("00000002")), key);
    assert.match(first ?? "", /^namespace-[0-9a-f]{12}$/);
    assert.equal(first, second);
    assert.notEqual(first, await pseudonym(await files.write("a.xml", junit("00000001")), otherKey));
  });

  it("gives the same bytes for the same input and key", async () => {
    const path = await fat();
    const [a, b] = [await slim(path, key, plain), await slim(path, key, plain)];
    assert.ok(a.bytes.equals(b.bytes));
    assert.ok(!a.bytes.equals((await slim(path, otherKey, plain)).bytes));
  });

  it("takes out the site's name and words of one's own on demand", async () => {
    const path = await files.write(
      "junit.xml",
      writeJUnit({
        ...plantedRun(planted),
        run: { ...plantedRun(planted).run, cutShort: "Musterstadt: zeus said no" },
      }),
    );
    assert.ok(inflated(await slim(path, key, plain)).includes("zeus"));
    const text = inflated(await slim(path, key, { hideSiteName: true, words: ["zeus"] })).toLowerCase();
    assert.ok(!text.includes("zeus") && !text.includes("musterstadt"));
  });

  it("counts what it dropped", async () => {
    const { dropped } = await slim(await fat(), key, plain);
    const folders = [
      "hosts",
      "meta",
      "plugins/ausrollkonto",
      "plugins/dvs",
      "podlogs",
      "resources",
      "servergroups.json",
      "serverversion.json",
    ];
    assert.deepEqual(
      dropped.map(({ folder }) => folder),
      folders,
    );
    assert.equal(dropped.find(({ folder }) => folder === "resources")?.members, 2);
  });

  it("slims unpacked archives too", async () => {
    const folder = join(files.path(), "unpacked");
    for (const { name, body = "" } of fatMembers(planted)) {
      await mkdir(join(folder, name, ".."), { recursive: true });
      await writeFile(join(folder, name), body);
    }
    assert.deepEqual(leftIn(inflated(await slim(folder, key, plain)), planted), []);
    await assertSame(folder);
  });

  it("says in the slim archive that the fat one was cut off", async () => {
    const junit = writeJUnit(plantedRun(planted));
    const members = [...sonobuoyMembers(junit), { name: "resources/x.json", body: "x".repeat(5000) }];
    const path = await files.write("cut", (await tarOf(members)).subarray(0, -4096));
    const made = await slim(path, key, plain);
    assert.equal(made.problem?.kind, "truncated");
    const after = await readArchive(await files.write("slim", made.bytes));
    assert.equal(after.slimmed?.cutOff, true);
    assert.equal(compare([after], { profile }).sites[0]?.state, "incomplete");
  });

  it("is one run with the archive of which it was made, without a doubt about either", async () => {
    const path = await fat();
    const made = await files.write("slim.tar.gz", (await slim(path, key, plain)).bytes);
    const archives = await Promise.all([path, made].map((one) => readArchive(one)));
    for (const order of [archives, archives.toReversed()]) {
      const { sites } = compare(order, { profile });
      assert.equal(sites.length, 1);
      assert.equal(sites[0]?.archive.name, "slim.tar.gz");
      const kinds = sites[0].notes.map(({ kind }) => kind);
      assert.ok(kinds.includes("same-run-slimmed") && !kinds.includes("same-run-differs"));
    }
    const changed = {
      ...plantedRun(planted),
      probes: plantedRun(planted).probes.map((probe) => ({
        ...probe,
        outcome: { kind: "admitted" } as const,
      })),
    };
    const forged = await readArchive(
      await files.write(
        "forged",
        await tgzOf([
          ...sonobuoyMembers(writeJUnit(changed)),
          { name: "meta/dvs-slimmed.json", body: '{"version":"0.1.0"}' },
        ]),
      ),
    );
    const { sites } = compare([...archives.slice(0, 1), forged], { profile });
    assert.ok(sites[0]?.notes.some(({ kind }) => kind === "same-run-differs"));
  });

  it("refuses what a report cannot use either, and what is slim already", async () => {
    const cases: readonly (readonly [string, string])[] = [
      [await files.write("empty", ""), "empty"],
      [await files.write("noise", "no archive"), "unknown-format"],
      [await files.write("other", await tgzOf(sonobuoyMembers(undefined))), "no-result"],
      [
        await files.write(
          "up",
          await tgzOf([{ name: "../junit.xml", body: writeJUnit(plantedRun(planted)) }]),
        ),
        "no-result",
      ],
      [
        await files.write("bomb", await tgzOf([{ name: "resources/x", body: Buffer.alloc(20_000_000) }])),
        "limit",
      ],
    ];
    for (const [path, kind] of cases)
      await assert.rejects(
        slim(path, key, plain),
        (error) =>
          error instanceof SlimError &&
          error.problem.kind === "unusable" &&
          error.problem.problem.kind === kind,
        path,
      );
    const made = await files.write("slim", (await slim(await fat(), key, plain)).bytes);
    await assert.rejects(
      slim(made, key, plain),
      (error) => error instanceof SlimError && error.problem.kind === "slimmed-already",
    );
  });

  it("leaves no identifier whatever it is called", async () => {
    const label = fc.stringMatching(/^[a-z]{5}[a-z]{0,5}[0-9]{2}[a-z]{2}$/);
    const octet = fc.integer({ min: 10, max: 254 });
    const random = fc.record({
      a: label,
      b: label,
      c: label,
      d: label,
      e: label,
      ip: fc.tuple(octet, octet, octet, octet),
      hex: fc.stringMatching(/^[0-9a-f]{64}$/),
    });
    await fc.assert(
      fc.asyncProperty(random, async ({ a, b, c, d, e, ip, hex }) => {
        // loopback addresses stay: they are everywhere the same
        fc.pre(new Set([a, b, c, d, e]).size === 5 && ip[0] !== 127);
        const own: Planted = {
          ...planted,
          node: `${a}.${b}.intern`,
          host: `${c}.${b}.intern`,
          registry: `${d}.${b}.intern`,
          namespace: e,
          repository: `${a}-${e}`,
          ipv4: ip.join("."),
          digest: hex,
          label: `${d}-${a}`,
        };
        const path = await files.write("random", await tgzOf(fatMembers(own)));
        const made = await slim(path, key, plain);
        const lower = inflated(made).toLowerCase();
        for (const name of [a, b, c, d, e, own.ipv4, hex]) assert.ok(!lower.includes(name), name);
        await files.write("slim", made.bytes);
        assert.deepEqual(await findings(join(files.path(), "slim")), await findings(path));
      }),
      { numRuns: long ? 50 : 6, endOnFailure: true },
    );
  }).timeout(120_000);
});

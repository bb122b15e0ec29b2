import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { writeJUnit } from "#results";
import { limits } from "../../aggregator/archive/limits.ts";
import { readArchive, texts } from "../../aggregator/index.ts";
import { runResult } from "../fixtures/run-result.ts";
import { archiveOf, scratch, sonobuoyMembers, type TarMember, tarOf, tgzOf } from "./archives.ts";

const run = runResult({ "restrict-sysctls/a": { kind: "admitted" } });
const junit = writeJUnit(run);
const junitName = "plugins/dvs/results/global/junit.xml";

describe("aggregator/archive/read-archive", () => {
  const files = scratch();

  it("reads a Sonobuoy archive, gzipped or not, by its content and not its name", async () => {
    for (const [name, bytes] of [
      ["a.zip", await tgzOf(sonobuoyMembers(junit))],
      ["b.tar.gz", await tarOf(sonobuoyMembers(junit))],
    ] as const) {
      const archive = await readArchive(await files.write(name, bytes));
      assert.deepEqual(archive.result, run);
      assert.equal(archive.problem, undefined);
      assert.equal(archive.sha256, createHash("sha256").update(bytes).digest("hex"));
      assert.deepEqual(archive.packing, { by: "sonobuoy", uuid: "7c1f-uuid", version: "v0.57.3" });
    }
  });

  it("reads an archive that was packed again on a Mac", async () => {
    const companion = { name: "./plugins/dvs/results/global/._junit.xml", body: "Mac OS X" };
    const members = [companion, ...sonobuoyMembers(junit, "./"), { name: "./.DS_Store", body: "x" }];
    assert.deepEqual((await readArchive(await files.write("mac", await tgzOf(members)))).result, run);
  });

  it("reads names with backslashes", async () => {
    const members = [{ name: junitName.replaceAll("/", "\\"), body: junit }];
    const archive = await readArchive(await files.write("backslash", await tgzOf(members)));
    assert.deepEqual(archive.result, run);
    assert.deepEqual(archive.packing, { by: "unknown" });
  });

  it("reads an unpacked archive, a plugin's output folder and a JUnit file", async () => {
    const unpacked = join(files.path(), "unpacked");
    await mkdir(join(unpacked, "plugins/dvs/results/global"), { recursive: true });
    await writeFile(join(unpacked, junitName), junit);
    await mkdir(join(unpacked, "meta"));
    await writeFile(join(unpacked, "meta/config.json"), JSON.stringify({ UUID: "u" }));
    const output = join(files.path(), "output");
    await mkdir(output);
    await writeFile(join(output, "junit.xml"), junit);
    const file = await files.write("anything", `\ufeff${junit}`);
    const archives = await Promise.all([unpacked, output, file].map((path) => readArchive(path)));
    for (const { result, problem } of archives) {
      assert.deepEqual(result, run);
      assert.equal(problem, undefined);
    }
    assert.deepEqual(
      archives.map(({ packing, hashed, name }) => [packing.by, hashed, name]),
      [
        ["sonobuoy", "junit.xml", "unpacked"],
        ["unknown", "junit.xml", "output"],
        ["file", "file", "anything"],
      ],
    );
  });

  it("says that the demo packed an archive, whatever else it claims", async () => {
    const mark = { name: "meta/dvs-packed-by.json", body: JSON.stringify({ packedBy: "demo" }) };
    const archive = await readArchive(
      await files.write("demo", await tgzOf([...sonobuoyMembers(junit), mark])),
    );
    assert.deepEqual(archive.packing, { by: "other", name: "demo" });
  });

  it("believes neither of two results that differ, and takes the same one twice", async () => {
    const second = writeJUnit(runResult({ "restrict-sysctls/b": { kind: "admitted" } }));
    const detail = "two different results in one archive";
    for (const name of [`./${junitName}`, "junit.xml"]) {
      const members = [...sonobuoyMembers(junit), { name, body: second }];
      for (const order of [members, members.toReversed()]) {
        const { result, problem } = await readArchive(await files.write("twice", await tgzOf(order)));
        assert.equal(result, undefined);
        assert.deepEqual(problem, { kind: "damaged", detail });
      }
      const same = await tgzOf([...sonobuoyMembers(junit), { name, body: junit }]);
      const archive = await readArchive(await files.write("same", same));
      assert.deepEqual(archive.result, run);
      assert.deepEqual(archive.notes, []);
    }
    const folder = join(files.path(), "two");
    await mkdir(join(folder, "plugins/dvs/results/global"), { recursive: true });
    await writeFile(join(folder, junitName), junit);
    await writeFile(join(folder, "junit.xml"), second);
    assert.deepEqual((await readArchive(folder)).problem, { kind: "damaged", detail });
  });

  it("takes the first of other members with the same name and says so", async () => {
    const config = { name: "meta/config.json", body: JSON.stringify({ UUID: "other" }) };
    const archive = await readArchive(
      await files.write("twice", await tgzOf([...sonobuoyMembers(junit), config])),
    );
    assert.ok(archive.packing.by === "sonobuoy" && archive.packing.uuid === "7c1f-uuid");
    assert.deepEqual(archive.notes, [{ kind: "duplicate-member", member: "meta/config.json" }]);
  });

  it("says where the result lies if the plugin ran as a DaemonSet", async () => {
    const name = "plugins/dvs/results/node-1/junit.xml";
    const expected = { kind: "no-result", plugins: ["dvs"], elsewhere: name };
    const members = [...sonobuoyMembers(undefined), { name, body: junit }];
    assert.deepEqual((await readArchive(await files.write("nodes", await tgzOf(members)))).problem, expected);
    const folder = join(files.path(), "nodes-folder");
    await mkdir(join(folder, "plugins/dvs/results/node-1"), { recursive: true });
    await writeFile(join(folder, name), junit);
    assert.deepEqual((await readArchive(folder)).problem, { ...expected, plugins: [] });
    assert.match(
      texts.de.problem({ kind: "no-result", plugins: ["dvs"], elsewhere: name }, "a").text,
      /driver: Job/,
    );
  });

  it("opens no pipe and no device", async () => {
    const pipe = join(files.path(), "pipe");
    await promisify(execFile)("mkfifo", [pipe]);
    for (const path of [pipe, "/dev/null"]) {
      assert.deepEqual((await readArchive(path)).problem, { kind: "no-file" });
    }
  });

  it("cuts what others say of an error, wherever it comes from", async () => {
    const long = "x".repeat(1_000_000);
    const error = { name: "plugins/dvs/errors/global/error.json", body: JSON.stringify({ error: long }) };
    const contents = [
      await tgzOf([...sonobuoyMembers(undefined), error]),
      await tgzOf([...sonobuoyMembers(undefined), { ...error, body: long }]),
      `<testsuites><${long}></testsuites>`,
      junit.replace('name="restrict-sysctls/a"', `name="${long}"`),
    ];
    for (const content of contents) {
      const { problem } = await readArchive(await files.write("long", content));
      assert.ok(problem !== undefined && "detail" in problem, problem?.kind);
      assert.ok(problem.detail.length <= 500);
    }
    const beside = await readArchive(
      await files.write("beside", await tgzOf([...sonobuoyMembers(junit), error])),
    );
    const [note] = beside.notes;
    assert.ok(note?.kind === "plugin-error" && note.detail.length <= 500);
  });

  it("stops at too many policies and namespaces that nobody knows", async () => {
    const [probe] = run.probes;
    assert.ok(probe);
    const many = (count: number, of: (index: number) => Partial<typeof probe>) =>
      writeJUnit({
        ...run,
        probes: Array.from({ length: count }, (_, index) => ({ ...probe, ...of(index) })),
      });
    const cases: [string, string][] = [
      ["unknownPolicies", many(51, (index) => ({ policy: `own-${index}` }))],
      ["vantages", many(100, (index) => ({ vantage: `n-${index}` }))],
    ];
    for (const [limit, content] of cases) {
      const { problem } = await readArchive(await files.write(limit, content));
      assert.ok(problem?.kind === "limit");
      assert.equal(problem.limit, limit);
    }
    const fine = many(50, (index) => ({ policy: `own-${index}` }));
    assert.equal((await readArchive(await files.write("fine", fine))).problem, undefined);
  });

  it("uses of a truncated archive only what came whole, at whatever length it is cut", async () => {
    for (const whole of [await tgzOf(sonobuoyMembers(junit)), await tarOf(sonobuoyMembers(junit))]) {
      let salvaged = 0;
      const step = Math.max(1, Math.floor(whole.length / 60));
      for (let length = 1; length < whole.length - 1023; length += step) {
        const archive = await readArchive(await files.write("cut", whole.subarray(0, length)));
        assert.notEqual(archive.problem, undefined, `cut to ${length} bytes without a problem`);
        if (archive.result === undefined) continue;
        assert.deepEqual(archive.result, run);
        assert.equal(archive.problem?.kind, "truncated");
        salvaged += 1;
      }
      if (whole.length > 5000) assert.ok(salvaged > 0);
    }
  });

  it("never takes a JUnit file that was cut off for a short run", async () => {
    for (let length = 1; length < junit.length; length += 97) {
      const { result, problem } = await readArchive(await files.write("cut.xml", junit.slice(0, length)));
      assert.equal(result, undefined);
      assert.equal(problem?.kind, "junit");
    }
  });

  it("believes no part of an archive with a wrong checksum", async () => {
    const bytes = await archiveOf(run);
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 0xff;
    const { result, problem } = await readArchive(await files.write("flipped", bytes));
    assert.equal(result, undefined);
    assert.equal(problem?.kind, "damaged");
  });

  it("ignores links, devices and names that lead out of the archive", async () => {
    const members: TarMember[] = [
      { name: junitName, header: { type: "symlink", linkname: "/etc/passwd" } },
      { name: junitName, header: { type: "link", linkname: "/etc/passwd" } },
      { name: junitName, header: { type: "character-device", devmajor: 1, devminor: 3 } },
      { name: `../${junitName}`, body: junit },
      { name: `/${junitName}`, body: junit },
      { name: `x/../${junitName}`, body: junit },
      { name: `C:\\${junitName}`, body: junit },
    ];
    const { result, problem } = await readArchive(await files.write("links", await tgzOf(members)));
    assert.equal(result, undefined);
    assert.equal(problem?.kind, "no-result");
  });

  it("follows no symbolic link in a folder", async () => {
    const secret = await files.write("secret.xml", junit);
    const folder = join(files.path(), "linked");
    await mkdir(folder);
    await symlink(secret, join(folder, "junit.xml"));
    await mkdir(join(files.path(), "elsewhere/dvs/results/global"), { recursive: true });
    await writeFile(join(files.path(), "elsewhere/dvs/results/global/junit.xml"), junit);
    await symlink(join(files.path(), "elsewhere"), join(folder, "plugins"));
    assert.equal((await readArchive(folder)).problem?.kind, "no-result");
  });

  it("stops at a bomb, at too many members, too large ones and too many test cases", async () => {
    const small = { ...limits, archiveBytes: 4_000_000, memberBytes: 100_000, members: 50, testCases: 3 };
    const zeros = new Uint8Array(3_000_000);
    const cases: [string, readonly TarMember[], Partial<typeof limits>][] = [
      [
        "archiveBytes",
        [
          { name: "a", body: zeros },
          { name: "b", body: zeros },
        ],
        {},
      ],
      ["ratio", [{ name: "a", body: zeros }], { ratioAfter: 1_000_000 }],
      ["members", Array.from({ length: 60 }, (_, index) => ({ name: `m${index}`, body: "x" })), {}],
      ["memberBytes", [{ name: junitName, body: new Uint8Array(200_000) }], {}],
      [
        "keptBytes",
        Array.from({ length: 9 }, (_, index) => ({
          name: `plugins/dvs/errors/n${index}/error.json`,
          body: new Uint8Array(90_000),
        })),
        { keptBytes: 500_000 },
      ],
      ["elements", [{ name: junitName, body: junit }], { elements: 20 }],
      ["attributes", [{ name: junitName, body: junit }], { attributes: 20 }],
      ["testCases", [{ name: junitName, body: junit.replaceAll("<testcase", "<testcase/><testcase") }], {}],
    ];
    for (const [limit, members, own] of cases) {
      const path = await files.write(limit, await tgzOf(members));
      const { result, problem, sha256 } = await readArchive(path, { ...small, ...own });
      assert.equal(result, undefined);
      assert.ok(problem?.kind === "limit", `${limit}: ${problem?.kind}`);
      assert.equal(problem.limit, limit);
      assert.match(sha256 ?? "", /^[0-9a-f]{64}$/);
    }
  });

  it("says why there is no result", async () => {
    const foreign =
      '<testsuites name="e2e"><testsuite name="s"><testcase name="t"/></testsuite></testsuites>';
    const error = (text: string) => ({
      name: "plugins/dvs/errors/global/error.json",
      body: JSON.stringify({ error: text, pod: { metadata: {} } }),
    });
    const none = sonobuoyMembers(undefined);
    const refusals = [
      'admission webhook "validate.kyverno.svc-fail" denied the request: no',
      'pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true',
      "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
      'pods "x" is forbidden: unable to validate against any security context constraint: []',
    ];
    const failures = [
      "timeout waiting for results",
      'pods "x" is forbidden: exceeded quota: q',
      'pods is forbidden: User "system:serviceaccount:sonobuoy:s" cannot create resource "pods"',
      'pods "x" is forbidden: error looking up service account sonobuoy/s: serviceaccount "s" not found',
      'Internal error occurred: failed calling webhook "v": Post "https://v.svc/?timeout=10s": refused',
    ];
    const cases: [string, Uint8Array | string][] = [
      ["empty", ""],
      ["unknown-format", "PK\u0003\u0004 and so on"],
      ["no-result", await tgzOf(none)],
      ["no-result", await tgzOf(sonobuoyMembers(junit, "202601_sonobuoy/"))],
      ["junit", await tgzOf(sonobuoyMembers(foreign))],
      ["junit", foreign],
      ["junit", `<!DOCTYPE x [<!ENTITY a "b">]>${junit}`],
      ["junit", Buffer.concat([Buffer.from(junit), Buffer.from([0xff, 0xfe])])],
      ["damaged", gzipSync("no tar at all ".repeat(100))],
    ];
    for (const text of refusals) cases.push(["refused", await tgzOf([...none, error(text)])]);
    for (const text of failures) cases.push(["plugin-error", await tgzOf([...none, error(text)])]);
    for (const [kind, content] of cases) {
      const { result, problem } = await readArchive(await files.write("case", content));
      assert.equal(result, undefined);
      assert.equal(problem?.kind, kind);
    }
    const missing = await readArchive(join(files.path(), "not-there.tar.gz"));
    assert.deepEqual(missing.problem, { kind: "not-readable", detail: "ENOENT" });
  });

  it("survives any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), async (bytes, zipped) => {
        const path = await files.write("random", zipped ? gzipSync(bytes) : bytes);
        const { result, problem } = await readArchive(path);
        assert.equal(result, undefined);
        assert.notEqual(problem, undefined);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

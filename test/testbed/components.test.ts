import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildComponents, MissingToolchain } from "../../testbed/index.ts";
import { kubernetesVersions } from "../../testbed/kubernetes-version.ts";

const testbed = join(import.meta.dirname, "..", "..", "testbed");

describe("Go modules of the testbed", () => {
  for (const [kubernetes, { module }] of Object.entries(kubernetesVersions)) {
    it(`have for Kubernetes ${kubernetes} one version of all that belongs to it`, async () => {
      const goMod = await readFile(join(testbed, module, "go.mod"), "utf8");
      const patch = /^\s*(?:require )?k8s\.io\/kubernetes v1\.(\S+)/m.exec(goMod)?.[1];
      assert.ok(patch?.startsWith(`${kubernetes.replace("1.", "")}.`), `v1.${patch}`);
      const replaced = [...goMod.matchAll(/^\s*(\S+) => (\S+) (\S+)$/gm)];
      assert.ok(replaced.length > 25);
      for (const [, from, to, version] of replaced) assert.deepEqual([to, version], [from, `v0.${patch}`]);
    });
  }
});

describe("buildComponents, without a real Go", () => {
  const before = { PATH: process.env["PATH"], DVS_CACHE: process.env["DVS_CACHE"] };
  let directory: string;
  let cache: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "dvs-components-"));
    cache = join(directory, "cache");
    await mkdir(join(directory, "bin"));
    process.env["PATH"] = join(directory, "bin");
    process.env["DVS_CACHE"] = cache;
  });

  afterEach(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(directory, { recursive: true });
  });

  /** Puts a `go` on the PATH that is a shell script of builtins: it has this version and builds like this. */
  async function fakeGo(version: string, build: string): Promise<void> {
    const script = `#!/bin/sh\nif [ "$1" = version ]; then echo "go version go${version} linux/amd64"; exit; fi\n${build}\n`;
    await writeFile(join(directory, "bin", "go"), script, { mode: 0o755 });
  }

  // Writes a file where -o says, and one line a build into the file "builds".
  const working = `while [ $# -gt 1 ]; do [ "$1" = -o ] && echo binary > "$2" && echo "$3" >> "$DVS_CACHE/builds"; shift; done`;

  it("says what is missing and what to do when there is no Go", async () => {
    await assert.rejects(buildComponents(["etcd"]), (error: Error) => {
      assert(error instanceof MissingToolchain);
      assert.match(error.message, /no working "go" on the PATH\. Install Go 1\.26\.0 or newer/);
      return true;
    });
  });

  it("says so when Go is too old", async () => {
    await fakeGo("1.25.9", "exit 1");
    await assert.rejects(buildComponents(["etcd"]), (error: Error) => {
      assert(error instanceof MissingToolchain);
      assert.match(error.message, /newer Go than "go version go1\.25\.9 linux\/amd64"/);
      return true;
    });
  });

  it("builds what is named, once, and tells about it", async () => {
    await fakeGo("1.99.0", working);
    const lines: string[] = [];
    const onProgress = (line: string) => lines.push(line);
    const paths = await buildComponents(["etcd", "kubectl"], { onProgress });
    assert.equal(await readFile(paths.etcd, "utf8"), "binary\n");
    assert.equal(await readFile(paths.kubectl, "utf8"), "binary\n");
    assert.match(lines[0] ?? "", /^Building etcd v3\.\S+ .*some minutes/);
    assert.match(lines[1] ?? "", /^Built etcd v3\.\S+ in \d+ s/);
    assert.equal(lines.length, 4);
    assert.deepEqual(await buildComponents(["kubectl", "etcd"], { onProgress }), paths);
    assert.equal(lines.length, 4);
    const builds = await readFile(join(cache, "builds"), "utf8");
    assert.deepEqual(builds.trim().split("\n"), [
      "go.etcd.io/etcd/server/v3",
      "k8s.io/kubernetes/cmd/kubectl",
    ]);
  });

  it("builds an API server of another version from a module of its own, and shares the rest", async () => {
    await fakeGo("1.99.0", `echo "$PWD $*" >> "$DVS_CACHE/calls"\n${working}`);
    const names = ["kube-apiserver", "kube-controller-manager"] as const;
    const usual = await buildComponents(names);
    const old = await buildComponents(names, { kubernetes: "1.29" });
    assert.equal(old["kube-controller-manager"], usual["kube-controller-manager"]);
    assert.match(usual["kube-apiserver"], /kube-apiserver-v1\.36\.\d+-\w+/);
    assert.match(old["kube-apiserver"], /kube-apiserver-v1\.29\.\d+-\w+/);
    const calls = (await readFile(join(cache, "calls"), "utf8")).trim().split("\n");
    assert.equal(calls.length, 3);
    assert.match(calls[2] ?? "", /testbed\/go\/1\.29 build .*-tags=providerless .*gitVersion=v1\.29\.\d+ /);
  });

  it("lets two builds at once end in the same complete program", async () => {
    await fakeGo("1.99.0", working);
    const [first, second] = await Promise.all([buildComponents(["etcd"]), buildComponents(["etcd"])]);
    assert.deepEqual(first, second);
    assert.deepEqual(await readdir(join(first.etcd, "..")), ["etcd"]);
  });

  it("shows the end of the compiler's output when a build fails, and leaves nothing behind", async () => {
    await fakeGo("1.99.0", "echo main.go:7: undefined: x >&2; exit 1");
    await assert.rejects(
      buildComponents(["etcd"]),
      /Building etcd v3\.\S+ failed: "go build" ended with 1\. The end of its output:\nmain\.go:7: undefined: x$/,
    );
    const files = await readdir(cache, { recursive: true, withFileTypes: true });
    assert.deepEqual(
      files.filter((entry) => entry.isFile()),
      [],
    );
  });
});

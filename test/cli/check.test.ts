import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { main } from "../../cli/main.ts";
import { complies } from "../check/sample.ts";
import { captured } from "./captured.ts";

/** `yes` is true to kubectl, too. */
const good = complies.replace("runAsNonRoot: true", "runAsNonRoot: yes");

const bad = good.replace("readOnlyRootFilesystem: true", "privileged: true");

/** A folder of its own for each test; the files are named by their paths in it. */
async function inFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "dvs-check-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, name, ".."), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const run = (...args: readonly string[]) =>
  captured(() => {
    const lang = args.includes("--lang") ? [] : ["--lang", "en"];
    return main(["check", ...lang, "--allowed-registries", "registry.example", ...args]);
  });

const one = (content: string | Uint8Array, ...args: readonly string[]) =>
  inFolder({ "a.yaml": content }, (folder) => run(join(folder, "a.yaml"), ...args));

describe("cli/check", () => {
  it("ends with 0 where nothing is at fault", async () => {
    const { code, stdout } = await one(good);
    assert.equal(stdout, "1 pod in 1 object of 1 input checked, 0 findings.\n");
    assert.equal(code, 0);
  });

  it("ends with 1 on a finding, and says where it is, what is wrong, and how to comply", async () => {
    const { code, stdout } = await one(bad);
    assert.equal(code, 1);
    assert.match(stdout, /Pod fine/);
    assert.match(stdout, /16:9 +must {2}disallow-privileged-containers, container web/);
    assert.match(stdout, /securityContext\.privileged is true/);
    assert.match(stdout, /15:7 +must {2}require-ro-rootfs, container web/);
    assert.match(stdout, /privileged: false/);
    assert.match(stdout, /1 pod in 1 object of 1 input checked, 2 findings\./);
    assert.ok(stdout.split("\n").every((line) => line.length <= 80 || line.includes(tmpdir())));
  });

  it("speaks German", async () => {
    const { stdout } = await one(bad, "--lang", "de");
    assert.match(stdout, /muss {2}disallow-privileged-containers, Container web/);
    assert.match(stdout, /1 Pod in 1 Objekt aus 1 Eingabe geprüft, 2 Befunde\./);
  });

  it("ends with 2 if nothing could be judged, and says what was found", async () => {
    const service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
    const { code, stdout } = await one(service);
    assert.match(stdout, /Nothing was checked: 1 object, and none that holds a pod\./);
    assert.equal(code, 2);
    const other = await one("a: 1\n");
    assert.match(other.stdout, /a\.yaml:1:1: is no Kubernetes object/);
    assert.match(other.stdout, /Nothing was checked: no Kubernetes object in 1 input\./);
    assert.equal(other.code, 2);
  });

  it("does not let a policy pass that it could not judge", async () => {
    const { code, stdout } = await inFolder({ "a.yaml": good }, (folder) =>
      captured(() => main(["check", "--lang", "en", join(folder, "a.yaml")])),
    );
    assert.match(stdout, /restrict-image-registries was not judged/);
    assert.equal(code, 0);
  });

  it("takes parameters from a run's configuration", async () => {
    const config = "parameters:\n  require-non-root-groups: {minGid: 200000}\n";
    const { code, stdout } = await inFolder({ "a.yaml": good, "config.yml": config }, (folder) =>
      run(join(folder, "a.yaml"), "--config", join(folder, "config.yml")),
    );
    assert.equal(code, 1);
    assert.match(stdout, /require-non-root-groups/);
  });

  it("judges what it can read beside what it cannot, and ends with 2", async () => {
    const { code, stdout } = await inFolder({ "a.yaml": bad, "b.yaml": "a: [1\n" }, (folder) => run(folder));
    assert.equal(code, 2);
    assert.match(stdout, /error: .*b\.yaml:1:4: cannot be read as YAML: the bracket/);
    assert.match(stdout, /2 findings, 1 error\./);
  });

  it("gives JSON with the number of pods and the findings", async () => {
    const { code, stdout, stderr } = await one(bad, "--format", "json");
    assert.equal(code, 1);
    const { checked, findings } = JSON.parse(stdout);
    assert.equal(checked, 1);
    assert.deepEqual(
      findings.map(({ policy, line, column, field, found, weight }: Record<string, unknown>) => ({
        policy,
        line,
        column,
        field,
        found,
        weight,
      })),
      [
        {
          policy: "disallow-privileged-containers",
          line: 16,
          column: 9,
          field: "spec.containers[0].securityContext.privileged",
          found: true,
          weight: "must",
        },
        {
          policy: "require-ro-rootfs",
          line: 15,
          column: 7,
          field: "spec.containers[0].securityContext.readOnlyRootFilesystem",
          found: null,
          weight: "must",
        },
      ],
    );
    assert.match(stderr, /2 findings/);
  });

  it("writes to a file, but not over what it checks", async () => {
    await inFolder({ "a.yaml": bad }, async (folder) => {
      const file = join(folder, "a.yaml");
      const refused = await run(file, "-o", file);
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /would be overwritten/);
      const { code, stdout } = await run(file, "--format", "sarif", "-o", join(folder, "a.sarif"));
      assert.equal(code, 1);
      assert.equal(stdout, "");
    });
  });

  it("waits for who reads slower than it checks, so that its memory does not fill", async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}.yaml`, bad]));
    const writes: string[] = [];
    const { stdout, stderr } = process;
    const original = { stdout: stdout.write, stderr: stderr.write };
    stderr.write = (() => true) as typeof stderr.write;
    // a pipe that is full: takes what it is given, and asks to wait
    stdout.write = ((chunk: string) => {
      writes.push(chunk);
      return false;
    }) as typeof stdout.write;
    const reading = setInterval(() => stdout.emit("drain"), 20);
    reading.unref();
    let code: number;
    const before: number[] = [];
    const drained = () => before.push(writes.length);
    stdout.on("drain", drained);
    try {
      code = await inFolder(files, (folder) => main(["check", "--format", "json", folder]));
    } finally {
      clearInterval(reading);
      stdout.off("drain", drained);
      stdout.write = original.stdout;
      stderr.write = original.stderr;
    }
    assert.equal(code, 1);
    assert.equal(JSON.parse(writes.join("")).checked, 200);
    assert.ok(writes.length > 3, `${writes.length} writes`);
    // never two without a drain in between, but for the end
    assert.deepEqual(
      before.filter((count, index) => count > (before[index - 1] ?? 0) + 1),
      [],
    );
  });

  it("follows no loop of links", async () => {
    await inFolder({ "k8s/a.yaml": good }, async (folder) => {
      await symlink(folder, join(folder, "k8s", "again"));
      const { code, stdout } = await run(folder);
      assert.match(stdout, /again: is a link that leads back to itself/);
      assert.equal(code, 0);
    });
  });

  it("counts no finding that is excepted, and says which exceptions are needed no more", async () => {
    const files = {
      "a.yaml": bad,
      "exceptions.yaml": `- policy: disallow-privileged-containers
  kind: Pod
  name: f*
  container: web
  reason: the driver is loaded by it
  expires: 2031-01-01
- {policy: require-ro-rootfs, reason: to be mended, expires: 2031-01-01}
- {policy: restrict-sysctls, reason: no longer, expires: 2031-01-01}
- {policy: require-ro-rootfs, name: fine, reason: too late, expires: 2026-01-01}
`,
    };
    const check = (time: string) =>
      inFolder(files, async (folder) => {
        const before = process.env["SOURCE_DATE_EPOCH"];
        process.env["SOURCE_DATE_EPOCH"] = String(new Date(time).getTime() / 1000);
        try {
          return await run(join(folder, "a.yaml"), "--exceptions", join(folder, "exceptions.yaml"));
        } finally {
          if (before === undefined) delete process.env["SOURCE_DATE_EPOCH"];
          else process.env["SOURCE_DATE_EPOCH"] = before;
        }
      });
    const { code, stdout } = await check("2031-01-01T23:59:59Z");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /excepted: the driver is loaded by it/);
    assert.match(stdout, /exception for restrict-sysctls: nothing is at fault there/);
    assert.match(stdout, /exception for require-ro-rootfs fine: expired on 2026-01-01/);
    assert.match(stdout, /0 findings, 2 excepted\./);
    const late = await check("2031-01-02T00:00:00Z");
    assert.equal(late.code, 1);
    assert.match(late.stdout, /2 findings\./);
  });

  it("names the place of what is wrong in a file of exceptions", async () => {
    const faults = {
      "a: 1": /:1:1: expected is one list/,
      "- a": /:1:3: expected is an exception/,
      "- policy: restrict-sysctls\n  reson: x": /:2:3: the key reson is not known/,
      "- reason: x": /:1:3: policy is missing/,
      "- {policy: nope, reason: x, expires: 2031-01-01}": /:1:4: there is no policy nope/,
      "- {policy: restrict-sysctls, reason: x, expires: 2031-02-30}": /2031-02-30 is no day/,
      "- {policy: restrict-sysctls, reason: [], expires: 2031-02-03}": /reason: expected is a text/,
      "- [": /cannot be read as YAML/,
    };
    for (const [text, expected] of Object.entries(faults)) {
      const { code, stderr } = await inFolder({ "a.yaml": bad, "e.yaml": text }, (folder) =>
        run(join(folder, "a.yaml"), "--exceptions", join(folder, "e.yaml")),
      );
      assert.equal(code, 2, text);
      assert.match(stderr, expected);
    }
  });

  it("writes a patch of what is unambiguous, and names the rest", async () => {
    const { code, stdout, stderr } = await one(bad, "--patch", "kustomize");
    assert.equal(code, 1);
    assert.match(stdout, /kind: Component/);
    assert.match(stdout, /privileged: false/);
    assert.doesNotMatch(stdout, /readOnlyRootFilesystem/);
    assert.match(
      stderr,
      /a\.yaml:15:7: require-ro-rootfs, Pod fine, container web: .* Read-only root: mount an emptyDir/,
    );
    assert.match(stderr, /\nThe patch corrects 1 finding, 1 is left\.\n/);
    const both = await one(bad, "--patch", "kustomize", "--format", "json");
    assert.equal(both.code, 2);
    assert.match(both.stderr, /state one of them/);
  });

  it("may find no pod if that is permitted", async () => {
    const service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
    assert.equal((await one(service, "--allow-empty")).code, 0);
    assert.equal((await one("a: [", "--allow-empty")).code, 2);
  });

  it("says what is missing to render a chart or a Kustomization", async () => {
    const files = {
      "chart/Chart.yaml": "apiVersion: v2\nname: a\n",
      "k/kustomization.yaml": "resources: []\n",
    };
    await inFolder(files, async (folder) => {
      const before = process.env["PATH"];
      process.env["PATH"] = folder;
      try {
        for (const path of ["chart", "chart/Chart.yaml"]) {
          const { code, stdout } = await run(join(folder, path));
          assert.equal(code, 2);
          assert.match(stdout, /is a Helm chart, and helm is not found: install Helm/);
        }
        for (const path of ["k", "k/kustomization.yaml"]) {
          const { code, stdout } = await run(join(folder, path));
          assert.equal(code, 2);
          assert.match(stdout, /neither kustomize nor kubectl is found/);
        }
        await writeFile(join(folder, "helm"), "#!/bin/sh\necho 'Error: values do not fit' >&2\nexit 1\n", {
          mode: 0o755,
        });
        const { code, stdout } = await run(join(folder, "chart"), "--values", "v.yaml", "--set", "a=b");
        assert.equal(code, 2);
        assert.match(
          stdout,
          /helm template chart .*chart --values v\.yaml --set a=b failed: Error: values do not fit/,
        );
      } finally {
        process.env["PATH"] = before;
      }
    });
  });

  it("passes a component of kustomize over, which is judged where it is used", async () => {
    const component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";
    await inFolder({ "a.yaml": good, "dvs/kustomization.yaml": component }, async (folder) => {
      const { code, stdout } = await run(folder);
      assert.equal(code, 0);
      assert.match(stdout, /dvs: is a component of kustomize/);
    });
  });

  it("refuses what is no path of a pod template", async () => {
    const { code, stderr } = await one(bad, "--pod-template-path", "spec.template");
    assert.equal(code, 2);
    assert.match(stderr, /as in Rollout=spec\.template/);
  });

  it("reads manifests from stdin", async () => {
    const program = new URL("../../cli/dvs.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [program, "check", "-", "--lang", "en", "--format", "json"]);
    child.stdin.end(`# Source: shop/templates/pod.yaml\n${bad}`);
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
    assert.equal(code, 1);
    const { findings, checked } = JSON.parse(out);
    assert.equal(checked, 1);
    assert.equal(findings[0].file, "-");
    assert.equal(findings[0].rendered.template, "shop/templates/pod.yaml");
    assert.equal(findings[0].line, 17);
  });

  it("says what is wrong with its call, in the language that it is told to", async () => {
    const said = async (...args: readonly string[]) =>
      (await captured(() => main(["check", ...args]))).stderr;
    assert.match(await said("--lang", "en"), /^What is to be checked\? Name a file, a folder or -/);
    assert.match(await said("--lang", "de"), /^Was ist zu prüfen\?/);
    for (const option of ["--exceptions", "--config"]) {
      const text = await said("--lang", "de", option, "/nowhere/x", "a.yaml");
      assert.match(text, /nicht lesbar: Diese Datei oder diesen Ordner gibt es nicht/);
      assert.doesNotMatch(text, /ENOENT/);
    }
    assert.match(await said("--lang", "de", "--formatt", "x"), /Unbekannte.*formatt/s);
    assert.match(
      await said("--lang", "de", "a", "--allowed-registries", "a.example, https://b.example"),
      /^--allowed-registries: „https:\/\/b\.example“ ist keine Registry: .*ein Host.* ohne https:\/\//,
    );
    await inFolder({ "c.yaml": "profil: x\n" }, async (folder) => {
      const text = await said("--lang", "de", "a", "--config", join(folder, "c.yaml"));
      assert.match(text, /^Die Konfiguration ist so nicht zu verwenden .*\n.*the key "profil" is not known/);
    });
    process.env["SOURCE_DATE_EPOCH"] = "gestern";
    try {
      assert.match(await said("--lang", "de", "a.yaml"), /SOURCE_DATE_EPOCH ist „gestern“; erwartet werden/);
      assert.match(await said("--lang", "en", "a.yaml"), /SOURCE_DATE_EPOCH is "gestern"; expected are/);
    } finally {
      delete process.env["SOURCE_DATE_EPOCH"];
    }
    assert.match(await said("--lang", "en", "--formatt", "x"), /Unknown.*formatt/s);
    assert.match(
      await said("--lang", "en", "a", "--allowed-registries", ""),
      /^--allowed-registries: "" is no registry: .*a host.* without https:\/\//,
    );
    process.env["DVS_ALLOWED_REGISTRIES"] = "a.example:x,b.example,https://c.example";
    try {
      assert.match(
        await said("--lang", "de", "a"),
        /^DVS_ALLOWED_REGISTRIES: „a\.example:x“ ist keine Registry, „https:\/\/c\.example“ ist keine Registry: /,
      );
      assert.match(
        await said("--lang", "en", "a"),
        /^DVS_ALLOWED_REGISTRIES: "a\.example:x" is no registry, "https:\/\/c\.example" is no registry: /,
      );
    } finally {
      delete process.env["DVS_ALLOWED_REGISTRIES"];
    }
  });

  it("names each option once in its help", async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "../../cli/dvs.ts"), "check", "--help"]);
    const stdout = await text(child.stdout);
    assert.doesNotMatch(stdout, /--[a-z]+[A-Z]|\[default: \[\]\]/);
    assert.match(stdout, /DVS_ALLOWED_REGISTRIES/);
  });

  it("a file of findings has no errors in it, they stand on the screen", async () => {
    await inFolder({ "a/a.yaml": bad, "a/b.yaml": "a: [1\n" }, async (folder) => {
      const file = join(folder, "out.txt");
      const { code, stderr } = await run(join(folder, "a"), "-o", file);
      assert.equal(code, 2);
      assert.match(stderr, /error: .*b\.yaml/);
      const content = await readFile(file, "utf8");
      assert.doesNotMatch(content, /error: /);
      assert.match(content, /disallow-privileged-containers/);
    });
  });
});

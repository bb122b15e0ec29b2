import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wordsOf } from "../../check/text/words.ts";
import { reportOn, stepsOf } from "./reports.ts";
import { complies, violates } from "./sample.ts";

let folder = "";

const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
};

/** What is said of paths: the kinds of the remarks, faults with an exclamation mark, and the totals. */
const outcome = async (...paths: readonly string[]) => {
  const steps = await stepsOf(paths);
  const remarks = steps.flatMap((step) => (step.kind === "report" ? step.report.remarks : step.remarks));
  const totals = steps.flatMap((step) => (step.kind === "end" ? [step.totals] : []))[0];
  return {
    said: remarks.map(({ fault, says }) => `${says.kind}${fault ? "!" : ""}`),
    sentences: remarks.map(({ says }) => [wordsOf("de").says(says), wordsOf("en").says(says)]),
    places: remarks.map(({ place }) => place && `${place.line}:${place.column}`),
    pods: totals?.pods,
    findings: totals?.findings,
  };
};

const ofText = async (content: string | Uint8Array) => outcome(await put("a.yaml", content));

describe("check/: bad input", () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "dvs-check-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it("broken YAML: with line and column", async () => {
    const { said, places } = await ofText(complies.replace("  containers:", " containers:"));
    assert.deepEqual(said, ["broken!"]);
    assert.equal(places[0], "9:2");
  });

  it("tabs", async () => {
    const { said, places, sentences } = await ofText("apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n");
    assert.deepEqual(said, ["broken!"]);
    assert.equal(places[0], "4:1");
    assert.match(sentences[0]?.[0] ?? "", /Tabulator/);
    assert.match(sentences[0]?.[1] ?? "", /a tab is used to indent/);
  });

  it("duplicate keys: none of the two is silently taken", async () => {
    const twice = violates.replace(
      "        privileged: true",
      "        privileged: true\n        privileged: false",
    );
    const { said, places, pods } = await ofText(twice);
    assert.deepEqual(said, ["broken!"]);
    assert.equal(places[0], "17:9");
    assert.equal(pods, 0);
  });

  it("anchors and aliases are followed, and findings stand where the text is", () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - &one
      name: one
      image: registry.example/a:1
      securityContext: &context
        privileged: true
    - <<: *one
      name: two
    - name: three
      image: registry.example/a:1
      securityContext: *context
`;
    const found = reportOn(text).findings.filter(({ policy }) => policy === "disallow-privileged-containers");
    assert.deepEqual(
      found.map(({ container, place }) => [container, place.line]),
      [
        ["one", 10],
        ["two", 10],
        ["three", 10],
      ],
    );
  });

  it("a billion laughs end soon", async () => {
    const lines = Array.from({ length: 12 }, (_, level) => {
      const aliases = Array.from({ length: 10 }, () => `*a${level}`).join(", ");
      return `a${level + 1}: &a${level + 1} [${aliases}]`;
    });
    const begin = performance.now();
    const { said, sentences } = await ofText(["a0: &a0 [lol]", ...lines].join("\n"));
    assert.deepEqual(said, ["broken!"]);
    assert.match(sentences[0]?.[0] ?? "", /Unermessliche/);
    assert.ok(performance.now() - begin < 5000);
  });

  it("an alias without an anchor", async () => {
    const { said, places } = await ofText("apiVersion: v1\nkind: Pod\nspec: *nowhere\n");
    assert.deepEqual([said, places], [["broken!"], ["3:7"]]);
  });

  it("an anchor that holds itself", async () => {
    assert.deepEqual((await ofText("apiVersion: v1\nkind: Pod\nspec: &a {again: *a}\n")).said, ["broken!"]);
  });

  it("a broken document beside others: none of the file is judged, and that is said", async () => {
    const { said, pods } = await ofText(`${complies}---\na: [\n---\n${violates}`);
    assert.deepEqual([said, pods], [["broken!"], 0]);
    const twice = await ofText(`${complies}---\na: 1\na: 2\n---\n${violates}`);
    assert.deepEqual([twice.said, twice.pods, twice.findings], [["broken!"], 2, 2]);
  });

  it("large files are refused unread", async () => {
    const path = await put("large.yaml", complies);
    await truncate(path, 100 * 1024 * 1024);
    const begin = performance.now();
    const { said, sentences } = await outcome(path);
    assert.deepEqual(said, ["too-large!"]);
    assert.match(sentences[0]?.[0] ?? "", /100 MB, gelesen werden höchstens 32 MB/);
    assert.ok(performance.now() - begin < 2000);
    // more than Node.js reads at once
    await truncate(path, 3 * 1024 ** 3);
    assert.deepEqual((await outcome(path)).said, ["too-large!"]);
  });

  it("binary files", async () => {
    assert.deepEqual((await ofText(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 3]))).said, [
      "binary!",
    ]);
    assert.deepEqual((await ofText(new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]))).said, [
      "encoding!",
    ]);
  });

  it("what is no Kubernetes object is skipped and said", async () => {
    const { said, pods } = await ofText(`replicaCount: 1\n---\n- a\n---\njust text\n---\n${complies}`);
    assert.deepEqual(said, ["not-kubernetes", "not-kubernetes", "not-kubernetes"]);
    assert.equal(pods, 1);
  });

  it("empty files and documents are nothing", async () => {
    for (const text of ["", "---\n---\n", "# only a comment\n"]) {
      const { said, pods } = await ofText(text);
      assert.deepEqual([said, pods], [[], 0]);
    }
  });

  it("unknown kinds are said, with the option that would judge them", async () => {
    const rollout = complies
      .replace("kind: Pod", "kind: Rollout")
      .replace("apiVersion: v1", "apiVersion: rollouts.example/v1")
      .replace("spec:\n", "spec:\n template:\n  spec:\n")
      .replaceAll(/^( {2,}\S.*)$/gm, "  $1");
    const { said, sentences } = await ofText(
      rollout
        .replace("    name: fine", "  name: fine")
        .replace("    template", " template")
        .replace("    spec:", "  spec:"),
    );
    assert.deepEqual(said, ["unknown-kind"]);
    assert.match(sentences[0]?.[1] ?? "", /--pod-template-path Rollout=spec\.template/);
    const misspelt = await ofText(complies.replace("kind: Pod", "kind: Pods"));
    assert.deepEqual(misspelt.said, ["unknown-kind"]);
  });

  it("Windows line ends, with the same places", () => {
    const plain = reportOn(violates).findings;
    const windows = reportOn(violates.replaceAll("\n", "\r\n")).findings;
    assert.deepEqual(windows, plain);
    assert.equal(plain.length, 2);
  });

  it("a byte order mark moves no column, and U+FFFD in a text is a character like others", async () => {
    const object = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"note":"\uFFFD"}},"spec":{"containers":[{"name":"a","image":"registry.example/a:1","securityContext":{"privileged":true}}]}}`;
    const place = async (text: string) => {
      const [step] = await stepsOf([await put("a.json", text)]);
      assert.ok(step?.kind === "report");
      const found = step.report.findings.find(({ policy }) => policy === "disallow-privileged-containers");
      return [found?.place.line, found?.place.column];
    };
    const plain = await place(object);
    assert.deepEqual(plain, [1, object.indexOf('"privileged"') + 1]);
    assert.deepEqual(await place(`\uFEFF${object}`), plain);
    assert.deepEqual(await place(`\uFEFF${object.replace("\uFFFD", "x")}`), plain);
  });

  it("a pipe that is named as a file is read once", async () => {
    const path = join(folder, "pipe");
    execFileSync("sh", ["-c", 'mkfifo "$0"', path]);
    const from = await put("latin.yaml", Buffer.from("kind: Prüfung", "latin1"));
    spawn("sh", ["-c", 'cat "$0" > "$1"', from, path], { stdio: "ignore" });
    assert.deepEqual((await outcome(path)).said, ["encoding!"]);
  });

  it("UTF-8 and UTF-16 with and without a byte order mark", async () => {
    const little = Buffer.from(violates, "utf16le");
    const big = Buffer.from(little).swap16();
    const texts = [
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(violates)]),
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
      little,
      big,
    ];
    for (const [index, bytes] of texts.entries()) {
      const path = await put(`${index}.yaml`, bytes);
      const [step] = await stepsOf([path]);
      assert.ok(step?.kind === "report");
      assert.deepEqual(
        step.report.findings.map(({ place }) => `${place.line}:${place.column}`),
        ["16:9", "15:7"],
        String(index),
      );
    }
  });

  it("loops of links are followed once", async () => {
    await put("k8s/a.yaml", complies);
    await symlink(join(folder, "k8s"), join(folder, "k8s", "again"));
    await symlink(join(folder, "k8s", "self.yaml"), join(folder, "k8s", "self.yaml"));
    const { said, pods } = await outcome(folder);
    assert.deepEqual(said, ["loop", "loop"]);
    assert.equal(pods, 1);
  });

  it("what is not there or leads nowhere", async () => {
    assert.deepEqual((await outcome(join(folder, "nowhere"))).said, ["missing!"]);
    await symlink(join(folder, "nowhere"), join(folder, "a.yaml"));
    assert.deepEqual((await outcome(folder)).said, ["unreadable!"]);
  });

  it("unreadable files", async () => {
    if (process.getuid?.() === 0) {
      // root reads everything; a folder in place of a file is unreadable for anybody
      const { readText } = await import("../../check/read-text.ts");
      assert.deepEqual(await readText(folder), { says: { kind: "unreadable", reason: "EISDIR" } });
      return;
    }
    const path = await put("a.yaml", complies);
    await chmod(path, 0);
    assert.deepEqual((await outcome(folder)).said, ["unreadable!"]);
  });

  it("folders: manifests at any depth, but nothing hidden and nobody's packages", async () => {
    await put("a.yaml", complies);
    await put("deep/er/b.YML", complies.replace("fine", "b"));
    await put("c.json", JSON.stringify({ apiVersion: "v1", kind: "Service" }));
    await put("notes.txt", "a: [");
    await put(".git/d.yaml", "a: [");
    await put("node_modules/e/e.yaml", "a: [");
    const { said, pods } = await outcome(folder);
    assert.deepEqual([said, pods], [[], 2]);
  });

  it("pods without containers, or of a form that no cluster takes, do not pass", async () => {
    const pod = (spec: unknown) =>
      JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec });
    const forms: unknown[] = [
      undefined,
      "text",
      {},
      { containers: [] },
      { containers: { name: "a" } },
      { containers: ["a"] },
      { containers: [{ name: "a" }], initContainers: {} },
    ];
    for (const form of forms)
      assert.deepEqual((await ofText(pod(form))).said, ["malformed!"], JSON.stringify(form));
    const deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "a" },
      spec: { replicas: 1 },
    };
    assert.deepEqual((await ofText(JSON.stringify(deployment))).said, ["malformed!"]);
  });

  it("fields of the wrong type are findings, not crashes", () => {
    const odd = violates
      .replace("privileged: true", 'privileged: "true"')
      .replace("runAsGroup: 100000", 'runAsGroup: "100000"')
      .replace("requests: {cpu: 100m, memory: 64Mi}", "requests: []");
    const { findings, remarks } = reportOn(odd);
    assert.deepEqual(remarks, []);
    assert.ok(
      findings.some(({ policy, error }) => policy === "require-non-root-groups" && error !== undefined),
    );
  });

  it("JSON, with tabs too", async () => {
    const value = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a" },
      spec: { hostPID: true, containers: [{ name: "a" }] },
    };
    for (const indent of [undefined, 2, "\t"]) {
      const report = reportOn(JSON.stringify(value, null, indent), undefined, "a.json");
      assert.deepEqual(report.remarks, []);
      const found = report.findings.find(({ policy }) => policy === "disallow-host-namespaces");
      assert.deepEqual(found?.found, true);
      if (indent !== undefined) assert.equal(found?.place.line, 8);
    }
  });
});

describe("check/: very many findings in one file", () => {
  it("are handed on part by part, none of them lost or twice", async () => {
    const folder_ = await mkdtemp(join(tmpdir(), "dvs-check-"));
    try {
      const path = join(folder_, "many.yaml");
      const documents = Array.from({ length: 1500 }, (_, index) =>
        violates.replace("name: fine", `name: pod-${index}`),
      );
      await writeFile(path, documents.join("---\n"));
      const steps = await stepsOf([path]);
      const reports = steps.flatMap((step) => (step.kind === "report" ? [step.report] : []));
      assert.ok(reports.length >= 3);
      const names = reports.flatMap(({ findings }) =>
        findings.map(({ object, policy }) => `${object.name} ${policy}`),
      );
      assert.equal(new Set(names).size, 3000);
      const end = steps.at(-1);
      assert.ok(end?.kind === "end");
      assert.deepEqual(end.totals, {
        files: 1,
        objects: 1500,
        pods: 1500,
        findings: 3000,
        excepted: 0,
        faults: 0,
      });
    } finally {
      await rm(folder_, { recursive: true });
    }
  });
});

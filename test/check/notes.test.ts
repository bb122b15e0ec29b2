import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { wordsOf } from "../../check/text/words.ts";
import { podFieldsSource } from "../../scripts/pod-fields/source.ts";
import { reportOn } from "./reports.ts";
import { complies } from "./sample.ts";

/** Notes on the sample after a change, each with its line; none of them may count. */
function notes(from: string, to: string, language: "de" | "en" = "en"): string[] {
  assert.ok(complies.includes(from), from);
  const { remarks } = reportOn(complies.replace(from, to));
  return remarks.map(({ fault, place, says }) => {
    assert.equal(fault, false);
    return `${place?.line}: ${wordsOf(language).says(says)}`;
  });
}

const own = "readOnlyRootFilesystem: true";

describe("check/notes", () => {
  it("have nothing to say of a good pod", () => assert.deepEqual(notes("fine", "fine"), []));

  it("a pod that the kubelet will not start is no finding, but said", () => {
    const text = complies.replace(own, `${own}\n        runAsUser: 0`);
    assert.deepEqual(reportOn(text).findings, []);
    const [said = "", ...rest] = notes(own, `${own}\n        runAsUser: 0`);
    assert.match(
      said,
      /^17: container web runs as user 0 although runAsNonRoot is true: the kubelet will not/,
    );
    assert.deepEqual(rest, []);
    assert.match(notes("    runAsNonRoot: true", "    runAsNonRoot: true\n    runAsUser: 0").join(), /^8: /);
    assert.deepEqual(notes(own, `${own}\n        runAsUser: 1000`), []);
    assert.deepEqual(notes("runAsNonRoot: true", "runAsUser: 0"), []);
    assert.match(notes(own, `${own}\n        runAsUser: 0`, "de").join(), /Kubelet startet ihn nicht/);
  });

  it("where the manifest asks for root, the remedy names another user as well", () => {
    for (const [from, to] of [
      ["runAsNonRoot: true", "runAsUser: 0"],
      [own, `${own}\n        runAsUser: 0\n        runAsNonRoot: false`],
    ] as const) {
      const [finding, ...rest] = reportOn(complies.replace(from, to)).findings;
      assert.deepEqual([finding?.policy, rest], ["require-run-as-non-root", []]);
      const remedy = JSON.stringify(finding?.remedy);
      assert.match(remedy, /"runAsNonRoot":true,"runAsUser":100000/);
      assert.ok(finding?.corrections.every(({ byHand }) => byHand === "manifest-user"));
    }
    const [plain] = reportOn(complies.replace("runAsNonRoot: true", "runAsUser: 33")).findings;
    assert.doesNotMatch(JSON.stringify(plain?.remedy), /runAsUser/);
  });

  it("an init container that changes owners: fsGroup does that", () => {
    const init = `  initContainers:\n    - name: fix\n      command: [sh, -c, "mkdir a && chown -R 33 /data"]\n  containers:`;
    assert.match(notes("  containers:", init).join("\n"), /^10: init container fix runs chown.*fsGroup/m);
    assert.deepEqual(notes("  containers:", init.replace("chown -R 33", "ls")), []);
  });

  for (const [from, to, expected] of [
    [
      "livenessProbe:",
      "livenesProbe:",
      /^17: there is no field livenesProbe in spec\.containers\[0\]; did you mean livenessProbe\?/,
    ],
    [own, "readOnlyRootFileSystem: true", /^16: .*did you mean readOnlyRootFilesystem\?/],
    [
      "runAsGroup: 100000",
      `runAsGroup: 100000\n    ${own}`,
      /^9: .*in spec\.securityContext, it belongs into the container's securityContext: kubectl refuses/,
    ],
    ["  containers:", `  livenessProbe: {}\n  containers:`, /^9: .*in spec, it belongs into a container/],
    ["  containers:", "  xyzzy: 1\n  containers:", /^9: there is no field xyzzy in spec: kubectl refuses/],
    ["  name: fine", "  name: fine\n  label: {}", /^5: .*in metadata; did you mean labels\?/],
  ] as const)
    it(`a mistyped or misplaced field: ${to.trim().split("\n").join(" ")}`, () => {
      const [said = "", ...rest] = notes(from, to);
      assert.match(said, expected);
      assert.deepEqual(rest, []);
    });

  it("know no fields of other people's kinds, and none of labels", () => {
    assert.deepEqual(
      notes("  name: fine", "  name: fine\n  labels: {any: thing}\n  annotations: {x/y: z}"),
      [],
    );
  });

  for (const [from, to, expected] of [
    [
      own,
      `${own}\n      imagePullPolicy: always`,
      /^17: always is not possible here.*Always, IfNotPresent, Never/,
    ],
    ["memory: 64Mi}\n        limits", "memory: 1Gb}\n        limits", /^13: 1Gb is no quantity/],
    [
      "limits: {memory: 64Mi}",
      "limits: {memory: 32Mi}",
      /^13: the request for memory \(64Mi\) is above its limit \(32Mi\)/,
    ],
    ["{httpGet: {path: /livez, port: 8080}}", "{periodSeconds: 10}", /^17: livenessProbe asks nothing/],
  ] as const)
    it(`a value that no server takes: ${to.replaceAll("\n", " ").trim()}`, () => {
      const [said = "", ...rest] = notes(from, to);
      assert.match(said, expected);
      assert.deepEqual(rest, []);
    });

  const image = "registry.example/web:1.0.0";
  const digest = `sha256:${"0f".repeat(32)}`;

  it("an image that names no fixed version", () => {
    for (const loose of ["web", "registry.example:5000/web", "registry.example/web:latest", "localhost/a/b"])
      assert.deepEqual(notes(image, loose), [
        `11: ${loose} names no fixed version: another image may come at each start; state a tag such as 1.2.3, or a digest`,
      ]);
    for (const fixed of [
      "web:1",
      "registry.example:5000/a_b/c--d.e:V1_x",
      `Host/web@${digest}`,
      `[::1]:5000/web:latest@${digest}`,
    ])
      assert.deepEqual(notes(image, `"${fixed}"`), []);
    assert.match(notes(image, "web", "de").join(), /nennt keine feste Version/);
  });

  it("an image that nobody can pull, also of a volume", () => {
    for (const wrong of [
      "registry.example/App:1",
      "https://registry.example/web:1",
      "registry.example/web:",
      "registry.example//web:1",
      "registry.example/we b:1",
      "registry.example/-web:1",
      "web:1:2",
      "a..b/c/d-:1",
    ])
      assert.match(notes(image, `"${wrong}"`).join(), /^11: .* is no name under which an image can be found/);
    assert.match(notes(image, "Web:1").join(), /^11: Web:1 is no name/);
    const volume = "  volumes: [{name: v, image: {reference: registry.example/V:1}}]\n  containers:";
    assert.match(notes("  containers:", volume).join(), /^9: registry\.example\/V:1 is no name/);
  });

  it("take quantities as Kubernetes does", () => {
    for (const good of ["64Mi", "0.5Gi", "1e9", "100M", "128974848", ".5", "1.", '"1k"', "1E3", "2E"])
      assert.deepEqual(notes("limits: {memory: 64Mi}", `limits: {ephemeral-storage: ${good}}`), [], good);
    for (const bad of ["1Gb", "64 Mi", "64mi", "1e3Mi", "Mi", "1,5Gi", "1K"])
      assert.equal(notes("limits: {memory: 64Mi}", `limits: {ephemeral-storage: "${bad}"}`).length, 1, bad);
  });

  it("know the fields that the cluster's client knows", () => {
    const file = join(import.meta.dirname, "../../check/notes/pod-fields.ts");
    assert.equal(readFileSync(file, "utf8"), podFieldsSource(), "npm run pod-fields");
  });
});

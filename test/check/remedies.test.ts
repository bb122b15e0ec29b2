import assert from "node:assert/strict";
import { textCheck } from "../../check/check-text.ts";
import { settingsOf } from "../../check/index.ts";
import { remedyText } from "../../check/remedy-text.ts";
import { settingsRemarks } from "../../check/settings-remarks.ts";
import { wordsOf } from "../../check/text/words.ts";
import { reportOn, settings, written } from "./reports.ts";
import { complies, violates } from "./sample.ts";

const own = "readOnlyRootFilesystem: true";

/** The remedy of the sample after a change, as people see it. */
const remedy = (from: string, to: string, by = settings) =>
  remedyText(reportOn(complies.replace(from, to), by).findings, wordsOf("en"));

describe("check/: remedies", () => {
  it("say in words what is to be removed, and still can be merged: a key alone would take its neighbours away", () => {
    const added = remedy(own, `${own}\n        capabilities: {add: [NET_ADMIN]}`);
    assert.match(added, /^ +add: \[\] # remove add$/m);
    const labels = remedy(own, `${own}\n        seLinuxOptions: {user: a}`);
    assert.match(labels, /^ +user: null # remove user$/m);
  });

  it("remove nothing that is not there", () => {
    const strict = settingsOf({ allowedRegistries: ["registry.example"] });
    const text = remedy(own, `${own}\n        seccompProfile: {type: Unconfined}`, strict);
    assert.doesNotMatch(text, /localhostProfile/);
  });

  it("keep to the probe that is there", () => {
    const text = remedy("      readinessProbe: {httpGet: {path: /readyz, port: 8080}}\n", "");
    assert.match(text, /readinessProbe:\n +httpGet:\n +path: \/livez\n +port: 8080/);
  });

  for (const [image, moved] of [
    ["nginx:1.29", "registry.example/library/nginx:1.29"],
    ["nginx", "registry.example/library/nginx"],
    ["quay.io/a/b:latest", "registry.example/a/b:latest"],
    ["docker.io/library/nginx:1", "registry.example/library/nginx:1"],
    ["bitnami/redis:8", "registry.example/bitnami/redis:8"],
    ["localhost:5000/a", "registry.example/a"],
    [`quay.io/a@sha256:${"0".repeat(64)}`, `registry.example/a@sha256:${"0".repeat(64)}`],
  ] as const)
    it(`keep the image's path: ${image}`, () => {
      const text = remedy("registry.example/web:1.0.0", image);
      assert.ok(text.includes(`image: ${moved}\n`), text);
    });
});

describe("check/: exceptions that are not needed", () => {
  it("tell one that fits nothing from one where nothing is at fault", () => {
    const exception = { policy: "require-ro-rootfs", reason: "a", expires: "2999-01-01" };
    const by = settingsOf({
      exceptions: [
        { ...exception, name: "fine" },
        { ...exception, name: "fien" },
        { ...exception, name: "fine", container: "nobody" },
      ],
    });
    const used = new Set<number>();
    const met = new Set<number>();
    textCheck(
      by,
      (index) => used.add(index),
      (index) => met.add(index),
    )({ name: "a", text: complies });
    const said = settingsRemarks(by, used, met).flatMap(({ says }) =>
      says.kind === "unused-exception" ? [wordsOf("en").says(says)] : [],
    );
    assert.equal(said.length, 3);
    assert.match(said[0] ?? "", /nothing is at fault there/);
    assert.match(said[1] ?? "", /fien: it fits nothing/);
    assert.match(said[2] ?? "", /nobody: it fits nothing/);
  });
});

describe("check/: where to read on", () => {
  it("text: findings of an object stand by line, and the end says where to read on", async () => {
    const text = await written("text", [reportOn(violates)]);
    const lines = [...text.matchAll(/^ {4}(\d+):\d+ /gm)].map(([, line]) => Number(line));
    assert.deepEqual(
      lines,
      lines.toSorted((a, b) => a - b),
    );
    assert.ok(lines.length > 1);
    assert.match(text, /dvs policies\n1 pod/);
    assert.doesNotMatch(await written("text", [reportOn(complies)]), /dvs policies/);
  });

  it("sarif: rules have the practical advice; codequality: issues have the remedy", async () => {
    const log = JSON.parse(await written("sarif", [reportOn(violates)]));
    for (const rule of log.runs[0].tool.driver.rules) assert.match(rule.help.markdown, /\n\n- /);
    const issues = JSON.parse(await written("codequality", [reportOn(violates)]));
    assert.ok(issues.every((issue: { content: { body: string } }) => /spec:/.test(issue.content.body)));
  });

  it("json: says why nothing was checked", async () => {
    const { remarks } = JSON.parse(await written("json", []));
    assert.deepEqual(
      remarks.map(({ kind }: { kind: string }) => kind),
      ["nothing-checked"],
    );
  });
});

import assert from "node:assert/strict";
import { documentsOf } from "../../check/documents.ts";
import { fieldText } from "../../check/field-path.ts";
import { settingsOf } from "../../check/index.ts";
import { reportOn } from "./reports.ts";

const spec = { containers: [{ name: "web", image: "a", securityContext: { privileged: true } }] };
const template = { metadata: { labels: { app: "a" } }, spec };

/** Every kind of Kubernetes that holds a pod, and where. */
const kinds: readonly (readonly [string, string, object, string])[] = [
  ["v1", "Pod", { spec }, "spec"],
  ["v1", "PodTemplate", { template }, "template.spec"],
  ["v1", "ReplicationController", { spec: { template } }, "spec.template.spec"],
  ["apps/v1", "ReplicaSet", { spec: { template } }, "spec.template.spec"],
  ["apps/v1", "Deployment", { spec: { template } }, "spec.template.spec"],
  ["extensions/v1beta1", "Deployment", { spec: { template } }, "spec.template.spec"],
  ["apps/v1", "StatefulSet", { spec: { template } }, "spec.template.spec"],
  ["apps/v1", "DaemonSet", { spec: { template } }, "spec.template.spec"],
  ["batch/v1", "Job", { spec: { template } }, "spec.template.spec"],
  [
    "batch/v1",
    "CronJob",
    { spec: { jobTemplate: { spec: { template } } } },
    "spec.jobTemplate.spec.template.spec",
  ],
];

const yaml = (value: object) => JSON.stringify(value, null, 2);

/** Where the privileged containers of a text are, by field and line. */
const privileged = (text: string, paths: Record<string, readonly string[]> = {}) =>
  reportOn(text, settingsOf({ allowedRegistries: ["registry.example"], templatePaths: paths }))
    .findings.filter(({ policy }) => policy === "disallow-privileged-containers")
    .map(({ field, place, object }) => ({ field: fieldText(field), line: place.line, object }));

describe("check/: objects", () => {
  for (const [apiVersion, kind, rest, path] of kinds)
    it(`finds the pod in a ${kind} of ${apiVersion}`, () => {
      const text = yaml({ apiVersion, kind, metadata: { name: "a", namespace: "n" }, ...rest });
      const line = text.split("\n").findIndex((one) => one.includes('"privileged"')) + 1;
      assert.deepEqual(privileged(text), [
        {
          field: `${path}.containers[0].securityContext.privileged`,
          line,
          object: { apiVersion, kind, name: "a", namespace: "n" },
        },
      ]);
    });

  it("unfolds Lists, also within each other and of one kind", () => {
    const pod = (name: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name }, spec });
    const list = (...items: readonly object[]) => ({ apiVersion: "v1", kind: "List", items });
    const typed = {
      apiVersion: "apps/v1",
      kind: "DeploymentList",
      items: [{ metadata: { name: "c" }, spec: { template } }],
    };
    const text = yaml(list(pod("a"), list(pod("b"), { kind: "ConfigMap", apiVersion: "v1" }), typed));
    const lines = text.split("\n").flatMap((one, index) => (one.includes('"privileged"') ? [index + 1] : []));
    const found = privileged(text);
    assert.deepEqual(
      found.map(({ line }) => line),
      lines,
    );
    assert.deepEqual(
      found.map(({ object }) => `${object.kind}/${object.name}`),
      ["Pod/a", "Pod/b", "Deployment/c"],
    );
  });

  it("keeps the documents of a file apart", () => {
    const pod = (name: string) => yaml({ apiVersion: "v1", kind: "Pod", metadata: { name }, spec });
    const { findings } = reportOn(`# first\n${pod("a")}\n---\n\n---\n${pod("b")}\n`);
    const documents = new Map(findings.map(({ object, document }) => [object.name, document]));
    assert.deepEqual(
      [...documents],
      [
        ["a", 0],
        ["b", 2],
      ],
    );
  });

  it("judges kinds of one's own if told where they keep the pod", () => {
    const rollout = {
      apiVersion: "x.example/v1",
      kind: "Rollout",
      metadata: { name: "a" },
      spec: { template },
    };
    assert.deepEqual(privileged(yaml(rollout)), []);
    const [found] = privileged(yaml(rollout), { Rollout: ["spec.template"] });
    assert.equal(found?.field, "spec.template.spec.containers[0].securityContext.privileged");
    const cluster = {
      apiVersion: "x.example/v1",
      kind: "Cluster",
      spec: { head: { podSpec: spec }, groups: [{ template }, { template }] },
    };
    const paths = { Cluster: ["spec.head.podSpec", "spec.groups[].template"] };
    assert.deepEqual(
      privileged(yaml(cluster), paths).map(({ field }) => field.replace(/\.containers.*/, "")),
      ["spec.head.podSpec", "spec.groups[0].template.spec", "spec.groups[1].template.spec"],
    );
    const { remarks } = reportOn(yaml(rollout), settingsOf({ templatePaths: { Rollout: ["spec.pod"] } }));
    assert.deepEqual(
      remarks.map(({ fault, says }) => [fault, says.kind]),
      [[true, "no-template"]],
    );
  });

  it("takes a kind of another group for what it is: unknown", () => {
    const { remarks, pods } = reportOn(
      yaml({ apiVersion: "x.example/v1", kind: "Deployment", spec: { template } }),
    );
    assert.deepEqual([remarks.map(({ says }) => says.kind), pods], [["unknown-kind"], 0]);
  });

  it("reads scalars as kubectl does", () => {
    const text = (value: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: ${value}\n  containers: [{name: a}]\n`;
    const found = (value: string) =>
      reportOn(text(value)).findings.find(({ policy }) => policy === "disallow-host-namespaces");
    for (const value of ["true", "True", "yes", "on", "y"]) assert.equal(found(value)?.found, true, value);
    for (const value of ["false", "no", "off", "null", "~"]) assert.equal(found(value), undefined, value);
    const groups = text("false").replace(
      "spec:\n",
      "spec:\n  securityContext: {runAsGroup: 03720, fsGroup: 1_000}\n",
    );
    assert.ok(!reportOn(groups).findings.some(({ policy }) => policy === "require-non-root-groups"));
    const annotation = text("false").replace(
      "{name: a}",
      "{name: a, annotations: {at: 2026-01-01, time: 12:30:45}}",
    );
    assert.deepEqual(reportOn(annotation).remarks, []);
    const [document] = documentsOf(
      "day: 2026-01-01\ntime: 12:30:45\nfloat: 1e3\nodd: !x {a: !y [b, !z c]}\n",
    );
    assert.ok(document !== undefined && "events" in document);
    assert.deepEqual(document.value, {
      day: "2026-01-01",
      time: "12:30:45",
      float: 1000,
      odd: { a: ["b", "c"] },
    });
  });
});

describe("check/source-comment", () => {
  const pod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true, containers: [{name: a}]}\n";
  const templates = (text: string) =>
    new Set(reportOn(text).findings.map(({ rendered }) => rendered?.template));

  it("names the template over each document, as Helm writes it", () => {
    const text = `---\n# Source: a/templates/b.yaml\n${pod}---\n# Source: a/templates/c d.yaml\n# more\n${pod}`;
    assert.deepEqual([...templates(text)], ["a/templates/b.yaml", "a/templates/c d.yaml"]);
    assert.deepEqual(
      [...templates(text.replaceAll("\n", "\r\n"))],
      ["a/templates/b.yaml", "a/templates/c d.yaml"],
    );
    assert.deepEqual([...templates(`# Source: b.yaml\n${pod}`)], ["b.yaml"]);
  });

  it("does not take that of another document", () => {
    assert.deepEqual([...templates(`# Source: b.yaml\n${pod}---\n${pod}`)], ["b.yaml", undefined]);
    assert.deepEqual([...templates(`${pod}# Source: b.yaml\n---\n${pod}`)], [undefined]);
  });
});

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { main } from "../../cli/main.ts";
import { buildComponents } from "../../testbed/index.ts";
import { captured } from "../cli/captured.ts";

const samples = join(import.meta.dirname, "../check");
const chart = join(samples, "chart");

interface Found {
  readonly policy: string;
  readonly file: string;
  readonly container?: string;
  readonly rendered: { readonly by: string; readonly template: string; readonly values?: readonly string[] };
}

describe("dvs check: charts and Kustomizations, rendered by the real programs", function () {
  this.timeout("30m");
  const before_ = process.env["PATH"];

  before(async () => {
    const { helm, kubectl } = await buildComponents(["helm", "kubectl"]);
    process.env["PATH"] = [dirname(helm), dirname(kubectl), before_].join(delimiter);
  });
  after(() => {
    process.env["PATH"] = before_;
  });

  const run = (...args: readonly string[]) =>
    captured(() => main(["check", "--lang", "en", "--allowed-registries", "registry.example", ...args]));

  const findingsOf = async (...args: readonly string[]): Promise<readonly Found[]> => {
    const { stdout, code } = await run(...args, "--format", "json");
    assert.ok(code < 2, stdout);
    return JSON.parse(stdout).findings;
  };

  it("names the template, what rendered it, and the values that likely decide", async () => {
    const findings = await findingsOf(chart);
    const of = (policy: string, container?: string) =>
      findings.find((one) => one.policy === policy && one.container === container);
    const template = join(chart, "templates/deployment.yaml");
    const readOnly = of("require-ro-rootfs", "web");
    assert.equal(readOnly?.file, template);
    assert.equal(readOnly?.rendered.by, `helm template chart ${chart}`);
    assert.equal(readOnly?.rendered.template, "buergerbuero/templates/deployment.yaml");
    assert.ok(readOnly?.rendered.values?.includes("web.securityContext"), JSON.stringify(readOnly));
    assert.ok(of("require-limits-and-requests", "web")?.rendered.values?.includes("web.resources"));
    assert.ok(of("restrict-image-registries", "web")?.rendered.values?.includes("web.image.registry"));
    assert.ok(of("require-health-and-liveness-check", "web")?.rendered.values?.includes("web.livenessProbe"));
    assert.equal(of("disallow-host-namespaces")?.file, join(chart, "charts/cache/templates/pod.yaml"));
  });

  it("passes values on", async () => {
    const findings = await findingsOf(chart, "--values", join(samples, "chart-complies.yaml"));
    assert.deepEqual(
      findings.filter(({ container }) => container === "web"),
      [],
    );
    const set = await findingsOf(chart, "--set", "web.image.registry=registry.example");
    assert.ok(
      !set.some(({ policy, container }) => policy === "restrict-image-registries" && container === "web"),
    );
  });

  it("says in text that lines are those of the rendered text", async () => {
    const { stdout } = await run(chart);
    assert.match(
      stdout.replaceAll(/\s+/g, " "),
      /rendered by helm template chart .*chart; lines are those of the rendered text/,
    );
    assert.match(stdout.replaceAll(/\s+/g, " "), /values that likely decide it: web\.podSecurityContext/);
  });

  it("says what helm says when it fails, and ends with 2", async () => {
    const { code, stdout } = await run(chart, "--set", "broken=true");
    assert.equal(code, 2);
    assert.match(stdout, /helm template .* failed: .*this value breaks the chart/s);
  });

  it("has kubectl render a Kustomization", async () => {
    const folder = await mkdtemp(join(tmpdir(), "dvs-kustomization-"));
    try {
      const pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true, containers: [{name: a, image: b}]}\n";
      await writeFile(join(folder, "pod.yaml"), pod);
      await writeFile(
        join(folder, "kustomization.yaml"),
        "namePrefix: musterstadt-\nresources: [pod.yaml]\n",
      );
      const { stdout } = await run(folder, "--format", "json");
      const { findings, checked } = JSON.parse(stdout);
      assert.equal(checked, 1);
      assert.equal(findings[0].object.name, "musterstadt-a");
      assert.equal(findings[0].rendered.by, `kubectl kustomize ${folder}`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

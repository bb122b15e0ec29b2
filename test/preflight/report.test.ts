import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPluginDefinition } from "../../preflight/plugin-definition.ts";
import type { Preflight } from "../../preflight/preflight.ts";
import { exemptionsYaml, preflightTexts, reportLines } from "../../preflight/report.ts";
import { sonobuoyImage } from "../../preflight/sonobuoy-pods.ts";
import { sonobuoyWay } from "../../preflight/sonobuoy-way.ts";
import { exemptionsFrom, triedWith } from "./recorded.ts";

const text = readFileSync(join(import.meta.dirname, "../../sonobuoy-plugin.yaml"), "utf8");
const way = sonobuoyWay(readPluginDefinition(text), {
  namespace: "sonobuoy",
  sonobuoyImage,
  pluginImage: "registry.example/dvs:0.1.0",
  serverVersion: "v1.36.3",
});

async function result(id: string, more: Partial<Preflight> = {}): Promise<Preflight> {
  const tried = [await triedWith(id)];
  const exemptions = await exemptionsFrom([id]);
  const base = { server: "https://cluster.example", way, namespace: "exists", problems: [] } as const;
  return { ...base, tried, exemptions, broken: [["require-ro-rootfs"]], ...more };
}

describe("preflight/report", () => {
  it("says who refused and why, in both languages, and warns of exempting what is probed", async () => {
    const refused = await result("kyverno-1.19.1:disallow-host-namespaces/hostpid");
    for (const [language, says] of [
      ["de", ["ABGELEHNT durch kyverno: disallow-host-namespaces/host-namespaces", "niemals dvs-*"]],
      ["en", ["REFUSED by kyverno: disallow-host-namespaces/host-namespaces", "never dvs-*"]],
    ] as const) {
      const lines = reportLines(refused, preflightTexts[language]).join("\n");
      for (const part of [
        ...says,
        "| resource Pod/",
        "require-ro-rootfs",
        "registry.example/dvs:0.1.0",
        sonobuoyImage,
      ])
        assert.ok(lines.includes(part), `${language}: ${part}\n${lines}`);
      assert.doesNotMatch(lines, /undefined|\[object/);
    }
  });

  it("says something of every answer and hint", async () => {
    const ids = [
      "kubewarden",
      "openshift-scc:require-run-as-non-root/user-0",
      "quota-exceeded",
      "vap-missing-param",
      "rbac",
      "webhook-unreachable",
    ];
    for (const id of ids) {
      for (const language of ["de", "en"] as const) {
        const lines = reportLines(await result(id), preflightTexts[language]).join("\n");
        assert.doesNotMatch(lines, /undefined|\[object/);
        assert.match(lines, /: (ABGELEHNT|REFUSED|nicht geprüft|not tried)/);
      }
    }
  });

  it("makes the namespace first that exemptions lie in, if it was there for the dry run only", async () => {
    const english = preflightTexts.en;
    const id = "kyverno-1.19.1:disallow-host-namespaces/hostpid";
    const kinds = (yaml: string) => [...yaml.matchAll(/^kind: (.+)$/gm)].map((match) => match[1]);
    assert.deepEqual(kinds(exemptionsYaml(await result(id), english)), ["PolicyException"]);
    const made = await result(id, { namespace: "made" });
    assert.deepEqual(kinds(exemptionsYaml(made, english)), ["Namespace", "PolicyException"]);
    assert.match(reportLines(made, english).join("\n"), /--skip-preflight=existingnamespace/);
    assert.match(
      exemptionsYaml(await result("quota-exceeded"), english),
      /^# [^\n]*nothing has to be exempted\.\n$/,
    );
  });
});

describe("preflight/plugin-definition", () => {
  it("reads ours, with the settings that matter", () => {
    const own = readPluginDefinition(text.replace("# allowedRegistries:", "allowedRegistries:"));
    assert.equal(own.name, "dvs");
    assert.deepEqual(own.settings, { namespaceLabels: {}, allowedRegistries: ["registry.example"] });
  });

  it("names the key at fault", () => {
    for (const [wrong, says] of [
      [
        text.replace("driver: Job", "driver: DaemonSet"),
        /sonobuoy-config\.driver: only plugins with the driver Job/,
      ],
      [text.replace("  plugin-name: dvs\n", ""), /sonobuoy-config\.plugin-name/],
      [text.replace(/^spec:/m, "container:"), /spec: expected keys/],
      ["just words", /expected object/],
      ["a: [", /./],
    ] as const)
      assert.throws(() => readPluginDefinition(wrong), says);
  });
});

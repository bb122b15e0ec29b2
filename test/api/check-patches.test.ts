import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { isObject, type JsonObject, probeObject, probesIn, probeValues, profiles } from "#policies";
import { type TextReport, textCheck } from "../../check/check-text.ts";
import type { Finding } from "../../check/finding.ts";
import { kustomize } from "../../check/formats/kustomize.ts";
import { settingsOf } from "../../check/index.ts";
import { remedyText } from "../../check/remedy-text.ts";
import { wordsOf } from "../../check/text/words.ts";
import { buildComponents } from "../../testbed/index.ts";
import { runProgram } from "../../testbed/run-program.ts";
import { written } from "../check/reports.ts";

const registry = "registry.example";

/** All objects of a profile's probes, each with a name of its own. */
function objectsOf(profile: (typeof profiles)[string]): JsonObject[] {
  assert.ok(profile !== undefined);
  return profile.policies.flatMap((id) =>
    probesIn(profile, id).map((probe) => {
      const name = probe.id.replace("/", ".").toLowerCase();
      const values = probeValues({
        name,
        namespace: "musterstadt",
        serviceAccount: "a",
        image: `${registry}/app:1.0.0`,
        minGid: 1000,
      });
      return probeObject(probe, values);
    }),
  );
}

for (const [id, profile] of Object.entries(profiles)) {
  const settings = settingsOf({ profile, allowedRegistries: [registry] });
  const text = objectsOf(profile)
    .map((object) => stringify(object))
    .join("---\n");
  const found = textCheck(settings)({ name: "app.yaml", text });

  describe(`check/: corrections as kustomize applies them (${id})`, () => {
    let kubectl = "";
    before(async () => {
      ({ kubectl } = await buildComponents(["kubectl"]));
    });

    /** What becomes of the objects with a kustomization's files beside them. */
    const afterwards = async (files: Readonly<Record<string, string>>): Promise<TextReport> => {
      const folder = await mkdtemp(join(tmpdir(), "dvs-patches-"));
      try {
        for (const [name, content] of Object.entries({ "app.yaml": text, ...files })) {
          await mkdir(join(folder, name, ".."), { recursive: true });
          await writeFile(join(folder, name), content);
        }
        const out = await runProgram([kubectl, "kustomize", folder]);
        return textCheck(settings)({ name: "out.yaml", text: out });
      } finally {
        await rm(folder, { recursive: true });
      }
    };

    const keyOf = ({ object, policy, container }: Finding) =>
      `${object.kind}/${object.name} ${policy} ${container ?? ""}`;

    it("--patch kustomize: what is corrected is found no more, what is left is still found, and nothing new", async () => {
      const component = await written(kustomize, [found]);
      assert.ok(parse(component).patches.length > 50);
      const after = await afterwards({
        "dvs/kustomization.yaml": component,
        "kustomization.yaml": "resources: [app.yaml]\ncomponents: [dvs]\n",
      });
      assert.equal(after.pods, found.pods);
      const left = found.findings.filter(({ corrections }) =>
        corrections.some(({ byHand }) => byHand !== undefined),
      );
      assert.ok(left.length > 0 && left.length < found.findings.length);
      assert.deepEqual(after.findings.map(keyOf).sort(), left.map(keyOf).sort());
    });

    it("the remedies that are shown: merged into their objects, nothing is found any more", async () => {
      const objects = Map.groupBy(found.findings, ({ object }) => JSON.stringify(object));
      const patches = [...objects.values()].flatMap((findings) => {
        const [first] = findings;
        const remedy: unknown = parse(remedyText(findings, wordsOf("de"), 80));
        if (first === undefined || !isObject(remedy)) return [];
        const { apiVersion, kind, name, namespace } = first.object;
        return [
          {
            patch: stringify({
              apiVersion,
              kind,
              ...remedy,
              metadata: { ...metadataOf(remedy), name, namespace },
            }),
          },
        ];
      });
      const after = await afterwards({
        "kustomization.yaml": stringify({ resources: ["app.yaml"], patches }),
      });
      assert.equal(after.pods, found.pods);
      assert.deepEqual(after.findings.map(keyOf), []);
      assert.deepEqual(
        after.remarks.filter(({ fault }) => fault),
        [],
      );
    });
  });
}

function metadataOf({ metadata }: JsonObject): JsonObject {
  return isObject(metadata) ? metadata : {};
}

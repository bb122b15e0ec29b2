import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { ConfigurationError, loadConfiguration } from "../../plugin/configuration.ts";
import { configurationSchema } from "../../plugin/configuration-shape.ts";

describe("plugin/configuration", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dvs-configuration-"));
  });
  after(() => rm(folder, { recursive: true }));
  const file = async (text: string): Promise<string> => {
    const path = join(folder, "config.yaml");
    await writeFile(path, text);
    return path;
  };

  it("has defaults for everything", async () => {
    const { profile, probes, requestTimeout, deadline, appArmor, image } = await loadConfiguration(
      {},
      {},
      undefined,
    );
    assert.deepEqual(
      { profile: profile.id, probes, requestTimeout, deadline, appArmor, image },
      {
        profile: "dvs-poc-2022",
        probes: "core",
        requestTimeout: 10,
        deadline: 600,
        appArmor: "present",
        image: undefined,
      },
    );
  });

  it("lets a flag beat the environment, and that the file", async () => {
    const path = await file("image: registry.example/a:1\ndeadline: 20\nsiteName: Datei\n");
    const read = await loadConfiguration(
      { image: "registry.example/c:3", deadline: undefined },
      { DVS_IMAGE: "registry.example/b:2", DVS_DEADLINE: "30" },
      path,
    );
    assert.deepEqual([read.image, read.deadline, read.siteName], ["registry.example/c:3", 30, "Datei"]);
    assert.deepEqual(
      (await loadConfiguration({}, { DVS_ALLOWED_REGISTRIES: "a.example, b.example/x" }, undefined))
        .allowedRegistries,
      ["a.example", "b.example/x"],
    );
  });

  it("reads lists and numbers from the environment", async () => {
    const read = await loadConfiguration(
      {},
      { DVS_NAMESPACES: "team-a, team-b", DVS_CONCURRENCY: "3", DVS_PROBES: "deep" },
      undefined,
    );
    assert.deepEqual([read.namespaces, read.concurrency, read.probes], [["team-a", "team-b"], 3, "deep"]);
  });

  it("refuses the namespace in which the plugin itself runs, whatever it is called", async () => {
    const own = { DVS_POD_NAMESPACE: "aggregation", DVS_NAMESPACES: "aggregation" };
    await assert.rejects(loadConfiguration({}, own, undefined), /aggregation is where Sonobuoy/);
    const other = { DVS_POD_NAMESPACE: "aggregation", DVS_NAMESPACES: "team-a" };
    assert.deepEqual((await loadConfiguration({}, other, undefined)).namespaces, ["team-a"]);
  });

  it("has a JSON Schema that is up to date, takes what is right and refuses what is wrong", async () => {
    const schema: object = JSON.parse(
      await readFile(new URL("../../schemas/config.schema.json", import.meta.url), "utf8"),
    );
    assert.deepEqual(schema, configurationSchema(), "npm run schemas writes it anew");
    const valid = new Ajv2020({ strict: false }).compile(schema);
    const right = {
      probes: "deep",
      namespaces: ["team-a"],
      podOverlay: { metadata: { labels: { a: "b" } }, spec: { imagePullSecrets: [{ name: "s" }] } },
      concurrency: 2,
    };
    assert.equal(valid(right), true, JSON.stringify(valid.errors));
    for (const wrong of [
      { probe: "deep" },
      { concurrency: 0 },
      { namespaces: ["A"] },
      { podOverlay: { kind: "Pod" } },
    ])
      assert.equal(valid(wrong), false, JSON.stringify(wrong));
  });

  it("takes parameters of the right type", async () => {
    const path = await file(
      "parameters:\n  require-non-root-groups: {minGid: 2001}\n  disallow-add-capabilities: {allowedCapabilities: [CHOWN]}\n",
    );
    assert.deepEqual((await loadConfiguration({}, {}, path)).parameters, {
      "require-non-root-groups": { minGid: 2001 },
      "disallow-add-capabilities": { allowedCapabilities: ["CHOWN"] },
    });
  });

  const wrong: readonly [string, string, RegExp][] = [
    ["an unknown key", "imgae: a:1\n", /config\.yaml: the key "imgae" is not known; known keys: .*image/],
    ["a wrong value", "deadline: soon\n", /config\.yaml: deadline: .*number/],
    ["an unknown profile", "profile: nope\n", /config\.yaml: profile: .*dvs-poc-2022/],
    ["a probe set that does not exist", "probes: all\n", /probes: expected "core" or "deep"/],
    ["an unknown policy", "parameters: {nope: {a: 1}}\n", /parameters\.nope: there is no such policy/],
    [
      "an unknown parameter",
      "parameters: {require-ro-rootfs: {a: 1}}\n",
      /require-ro-rootfs\.a: there is no such parameter; known: includeInit/,
    ],
    [
      "a parameter of the wrong type",
      "parameters: {require-ro-rootfs: {includeInit: 3}}\n",
      /expected a boolean, for example true/,
    ],
    [
      "a registry with a scheme",
      "allowedRegistries: ['https://a.example']\n",
      /allowedRegistries\.0: .*without https/,
    ],
    [
      "an image with the tag latest",
      "image: registry.example/a:latest\n",
      /image: expected an image with a fixed tag/,
    ],
    [
      "an image without a tag",
      "image: registry.example:5000/a\n",
      /image: expected an image with a fixed tag/,
    ],
    [
      "a word that a list parameter does not know",
      "parameters: {require-limits-and-requests: {required: [limit.memory]}}\n",
      /"limit\.memory" is not known; known: requests\.cpu/,
    ],
    [
      "a number that is too small",
      "parameters: {require-non-root-groups: {minGid: -5}}\n",
      /minGid: expected at least 1/,
    ],
    ["a limit that no timer can keep", "deadline: 5000000\n", /deadline: .*86400/],
    [
      "registries as a parameter",
      "parameters: {restrict-image-registries: {allowedRegistries: [a.example]}}\n",
      /use the key allowedRegistries instead/,
    ],
    [
      "Sonobuoy's own namespace",
      "namespaces: [team-a, sonobuoy]\n",
      /namespaces: sonobuoy is where Sonobuoy and this plugin run/,
    ],
    ["a namespace that is named twice", "namespaces: [a, b, a]\n", /namespaces: a namespace is named twice/],
    ["no namespace at all", "freshNamespace: false\n", /at least one namespace must be named/],
    ["a namespace with capitals", "namespaces: [Team]\n", /namespaces\.0: a namespace has lower-case/],
    [
      "containers in an overlay",
      "podOverlay: {spec: {containers: []}}\n",
      /podOverlay\.spec: what every container needs stands under container/,
    ],
    ["an image in an overlay", "podOverlay: {container: {image: a:1}}\n", /the image is the key image/],
    [
      "an overlay that takes fields away",
      "podOverlay: {spec: {hostUsers: null}}\n",
      /podOverlay\.spec\.hostUsers/,
    ],
    ["an overlay that names the pod", "podOverlay: {metadata: {name: a}}\n", /podOverlay/],
    ["no request in flight", "concurrency: 0\n", /concurrency/],
    ["no YAML", "a: [\n", /config\.yaml: /],
    ["a list", "- a\n", /expected keys with values/],
  ];
  for (const [name, text, message] of wrong) {
    it(`refuses ${name} with a sentence`, async () => {
      const path = await file(text);
      await assert.rejects(
        loadConfiguration({}, {}, path),
        (error) => error instanceof ConfigurationError && message.test(error.message),
      );
    });
  }

  it("accepts images by tag, by digest and from a registry with a port", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    for (const image of [
      "registry.example/a:1",
      "registry.example:5000/a/b:1.2-x",
      `a@${digest}`,
      `registry.example/a:1@${digest}`,
      "pause:3.10",
    ]) {
      assert.equal((await loadConfiguration({ image }, {}, undefined)).image, image);
    }
  });

  it("refuses variables that look like ours and are not", async () => {
    await assert.rejects(
      loadConfiguration({}, { DVS_IMAGES: "a:1" }, undefined),
      /environment variable DVS_IMAGES is not known; known: DVS_PROFILE/,
    );
    await assert.doesNotReject(
      loadConfiguration({}, { DVS_POD_NAME: "a", DVS_CACHE: "b", OTHER: "c" }, undefined),
    );
  });

  it("names the environment variable at fault, and a file that is not there", async () => {
    await assert.rejects(
      loadConfiguration({}, { DVS_DEADLINE: "x" }, undefined),
      /environment variable DVS_DEADLINE: deadline/,
    );
    await assert.rejects(loadConfiguration({}, {}, join(folder, "none.yaml")), /none\.yaml cannot be read/);
  });
});

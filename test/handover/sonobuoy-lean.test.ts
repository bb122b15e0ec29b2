import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const path = join(import.meta.dirname, "../../deploy/sonobuoy-lean.json");

/**
 * Keys that Sonobuoy v0.57.5 knows, with the JSON type of their values: pkg/config/config.go (Config, FilterOptions,
 * LimitConfig, PodLogLimits). encoding/json passes over a key that it does not know without a word.
 */
const knownKeys: Readonly<Record<string, unknown>> = {
  Description: "string",
  Resources: "array",
  Filters: { Namespaces: "string", LabelSelector: "string" },
  Limits: {
    PodLogs: {
      Namespaces: "string",
      SonobuoyNamespace: "boolean",
      LimitBytes: "number",
      TailLines: "number",
    },
  },
};

/**
 * What may stand in Resources without anything of a site being collected: pkg/discovery/query.go (queryServerVersion,
 * queryServerGroups). All other names are resources of the API, `nodes` (with hosts/) and `podlogs` among them.
 */
const harmless: readonly string[] = ["serverversion", "servergroups"];

function checkKeys(value: unknown, known: unknown, place: string): void {
  if (typeof known === "string") {
    assert.equal(Array.isArray(value) ? "array" : typeof value, known, place);
    return;
  }
  for (const [key, item] of Object.entries(value as Record<string, unknown>)) {
    const inner = (known as Record<string, unknown>)[key];
    assert.ok(inner !== undefined, `Sonobuoy does not know ${place}.${key}`);
    checkKeys(item, inner, `${place}.${key}`);
  }
}

describe("deploy/sonobuoy-lean.json", () => {
  const config = JSON.parse(readFileSync(path, "utf8"));

  it("has only keys that Sonobuoy knows, in their case and type", () => {
    checkKeys(config, knownKeys, "config");
    assert.throws(() => checkKeys({ resources: [] }, knownKeys, "config"));
  });

  it("collects nothing that belongs to a site", () => {
    // null would mean everything but Secrets, and an empty list is what some readers take for no list
    assert.ok(config.Resources.length > 0);
    for (const resource of config.Resources) assert.ok(harmless.includes(resource), resource);
    assert.equal(config.Limits.PodLogs.Namespaces, "");
    assert.equal(config.Limits.PodLogs.SonobuoyNamespace, false);
  });
});

import { z } from "zod";
import { isObject, type JsonObject } from "#policies";
import { asApplied } from "./as-applied.ts";
import { type Exemption, type Need, policyNames, type Refused } from "./exemption.ts";
import type { Found, Lookup } from "./lookup.ts";

const api = "config.gatekeeper.sh/v1alpha1";
const list = z.object({ items: z.array(z.custom<JsonObject>(isObject)) });

/**
 * Gatekeeper's Config, with the namespace added to those that its webhook leaves out. No manifest if the Config cannot
 * be read: one without the entries that it has would take them away.
 */
export async function gatekeeperExemption(
  { engine, violations }: Refused,
  { namespace }: Need,
  lookup: Lookup,
): Promise<Exemption> {
  const found = await lookup(`/apis/${api}/configs`);
  const configs = found.kind === "absent" ? [] : itemsIn(found);
  if (configs === undefined)
    return {
      engine,
      policies: policyNames(violations),
      manifests: [],
      hints: ["gatekeeper-config-unreadable"],
    };
  // Gatekeeper heeds only the one of this name
  const present = configs.find(({ metadata }) => isObject(metadata) && metadata["name"] === "config");
  const config = asApplied(
    present ?? { metadata: { name: "config", namespace: "gatekeeper-system" } },
    api,
    "Config",
  );
  const spec = isObject(config["spec"]) ? config["spec"] : {};
  const match = Array.isArray(spec["match"]) ? spec["match"] : [];
  const entry = { excludedNamespaces: [namespace], processes: ["webhook"] };
  return {
    engine,
    policies: policyNames(violations),
    manifests: [{ ...config, spec: { ...spec, match: [...match, entry] } }],
    hints: ["gatekeeper-config"],
  };
}

/** The items of a list; undefined if it is none. */
function itemsIn(found: Found): readonly JsonObject[] | undefined {
  return found.kind === "found" ? list.safeParse(found.object).data?.items : undefined;
}

import { z } from "zod";
import { isObject, type JsonObject } from "#policies";
import type { Read } from "../../plugin/facts/exemption-source.ts";
import { asApplied } from "./as-applied.ts";
import { type Exemption, type Need, policyNames, type Refused } from "./exemption.ts";

const api = "config.gatekeeper.sh/v1alpha1";
const list = z.object({ items: z.array(z.custom<JsonObject>(isObject)) });

/** Gatekeeper's Config, with the namespace added to those that its webhook leaves out. */
export async function gatekeeperExemption(
  { engine, violations }: Refused,
  { namespace }: Need,
  read: Read,
): Promise<Exemption> {
  const found = list.safeParse(await read(`/apis/${api}/configs`)).data?.items ?? [];
  // Gatekeeper heeds only the one of this name
  const present = found.find(({ metadata }) => isObject(metadata) && metadata["name"] === "config");
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

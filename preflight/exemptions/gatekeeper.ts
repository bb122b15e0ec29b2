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
  const home = await homeOf(lookup);
  // Gatekeeper heeds only the one of this name in its own namespace
  const present = configs.find(
    ({ metadata }) =>
      isObject(metadata) &&
      metadata["name"] === "config" &&
      (home === undefined || metadata["namespace"] === home),
  );
  const config = asApplied(
    present ?? { metadata: { name: "config", namespace: home ?? "gatekeeper-system" } },
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

const configurations = z.object({
  items: z.array(
    z.object({
      webhooks: z
        .array(
          z.object({
            name: z.string(),
            clientConfig: z.object({ service: z.object({ namespace: z.string() }).optional() }),
          }),
        )
        .default([]),
    }),
  ),
});

/** Gatekeeper's own namespace: where its webhook sends its requests; undefined if that cannot be told. */
async function homeOf(lookup: Lookup): Promise<string | undefined> {
  const found = await lookup("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations");
  const parsed = configurations.safeParse(found.kind === "found" ? found.object : undefined);
  const webhooks = parsed.data?.items.flatMap((configuration) => configuration.webhooks) ?? [];
  return webhooks.find(({ name }) => name === "validation.gatekeeper.sh")?.clientConfig.service?.namespace;
}

/** The items of a list; undefined if it is none. */
function itemsIn(found: Found): readonly JsonObject[] | undefined {
  return found.kind === "found" ? list.safeParse(found.object).data?.items : undefined;
}

import { defaultProfile, type JsonObject, type Policy, policies } from "#policies";
import { gatekeeperConstraint } from "../../enforcement/gatekeeper-constraint.ts";
import { gatekeeperTemplate } from "../../enforcement/gatekeeper-template.ts";
import type { Mode } from "../../enforcement/mode.ts";
import type { SiteKind } from "../sites.ts";
import { deniedBy } from "./denied-by.ts";

/** Sites with our rules for Gatekeeper. */
export function gatekeeperReferenceKinds(registry: string): readonly SiteKind[] {
  const engines = ["gatekeeper"] as const;
  const rules = (mode: Mode, generateVap: boolean) => gatekeeperRules(registry, mode, generateVap);
  return [
    // Gatekeeper as published: its webhook lets pods pass while it does not answer
    {
      id: "gatekeeper-enforce",
      place: "Torwartingen",
      engines,
      manifests: rules("enforce", false),
      atWork: deniedBy("validation.gatekeeper.sh"),
      broken: (id) => [
        gatekeeperTemplate(
          { ...policies[id], conditions: [{ over: "pod", cel: "true", fields: [] }] },
          { generateVap: false },
        ),
      ],
    },
    {
      id: "gatekeeper-warn",
      place: "Mahnlingen",
      engines,
      manifests: rules("warn", false),
      atWork: ({ warnings }) => warnings.some((text) => text.startsWith("[dvs-")),
    },
    {
      id: "gatekeeper-dryrun",
      place: "Stummstadt",
      engines,
      manifests: rules("audit", false),
      atWork: ({ code }) => code === 201,
    },
    // what Gatekeeper does unless told otherwise: the API server refuses before the webhook is asked
    {
      id: "gatekeeper-generated",
      place: "Abschrifthausen",
      engines,
      manifests: rules("enforce", true),
      atWork: deniedBy("ValidatingAdmissionPolicy 'gatekeeper-dvs"),
    },
    // as published, and as operators set it who want nothing to pass meanwhile
    {
      id: "gatekeeper-killed-ignore",
      place: "Lückenfurt",
      engines,
      manifests: rules("enforce", false),
      atWork: deniedBy("validation.gatekeeper.sh"),
      typed: [whileSilent("Ignore")],
      dies: true,
    },
    {
      id: "gatekeeper-killed-fail",
      place: "Riegelhausen",
      engines,
      manifests: rules("enforce", false),
      atWork: deniedBy("validation.gatekeeper.sh"),
      typed: [keepWebhooks, whileSilent("Fail")],
      typedBack: [restoreWebhooks],
      dies: true,
    },
  ];
}

const configuration = "validatingwebhookconfiguration gatekeeper-validating-webhook-configuration";
const asJson = String.raw`{"{\"webhooks\":"}{.webhooks}{"}"}`;
const keepWebhooks = `kubectl get ${configuration} -o jsonpath='${asJson}' > webhooks.json`;
const restoreWebhooks = `kubectl patch ${configuration} --type merge --patch-file webhooks.json`;

/**
 * Sets what the API server does while Gatekeeper does not answer. Where it is to refuse, the webhook is for pods only:
 * without leases and all the rest, which it sees as published, a cluster would not go on.
 */
function whileSilent(failurePolicy: "Fail" | "Ignore"): string {
  const resources = ["pods", "pods/ephemeralcontainers"];
  const pods = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources };
  const rules = failurePolicy === "Fail" ? { rules: [pods] } : {};
  const patch = JSON.stringify({ webhooks: [{ name: "validation.gatekeeper.sh", failurePolicy, ...rules }] });
  return `kubectl patch ${configuration} -p '${patch}'`;
}

/** The templates and constraints of all policies, or of some, the templates first. */
export function gatekeeperRules(
  registry: string,
  mode: Mode,
  generateVap: boolean,
  all: readonly Policy[] = defaultProfile.policies.map((id) => policies[id]),
): readonly JsonObject[] {
  return [
    ...all.map((policy) => gatekeeperTemplate(policy, { generateVap })),
    ...all.map((policy) => gatekeeperConstraint(policy, mode, valuesFor(policy.id, registry))),
  ];
}

function valuesFor(id: string, registry: string): { readonly allowedRegistries?: readonly string[] } {
  return id === "restrict-image-registries" ? { allowedRegistries: [registry] } : {};
}

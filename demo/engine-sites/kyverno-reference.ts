import { defaultProfile, isObject, type JsonObject, policies } from "#policies";
import { bundles } from "../../enforcement/bundles.ts";
import { kyvernoValidatingPolicy } from "../../enforcement/kyverno-validating-policy.ts";
import type { Mode } from "../../enforcement/mode.ts";
import type { SiteKind } from "../sites.ts";
import { deniedBy } from "./denied-by.ts";

/** Sites with our rules for Kyverno. */
export function kyvernoReferenceKinds(registry: string): readonly SiteKind[] {
  const engines = ["kyverno"] as const;
  const all = defaultProfile.policies.map((id) => policies[id]);
  const rules = (mode: Mode) =>
    bundles.kyverno(all, mode, { "restrict-image-registries": { allowedRegistries: [registry] } });
  return [
    {
      id: "kyverno-enforce",
      place: "Musterau",
      engines,
      manifests: rules("enforce"),
      atWork: deniedBy("vpol.validate.kyverno.svc-fail"),
      broken: (id) =>
        kyvernoValidatingPolicy(policies[id], "enforce").map((rule) =>
          changed(rule, { validations: [{ expression: "true" }] }),
        ),
    },
    // invisible to whoever makes pods: what was found stands in reports and events
    {
      id: "kyverno-audit",
      place: "Leisenbach",
      engines,
      manifests: rules("audit"),
      atWork: ({ code }) => code === 201,
    },
    {
      id: "kyverno-killed-ignore",
      place: "Schlupfenau",
      engines,
      manifests: rules("enforce").map((rule) => changed(rule, { failurePolicy: "Ignore" })),
      atWork: deniedBy("vpol.validate.kyverno.svc-ignore"),
      dies: true,
    },
    {
      id: "kyverno-killed-fail",
      place: "Sperrberg",
      engines,
      manifests: rules("enforce"),
      atWork: deniedBy("vpol.validate.kyverno.svc-fail"),
      dies: true,
    },
  ];
}

/** The same rule with another specification, in part; what is no rule stays as it is. */
function changed(rule: JsonObject, part: JsonObject): JsonObject {
  const { kind, spec } = rule;
  return kind === "ValidatingPolicy" && isObject(spec) ? { ...rule, spec: { ...spec, ...part } } : rule;
}

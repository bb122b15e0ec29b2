import { policies, profiles } from "#policies";
import { bundles } from "../../enforcement/bundles.ts";
import { gatekeeperConstraint } from "../../enforcement/gatekeeper-constraint.ts";
import { gatekeeperTemplate } from "../../enforcement/gatekeeper-template.ts";
import type { SiteKind } from "../sites.ts";
import { deniedBy } from "./denied-by.ts";

const profile = profiles["pss-restricted"];
if (profile === undefined) throw new Error("There is no profile pss-restricted.");
const all = profile.policies.map((id) => policies[id]);
const { parameters } = profile;

/** Sites with our rules for the Pod Security Standards, as `dvs policies export --profile pss-restricted` gives them. */
export const pssRulesKinds: readonly SiteKind[] = [
  {
    id: "kyverno-pss",
    place: "Kleinmustern",
    engines: ["kyverno"],
    profile,
    manifests: bundles.kyverno(all, "enforce", parameters),
    atWork: deniedBy("vpol.validate.kyverno.svc-fail"),
  },
  {
    id: "gatekeeper-pss",
    place: "Torfelden",
    engines: ["gatekeeper"],
    profile,
    // by its webhook only: what it would generate refuses half a minute later, and names one policy
    manifests: [
      ...all.map((policy) => gatekeeperTemplate(policy, { generateVap: false })),
      ...all.map((policy) => gatekeeperConstraint(policy, "enforce", parameters[policy.id])),
    ],
    atWork: deniedBy("validation.gatekeeper.sh"),
  },
];

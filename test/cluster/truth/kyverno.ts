import { defaultProfile, policies } from "#policies";
import { everywhere } from "../../api/expected-verdicts.ts";
import { killedTruths } from "./killed.ts";
import { all, of } from "./probes.ts";
import { underRules, withoutRules } from "./reference.ts";
import type { Truth } from "./truth.ts";

/**
 * What every probe and every policy comes to under Kyverno 1.19 with rules of ours: from the rules' text and from
 * Kyverno's source (pkg/webhooks/resource/vpol/handler.go for the answers, pkg/controllers/webhook/validating.go for
 * the webhooks' names, pkg/controllers/admissionpolicygenerator for what is handed to the API server).
 */
export const kyvernoTruths: readonly Truth[] = [
  {
    kind: "kyverno-enforce",
    // policies without match conditions share one webhook
    outcomes: underRules(
      (policy) => `refused by kyverno dvs-${policy} at vpol.validate.kyverno.svc-fail, by both`,
    ),
    verdicts: everywhere("enforced"),
  },
  {
    kind: "kyverno-audit",
    // with the action Audit alone nothing is refused, and no warning is sent either
    outcomes: withoutRules,
    verdicts: everywhere("not-enforced"),
    reporting: defaultProfile.policies.map((policy) => `dvs-${policy}`).toSorted(),
  },
  {
    kind: "kyverno-mutate",
    outcomes: {
      ...withoutRules,
      // whatever the policy, the tag decides; ephemeral containers are none of the MutatingPolicy's
      ...all(
        of(
          "imagepullpolicy-always",
          "latest-ifnotpresent untagged-ifnotpresent latest-never init-latest-ifnotpresent second-latest-ifnotpresent",
        ),
        "mutated",
      ),
      // filled in where the pod says nothing; what a container says against it stays
      ...all(of("require-run-as-non-root", "unset unset-with-uid userns-unset"), "mutated"),
      ...all(of("require-ro-rootfs", "main-unset"), "mutated"),
    },
    verdicts: {
      ...everywhere<string>("not-enforced"),
      "imagepullpolicy-always": "enforced byMutation",
      "require-run-as-non-root": "partly-enforced byMutation",
      "require-ro-rootfs": "partly-enforced byMutation",
    },
  },
  {
    kind: "kyverno-generated",
    // the name that Kyverno gives to what it generates says of which of its kinds the policy is
    outcomes: underRules((policy) => {
      const prefix = Object.keys(policies[policy].parameters).length > 0 ? "cpol" : "vpol";
      return `refused by kyverno dvs-${policy} ${prefix}-dvs-${policy}, by both`;
    }),
    verdicts: everywhere("enforced"),
  },
  // its webhook is called for what its policies are about: pods
  ...killedTruths("kyverno-killed"),
];

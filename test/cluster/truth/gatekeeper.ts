import { defaultProfile, type PolicyId, policies } from "#policies";
import { constraintKind } from "../../../enforcement/gatekeeper-template.ts";
import { everywhere } from "../../api/expected-verdicts.ts";
import { killedTruths } from "./killed.ts";
import { underRules, withoutRules } from "./reference.ts";
import type { Truth } from "./truth.ts";

const webhook = "validation.gatekeeper.sh";

/** The webhook names every constraint that a pod violates; ours are named after the policy. */
const byWebhook = (policy: PolicyId) => `refused by gatekeeper dvs-${policy} at ${webhook}, by both`;

/** A ValidatingAdmissionPolicy is named after the template, its binding also after the constraint. */
const byGenerated = (policy: PolicyId) =>
  `refused by gatekeeper dvs-${policy} gatekeeper-${constraintKind(policies[policy]).toLowerCase()}, by both`;

const allOfOurs = defaultProfile.policies.map((policy) => `dvs-${policy}`).toSorted();

/**
 * Our rules for Gatekeeper. Its webhook sees what the API server's own policies see, containers added to running pods
 * included (`rules` in deploy/gatekeeper.yaml of 3.23.1), so they come to the same; as published it may fail open.
 */
const reference: readonly Truth[] = [
  {
    kind: "gatekeeper-enforce",
    outcomes: underRules(byWebhook),
    verdicts: everywhere("enforced failOpen"),
  },
  // warnings begin with the constraint's name (getValidationMessages in pkg/webhook/policy.go)
  {
    kind: "gatekeeper-warn",
    outcomes: underRules(() => "warned"),
    verdicts: everywhere("warned-only"),
    reporting: allOfOurs,
  },
  // nobody but the audit and metrics hears of a dryrun
  {
    kind: "gatekeeper-dryrun",
    outcomes: withoutRules,
    verdicts: everywhere("not-enforced"),
    reporting: allOfOurs,
  },
  // the API server's own policies come before its webhooks, and do not need them
  { kind: "gatekeeper-generated", outcomes: underRules(byGenerated), verdicts: everywhere("enforced") },
];

/** What a constraint of Gatekeeper's demo refuses, by how that is known. */
const refusedBy = (constraint: string, probes: Readonly<Record<string, "both" | "control-too">>) =>
  Object.entries(probes).map(([probe, known]) => [
    probe,
    `refused by gatekeeper ${constraint} at ${webhook}, by ${known}`,
  ]);

/**
 * Gatekeeper's demo demands more of limits than the catalogue: one for CPU too (so the control without it is refused as
 * well), in containers and init containers; a limit of 0 is one. Of probes it wants both kinds, also in pods that run to
 * completion, and knows no gRPC; sidecars are init containers, which it does not look at. It judges templates of the
 * group `apps` as pods, which leaves out Jobs (the group is `batch`, though the demo names the kind) and CronJobs. Its
 * constraint about registries is for the namespace `production`.
 */
const published: Truth = {
  kind: "gatekeeper-published",
  outcomes: {
    ...withoutRules,
    ...Object.fromEntries([
      ...refusedBy("container-must-have-limits", {
        "require-limits-and-requests/no-memory-limit": "both",
        "require-limits-and-requests/no-cpu-request": "control-too",
        "require-limits-and-requests/no-resources": "both",
        "require-limits-and-requests/second-no-resources": "both",
        "require-limits-and-requests/init-no-resources": "both",
        "require-limits-and-requests/pod-level-only": "both",
        "require-limits-and-requests/edge-no-cpu-limit": "control-too",
        "require-limits-and-requests/tpl-deployment": "both",
        "require-limits-and-requests/tpl-statefulset": "both",
        "require-limits-and-requests/tpl-daemonset": "both",
        "require-limits-and-requests/update-deployment": "both",
      }),
      ...refusedBy("must-have-probes", {
        "require-health-and-liveness-check/no-liveness": "both",
        "require-health-and-liveness-check/no-readiness": "both",
        "require-health-and-liveness-check/no-probes": "both",
        "require-health-and-liveness-check/startup-only": "both",
        "require-health-and-liveness-check/second-no-probes": "both",
        "require-health-and-liveness-check/edge-grpc": "both",
        "require-health-and-liveness-check/edge-run-to-completion": "both",
        "require-health-and-liveness-check/tpl-deployment": "both",
        "require-health-and-liveness-check/tpl-statefulset": "both",
        "require-health-and-liveness-check/tpl-daemonset": "both",
        "require-health-and-liveness-check/update-deployment": "both",
      }),
    ]),
  },
  verdicts: {
    ...everywhere("not-enforced"),
    "require-limits-and-requests": "enforced-stricter failOpen",
    "require-health-and-liveness-check": "enforced failOpen",
    "restrict-image-registries": "not-enforced exempt",
  },
};

/** What is true of the sites with Gatekeeper. */
export const gatekeeperTruths: readonly Truth[] = [
  ...reference,
  published,
  ...killedTruths("gatekeeper-killed"),
];

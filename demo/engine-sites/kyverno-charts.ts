import type { SiteKind } from "../sites.ts";
import { deniedBy } from "./kyverno-reference.ts";

/** What Kyverno's own chart has a policy for. */
const covered = [
  "disallow-add-capabilities",
  "disallow-host-namespaces",
  "disallow-privileged-containers",
  "disallow-selinux-options",
  "require-default-proc-mount",
  "require-run-as-non-root",
  "restrict-apparmor",
  "restrict-sysctls",
] as const;

/** Sites with the Pod Security policies of Kyverno's own chart, unchanged: rules that are not ours. */
export const kyvernoChartKinds: readonly SiteKind[] = [
  {
    id: "kyverno-classic",
    place: "Altmühlen",
    engines: ["kyverno"],
    manifests: [],
    policyChart: chart("ClusterPolicy"),
    atWork: deniedBy("validate.kyverno.svc-fail"),
    shownBy: covered,
  },
  {
    id: "kyverno-chart",
    place: "Neumühlen",
    engines: ["kyverno"],
    manifests: [],
    policyChart: chart("ValidatingPolicy"),
    atWork: deniedBy("vpol.validate.kyverno.svc-fail"),
    shownBy: covered,
  },
];

function chart(policyType: string): NonNullable<SiteKind["policyChart"]> {
  const values = { policyType, podSecurityStandard: "restricted", validationFailureAction: "Enforce" };
  return { engine: "kyverno", values };
}

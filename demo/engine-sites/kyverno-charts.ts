import type { SiteKind } from "../sites.ts";
import { deniedBy } from "./denied-by.ts";

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
    published: chart("ClusterPolicy"),
    atWork: deniedBy("validate.kyverno.svc-fail"),
    shownBy: covered,
  },
  {
    id: "kyverno-chart",
    place: "Neumühlen",
    engines: ["kyverno"],
    manifests: [],
    published: chart("ValidatingPolicy"),
    atWork: deniedBy("vpol.validate.kyverno.svc-fail"),
    shownBy: covered,
  },
];

function chart(policyType: string): NonNullable<SiteKind["published"]> {
  const values = { policyType, podSecurityStandard: "restricted", validationFailureAction: "Enforce" };
  return { engine: "kyverno", chart: "charts/kyverno-policies", values };
}

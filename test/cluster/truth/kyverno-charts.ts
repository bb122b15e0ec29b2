import { everywhere } from "../../api/expected-verdicts.ts";
import { all, of } from "./probes.ts";
import { withoutRules } from "./reference.ts";
import type { Truth } from "./truth.ts";

/**
 * What every probe and every policy comes to under the Pod Security policies of Kyverno's own chart
 * (charts/kyverno-policies of 1.19, level restricted, enforcing): from the text of its templates.
 *
 * It has nothing about pull policies, probes, limits, groups, root file systems and registries. Both of its forms judge
 * the templates of workloads as well.
 */
export const kyvernoChartTruths: readonly Truth[] = [classic(), cel()];

/** The form of ClusterPolicies: patterns and conditions, with a name for each rule. */
function classic(): Truth {
  const refused = (policy: string, rule: string, how = "both") =>
    `refused by kyverno ${policy} ${rule} at validate.kyverno.svc-fail, by ${how}`;
  const templates = (id: string, policy: string, rule: string, how = "both") => ({
    ...all(
      of(id, "tpl-deployment tpl-statefulset tpl-daemonset tpl-job update-deployment"),
      refused(policy, `autogen-${rule}`, how),
    ),
    [`${id}/tpl-cronjob`]: refused(policy, `autogen-cronjob-${rule}`, how),
  });
  const capabilities = "disallow-add-capabilities";
  const privileged = "disallow-privileged-containers";
  const selinux = "disallow-selinux-options";
  const procMount = "require-default-proc-mount";
  const nonRoot = "require-run-as-non-root";
  const appArmor = "restrict-apparmor";
  const sysctls = "restrict-sysctls";
  return {
    kind: "kyverno-classic",
    outcomes: {
      ...withoutRules,
      // two policies refuse it; the one that comes first is named
      ...all(
        of(
          capabilities,
          "main-net-admin init-net-admin main-all main-sys-admin main-lowercase second-net-admin ephemeral-net-admin",
        ),
        refused("disallow-capabilities", "adding-capabilities"),
      ),
      // among those that baseline permits
      [`${capabilities}/main-chown`]: refused("disallow-capabilities-strict", "adding-capabilities-strict"),
      ...templates(capabilities, "disallow-capabilities", "adding-capabilities"),
      ...all(
        of("disallow-host-namespaces", "hostpid hostipc hostnetwork"),
        refused("disallow-host-namespaces", "host-namespaces"),
      ),
      ...templates("disallow-host-namespaces", "disallow-host-namespaces", "host-namespaces"),
      // the control leaves out allowPrivilegeEscalation, which disallow-privilege-escalation refuses
      ...all(
        of(privileged, "main init second ephemeral"),
        refused(privileged, "privileged-containers", "message"),
      ),
      [`${privileged}/main-ape-true`]: refused(privileged, "privileged-containers"),
      ...templates(privileged, privileged, "privileged-containers", "message"),
      ...all(
        of(selinux, "pod-type main-type init-type second-type ephemeral-type"),
        refused("disallow-selinux", "selinux-type"),
      ),
      ...all(of(selinux, "main-user main-role"), refused("disallow-selinux", "selinux-user-role")),
      ...templates(selinux, "disallow-selinux", "selinux-type"),
      ...all(
        of(procMount, "main-unmasked init-unmasked"),
        refused("disallow-proc-mount", "check-proc-mount"),
      ),
      ...templates(procMount, "disallow-proc-mount", "check-proc-mount"),
      // a user id or a user namespace does not make up for it
      ...all(
        of(
          nonRoot,
          "unset pod-false main-false init-false second-false ephemeral-false unset-with-uid userns-unset",
        ),
        refused("require-run-as-nonroot", "run-as-non-root"),
      ),
      [`${nonRoot}/user-0`]: refused("require-run-as-non-root-user", "run-as-non-root-user"),
      ...templates(nonRoot, "require-run-as-nonroot", "run-as-non-root"),
      // looks at the annotation only, and permits localhost
      ...all(
        of(appArmor, "annotation-unconfined annotation-init-unconfined"),
        refused("restrict-apparmor-profiles", "app-armor"),
      ),
      ...templates(appArmor, "restrict-apparmor-profiles", "app-armor"),
      // its list is that of before 1.27, so what is safe since 1.29 is refused too
      ...all(
        of(
          sysctls,
          "unsafe-kernel-msgmax unsafe-net-somaxconn mixed slash-notation not-namespaced edge-safe-keepalive",
        ),
        refused(sysctls, "check-sysctls"),
      ),
      ...templates(sysctls, sysctls, "check-sysctls"),
    },
    verdicts: {
      ...everywhere<string>("not-enforced"),
      [capabilities]: "enforced",
      "disallow-host-namespaces": "enforced",
      [privileged]: "enforced",
      // container_t is permitted
      [selinux]: "enforced-looser",
      [procMount]: "enforced",
      [nonRoot]: "enforced",
      [appArmor]: "partly-enforced",
      [sysctls]: "enforced",
    },
  };
}

/**
 * The form of ValidatingPolicies, which the chart installs unless told otherwise. Its rules are about `pods` only, and
 * Kyverno adds `pods/ephemeralcontainers` for ClusterPolicies alone: no container that is added to a running pod is seen.
 */
function cel(): Truth {
  const refused = (policy: string, how = "both") =>
    `refused by kyverno ${policy} at vpol.validate.kyverno.svc-fail, by ${how}`;
  const templates = "tpl-deployment tpl-statefulset tpl-daemonset tpl-job tpl-cronjob update-deployment";
  const capabilities = "disallow-add-capabilities";
  const privileged = "disallow-privileged-containers";
  return {
    kind: "kyverno-chart",
    outcomes: {
      ...withoutRules,
      ...all(
        of(
          capabilities,
          `main-net-admin init-net-admin main-all main-sys-admin main-lowercase second-net-admin ${templates}`,
        ),
        refused("disallow-capabilities"),
      ),
      [`${capabilities}/main-chown`]: refused("disallow-capabilities-strict"),
      ...all(
        of("disallow-host-namespaces", `hostpid hostipc hostnetwork ${templates}`),
        refused("disallow-host-namespaces"),
      ),
      // the control leaves out allowPrivilegeEscalation, which disallow-privilege-escalation refuses
      ...all(of(privileged, `main init second ${templates}`), refused(privileged, "message")),
      [`${privileged}/main-ape-true`]: refused(privileged),
      ...all(
        of(
          "disallow-selinux-options",
          `pod-type main-type main-user main-role init-type second-type ${templates}`,
        ),
        refused("disallow-selinux"),
      ),
      ...all(
        of("require-default-proc-mount", `main-unmasked init-unmasked ${templates}`),
        refused("disallow-proc-mount"),
      ),
      ...all(
        of(
          "require-run-as-non-root",
          `unset pod-false main-false init-false second-false unset-with-uid userns-unset ${templates}`,
        ),
        refused("require-run-as-nonroot"),
      ),
      "require-run-as-non-root/user-0": refused("require-run-as-non-root-user"),
      // the annotation is compared with "localhost/*" to the letter, so no local profile is permitted there; the field permits them
      ...all(
        of(
          "restrict-apparmor",
          `annotation-unconfined field-main-unconfined field-pod-unconfined annotation-init-unconfined field-init-unconfined annotation-localhost ${templates}`,
        ),
        refused("restrict-apparmor-profiles"),
      ),
      ...all(
        of(
          "restrict-sysctls",
          `unsafe-kernel-msgmax unsafe-net-somaxconn mixed slash-notation not-namespaced ${templates}`,
        ),
        refused("restrict-sysctls"),
      ),
    },
    verdicts: {
      ...everywhere<string>("not-enforced"),
      [capabilities]: "enforced-looser",
      "disallow-host-namespaces": "enforced",
      [privileged]: "enforced-looser",
      "disallow-selinux-options": "enforced-looser",
      "require-default-proc-mount": "enforced",
      "require-run-as-non-root": "enforced-looser",
      "restrict-apparmor": "enforced-looser",
      "restrict-sysctls": "enforced",
    },
  };
}

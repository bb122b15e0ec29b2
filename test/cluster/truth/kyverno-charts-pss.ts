import { pss, triedIn, withoutPssRules } from "../../api/truth/pss.ts";
import { kyvernoChartTruths } from "./kyverno-charts.ts";
import { all, of } from "./probes.ts";
import type { Truth } from "./truth.ts";

const templates = "tpl-deployment tpl-statefulset tpl-daemonset tpl-job tpl-cronjob update-deployment";

/**
 * What Kyverno's own chart comes to by the profile pss-restricted, which it is made for: from the text of its templates,
 * as in kyverno-charts.ts. Both of its forms know neither user namespaces nor Windows nor the host in a probe.
 */
export const kyvernoChartPssTruths: readonly Truth[] = [classic(), cel()];

function classic(): Truth {
  const refused = (policy: string, rule: string, how = "both") =>
    `refused by kyverno ${policy} ${rule} at validate.kyverno.svc-fail, by ${how}`;
  /** The probes of a policy that a rule refuses, in pods and in templates. */
  const refusedIn = (id: string, probes: string, policy: string, rule: string) => ({
    ...all(of(id, probes), refused(policy, rule)),
    ...inTemplates(id, policy, rule),
  });
  const inTemplates = (id: string, policy: string, rule: string, how = "both") => ({
    ...all(of(id, templates), refused(policy, `autogen-${rule}`, how)),
    [`${id}/tpl-cronjob`]: refused(policy, `autogen-cronjob-${rule}`, how),
  });
  return {
    kind: "kyverno-classic",
    outcomes: {
      ...withoutPssRules("1.36"),
      ...shared("kyverno-classic"),
      ...refusedIn("disallow-host-path", "host-path after-another typed", "disallow-host-path", "host-path"),
      ...refusedIn(
        "disallow-host-ports",
        "main init second after-another",
        "disallow-host-ports",
        "host-ports-none",
      ),
      // the rule looks at containers only; for a pod as a whole there is the host's network that it needs
      ["disallow-host-process/main"]: refused("disallow-host-process", "host-process-containers", "message"),
      ["disallow-host-process/pod"]: refused("disallow-host-namespaces", "host-namespaces", "entailed"),
      ...inTemplates("disallow-host-process", "disallow-host-namespaces", "host-namespaces", "entailed"),
      ...refusedIn(
        "disallow-privilege-escalation",
        "main-true main-unset init-true second-true ephemeral-true",
        "disallow-privilege-escalation",
        "privilege-escalation",
      ),
      ["disallow-privilege-escalation/edge-windows"]: refused(
        "disallow-privilege-escalation",
        "privilege-escalation",
        "control-too",
      ),
      ...refusedIn(
        "require-drop-all-capabilities",
        "main-none main-one init-none second-none ephemeral-none main-lowercase",
        "disallow-capabilities-strict",
        "require-drop-all",
      ),
      ["require-drop-all-capabilities/edge-windows"]: refused(
        "disallow-capabilities-strict",
        "require-drop-all",
        "control-too",
      ),
      ...refusedIn(
        "require-run-as-non-root-user",
        "pod-0 main-0 init-0 second-0 ephemeral-0 userns-0",
        "require-run-as-non-root-user",
        "run-as-non-root-user",
      ),
      // the one for baseline refuses it too, and comes first
      ...refusedIn(
        "restrict-seccomp",
        "pod-unconfined main-unconfined init-unconfined second-unconfined ephemeral-unconfined",
        "restrict-seccomp",
        "check-seccomp",
      ),
      ["restrict-seccomp/unset"]: refused("restrict-seccomp-strict", "check-seccomp-strict"),
      ["restrict-seccomp/edge-windows"]: refused(
        "restrict-seccomp-strict",
        "check-seccomp-strict",
        "control-too",
      ),
      ...refusedIn(
        "restrict-volume-types",
        "nfs iscsi flex-volume ceph-fs after-another",
        "restrict-volume-types",
        "restricted-volumes",
      ),
    },
    verdicts: {
      ...all(pss.policies, "enforced"),
      "disallow-privilege-escalation": "enforced-stricter",
      "disallow-probe-host": "not-enforced",
      "require-drop-all-capabilities": "enforced-stricter",
      "require-run-as-non-root": "enforced-stricter",
      "require-run-as-non-root-user": "enforced-stricter",
      // the annotation only
      "restrict-apparmor": "partly-enforced",
      "restrict-seccomp": "enforced-stricter",
      // its list is that of before 1.27
      "restrict-sysctls": "enforced-stricter",
    },
  };
}

function cel(): Truth {
  const refused = (policy: string, how = "both") =>
    `refused by kyverno ${policy} at vpol.validate.kyverno.svc-fail, by ${how}`;
  const refusedIn = (id: string, probes: string, policy: string = id) =>
    all(of(id, `${probes} ${templates}`), refused(policy));
  return {
    kind: "kyverno-chart",
    outcomes: {
      ...withoutPssRules("1.36"),
      ...shared("kyverno-chart"),
      ...refusedIn("disallow-host-path", "host-path after-another typed"),
      ...refusedIn("disallow-host-ports", "main init second after-another"),
      ...all(
        of("disallow-host-process", `pod main ${templates}`),
        refused("disallow-host-process", "message"),
      ),
      ...refusedIn("disallow-privilege-escalation", "main-true main-unset init-true second-true"),
      ["disallow-privilege-escalation/edge-windows"]: refused("disallow-privilege-escalation", "control-too"),
      // a container that says nothing of capabilities passes, and one that says nothing of what it drops
      ...all(
        of("require-drop-all-capabilities", "main-one main-lowercase"),
        refused("disallow-capabilities-strict"),
      ),
      ["require-drop-all-capabilities/edge-windows"]: "control-refused",
      ...refusedIn("require-run-as-non-root-user", "pod-0 main-0 init-0 second-0 userns-0"),
      ...refusedIn("restrict-seccomp", "pod-unconfined main-unconfined init-unconfined second-unconfined"),
      ["restrict-seccomp/unset"]: refused("restrict-seccomp-strict"),
      ["restrict-seccomp/edge-windows"]: refused("restrict-seccomp-strict", "control-too"),
      ...refusedIn("restrict-volume-types", "nfs iscsi flex-volume ceph-fs after-another"),
    },
    verdicts: {
      ...all(pss.policies, "enforced"),
      // containers that are added to a running pod
      "disallow-add-capabilities": "enforced-looser",
      "disallow-privilege-escalation": "enforced-looser stricter",
      "disallow-privileged-containers": "enforced-looser",
      "disallow-probe-host": "not-enforced",
      "disallow-selinux-options": "enforced-looser",
      "require-drop-all-capabilities": "partly-enforced",
      "require-run-as-non-root": "enforced-looser stricter",
      "require-run-as-non-root-user": "enforced-looser stricter",
      // an annotation with a local profile is refused
      "restrict-apparmor": "enforced-looser stricter",
      "restrict-seccomp": "enforced-looser stricter",
    },
  };
}

/** What the probes that both profiles have come to at the same site: the same. */
function shared(kind: string): Truth["outcomes"] {
  const { outcomes = {} } = kyvernoChartTruths.find((truth) => truth.kind === kind) ?? {};
  return Object.fromEntries(
    triedIn("deep").flatMap(({ id }) => {
      const outcome = outcomes[id];
      return outcome === undefined ? [] : [[id, outcome]];
    }),
  );
}

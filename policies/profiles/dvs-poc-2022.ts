import type { Profile } from "../profile.ts";

/** The 14 policies of the proof of concept of 2022, with the parameters of its text. */
export const dvsPoc2022: Profile = {
  id: "dvs-poc-2022",
  version: "1.0.0",
  title: {
    de: "Richtlinien des Proof of Concept 2022 zur Deutschen Verwaltungscloud",
    en: "Policies of the 2022 proof of concept for the German administration cloud",
  },
  catalogue: "sys-1-6-cd2",
  policies: [
    "disallow-add-capabilities",
    "disallow-host-namespaces",
    "disallow-privileged-containers",
    "disallow-selinux-options",
    "imagepullpolicy-always",
    "require-default-proc-mount",
    "require-health-and-liveness-check",
    "require-limits-and-requests",
    "require-non-root-groups",
    "require-run-as-non-root",
    "require-ro-rootfs",
    "restrict-apparmor",
    "restrict-image-registries",
    "restrict-sysctls",
  ],
  parameters: {},
};

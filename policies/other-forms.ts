import type { PodOverlay } from "./pod-overlay.ts";

/** The names of {@link otherForms}. */
export const otherFormIds = ["root-user", "no-seccomp", "root-user-no-seccomp"] as const;

/** Another form of the same violation. */
export type OtherForm = (typeof otherFormIds)[number];

const rootUser: PodOverlay = { container: { securityContext: { runAsUser: 0 } } };
const noSeccomp = { securityContext: { seccompProfile: null } };

/**
 * Forms of a violation that a site may admit though it refuses or repairs the usual one. Whoever may use several of
 * OpenShift's security context constraints is judged by the first that fits the whole pod: without a seccomp profile, or
 * with a user id of its own, another one may.
 */
export const otherForms: Readonly<Record<OtherForm, PodOverlay>> = {
  "root-user": rootUser,
  "no-seccomp": { spec: noSeccomp },
  "root-user-no-seccomp": { ...rootUser, spec: noSeccomp },
};

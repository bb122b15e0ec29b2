import type { PodOverlay } from "./pod-overlay.ts";

/** The names of {@link otherForms}. */
export const otherFormIds = ["root-user", "no-seccomp", "root-user-no-seccomp", "owned"] as const;

/** Another form of the same violation. */
export type OtherForm = (typeof otherFormIds)[number];

const rootUser: PodOverlay = { container: { securityContext: { runAsUser: 0 } } };
const noSeccomp = { securityContext: { seccompProfile: null } };

/** An owner that does not exist: the API server asks nobody whether there is one. */
const owner = {
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  name: "owner",
  uid: "7f3a91c2-0000-4000-8000-000000000000",
  controller: true,
};

/**
 * Forms of a violation that a site may admit though it refuses or repairs the usual one. Whoever may use several of
 * OpenShift's security context constraints is judged by the first that fits the whole pod: without a seccomp profile, or
 * with a user id of its own, another one may. And rules that leave out the pods of controllers leave out every pod that
 * names an owner.
 */
export const otherForms: Readonly<Record<OtherForm, PodOverlay>> = {
  "root-user": rootUser,
  "no-seccomp": { spec: noSeccomp },
  "root-user-no-seccomp": { ...rootUser, spec: noSeccomp },
  owned: { metadata: { ownerReferences: [owner] } },
};

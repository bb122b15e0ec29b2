import type { Language } from "#policies";
import type { Way } from "./subjects.ts";

/** Reasons for which the API server itself refuses an object, whatever the policies. */
export const ownReasons = ["by-subresource", "user-namespace"] as const;

/** A reason for which the API server itself refuses an object. */
export type OwnReason = (typeof ownReasons)[number];

/** Objects that the API server itself refuses. */
export interface OwnRefusal {
  readonly reason: OwnReason;
  readonly way: Way;
  /** The objects, by the ids of probes or the names of controls. */
  readonly ids: readonly string[];
  /** What the API server says. */
  readonly says: RegExp;
}

/** Why a static check of policies says nothing of it. */
export const ownWords: Readonly<Record<OwnReason, Readonly<Record<Language, string>>>> = {
  "by-subresource": {
    de: "Ephemeral-Container lassen sich nur einem bestehenden Pod hinzufügen (Subresource `ephemeralcontainers`). So gesendet, stimmen die Urteile überein.",
    en: "Ephemeral containers can only be added to a pod that exists (subresource `ephemeralcontainers`). Sent that way, the judgements agree.",
  },
  "user-namespace": {
    de: "`procMount: Unmasked` lässt der API-Server nur in einem eigenen User-Namespace zu (`hostUsers: false`). Die Prüfung beanstandet das Feld ebenfalls; die Regel bekommt den Pod nicht zu sehen.",
    en: "The API server permits `procMount: Unmasked` in a user namespace only (`hostUsers: false`). The check finds fault with the field as well; the rule does not get to see the pod.",
  },
};

/** All of them; a run fails if one is missing here, and also if it does not meet one that is here. */
export const ownRefusals: readonly OwnRefusal[] = [
  {
    reason: "by-subresource",
    way: "created",
    ids: [
      "disallow-add-capabilities/ephemeral-net-admin",
      "disallow-privileged-containers/ephemeral",
      "disallow-selinux-options/ephemeral-type",
      "imagepullpolicy-always/ephemeral-latest-ifnotpresent",
      "require-non-root-groups/ephemeral-runasgroup-0",
      "require-run-as-non-root/ephemeral-false",
      "require-ro-rootfs/ephemeral-unset",
      "restrict-apparmor/ephemeral-field-unconfined",
      "restrict-image-registries/ephemeral-unknown-registry",
      "with-ephemeral",
      "ephemeral-no-ape",
      "ephemeral-latest-always",
    ],
    says: /ephemeralContainers: Forbidden: cannot be set on create/,
  },
  {
    reason: "user-namespace",
    way: "created",
    ids: [
      "require-default-proc-mount/main-unmasked-gate-off",
      "require-default-proc-mount/main-unmasked-host-userns",
    ],
    says: /`hostUsers` must be false to use `Unmasked`/,
  },
];

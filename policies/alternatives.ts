import type { PodOverlay } from "./pod-overlay.ts";

/** Another form of the compliant pod, for platforms that refuse the usual one though it keeps to all policies. */
export interface Alternative {
  readonly id: string;
  /** Words in a refusal that suggest it; the others are tried after those that are suggested. */
  readonly when: RegExp;
  readonly overlay: PodOverlay;
}

/** Annotation in which OpenShift keeps the range of user ids of a namespace, e.g. `1000680000/10000`. */
const uidRange = "openshift.io/sa.scc.uid-range";

/**
 * The alternatives that come into question in a namespace. With some of them single probes violate nothing any more
 * (an explicit user id fulfils the looser reading of runAsNonRoot); these are then not concluded from.
 * @param annotations of the namespace
 */
export function alternatives(annotations: Readonly<Record<string, string>>): readonly Alternative[] {
  const first = Number(/^\d+/.exec(annotations[uidRange] ?? "")?.[0] ?? Number.NaN);
  const inRange: readonly Alternative[] = Number.isSafeInteger(first)
    ? [
        {
          id: "range-ids",
          when: /must be in the ranges|is not an allowed group/i,
          overlay: { spec: { securityContext: { runAsGroup: first } } },
        },
      ]
    : [];
  return [
    // SCC restricted before OpenShift 4.11 refuses any seccomp profile
    {
      id: "openshift-pre-4.11",
      when: /seccomp may not be set/i,
      overlay: { spec: { securityContext: { seccompProfile: null } } },
    },
    ...inRange,
    {
      id: "explicit-uid",
      when: /run ?as ?user/i,
      overlay: { spec: { securityContext: { runAsUser: 100_000 } } },
    },
    // rules that read the fields of containers only
    {
      id: "container-level-duplicates",
      when: /containers?[[./]/i,
      overlay: {
        container: {
          securityContext: {
            runAsNonRoot: true,
            runAsGroup: "$GID",
            seccompProfile: { type: "RuntimeDefault" },
          },
        },
      },
    },
    // a rule of the field demands the annotation as soon as a pod has any annotation
    {
      id: "apparmor-explicit",
      when: /app ?armor/i,
      overlay: {
        metadata: {
          annotations: { "container.apparmor.security.beta.kubernetes.io/main": "runtime/default" },
        },
      },
    },
  ];
}

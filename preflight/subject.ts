import type { JsonObject } from "#policies";
import type { ServiceAccount } from "#results";

/** What is tried. */
export const subjectIds = ["namespace", "aggregator", "plugin", "job", "job-pod", "run-namespace"] as const;

/** What is tried. */
export type SubjectId = (typeof subjectIds)[number];

/** An object that a run makes, and who makes it. */
export interface Subject {
  readonly id: SubjectId;
  /** The collection in which it is made. */
  readonly path: string;
  readonly object: JsonObject;
  /** Absent: the operator. */
  readonly as?: ServiceAccount;
}

/** A way to run the plugin: the namespace that it takes, and what is made there. */
export interface Way {
  readonly namespace: string;
  /** The namespace as it is made if nobody made it before. */
  readonly namespaceObject: JsonObject;
  readonly serviceAccount: string;
  /** A label of all its pods. */
  readonly podLabel: readonly [name: string, value: string];
  readonly subjects: readonly Subject[];
  /** Images that the nodes pull. */
  readonly images: readonly string[];
  /** Registries that the site permits. */
  readonly allowedRegistries: readonly string[];
}

/** Whether it is or holds a pod, so that policies about pods are to be expected to refuse it. */
export function isPod({ id }: Pick<Subject, "id">): boolean {
  return id !== "namespace" && id !== "run-namespace";
}

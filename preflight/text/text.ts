import type { Hint } from "../exemptions/exemption.ts";
import type { SubjectId } from "../subject.ts";
import type { OtherRefusal, Untried } from "../try-subject.ts";

/** What `dvs preflight` says. */
export interface PreflightText {
  /** @param state of the namespace */
  head(server: string, namespace: string, state: "exists" | "made" | "missing"): string;
  readonly subjects: Readonly<Record<SubjectId, string>>;
  readonly admitted: string;
  /** @param who engine and rules, as far as the message tells */
  refusedBy(engine: string, policies: readonly string[]): string;
  /** Where no policy refused that is known. */
  readonly refusedOtherwise: Readonly<Record<OtherRefusal, string>>;
  untried(why: Untried): string;
  notAs(user: string): string;
  instead(serviceAccount: string): string;
  /** What policies the pod breaks by the catalogue, beside those that the message names. */
  broken(ids: readonly string[]): string;
  readonly nothingToExempt: string;
  readonly exempt: string;
  exemption(engine: string, policies: readonly string[], ready: number): string;
  readonly hints: Readonly<Record<Hint, string>>;
  /** What to do with the manifests, and what not to exempt. */
  apply(namespace: string): readonly string[];
  readonly runNamespaceRefused: string;
  readonly onlyFirst: string;
  /** What to do where the namespace is missing. */
  createFirst(namespace: string): string;
  /** What follows for Sonobuoy where exemptions need the namespace to be there. */
  readonly existingNamespace: string;
  images(images: readonly string[]): string;
  /** Comment at the head of the manifests. */
  comment(namespace: string): readonly string[];
  readonly noExemptions: string;
}

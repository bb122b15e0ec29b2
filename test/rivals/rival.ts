import type { JsonObject } from "#policies";

/** Where pods are sent. */
export interface Place {
  readonly namespace: string;
  /** An image that the site permits. */
  readonly image: string;
  /** An image of a registry that it does not. */
  readonly foreignImage: string;
}

/** As much of the API server's answer as the rivals look at. */
export interface Answer {
  /** The HTTP status code. */
  readonly code: number;
  /** Of the Status object; empty where the pod was admitted. */
  readonly message: string;
}

/** What a rival tells its user about the violation that a question is about. */
export type Says =
  /** The site refuses it. */
  | "blocked"
  /** The site admits it. */
  | "open"
  /** It was refused, but not in the way that counts as refused: reported as failed, with the answer. */
  | "failed"
  /** The rival's own compliant pod was refused, so that the violation was not tried. */
  | "nothing";

/** One of a rival's questions. */
export interface Question {
  /** The rival's name for it. */
  readonly id: string;
  /** Completes "is … refused?". */
  readonly about: string;
  /** Our probe that asks the same (`policy/variant`); undefined for what none of the 14 policies is about. */
  readonly probe?: string;
  /** A pod that has to be admitted before the violating one is tried, if the rival has one. */
  readonly compliant?: (place: Place) => JsonObject;
  readonly violating: (place: Place) => JsonObject;
}

/** Another tool that tries violations. It cannot be run here: what is known of it was read in its code. */
export interface Rival {
  readonly id: "kdigger" | "probr";
  /** As whom it needs to be run: a tenant who may create pods, or somebody who may create namespaces too. */
  readonly identity: "tenant" | "administrator";
  readonly questions: readonly Question[];
  /** What it makes of one answer. */
  readonly judge: (answer: Answer) => "admitted" | "refused" | "error";
}

/** What a rival says after its answers are in. */
export function saysOf(
  { judge }: Pick<Rival, "judge">,
  answers: { readonly compliant?: Answer; readonly violating: Answer },
): Says {
  const { compliant, violating } = answers;
  if (compliant !== undefined && judge(compliant) !== "admitted") return "nothing";
  return ({ admitted: "open", refused: "blocked", error: "failed" } as const)[judge(violating)];
}

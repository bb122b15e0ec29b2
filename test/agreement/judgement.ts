import type { PolicyId } from "#policies";
import { pullPolicyChanged } from "./pull-policy-changed.ts";
import type { Trial } from "./try-subject.ts";

/**
 * How a cluster tells which policies are violated: by naming all of them, only the first that it sees, or all but the
 * one of which it mends the violations.
 */
export type Telling = "all" | "first" | "mending";

const mended: PolicyId = "imagepullpolicy-always";

/**
 * How the two judgements of an object differ; undefined if they do not.
 * @returns a line that says what the check found and what the cluster said
 */
export function difference(trial: Trial, telling: Telling): string | undefined {
  const { expected, answer, sent } = trial;
  const changed = answer.admitted && pullPolicyChanged(sent, answer.body);
  if (sameJudgement(trial, telling, changed)) return undefined;
  const found = expected.join(", ") || "nothing";
  const said = answer.said || (changed ? "admitted, and changed" : "admitted");
  return `${nameOf(trial)}: the check finds ${found}; the cluster: ${said}`;
}

function sameJudgement({ expected, answer, way }: Trial, telling: Telling, changed: boolean): boolean {
  const { admitted, policies } = answer;
  switch (telling) {
    case "all":
      return !changed && expected.join() === policies.join();
    case "first":
      return (
        !changed && admitted === (expected.length === 0) && policies.every((id) => expected.includes(id))
      );
    case "mending": {
      // it mends pods that are created, and sees neither templates nor updates
      const mends = way === "of-template" || way === "created";
      const named = mends ? expected.filter((id) => id !== mended) : expected;
      return changed === (mends && expected.includes(mended)) && named.join() === policies.join();
    }
  }
}

/** Whether the API server refused by itself: no rule of a policy is named. */
export function isOwnRefusal({ answer }: Pick<Trial, "answer">): boolean {
  return !answer.admitted && answer.policies.length === 0;
}

/** What a trial is called in messages. */
export function nameOf({ id, way, group }: Trial): string {
  return `${id} ${way} (${group})`;
}

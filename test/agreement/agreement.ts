import type { Settings } from "../../check/index.ts";
import type { Asker } from "./ask.ts";
import { checkedBy } from "./check-text.ts";
import { type Counts, counted } from "./counts.ts";
import { difference, isOwnRefusal, nameOf, type Telling } from "./judgement.ts";
import { ownRefusals } from "./only-a-cluster.ts";
import type { Subject } from "./subjects.ts";
import { type Trial, trySubject } from "./try-subject.ts";

/** How one kind of enforcement and the static check judge the same objects. */
export interface Agreement {
  readonly counts: Counts;
  /** Where the two do not agree, and where the list of own refusals is not exact; a line each. */
  readonly differences: readonly string[];
}

/** How many requests are under way at once. */
const atOnce = 8;

/** Has a cluster and the static check judge the same texts, with the same parameters. */
export async function agreementOf(
  asker: Asker,
  namespace: string,
  subjects: readonly Subject[],
  settings: Settings,
  telling: Telling,
): Promise<Agreement> {
  const check = checkedBy(settings);
  const faulty: string[] = [];
  const trials: Trial[] = [];
  const waiting = [...subjects];
  const worker = async () => {
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      const checked = check(subject.text);
      if (checked.fault) faulty.push(`${subject.id}: the check finds the text itself at fault`);
      trials.push(...(await trySubject(asker, namespace, subject, checked)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const own = trials.filter(isOwnRefusal);
  const decided = trials.filter((trial) => !isOwnRefusal(trial));
  const differing = decided.filter((trial) => difference(trial, telling) !== undefined);
  return {
    counts: counted(trials, own, differing),
    differences: [...faulty, ...differing.map((trial) => difference(trial, telling) ?? ""), ...inexact(own)],
  };
}

/** Where the list of own refusals is not what was met. */
function inexact(own: readonly Trial[]): string[] {
  const met = new Set<string>();
  const unlisted = own.filter(({ id, way, answer }) => {
    const listed = ownRefusals.some(
      (entry) => entry.way === way && entry.ids.includes(id) && entry.says.test(answer.said),
    );
    if (listed) met.add(`${id} ${way}`);
    return !listed;
  });
  const idle = ownRefusals.flatMap(({ ids, way, reason }) =>
    ids.filter((id) => !met.has(`${id} ${way}`)).map((id) => `${id} ${way}: listed (${reason}), not met`),
  );
  return [
    ...unlisted.map((trial) => `${nameOf(trial)}: not listed, but refused: ${trial.answer.said}`),
    ...idle,
  ];
}

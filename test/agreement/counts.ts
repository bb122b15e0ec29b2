import { ownRefusals } from "./only-a-cluster.ts";
import { type Group, groups, type Subject } from "./subjects.ts";

/** Numbers of objects, by where they come from. */
export type Counts = Readonly<
  Record<
    Group,
    {
      /** Objects that were sent, pods of templates among them. */
      readonly sent: number;
      /** Those of them that the API server itself refused. */
      readonly own: number;
      /** Those of them on which check and cluster differ. */
      readonly differing: number;
    }
  >
>;

type Grouped = readonly { readonly group: Group }[];

/** Counts what was sent, what was refused by the API server itself, and where the judgements differ. */
export function counted(sent: Grouped, own: Grouped, differing: Grouped): Counts {
  const of = (list: Grouped, group: Group) => list.filter((one) => one.group === group).length;
  const entries = groups.map(
    (group) =>
      [group, { sent: of(sent, group), own: of(own, group), differing: of(differing, group) }] as const,
  );
  return Object.fromEntries(entries) as Counts;
}

const withTemplate = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

/** What a run has to count, by the list of own refusals: of each workload that is admitted, a pod is sent too. */
export function expectedCounts(subjects: readonly Subject[]): Counts {
  const isOwn = (id: string, way: string) =>
    ownRefusals.some((entry) => entry.way === way && entry.ids.includes(id));
  const sent = subjects.flatMap(({ id, group, kind, way }) => {
    const itself = { group, own: isOwn(id, way) };
    if (itself.own || !withTemplate.includes(kind)) return [itself];
    return [itself, { group, own: isOwn(id, "of-template") }];
  });
  return counted(
    sent,
    sent.filter(({ own }) => own),
    [],
  );
}

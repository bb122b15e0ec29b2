import { z } from "zod";
import type { Counts, NodeFacts } from "#results";

const nodeStatus = z.object({
  capacity: z.record(z.string(), z.string()).default({}),
  nodeInfo: z.object({
    osImage: z.string(),
    kernelVersion: z.string(),
    containerRuntimeVersion: z.string(),
    architecture: z.string(),
  }),
});
const nodeList = z.object({
  metadata: z.object({ continue: z.string().default("") }).default({ continue: "" }),
  items: z.array(z.object({ status: nodeStatus })),
});

/** What is kept of a node; its name is not. */
export interface NodeStatus {
  readonly capacity: Readonly<Record<string, string>>;
  readonly nodeInfo: {
    readonly osImage: string;
    readonly kernelVersion: string;
    readonly containerRuntimeVersion: string;
    readonly architecture: string;
  };
}

/** A page of the list of nodes, and the token for the next page; empty on the last. */
export function nodePage(list: unknown): { nodes: NodeStatus[]; next: string } {
  const { metadata, items } = nodeList.parse(list);
  return { nodes: items.map(({ status }) => status), next: metadata.continue };
}

/** The nodes, counted by what they are. */
export function nodeFacts(nodes: readonly NodeStatus[]): NodeFacts {
  const counted = (pick: (info: (typeof nodes)[number]["nodeInfo"]) => string): Counts => {
    const groups = Map.groupBy(nodes, ({ nodeInfo }) => pick(nodeInfo));
    return Object.fromEntries(
      [...groups].map(([value, own]): [string, number] => [value, own.length]).sort(),
    );
  };
  const sum = (resource: string) =>
    nodes.reduce((total, { capacity }) => total + quantity(capacity[resource] ?? "0"), 0);
  return {
    count: nodes.length,
    osImages: counted(({ osImage }) => osImage),
    kernels: counted(({ kernelVersion }) => kernelVersion),
    runtimes: counted(({ containerRuntimeVersion }) => containerRuntimeVersion),
    architectures: counted(({ architecture }) => architecture),
    capacity: { cpu: sum("cpu"), memory: sum("memory") },
  };
}

const suffixes: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** A Kubernetes quantity (`3920m`, `16Gi`) as a number; 0 if it has none of the known forms. */
export function quantity(text: string): number {
  const [, number, suffix = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return Number(number ?? 0) * (suffixes[suffix] ?? 0);
}

import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { request, type Site } from "../../testbed/index.ts";

/** The controller that is at work. */
export interface NamespaceRanges {
  stop(): Promise<void>;
}

const prefix = "openshift.io/sa.scc.";

/** OpenShift gives the first namespace this id, and each ten thousand of them. */
const firstId = 1_000_650_000;
const size = 10_000;

const namespaces = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        creationTimestamp: z.coerce.date(),
        annotations: z.record(z.string(), z.string()).default({}),
      }),
    }),
  ),
});

/**
 * What a controller of OpenShift does: gives every namespace a range of user ids, one of groups, and an SELinux level,
 * a moment after it was made. Security context constraints take from there what a pod does not say.
 * @param after seconds for which a namespace stays without
 */
export function giveRanges(site: Site, after = 0): NamespaceRanges {
  const ending = new AbortController();
  let given = 0;
  const turn = async () => {
    const { items } = namespaces.parse((await request(site, "/api/v1/namespaces")).body);
    for (const { metadata } of items) {
      const age = (Date.now() - metadata.creationTimestamp.getTime()) / 1000;
      if (age < after || `${prefix}uid-range` in metadata.annotations) continue;
      const range = `${firstId + given * size}/${size}`;
      // pairs of categories, the larger one first
      const level = `s0:c${26 + Math.floor(given / 20)},c${given % 20}`;
      given += 1;
      const annotations = {
        [`${prefix}mcs`]: level,
        [`${prefix}supplemental-groups`]: range,
        [`${prefix}uid-range`]: range,
      };
      await request(site, `/api/v1/namespaces/${metadata.name}`, {
        method: "PATCH",
        contentType: "application/merge-patch+json",
        body: { metadata: { annotations } },
      });
    }
  };
  const loop = async () => {
    while (!ending.signal.aborted) {
      // the server may be restarting
      await turn().catch(() => {});
      await sleep(1000, undefined, { signal: ending.signal }).catch(() => {});
    }
  };
  const running = loop();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}

import { z } from "zod";
import type { Read } from "../plugin/facts/exemption-source.ts";
import { itemsOf } from "../plugin/facts/items-of.ts";

const quantities = z.object({ cpu: z.unknown(), memory: z.unknown() }).partial().default({});
const limitRange = z.object({
  spec: z.object({
    limits: z.array(z.object({ type: z.string(), default: quantities, defaultRequest: quantities })),
  }),
});

/**
 * Whether a LimitRange gives containers without any requests and limits those of CPU and memory: admission plugins fill
 * them in before policies look.
 */
export async function filledByLimitRange(read: Read, namespace: string): Promise<boolean> {
  const ranges = itemsOf(await read(`/api/v1/namespaces/${namespace}/limitranges`), limitRange);
  return ranges
    .flatMap(({ spec }) => spec.limits)
    .some(
      ({ type, default: limits, defaultRequest: requests }) =>
        type === "Container" &&
        [limits, requests].every(({ cpu, memory }) => cpu !== undefined && memory !== undefined),
    );
}

import { z } from "zod";
import { attributions, inconclusiveReasons, notApplicableReasons, type Outcome } from "./outcome.ts";
import type { RunResult } from "./run-result.ts";

/** The shapes of what a result file holds. They narrow foreign data at the one place where it comes in. */

const fact = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ value }), z.object({ unknown: z.string() })]);
const counts = z.record(z.string(), z.number());
const parameterValue = z.union([z.boolean(), z.number(), z.string(), z.array(z.string())]);
const refuser = z.object({
  engine: z.string(),
  policy: z.string().exactOptional(),
  rule: z.string().exactOptional(),
  webhook: z.string().exactOptional(),
  failOpen: z.literal(true).exactOptional(),
});
/** Shape of an outcome. */
export const outcomeShape: z.ZodType<Outcome> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("refused"),
    by: refuser,
    message: z.string(),
    attribution: z.enum(attributions),
  }),
  z.object({ kind: z.literal("mutated"), changes: z.json() }),
  z.object({ kind: z.literal("warned"), message: z.string() }),
  z.object({ kind: z.literal("admitted") }),
  z.object({ kind: z.literal("control-refused"), by: refuser.exactOptional(), message: z.string() }),
  z.object({
    kind: z.literal("inconclusive"),
    reason: z.enum(inconclusiveReasons),
    message: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal("not-applicable"), reason: z.enum(notApplicableReasons) }),
]);

/** Shapes of the properties of the site suite, which hold JSON. */
export const runShapes: {
  readonly [K in Exclude<keyof RunResult, "probes">]: z.ZodType<RunResult[K]>;
} = {
  tool: z.object({ name: z.string(), version: z.string() }),
  run: z.object({
    id: z.string(),
    started: z.iso.datetime(),
    finished: z.iso.datetime(),
    cutShort: z.string().exactOptional(),
  }),
  site: z.object({
    id: z.string().min(1),
    idSource: z.enum(["kube-system-uid", "api-server-ca", "api-server-url"]),
    kubernetesVersion: fact(z.string()),
    distribution: fact(z.string()),
    nodes: fact(
      z.object({
        count: z.number(),
        osImages: counts,
        kernels: counts,
        runtimes: counts,
        architectures: counts,
        capacity: z.object({ cpu: z.number(), memory: z.number() }),
      }),
    ),
    storageClasses: fact(z.array(z.object({ name: z.string(), provisioner: z.string() }))),
    engines: fact(
      z.array(
        z.object({
          name: z.string(),
          version: z.string().exactOptional(),
          webhooks: z.array(z.object({ name: z.string(), failurePolicy: z.string() })).exactOptional(),
          policies: z.array(z.string()).exactOptional(),
        }),
      ),
    ),
  }),
  profile: z.object({
    id: z.string(),
    version: z.string(),
    parameters: z.record(z.string(), z.record(z.string(), parameterValue)),
  }),
  configuration: z.record(z.string(), z.json()),
  vantages: z.array(
    z.object({
      namespace: z.string(),
      kind: z.enum(["fresh", "tenant"]),
      identity: z.enum(["token", "impersonation", "none"]),
      podSecurity: z.record(z.string(), z.string()),
      compliant: outcomeShape,
    }),
  ),
};

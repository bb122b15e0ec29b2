import { z } from "zod";
import { type Json, otherFormIds, type PodOverlay } from "#policies";
import { attributions, inconclusiveReasons, notApplicableReasons, type Outcome } from "./outcome.ts";
import type { RunResult } from "./run-result.ts";
import { cutJson, cutText, longest } from "./text-length.ts";

/**
 * The shapes of what a result file holds. They narrow foreign data at the one place where it comes in: texts for people
 * are cut to a length, ids that are too long are refused, because two of them could become the same.
 */

/** Characters of an ISO 8601 time with more digits than anybody needs. */
const longestTime = 40;

const text = (length: number): z.ZodString => z.string().overwrite((value) => cutText(value, length));
/** Shape of an id. */
export const idShape: z.ZodString = z.string().min(1).max(longest.id);
/** Shape of a namespace's name. */
export const namespaceShape: z.ZodString = z.string().max(longest.namespace);
/** Shape of what a probe says of itself. */
export const saysShape: z.ZodString = text(longest.says);
/** Shape of a name that is only shown. */
export const nameShape: z.ZodString = text(longest.id);
const name = nameShape;
/** Shape of a value that is only shown. */
export const jsonShape: z.ZodType<Json> = z.json().transform((value) => cutJson(value, longest.message));
const message = text(longest.message);
const time = z.iso.datetime().max(longestTime);
const fact = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ value }), z.object({ unknown: text(longest.text) })]);
const counts = z.record(name, z.number());
const parameterValue = z.union([z.boolean(), z.number(), name, z.array(name)]);
const refuser = z.object({
  engine: name,
  policy: name.exactOptional(),
  rule: name.exactOptional(),
  webhook: name.exactOptional(),
  failOpen: z.literal(true).exactOptional(),
});
/** Shape of an outcome. */
export const outcomeShape: z.ZodType<Outcome> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("refused"),
    by: refuser,
    message,
    attribution: z.enum(attributions),
  }),
  z.object({ kind: z.literal("mutated"), changes: jsonShape }),
  z.object({ kind: z.literal("warned"), message }),
  z.object({
    kind: z.literal("admitted"),
    byController: z.literal(true).exactOptional(),
    inForm: z.enum(otherFormIds).exactOptional(),
  }),
  z.object({ kind: z.literal("control-refused"), by: refuser.exactOptional(), message }),
  z.object({
    kind: z.literal("inconclusive"),
    reason: z.enum(inconclusiveReasons),
    message: message.exactOptional(),
  }),
  z.object({ kind: z.literal("not-applicable"), reason: z.enum(notApplicableReasons) }),
]);

const texts = z.record(z.string(), name);
const jsonObject = z.record(z.string(), z.json());
/** Shape of what is merged into every pod. */
export const overlayShape: z.ZodType<PodOverlay> = z.strictObject({
  metadata: z
    .strictObject({ labels: texts.exactOptional(), annotations: texts.exactOptional() })
    .exactOptional(),
  spec: jsonObject.exactOptional(),
  container: jsonObject.exactOptional(),
});

/** Shapes of the properties of the site suite, which hold JSON. */
export const runShapes: {
  readonly [K in Exclude<keyof RunResult, "probes">]: z.ZodType<RunResult[K]>;
} = {
  tool: z.object({ name, version: name }),
  run: z.object({
    id: idShape,
    started: time,
    finished: time,
    cutShort: message.exactOptional(),
  }),
  site: z.object({
    id: idShape,
    idSource: z.enum(["kube-system-uid", "api-server-ca", "api-server-url"]),
    kubernetesVersion: fact(name),
    distribution: fact(name),
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
    storageClasses: fact(z.array(z.object({ name, provisioner: name }))),
    engines: fact(
      z.array(
        z.object({
          name,
          version: name.exactOptional(),
          webhooks: z.array(z.object({ name, failurePolicy: name })).exactOptional(),
          policies: z.array(name).exactOptional(),
          reporting: z.array(name).exactOptional(),
          reportingOn: z.record(idShape, z.array(name)).exactOptional(),
        }),
      ),
    ),
  }),
  profile: z.object({
    id: idShape,
    version: name,
    parameters: z.record(idShape, z.record(idShape, parameterValue)),
  }),
  configuration: z.record(nameShape, jsonShape),
  vantages: z.array(
    z.object({
      namespace: namespaceShape,
      kind: z.enum(["fresh", "tenant"]),
      identity: z.enum(["token", "impersonation", "none"]),
      podSecurity: z.record(name, name),
      compliant: outcomeShape,
      alternative: z.object({ id: name, overlay: overlayShape }).exactOptional(),
      // results of the first version have none
      exemptions: z
        .array(
          z.object({ engine: name, policies: z.array(idShape).exactOptional(), says: text(longest.text) }),
        )
        .default([]),
    }),
  ),
};

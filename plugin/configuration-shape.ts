import { z } from "zod";
import { defaultProfile, type Json, type Parameters, type PodOverlay, profiles } from "#policies";

/** Longest name of a namespace, and the form of one (RFC 1123 label). */
const namespace = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "a namespace has lower-case letters, digits and hyphens")
  .refine((name) => !/^kube-(system|public|node-lease)$/.test(name), "that is no tenant's: sites exempt it");

const registry = z
  .string()
  .regex(
    /^[a-zA-Z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/,
    "a registry is a host, or a host and a path, without https://",
  );
const seconds = (most: number) => z.number().positive().max(most);
const parameterValue = z.union([z.boolean(), z.number().int(), z.string(), z.array(z.string())]);
const texts = z.record(z.string(), z.string());

/** Values of a pod's fields as a site demands them; `null` would take a field away, which is nobody's demand. */
const demanded: z.ZodType<Demanded> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(demanded), z.record(z.string(), demanded)]),
);
type Demanded = string | number | boolean | Demanded[] | { [key: string]: Demanded };

const lists = ["containers", "initContainers", "ephemeralContainers"];

/** Ports would become host ports where a probe sets hostNetwork, and two rules be broken at once. */
const ownFields = [
  "name",
  "image",
  "imagePullPolicy",
  "ports",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
];

const podOverlay = z
  .strictObject({
    metadata: z
      .strictObject({ labels: texts.exactOptional(), annotations: texts.exactOptional() })
      .exactOptional(),
    spec: z
      .record(z.string(), demanded)
      .refine(
        (spec) => !lists.some((list) => list in spec),
        `what every container needs stands under container, not under spec.${lists.join(" or spec.")}`,
      )
      .exactOptional(),
    container: z
      .record(z.string(), demanded)
      .refine(
        (container) => !ownFields.some((field) => field in container),
        `${ownFields.join(", ")} are set by the probes; the image is the key image`,
      )
      .exactOptional(),
  })
  .describe("What the site demands of every pod, merged into every probe and control.");

/** The keys of a configuration with their bounds, defaults and descriptions. */
const shape = z
  .strictObject({
    profile: z
      .enum(Object.keys(profiles))
      .default(defaultProfile.id)
      .describe("The set of policies, with their parameters."),
    probes: z
      .enum(["core", "deep"], 'expected "core" or "deep"')
      .default("core")
      .describe("core: the probes that suffice for a verdict; deep: all of them."),
    image: z
      .string()
      .regex(
        /^([a-zA-Z0-9.-]+(:\d+)?\/)?[a-z0-9._/-]+(:(?!latest$)[\w.-]+)?(@sha256:[0-9a-f]{64})?(?<=:[\w.-]+|[0-9a-f]{64})$/,
        "expected an image with a fixed tag (not latest) or a digest, such as registry.example/app:1.2.3",
      )
      .optional()
      .describe("Image named in the pods that are tried; it is never pulled."),
    allowedRegistries: z
      .array(registry)
      .min(1)
      .optional()
      .describe("Registries that the site permits: a host, or a host and a path."),
    parameters: z
      .record(z.string(), z.record(z.string(), parameterValue))
      .default({})
      .describe("Parameters that differ from the profile's, by policy."),
    namespaces: z
      .array(namespace)
      .default([])
      .describe("Tenant namespaces to probe besides a fresh one. Sonobuoy's own is an error."),
    freshNamespace: z
      .boolean()
      .default(true)
      .describe("Whether to make a namespace for the run and probe in it."),
    namespaceLabels: texts.default({}).describe("Labels for the namespace that the run makes."),
    podOverlay: podOverlay.optional(),
    appArmor: z
      .enum(["present", "absent"])
      .default("present")
      .describe("absent if the site states that its nodes have no AppArmor; its policy then does not apply."),
    concurrency: z
      .number()
      .int()
      .min(1)
      .max(16)
      .default(1)
      .describe("Requests in flight. The pace slows down with the answers in any case."),
    rest: z
      .number()
      .min(0)
      .max(100)
      .default(8)
      .describe(
        "How many times as long as a slow answer took the run rests after it; 0 where nobody else uses the cluster. All rests together take at most half of the deadline.",
      ),
    requestTimeout: seconds(600).default(10).describe("Seconds for one request."),
    deadline: seconds(86_400)
      .default(600)
      .describe("Seconds for the whole run; what is known by then is written."),
    settle: z
      .number()
      .min(0)
      .max(60)
      .default(1)
      .describe("Seconds after the fresh namespace's making at which all is tried again."),
    siteName: z.string().min(1).max(80).optional().describe("What the site is called in reports."),
  })
  .refine(({ freshNamespace, namespaces }) => freshNamespace || namespaces.length > 0, {
    path: ["namespaces"],
    message: "with freshNamespace: false at least one namespace must be named",
  })
  .refine(({ namespaces }) => new Set(namespaces).size === namespaces.length, {
    path: ["namespaces"],
    message: "a namespace is named twice",
  });

/** What stands in a configuration, with defaults where nothing was said. */
export interface ConfigurationValues {
  readonly profile: string;
  readonly probes: "core" | "deep";
  readonly image?: string | undefined;
  readonly allowedRegistries?: readonly string[] | undefined;
  /** Parameters that differ from the profile's, by policy. */
  readonly parameters: Readonly<Record<string, Parameters>>;
  /** Tenant namespaces to probe besides a fresh one. */
  readonly namespaces: readonly string[];
  /** Whether to make a namespace and probe in it. */
  readonly freshNamespace: boolean;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** What the site demands of every pod. */
  readonly podOverlay?: PodOverlay | undefined;
  readonly appArmor: "present" | "absent";
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** How many times as long as a slow answer took the run rests after it. */
  readonly rest: number;
  /** Seconds for one request. */
  readonly requestTimeout: number;
  /** Seconds for the whole run. */
  readonly deadline: number;
  /** Seconds after which the fresh namespace is looked at again: the site may have labelled it. */
  readonly settle: number;
  readonly siteName?: string | undefined;
}

/** The keys that are known. */
export const configurationKeys: readonly string[] = Object.keys(shape.shape);

/** Checks a configuration and fills in the defaults. */
export function parseConfiguration(values: unknown): z.ZodSafeParseResult<ConfigurationValues> {
  return shape.safeParse(values);
}

/** The JSON Schema of `config.yaml`, by which editors complete and check it. */
export function configurationSchema(): Json {
  const { $schema, ...schema } = z.toJSONSchema(shape, { io: "input" });
  return z.json().parse({ $schema, title: "Configuration of a dvs run", ...schema });
}

import type { KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import {
  check,
  defaultProfile,
  type JsonObject,
  type PolicyId,
  parametersOf,
  podIn,
  policies,
} from "#policies";
import { version } from "#results";
import { apiAs, apiOf } from "../plugin/api.ts";
import { type AttemptLimits, attempt } from "../plugin/attempt.ts";
import type { Read } from "../plugin/facts/exemption-source.ts";
import { namespaceState } from "../plugin/run-namespace.ts";
import type { Exemption } from "./exemptions/exemption.ts";
import { exemptionsFor, type Site } from "./exemptions/exemptions.ts";
import type { Lookup } from "./exemptions/lookup.ts";
import { filledByLimitRange } from "./filled-by-limit-range.ts";
import { isPod, type Way } from "./subject.ts";
import { temporaryNamespace } from "./temporary-namespace.ts";
import { type Speakers, type Tried, trySubject } from "./try-subject.ts";

/** Names itself in the site's logs. */
export const userAgent: string = `dvs/${version} (preflight)`;

/** What is needed to try the pods of a way. */
export interface PreflightOptions {
  readonly kubeconfig: KubeConfig;
  readonly limits: AttemptLimits;
  /** Makes the way, knowing the server's version, e.g. `v1.36.3`. */
  readonly way: (serverVersion: string) => Way;
  /** Whether a namespace that is missing may be made for the time of the tries. */
  readonly createNamespace: boolean;
}

/** What came of it. */
export interface Preflight {
  readonly server: string;
  readonly way: Way;
  /** `made`: for the time of the tries. */
  readonly namespace: "exists" | "made" | "missing";
  readonly tried: readonly Tried[];
  /** The policies of the catalogue that the pods break, by the object's place in `tried`. */
  readonly broken: readonly (readonly PolicyId[])[];
  readonly exemptions: readonly Exemption[];
  /** Sentences about what could not be removed. */
  readonly problems: readonly string[];
}

/**
 * Tries whether a cluster admits the pods of a run, before anything is made: all by server-side dry run, as the one who
 * is going to make each. Pods can be tried only where their namespace is: if it is not there, it is made and removed
 * again, or they stay untried.
 */
export async function preflight({
  kubeconfig,
  limits,
  way: wayFor,
  createNamespace,
}: PreflightOptions): Promise<Preflight> {
  const operator = apiOf(kubeconfig, userAgent);
  const speakers: Speakers = { operator, as: (account) => apiAs(account, kubeconfig, userAgent) };
  const read: Read = async (path, query = {}) => {
    const answer = await attempt(operator, { method: "GET", path, query }, limits);
    return answer.kind === "accepted" ? answer.object : undefined;
  };
  const lookup: Lookup = async (path) => {
    const answer = await attempt(operator, { method: "GET", path }, limits);
    if (answer.kind === "accepted") return { kind: "found", object: answer.object };
    return { kind: answer.kind === "denied" && answer.status.code === 404 ? "absent" : "unreadable" };
  };
  try {
    const way = wayFor(serverVersionOf(await read("/version")));
    const found = await attempt(
      operator,
      { method: "GET", path: `/api/v1/namespaces/${way.namespace}` },
      limits,
    );
    const missing = found.kind === "denied" && found.status.code === 404;
    const first = missing ? [await trySubject(namespaceSubject(way), speakers, limits)] : [];
    const creating = createNamespace && first.every(({ answer }) => answer.kind === "admitted");
    const made = missing && creating ? await temporaryNamespace(operator, way, limits) : undefined;
    const tried = [...first];
    let exemptions: Exemption[] = [];
    let breaks: readonly (readonly PolicyId[])[] = [];
    let problems: readonly string[] = made?.problem === undefined ? [] : [made.problem];
    try {
      for (const subject of way.subjects) tried.push(await trySubject(subject, speakers, limits));
      const filled = await filledByLimitRange(read, way.namespace);
      breaks = tried.map((one) => brokenBy(one, way, filled));
      const broken = [...new Set(breaks.flat())];
      const present = await namespaceState(operator, way.namespace, limits);
      const { namespace, serviceAccount, podLabel } = way;
      const site: Site = { read, lookup, versions: versionsOf(await read("/apis")) };
      exemptions = await exemptionsFor(tried, { namespace, present, serviceAccount, podLabel, broken }, site);
    } finally {
      if (made !== undefined) problems = [...problems, ...(await made.remove())];
    }
    return {
      server: operator.server,
      way,
      namespace: !missing ? "exists" : made === undefined ? "missing" : "made",
      tried,
      broken: breaks,
      exemptions,
      problems,
    };
  } finally {
    operator.close();
  }
}

function namespaceSubject({ namespaceObject: object }: Way): Tried["subject"] {
  return { id: "namespace", path: "/api/v1/namespaces", object };
}

function serverVersionOf(body: unknown): string {
  const { gitVersion } = z.object({ gitVersion: z.string().default("") }).safeParse(body).data ?? {};
  return /^v\d+\.\d+\.\d+/.exec(gitVersion ?? "")?.[0] ?? "";
}

const groupList = z.object({
  groups: z.array(z.object({ name: z.string(), versions: z.array(z.object({ version: z.string() })) })),
});

function versionsOf(body: unknown): Site["versions"] {
  const groups = groupList.safeParse(body).data?.groups ?? [];
  return (group) =>
    groups.find(({ name }) => name === group)?.versions.map(({ version: served }) => served) ?? [];
}

/**
 * The policies of the catalogue that an object's pod does not comply with.
 * @param filled whether the namespace gives its containers requests and limits
 */
function brokenBy({ subject }: Tried, { allowedRegistries }: Way, filled: boolean): PolicyId[] {
  if (!isPod(subject)) return [];
  const given = { "restrict-image-registries": { allowedRegistries } };
  const pod: JsonObject = podIn(subject.object);
  return defaultProfile.policies.filter(
    (id) =>
      !(filled && id === "require-limits-and-requests") &&
      check(policies[id], pod, parametersOf(id, defaultProfile, given)).length > 0,
  );
}

/** Whether anything was refused, or could not be tried. */
export function outcomeOf({ tried }: Preflight): "admitted" | "refused" | "untried" {
  const kinds = tried.map(({ answer }) => answer.kind);
  if (kinds.includes("refused")) return "refused";
  return kinds.includes("untried") ? "untried" : "admitted";
}

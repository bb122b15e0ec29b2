import { z } from "zod";
import { type PolicyId, policyIds } from "#policies";
import { cutText, type Exemption } from "#results";
import type { Api } from "../api.ts";
import { type AttemptLimits, attempt } from "../attempt.ts";
import { messageOf } from "../setup-failed.ts";
import { readAdmissionPolicySources } from "./admission-policy-exemptions.ts";
import { knownEngines } from "./engines.ts";
import type { ExemptionSource, Read } from "./exemption-source.ts";
import { readGatekeeperSources } from "./gatekeeper-exemptions.ts";
import { readKyvernoSources } from "./kyverno-exemptions.ts";
import { readOpenShiftSources } from "./openshift-exemptions.ts";
import type { Place } from "./place.ts";
import { readPodSecuritySources } from "./pod-security-exemptions.ts";
import { readPodWebhooks, webhookSources } from "./webhook-exemptions.ts";

/** All of the engines' configuration that could leave out a place, as far as it exists and may be read. */
export type ExemptionSources = readonly ExemptionSource[];

const groupList = z.object({
  groups: z.array(z.object({ name: z.string(), versions: z.array(z.object({ version: z.string() })) })),
});

/**
 * Reads what could leave out a place, one request after the other; objects of an engine only if its API group is
 * served. What does not exist or may not be read gives nothing.
 * @param talk is told what may not be read
 */
export async function readExemptionSources(
  api: Api,
  limits: AttemptLimits,
  talk: (sentence: string) => void = () => {},
): Promise<ExemptionSources> {
  const read: Read = async (path, query = {}) => {
    const answer = await attempt(api, { method: "GET", path, query }, limits);
    if (answer.kind === "denied" && answer.status.code === 403)
      talk(`who is exempt is not known in full: ${messageOf(answer)}`);
    return answer.kind === "accepted" ? answer.object : undefined;
  };
  const groups = groupList.safeParse(await read("/apis")).data?.groups ?? [];
  const versions = (name: string) =>
    groups.find((group) => group.name === name)?.versions.map(({ version }) => version) ?? [];
  const served = (name: string) => versions(name).length > 0;

  const webhooks = await readPodWebhooks(read);
  const known = webhooks !== undefined;
  const kyverno = knownEngines.find(({ name }) => name === "kyverno");
  const home = webhooks?.find(({ name }) => kyverno?.webhook.test(name))?.service ?? "kyverno";
  return [
    ...webhookSources(webhooks ?? []),
    ...(await readAdmissionPolicySources(read)),
    ...(await readPodSecuritySources(read)),
    ...(await readKyvernoSources(read, home, versions, known)),
    ...(await readGatekeeperSources(read, served, known)),
    ...(served("security.openshift.io") ? await readOpenShiftSources(read) : []),
  ];
}

/**
 * What is exempt at a place, without repetition.
 * @param agreed the policies that are asked about; what concerns others only is left out
 */
export function exemptionsAt(
  sources: ExemptionSources,
  place: Place,
  agreed: readonly PolicyId[] = policyIds,
): Exemption[] {
  const found = sources.flatMap(({ engine, policies: concerned, ways }): Exemption[] => {
    const policies = concerned?.filter((id) => agreed.includes(id));
    if (policies?.length === 0) return [];
    const reasons = ways.map((way) => way(place));
    const [says] = reasons;
    if (says === undefined || reasons.includes(undefined)) return [];
    return [{ engine, ...(policies !== undefined && { policies }), says: cutText(says, 299) }];
  });
  return [...new Map(found.map((exemption) => [JSON.stringify(exemption), exemption])).values()];
}

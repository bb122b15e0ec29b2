/**
 * Records anew what a real API server answers by its own admission: Pod Security, ValidatingAdmissionPolicy, and how it
 * wraps what a webhook says. These are samples by which the recognisers are tested.
 *
 *   npm run record:api-server
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import {
  controlObject,
  controls,
  defaultProfile,
  isObject,
  type JsonObject,
  type PolicyId,
  type Probe,
  type Profile,
  probeObject,
  probesIn,
  probeValues,
  profiles,
  versionReason,
} from "#policies";
import { demoImage, everyPolicyAtWork, siteKinds } from "../demo/sites.ts";
import { type ApiAnswer, apiOf } from "../plugin/api.ts";
import { servingCertificate } from "../test/api/faults/serving-certificate.ts";
import { startWebhookServer } from "../test/api/webhook-server.ts";
import { apply, componentVersion, remove, startTestbed, until } from "../testbed/index.ts";
import {
  againstHostPid,
  failing,
  failingToMutate,
  validating,
  webhook,
  withoutParameters,
} from "./recording/admission-rules.ts";

const file = join(import.meta.dirname, "../test/plugin/fixtures/api-server.json");
const version = await componentVersion("kube-apiserver");
const pss = profiles["pss-restricted"];
const vap = siteKinds.find(({ id }) => id === "vap");
if (pss === undefined || vap === undefined) throw new Error("The profile or the kind of site is gone.");

const testbed = await startTestbed({ onProgress: (line) => console.error(line) });
const samples: object[] = [];
try {
  const site = await testbed.startSite({ name: "record" });
  const config = new KubeConfig();
  config.loadFromFile(site.kubeconfig);
  const api = apiOf(config, "dvs-record");
  const create = (namespace: string, body: JsonObject): Promise<ApiAnswer> => {
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const query = { dryRun: "All", fieldValidation: "Strict" };
    return api.send({ method: "POST", path, query, body }, AbortSignal.timeout(30_000));
  };
  /** The answer to a pod, once it is what it is about: rules are at work a moment after they were stored. */
  const answerTo = async (namespace: string, pod: JsonObject, about: RegExp): Promise<ApiAnswer> => {
    let answer = await create(namespace, pod);
    await until(
      `an answer with ${about}`,
      async () => {
        answer = await create(namespace, pod);
        return about.test(JSON.stringify(answer));
      },
      { timeoutSeconds: 60 },
    );
    return answer;
  };
  const ready = async (name: string, labels: Readonly<Record<string, string>> = {}): Promise<string> => {
    await apply(site, [{ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }]);
    await answerTo(name, compliant(name), /"code":201/);
    return name;
  };
  const sample = (
    engine: string,
    id: string,
    { code, body, warnings }: ApiAnswer,
    expectedClass: string,
    [expectedPolicy, ...more]: readonly PolicyId[] = [],
  ) => {
    const { reason = null, message = null, details = null } = code === 201 || !isObject(body) ? {} : body;
    if ((code === 201) !== (expectedClass === "admitted-with-warning"))
      throw new Error(`${engine}, ${id}: the answer is ${code}, ${message ?? "no Status"}`);
    samples.push({
      id: `${engine}:${id}`,
      engine: `${engine}, Kubernetes ${version}`,
      provenance: "captured",
      status: { code, reason, message, details },
      ...(code === 201 && { warnings }),
      expectedClass,
      expectedPolicy: expectedPolicy ?? null,
      ...(more.length > 0 && { alsoExpected: more }),
    });
  };

  const level = (mode: string, name: string) => ({ [`pod-security.kubernetes.io/${mode}`]: name });
  const restricted = await ready("dvs-conf-restricted", level("enforce", "restricted"));
  const baseline = await ready("dvs-conf-baseline", level("enforce", "baseline"));
  for (const id of pss.policies) {
    const probe = leading(pss, id);
    const { breaks } = controls[probe.control] ?? {};
    const strict = await create(restricted, probeObject(probe, valuesIn(restricted)));
    sample("pod-security-restricted", probe.id, strict, "policy", [
      id,
      ...(breaks === undefined ? [] : [breaks]),
    ]);
    const lower = await create(baseline, probeObject(probe, valuesIn(baseline)));
    if (lower.code === 201) continue;
    // of what controls break, this level forbids host namespaces only
    const also = breaks === "disallow-host-namespaces" ? [breaks] : [];
    sample("pod-security-baseline", probe.id, lower, "policy", [id, ...also]);
  }
  const hostPid = "disallow-host-namespaces";
  const warning = await ready("dvs-conf-warn", level("warn", "restricted"));
  const warned = await create(warning, podWith(warning, { hostPID: true }));
  sample("pod-security-warn", "hostpid", warned, "admitted-with-warning", [hostPid]);

  const plain = await ready("dvs-conf");
  await apply(site, vap.manifests);
  await everyPolicyAtWork(site, vap, demoImage);
  for (const id of defaultProfile.policies) {
    const probe = leading(defaultProfile, id);
    const said = new RegExp(`'dvs-${id}' denied request: ${id}`);
    const answer = await answerTo(plain, probeObject(probe, valuesIn(plain)), said);
    sample("validating-admission-policy", probe.id, answer, "policy", [id]);
  }
  await remove(site, vap.manifests);
  const violating = podWith(plain, { hostPID: true });
  await answerTo(plain, violating, /"code":201/);

  const name = "policy.musterstadt.example";
  const server = await startWebhookServer({
    certificate: await servingCertificate(site),
    answer: ({ object: { spec = {} } }) =>
      "hostPID" in spec
        ? { allowed: false, message: "hostPID is not permitted here" }
        : { allowed: !("hostIPC" in spec) },
  });
  const called = webhook(name, server.clientConfig);
  await apply(site, [called]);
  const says = await answerTo(plain, violating, /denied the request/);
  sample("webhook", "with-a-message", says, "policy", [hostPid]);
  const silent = await create(plain, podWith(plain, { hostIPC: true }));
  sample("webhook", "without-explanation", silent, "policy");
  await server.stop();
  sample("webhook-call", "gone", await create(plain, compliant(plain)), "webhook-failure");
  await remove(site, [called]);

  for (const [engine, id, rules, expected] of [
    ["mutating-admission-policy", "evaluation-error", failingToMutate("cannot-change"), undefined],
    [
      "validating-admission-policy",
      "reason-forbidden",
      validating("forbids", againstHostPid({ message: "hostPID is not permitted", reason: "Forbidden" })),
      hostPid,
    ],
    ["validating-admission-policy", "no-message", validating("says-nothing", againstHostPid({})), hostPid],
    ["validating-admission-policy", "evaluation-error", validating("fails", failing), undefined],
    [
      "validating-admission-policy",
      "parameters-missing",
      validating("has-no-parameters", withoutParameters),
      undefined,
    ],
  ] as const) {
    await apply(site, rules);
    const answer = await answerTo(plain, violating, /denied request/);
    if (expected === undefined) sample(engine, id, answer, "policy-error");
    else sample(engine, id, answer, "policy", [expected]);
    await remove(site, rules);
    await answerTo(plain, violating, /"code":201/);
  }
  api.close();
} finally {
  await testbed.stop();
}
const note = `Recorded by "npm run record:api-server" from a running kube-apiserver ${version}, by server-side dry run.`;
await writeFile(file, `${JSON.stringify({ schema: "dvs-denial-samples/1", note, samples }, undefined, 2)}\n`);
console.error(`${samples.length} samples: ${file}`);

function valuesIn(namespace: string): ReturnType<typeof probeValues> {
  const run = { name: "p-7f3a91c2", namespace, serviceAccount: "default", image: demoImage };
  return probeValues({ ...run, minGid: 1000 });
}

function compliant(namespace: string): JsonObject {
  return controlObject("baseline", valuesIn(namespace));
}

/** A pod that violates nothing but what is added to its specification. */
function podWith(namespace: string, added: JsonObject): JsonObject {
  const pod = compliant(namespace);
  return { ...pod, spec: { ...(isObject(pod["spec"]) ? pod["spec"] : {}), ...added } };
}

/** The violation by which a policy is shown to be at work. */
function leading(profile: Profile, id: PolicyId): Probe {
  const found = probesIn(profile, id).find(
    (probe) => probe.weight === "must" && probe.expect === "reject" && !versionReason(probe, version),
  );
  if (found === undefined) throw new Error(`${id} has no violation.`);
  return found;
}

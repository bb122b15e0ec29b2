/**
 * Records anew what a real API server answers for its own admission: ValidatingAdmissionPolicy, Pod Security, and how it
 * wraps what a webhook says. These are the samples by which the recognisers are tested.
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

const file = join(import.meta.dirname, "../test/plugin/fixtures/api-server.json");
const registration = "admissionregistration.k8s.io/v1";
const pods = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
const version = await componentVersion("kube-apiserver");
const noHostPid = "!has(object.spec.hostPID) || !object.spec.hostPID";
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

  const valuesIn = (namespace: string) =>
    probeValues({
      name: "p-7f3a91c2",
      namespace,
      serviceAccount: "default",
      image: demoImage,
      minGid: 1000,
    });
  const create = (namespace: string, pod: JsonObject): Promise<ApiAnswer> =>
    api.send(
      {
        method: "POST",
        path: `/api/v1/namespaces/${namespace}/pods`,
        query: { dryRun: "All", fieldValidation: "Strict" },
        body: pod,
      },
      AbortSignal.timeout(30_000),
    );
  const compliant = (namespace: string) => controlObject("baseline", valuesIn(namespace));
  /** A pod that violates nothing but what is added to its specification. */
  const podWith = (namespace: string, added: JsonObject): JsonObject => {
    const pod = compliant(namespace);
    return { ...pod, spec: { ...(isObject(pod["spec"]) ? pod["spec"] : {}), ...added } };
  };

  /** A namespace, with labels of Pod Security; made and ready. */
  const namespace = async (name: string, labels: Readonly<Record<string, string>> = {}) => {
    await apply(site, [{ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }]);
    await until(`${name} to take pods`, async () => (await create(name, compliant(name))).code === 201, {
      timeoutSeconds: 60,
    });
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
  /** The answer to a pod, once it is what it is about: rules are at work a moment after they were stored. */
  const answerTo = async (where: string, pod: JsonObject, about: RegExp): Promise<ApiAnswer> => {
    let answer: ApiAnswer | undefined;
    await until(
      `an answer with ${about}`,
      async () => {
        answer = await create(where, pod);
        return about.test(JSON.stringify([answer.body, answer.warnings]));
      },
      { timeoutSeconds: 60 },
    );
    if (answer === undefined) throw new Error("There is no answer.");
    return answer;
  };

  const restricted = await namespace("dvs-conf-restricted", {
    "pod-security.kubernetes.io/enforce": "restricted",
  });
  const baseline = await namespace("dvs-conf-baseline", { "pod-security.kubernetes.io/enforce": "baseline" });
  for (const id of pss.policies) {
    const probe = leading(pss, id);
    const { breaks } = controls[probe.control] ?? {};
    const said = await create(restricted, probeObject(probe, valuesIn(restricted)));
    sample("pod-security-restricted", probe.id, said, "policy", [
      id,
      ...(breaks === undefined ? [] : [breaks]),
    ]);
    const lower = await create(baseline, probeObject(probe, valuesIn(baseline)));
    if (lower.code === 201) continue;
    // of what controls break, this level forbids host namespaces only
    const also = breaks === "disallow-host-namespaces" ? [breaks] : [];
    sample("pod-security-baseline", probe.id, lower, "policy", [id, ...also]);
  }
  const warning = await namespace("dvs-conf-warn", { "pod-security.kubernetes.io/warn": "restricted" });
  const hostPid = { hostPID: true };
  sample(
    "pod-security-warn",
    "hostpid",
    await create(warning, podWith(warning, hostPid)),
    "admitted-with-warning",
    ["disallow-host-namespaces"],
  );

  const plain = await namespace("dvs-conf");
  const certificate = await servingCertificate(site);
  const server = await startWebhookServer({
    certificate,
    answer: ({ object: { spec } }) => {
      const text = JSON.stringify(spec);
      if (text.includes('"hostPID":true'))
        return { allowed: false, message: "hostPID is not permitted here" };
      return { allowed: !text.includes('"hostIPC":true') };
    },
  });
  const name = "policy.musterstadt.example";
  const webhook = (sideEffects: string) => ({
    apiVersion: registration,
    kind: "ValidatingWebhookConfiguration",
    metadata: { name },
    webhooks: [
      {
        name,
        clientConfig: server.clientConfig,
        rules: [pods],
        sideEffects,
        admissionReviewVersions: ["v1"],
        failurePolicy: "Fail",
        timeoutSeconds: 2,
      },
    ],
  });
  await apply(site, [webhook("None")]);
  const says = await answerTo(plain, podWith(plain, hostPid), /denied the request/);
  sample("webhook", "with-a-message", says, "policy", ["disallow-host-namespaces"]);
  sample("webhook", "without-explanation", await create(plain, podWith(plain, { hostIPC: true })), "policy");
  await server.stop();
  sample("webhook-call", "gone", await create(plain, compliant(plain)), "webhook-failure");
  await remove(site, [webhook("None")]);

  const failing = {
    apiVersion: registration,
    kind: "MutatingAdmissionPolicy",
    metadata: { name: "cannot-change" },
    spec: {
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      matchConstraints: { resourceRules: [pods] },
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: {
            expression: 'Object{spec: Object.spec{hostname: object.metadata.labels["not-there"]}}',
          },
        },
      ],
    },
  };
  const bound = {
    apiVersion: registration,
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name: "cannot-change" },
    spec: { policyName: "cannot-change" },
  };
  await apply(site, [failing, bound]);
  const unchanged = await answerTo(plain, compliant(plain), /cannot-change/);
  sample("mutating-admission-policy", "evaluation-error", unchanged, "policy-error");
  await remove(site, [failing, bound]);

  const engine = "validating-admission-policy";
  for (const [id, expectedClass, validation, more] of [
    [
      "reason-forbidden",
      "policy",
      { expression: noHostPid, message: "hostPID is not permitted", reason: "Forbidden" },
    ],
    ["no-message", "policy", { expression: noHostPid }],
    ["evaluation-error", "policy-error", { expression: 'object.metadata.labels["not-there"] == "a"' }],
    [
      "parameters-missing",
      "policy-error",
      { expression: "params.data.a == 'b'" },
      {
        paramKind: { apiVersion: "v1", kind: "ConfigMap" },
        paramRef: { name: "not-there", namespace: plain, parameterNotFoundAction: "Deny" },
      },
    ],
  ] as const) {
    const rules = admissionPolicy(id, validation, more);
    await apply(site, rules);
    const answer = await answerTo(plain, podWith(plain, hostPid), /ValidatingAdmissionPolicy/);
    sample(engine, id, answer, expectedClass, expectedClass === "policy" ? ["disallow-host-namespaces"] : []);
    await remove(site, rules);
    await until(`${id} to be gone`, async () => (await create(plain, podWith(plain, hostPid))).code === 201, {
      timeoutSeconds: 60,
    });
  }
  await apply(site, vap.manifests);
  await everyPolicyAtWork(site, vap, demoImage);
  for (const id of defaultProfile.policies) {
    const probe = leading(defaultProfile, id);
    sample(engine, probe.id, await create(plain, probeObject(probe, valuesIn(plain))), "policy", [id]);
  }
  api.close();
} finally {
  await testbed.stop();
}
const note = `Recorded by "npm run record:api-server" from a running kube-apiserver ${version}, by server-side dry run.`;
await writeFile(file, `${JSON.stringify({ schema: "dvs-denial-samples/1", note, samples }, undefined, 2)}\n`);
console.error(`${samples.length} samples: ${file}`);

/** The violation by which a policy is shown to be at work; a profile weighs it. */
function leading(profile: Profile, id: PolicyId): Probe {
  const found = probesIn(profile, id).find(
    (probe) => probe.weight === "must" && probe.expect === "reject" && !versionReason(probe, version),
  );
  if (found === undefined) throw new Error(`${id} has no violation.`);
  return found;
}

/** A ValidatingAdmissionPolicy for all pods, with its binding. */
function admissionPolicy(
  name: string,
  validation: object,
  { paramKind, paramRef }: { readonly paramKind?: object; readonly paramRef?: object } = {},
): object[] {
  return [
    {
      apiVersion: registration,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        ...(paramKind !== undefined && { paramKind }),
        matchConstraints: { resourceRules: [pods] },
        validations: [validation],
      },
    },
    {
      apiVersion: registration,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ["Deny"],
        ...(paramRef !== undefined && { paramRef }),
      },
    },
  ];
}

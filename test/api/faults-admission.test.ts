import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { controlObject, probeValues } from "#policies";
import { demoImage } from "../../demo/sites.ts";
import { apply, remove, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { assertNothingLeft, everything, runNamespaces } from "./everything.ts";
import { type FaultProxyOptions, startFaultProxy } from "./fault-proxy.ts";
import { admissionFaults, expectedUnder } from "./faults/expected.ts";
import { startHalfEnforced } from "./faults/half-enforced.ts";
import { assertCells, runUnder } from "./faults/run-under.ts";
import { servingCertificate } from "./faults/serving-certificate.ts";
import { startWebhookServer, type WebhookServer } from "./webhook-server.ts";

/** The label by which a fault is bound to the namespaces of its own run: all of them are there from the start. */
const label = "fault.example";
const slug = (name: string) => name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
const selector = (name: string) => ({ matchLabels: { [label]: slug(name) } });

const pods = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
const registration = "admissionregistration.k8s.io/v1";

/** A webhook that sees the pods of its own fault's run. */
const webhook = (name: string, { clientConfig }: Pick<WebhookServer, "clientConfig">, more: object) => ({
  apiVersion: registration,
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: slug(name) },
  webhooks: [
    {
      name: `${slug(name)}.example.org`,
      clientConfig,
      rules: [pods],
      namespaceSelector: selector(name),
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
      failurePolicy: name.endsWith("Fail") ? "Fail" : "Ignore",
      timeoutSeconds: 1,
      ...more,
    },
  ],
});

/** Waiting for a slow webhook takes seconds each time, as the plugin rests after slow answers: it sees one probe. */
const procMountOnly = {
  matchConditions: [
    {
      name: "proc-mount",
      expression:
        "object.metadata.name == 'settle' || object.spec.containers.exists(c, has(c.securityContext) && has(c.securityContext.procMount) && c.securityContext.procMount == 'Unmasked')",
    },
  ],
};

/** A policy that is broken, for the pods of its own fault's run. */
const policy = (name: string, spec: object, binding: object = {}) => [
  {
    apiVersion: registration,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: slug(name) },
    spec: { matchConstraints: { resourceRules: [pods] }, ...spec },
  },
  {
    apiVersion: registration,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: slug(name) },
    spec: {
      policyName: slug(name),
      validationActions: ["Deny"],
      matchResources: { namespaceSelector: selector(name) },
      ...binding,
    },
  },
];
// well-typed for the API server, which knows no types of labels' values, and wrong for every pod
const failing = { validations: [{ expression: "object.metadata.labels['no-such-label'] == 'x'" }] };
const withParameters = {
  failurePolicy: "Fail",
  paramKind: { apiVersion: "v1", kind: "ConfigMap" },
  validations: [{ expression: "params.data.x == 'x'" }],
};
const missing = (action: "Allow" | "Deny") => ({
  paramRef: { name: "no-such-configmap", namespace: "default", parameterNotFoundAction: action },
});

/** What a controller of the site puts into fresh namespaces. */
const inNamespace: Readonly<Record<string, { readonly plural: string; readonly body: object }>> = {
  "quota of zero pods": quota({ pods: "0" }),
  "quota that demands requests and limits": quota({
    "requests.cpu": "100",
    "requests.memory": "100Gi",
    "limits.memory": "100Gi",
  }),
  "LimitRange with a maximum below the compliant pod": limitRange({ max: { cpu: "10m", memory: "8Mi" } }),
  "LimitRange that fills in defaults": limitRange({
    default: { cpu: "50m", memory: "64Mi" },
    defaultRequest: { cpu: "50m", memory: "64Mi" },
  }),
};
function quota(hard: object) {
  const metadata = { name: "site" };
  return {
    plural: "resourcequotas",
    body: { apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard } },
  };
}
function limitRange(limits: object) {
  const spec = { limits: [{ type: "Container", ...limits }] };
  return {
    plural: "limitranges",
    body: { apiVersion: "v1", kind: "LimitRange", metadata: { name: "site" }, spec },
  };
}

/** The answer that only webhooks registered before Kubernetes 1.22 could give. */
const { samples }: { samples: { expectedClass: string; status: { code: number } }[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../plugin/fixtures/refusals.json"), "utf8"),
);
const withoutDryRun = samples.find(({ expectedClass }) => expectedClass === "dry-run-unsupported")?.status;

describe("faults of admission", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  let slow: WebhookServer;
  let nonsense: WebhookServer;
  let before_: readonly string[];
  /** Seconds of a run without a fault here and now. */
  let calm: number;
  /** Only there for their own runs: where a webhook may fail open, the plugin tries twice more what was admitted. */
  let failOpen: Readonly<Record<string, object>>;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await startHalfEnforced(testbed, { name: "admission" });
    const certificate = await servingCertificate(site);
    slow = await startWebhookServer({ certificate, delay: 1500, answer: () => ({ allowed: true }) });
    nonsense = await startWebhookServer({ certificate, answer: () => ({ nonsense: "<html>log in</html>" }) });
    // a port that was free a moment ago
    const gone = await startWebhookServer({ certificate, answer: () => ({ allowed: true }) });
    await gone.stop();
    await apply(site, [
      webhook("webhook that points nowhere, Fail", gone, {}),
      webhook("webhook slower than its timeout, Fail", slow, procMountOnly),
      webhook("webhook that answers nonsense, Fail", nonsense, procMountOnly),
      ...policy("policy whose expression fails, Fail", { ...failing, failurePolicy: "Fail" }),
      ...policy("policy whose expression fails, Ignore", { ...failing, failurePolicy: "Ignore" }),
      ...policy("policy whose parameters are missing, Deny", withParameters, missing("Deny")),
      ...policy("policy whose parameters are missing, Allow", withParameters, missing("Allow")),
    ]);
    await untilAtWork("webhook that points nowhere, Fail", /failed calling webhook/);
    await untilAtWork("webhook slower than its timeout, Fail", /failed calling webhook/);
    await untilAtWork("webhook that answers nonsense, Fail", /failed calling webhook/);
    await untilAtWork("policy whose expression fails, Fail", /resulted in error/);
    await untilAtWork("policy whose parameters are missing, Deny", /failed to configure binding/);
    failOpen = {
      "webhook that points nowhere, Ignore": webhook("webhook that points nowhere, Ignore", gone, {}),
      "webhook slower than its timeout, Ignore": webhook(
        "webhook slower than its timeout, Ignore",
        slow,
        procMountOnly,
      ),
    };
    before_ = await everything(site);
    const begin = performance.now();
    await runUnder(site.kubeconfig, { settle: 0 }, 60);
    calm = (performance.now() - begin) / 1000;
  });
  after(async () => {
    await slow?.stop();
    await nonsense?.stop();
    await testbed?.stop();
  });

  /** Waits until a pod in a namespace of this fault gets this answer. */
  const untilAtWork = async (name: string, says: RegExp): Promise<void> => {
    const namespace = `settle-${slug(name)}`;
    const metadata = { name: namespace, labels: { [label]: slug(name) } };
    await apply(site, [{ apiVersion: "v1", kind: "Namespace", metadata }]);
    const values = probeValues({
      name: "settle",
      namespace,
      serviceAccount: "default",
      image: demoImage,
      minGid: 1000,
    });
    // complies with the half that the site enforces, which would answer first
    const body = controlObject("baseline", values);
    const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
    await until(
      `"${name}" to be at work`,
      async () => says.test(JSON.stringify((await request(site, path, { method: "POST", body })).body)),
      { timeoutSeconds: 60 },
    );
  };

  const proxyOptions = (name: string): Pick<FaultProxyOptions, "fault" | "answered"> => {
    if (name === "webhook without dry run") {
      assert.ok(withoutDryRun);
      const answer = { kind: "status", code: withoutDryRun.code, body: withoutDryRun } as const;
      return { fault: ({ pod }) => (pod > 0 ? answer : undefined) };
    }
    const object = inNamespace[name];
    if (object === undefined) return {};
    return {
      // a controller that is faster than whoever made the namespace
      async answered({ method, path, dryRun, as }, code) {
        if (method !== "POST" || path !== "/api/v1/namespaces" || dryRun || code !== 201) return;
        assert.equal(as, "operator");
        const [namespace] = (await runNamespaces(site)).filter((found) => !seen.has(found));
        assert.ok(namespace);
        seen.add(namespace);
        const collection = `/api/v1/namespaces/${namespace}/${object.plural}`;
        const made = await request(site, collection, { method: "POST", body: object.body });
        assert.equal(made.status, 201, JSON.stringify(made.body));
        if (object.plural !== "resourcequotas") return;
        await until(
          "the quota to be reckoned",
          async () => JSON.stringify((await request(site, `${collection}/site`)).body).includes('"used":{"'),
          { timeoutSeconds: 30 },
        );
      },
    };
  };
  const seen = new Set<string>();

  for (const name of Object.keys(admissionFaults)) {
    it(`${name}: every policy comes to what was written down`, async () => {
      for (const namespace of await runNamespaces(site)) seen.add(namespace);
      const proxy = await startFaultProxy({ site, name: slug(name), ...proxyOptions(name) });
      const own = failOpen[name];
      try {
        if (own !== undefined) {
          await apply(site, [own]);
          // whether it is at work cannot be seen
          await sleep(1500);
        }
        const namespaceLabels = { [label]: slug(name) };
        const begin = performance.now();
        const { cells, problems } = await runUnder(proxy.kubeconfig, { namespaceLabels, settle: 0 });
        assertCells(cells, expectedUnder(name));
        assert.deepEqual(problems, []);
        // an engine that is down must not use up the patience of a hundred pods, three seconds each
        const took = (performance.now() - begin) / 1000;
        assert.ok(took < 3 * calm + 150, `${took} s, without a fault ${calm} s`);
      } finally {
        if (own !== undefined) await remove(site, [own]);
        await proxy.stop();
      }
    });
  }

  it("a slow webhook was really asked", () => {
    assert.ok(slow.count() >= 6, String(slow.count()));
  });

  it("a webhook that does not declare its side effects cannot be registered any more", async () => {
    for (const sideEffects of ["Unknown", "Some"]) {
      const body = webhook("webhook without dry run", slow, { sideEffects });
      const path = `/apis/${registration}/validatingwebhookconfigurations?dryRun=All`;
      const { status, body: said } = await request(site, path, { method: "POST", body });
      assert.equal(status, 422);
      assert.match(JSON.stringify(said), /sideEffects: Unsupported value/);
    }
  });

  it("nothing is left behind", async () => {
    await assertNothingLeft(site, before_);
  });
});

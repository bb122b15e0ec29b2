import assert from "node:assert/strict";
import { apply, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { cellsOf, runUnder } from "./faults/run-under.ts";
import { servingCertificate } from "./faults/serving-certificate.ts";
import { type AdmissionRequest, startWebhookServer } from "./webhook-server.ts";

const registration = "admissionregistration.k8s.io/v1";
const name = "policy.musterstadt.example";

/** The two policies that the site's engine enforces, and what shows a pod to violate them. */
const enforced: Readonly<Record<string, RegExp>> = {
  "disallow-host-namespaces": /"host(PID|IPC|Network)":true/,
  "disallow-privileged-containers": /"privileged":true/,
};
const others = ["disallow-add-capabilities", "require-ro-rootfs", "restrict-sysctls"];

describe("an engine that dies in the middle of a run", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "dies" });
  });
  after(() => testbed?.stop());

  /** A run at a site whose only engine answers so many reviews of the run's pods, and is gone then. */
  const dyingAfter = async (reviews: number, failurePolicy: "Fail" | "Ignore") => {
    const certificate = await servingCertificate(site);
    let answered = 0;
    let firstRefusal: number | undefined;
    let isGone: Promise<void> | undefined;
    const answer = ({ object, namespace = "" }: AdmissionRequest) => {
      const text = JSON.stringify(object.spec);
      const policy = Object.keys(enforced).find((id) => enforced[id]?.test(text));
      if (namespace.startsWith("dvs-")) {
        answered += 1;
        if (policy !== undefined) firstRefusal ??= answered;
        if (answered === reviews) setImmediate(() => (isGone = server.stop()));
      }
      return policy === undefined
        ? { allowed: true }
        : { allowed: false, message: `${policy}: not permitted here` };
    };
    const server = await startWebhookServer({ certificate, answer });
    await apply(site, [
      {
        apiVersion: registration,
        kind: "ValidatingWebhookConfiguration",
        metadata: { name },
        webhooks: [
          {
            name,
            clientConfig: server.clientConfig,
            rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
            sideEffects: "None",
            admissionReviewVersions: ["v1"],
            failurePolicy,
            timeoutSeconds: 1,
          },
        ],
      },
    ]);
    const spec = { hostPID: true, containers: [{ name: "c", image: "registry.k8s.io/pause:3.10" }] };
    const body = { apiVersion: "v1", kind: "Pod", metadata: { name: "settle" }, spec };
    const path = "/api/v1/namespaces/default/pods?dryRun=All";
    await until(
      "the engine to be at work",
      async () => JSON.stringify((await request(site, path, { method: "POST", body })).body).includes(name),
      { timeoutSeconds: 60 },
    );
    const { result } = await runUnder(site.kubeconfig, { settle: 0 });
    const configuration = `/apis/${registration}/validatingwebhookconfigurations/${name}`;
    await request(site, configuration, { method: "DELETE" });
    if (isGone === undefined) await server.stop();
    await isGone;
    return { cells: cellsOf(result), result, answered, firstRefusal: firstRefusal ?? 0 };
  };

  for (const failurePolicy of ["Ignore", "Fail"] as const) {
    it(`and has failurePolicy ${failurePolicy} leads to no wrong verdict, whenever it dies`, async () => {
      const alive = await dyingAfter(Number.POSITIVE_INFINITY, failurePolicy);
      for (const id of Object.keys(enforced)) assert.equal(alive.cells[id], "enforced", id);
      for (const id of others) assert.equal(alive.cells[id], "not-enforced", id);

      const { firstRefusal, answered } = alive;
      const parts = failurePolicy === "Fail" ? [0.99] : [0.2, 0.4, 0.6, 0.8, 0.98];
      const moments = [firstRefusal, ...parts.map((part) => Math.round(answered * part))];
      const seen = new Set<string>();
      for (const moment of moments) {
        const { cells, result } = await dyingAfter(moment, failurePolicy);
        const reasons = failurePolicy === "Fail" ? "webhook-failure|control-refused" : "unstable";
        for (const id of Object.keys(enforced)) {
          assert.match(
            cells[id] ?? "",
            new RegExp(`^(enforced|inconclusive: (${reasons}))$`),
            `${moment} ${id}`,
          );
          seen.add(`enforced there: ${cells[id]}`);
        }
        for (const id of others) {
          assert.match(
            cells[id] ?? "",
            new RegExp(`^(not-enforced|inconclusive: (${reasons}))$`),
            `${moment} ${id}`,
          );
          seen.add(`not enforced there: ${cells[id]}`);
        }
        if (moment > firstRefusal || failurePolicy === "Fail") continue;
        // it dies right after its first refusal: from then on all rounds agree that everything is admitted
        const said = result.probes.flatMap(({ outcome }) =>
          "message" in outcome ? (outcome.message ?? "") : "",
        );
        assert.ok(
          said.some((text) => text.startsWith(`refused by webhook ${name} at first, admitted later: `)),
        );
        assert.ok(
          said.some((text) => text.startsWith(`admitted, but webhook ${name} may not have been at work`)),
        );
        // only what was tried before that refusal was admitted for certain while the engine was at work
        assert.deepEqual(
          Object.keys(cells).filter((id) => cells[id] === "not-enforced"),
          ["disallow-add-capabilities"],
        );
      }
      const reason = failurePolicy === "Fail" ? "webhook-failure" : "unstable";
      assert.ok(seen.has(`enforced there: inconclusive: ${reason}`), [...seen].join());
      // where pods pass once the engine is gone, what it refused is tried again in the end: then it is seen to pass
      if (failurePolicy === "Fail") assert.ok(seen.has("enforced there: enforced"), [...seen].join());
    });
  }
});

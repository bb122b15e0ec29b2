/**
 * Records anew what a running Kyverno answers: the samples by which the recogniser is tested. Takes root on Linux, and
 * about five minutes.
 *
 *   npm run record:kyverno
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  controlObject,
  defaultProfile,
  isObject,
  type JsonObject,
  type PolicyId,
  policies,
  probeObject,
  probesOf,
  probeValues,
} from "#policies";
import { engineKindsFor } from "../demo/engine-sites/index.ts";
import { establish, takeBack } from "../demo/establish.ts";
import { demoImage, demoRegistry } from "../demo/sites.ts";
import { killEngine } from "../test/cluster/kill-engine.ts";
import { componentVersion } from "../testbed/components.ts";
import { type Answer, engines, request, until } from "../testbed/index.ts";
import {
  inMachine,
  machineCgroup,
  openTerminal,
  preparedImages,
  prepareMachines,
  startCluster,
  type Terminal,
} from "../testbed/node/index.ts";

const file = join(import.meta.dirname, "../test/plugin/fixtures/kyverno.json");
const say = (line: string) => process.stderr.write(`${line}\n`);
const namespace = "dvs-conf";

async function record(): Promise<void> {
  const images = preparedImages();
  if (images === undefined) throw new Error("npm run record:kyverno starts this");
  const folder = await mkdtemp(join(tmpdir(), "dvs-record-"));
  const cluster = await startCluster({ site: { name: "kyverno" }, images, engines: ["kyverno"] });
  try {
    const { site } = cluster;
    const terminal = await openTerminal(folder, site.kubeconfig, []);
    await typed(terminal, `kubectl create namespace ${namespace}`);
    const create = (pod: JsonObject) =>
      request(site, `/api/v1/namespaces/${namespace}/pods?dryRun=All`, { method: "POST", body: pod });
    await until("the namespace to take pods", async () => (await create(compliant)).status === 201, {
      timeoutSeconds: 60,
      pauseSeconds: 1,
    });

    const engine = `kyverno-${(await componentVersion("kyverno")).replace(/^v/, "")}`;
    const samples: object[] = [];
    const sample = (
      id: string,
      { body }: Answer,
      expectedClass: string,
      [expectedPolicy, ...more]: readonly string[],
    ) => {
      if (!isObject(body)) throw new Error(`${id}: there is no answer`);
      const { code, reason = null, message, details = null } = body;
      if (body["kind"] !== "Status") throw new Error(`${id} was admitted`);
      samples.push({
        id: `${engine}:${id}`,
        engine,
        provenance: "captured",
        status: { code, reason, message, details },
        expectedClass,
        expectedPolicy: expectedPolicy ?? null,
        ...(more.length > 0 && { alsoExpected: more }),
      });
    };

    for (const kind of engineKindsFor(demoRegistry)) {
      if (!["kyverno-enforce", "kyverno-generated", "kyverno-classic", "kyverno-chart"].includes(kind.id))
        continue;
      say(kind.id);
      await establish({ name: site.name, kubeconfig: site.kubeconfig }, terminal, kind, demoImage);
      for (const id of kind.shownBy ?? defaultProfile.policies)
        sample(`${kind.id}/${id}`, await create(violating(id)), "policy", [id]);
      const several = ["disallow-host-namespaces", "restrict-sysctls"] as const;
      // the API server names one of its policies only
      if (kind.id !== "kyverno-generated")
        sample(`${kind.id}/several`, await create(violatingTwo()), "policy", several);
      if (kind.id === "kyverno-enforce") {
        await typed(terminal, "kubectl -n kube-system delete configmap dvs-policies");
        await until(
          "the rules to miss their parameters",
          async () => (await create(compliant)).status >= 400,
          {
            timeoutSeconds: 30,
            pauseSeconds: 1,
          },
        );
        sample("parameters-missing", await create(compliant), "policy-error", []);
        sample(
          "parameters-missing-and-violation",
          await create(violating("disallow-host-namespaces")),
          "policy",
          ["disallow-host-namespaces"],
        );
      }
      await takeBack({ name: site.name, kubeconfig: site.kubeconfig }, terminal, kind, demoImage);
    }

    say("what cannot be changed, and no answer");
    await writeFile(join(folder, "fault.json"), JSON.stringify(unchangeable));
    await typed(terminal, "kubectl apply -f fault.json");
    await until("the change to fail", async () => (await create(compliant)).status >= 400, {
      timeoutSeconds: 30,
      pauseSeconds: 1,
    });
    sample("mutation-error", await create(compliant), "policy-error", []);
    await killEngine(terminal, engines.kyverno);
    sample("killed", await create(compliant), "webhook-failure", []);

    const note = `Recorded by "npm run record:kyverno" from Kyverno on a node, by server-side dry run.`;
    await writeFile(
      file,
      `${JSON.stringify({ schema: "dvs-denial-samples/1", note, samples }, undefined, 2)}\n`,
    );
    say(`${samples.length} samples: ${file}`);
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const values = probeValues({
  name: "p-7f3a91c2",
  namespace,
  serviceAccount: "default",
  image: demoImage,
  minGid: 1000,
});
const compliant = controlObject("baseline", values);

/** The compliant pod with one of a policy's violations. */
function violating(id: PolicyId): JsonObject {
  const violation = probesOf(policies[id]).find(
    ({ weight, expect, maxK8s }) => weight === "must" && expect === "reject" && maxK8s === undefined,
  );
  if (violation === undefined) throw new Error(`${id} has no probe that shows it.`);
  return probeObject(violation, values);
}

/** A pod that violates two policies at once. */
function violatingTwo(): JsonObject {
  const pod = violating("disallow-host-namespaces");
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  const own = isObject(spec["securityContext"]) ? spec["securityContext"] : {};
  const securityContext = { ...own, sysctls: [{ name: "kernel.msgmax", value: "65536" }] };
  return { ...pod, spec: { ...spec, securityContext } };
}

/** A policy that changes pods, and fails to. */
const unchangeable: JsonObject = {
  apiVersion: "policies.kyverno.io/v1",
  kind: "MutatingPolicy",
  metadata: { name: "label-into-host-name" },
  spec: {
    failurePolicy: "Fail",
    matchConstraints: {
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    },
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

async function typed(terminal: Terminal, line: string): Promise<void> {
  const { code, said, out } = await terminal.type(line);
  if (code !== 0) throw new Error(`${line} ended with ${code}: ${said}${out}`);
}

if (machineCgroup() === undefined) {
  await prepareMachines({ onProgress: say });
  process.exitCode = await inMachine([process.execPath, import.meta.filename]);
} else {
  await record();
}

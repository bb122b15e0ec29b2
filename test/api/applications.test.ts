import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { defaultProfile, type JsonObject, policies } from "#policies";
import { parameterConfigMap } from "../../enforcement/parameters.ts";
import { type Api, type ApiAnswer, apiOf } from "../../plugin/api.ts";
import { apply, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { templatePod } from "../agreement/template-pod.ts";
import { applicationObjects, applications, siteRegistry } from "../applications.ts";
import { policiesAtWork } from "./policies-at-work.ts";

const vap = join(import.meta.dirname, "../../enforcement/vap");

/** Where objects of a kind are made. */
const resources: Readonly<Record<string, string>> = {
  ConfigMap: "/api/v1/namespaces/strict/configmaps",
  CronJob: "/apis/batch/v1/namespaces/strict/cronjobs",
  Deployment: "/apis/apps/v1/namespaces/strict/deployments",
  Ingress: "/apis/networking.k8s.io/v1/namespaces/strict/ingresses",
  PersistentVolumeClaim: "/api/v1/namespaces/strict/persistentvolumeclaims",
  Pod: "/api/v1/namespaces/strict/pods",
  Secret: "/api/v1/namespaces/strict/secrets",
  Service: "/api/v1/namespaces/strict/services",
  StatefulSet: "/apis/apps/v1/namespaces/strict/statefulsets",
};

describe("the demo applications at a site that enforces all policies", function () {
  this.timeout("10m");
  let testbed: Testbed;
  let site: Site;
  let api: Api;

  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "applications" });
    const profile = defaultProfile.policies.map((id) => policies[id]);
    const rules = await Promise.all(
      defaultProfile.policies.map(async (id) => readFile(join(vap, `${id}.yaml`), "utf8")),
    );
    const manifests = rules.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()));
    const parameters = { "restrict-image-registries": { allowedRegistries: [siteRegistry] } };
    // the adapted ones claim to keep to Kubernetes' own standard, too
    const labels = { "pod-security.kubernetes.io/warn": "restricted" };
    const strict = { apiVersion: "v1", kind: "Namespace", metadata: { name: "strict", labels } };
    await apply(site, [strict, parameterConfigMap(profile, parameters), ...manifests]);
    const config = new KubeConfig();
    config.loadFromFile(site.kubeconfig);
    api = apiOf(config, "dvs-applications");
    await policiesAtWork(api, profile, site.name);
  });
  after(() => testbed?.stop());

  const answerTo = async (object: JsonObject): Promise<ApiAnswer> => {
    const path = resources[String(object["kind"])];
    assert.ok(path, `where is a ${object["kind"]} made?`);
    const query = { dryRun: "All", fieldValidation: "Strict" };
    return api.send({ method: "POST", path, query, body: object }, AbortSignal.timeout(10_000));
  };

  for (const app of applications) {
    it(`admits all of ${app} as adapted, and the pods of its templates`, async () => {
      for (const object of applicationObjects(app, "adapted")) {
        for (const tried of [object, ...podsOf(object)]) {
          const { code, warnings, body } = await answerTo(tried);
          assert.equal(code, 201, `${app} ${tried["kind"]}: ${JSON.stringify(body)}`);
          assert.deepEqual(warnings, [], `${app} ${tried["kind"]}`);
        }
      }
    });

    it(`refuses every pod of ${app} as published`, async () => {
      const pods = applicationObjects(app, "as-published").flatMap(podsOf);
      assert.ok(pods.length > 0);
      for (const pod of pods) assert.equal((await answerTo(pod)).code, 422);
    });
  }
});

/** The pod that a workload's template yields; none for what has no template. */
function podsOf(object: JsonObject): JsonObject[] {
  return [templatePod(object) ?? []].flat();
}

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { defaultProfile, isObject, type JsonObject, podIn, policies } from "#policies";
import { parameterConfigMap } from "../../enforcement/parameters.ts";
import { type Api, type ApiAnswer, apiOf } from "../../plugin/api.ts";
import { apply, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { applicationObjects, applications, siteRegistry } from "../applications.ts";
import { policiesAtWork } from "./policies-at-work.ts";

const vap = join(import.meta.dirname, "../../enforcement/vap");

/** Where objects of a kind are made. */
const resources: Readonly<Record<string, string>> = {
  ConfigMap: "/api/v1/namespaces/default/configmaps",
  CronJob: "/apis/batch/v1/namespaces/default/cronjobs",
  Deployment: "/apis/apps/v1/namespaces/default/deployments",
  Ingress: "/apis/networking.k8s.io/v1/namespaces/default/ingresses",
  PersistentVolumeClaim: "/api/v1/namespaces/default/persistentvolumeclaims",
  Pod: "/api/v1/namespaces/default/pods",
  Secret: "/api/v1/namespaces/default/secrets",
  Service: "/api/v1/namespaces/default/services",
  StatefulSet: "/apis/apps/v1/namespaces/default/statefulsets",
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
    await apply(site, [parameterConfigMap(profile, parameters), ...manifests]);
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
  const template = podIn(object);
  if (template === object || !isObject(template["spec"]) || !Array.isArray(template["spec"]["containers"]))
    return [];
  const { metadata, spec } = template;
  const labels = isObject(metadata) ? metadata : {};
  const claims = isObject(object["spec"]) ? object["spec"]["volumeClaimTemplates"] : undefined;
  const claimed = (Array.isArray(claims) ? claims : []).flatMap((claim) => {
    const { name } = isObject(claim) && isObject(claim["metadata"]) ? claim["metadata"] : {};
    return typeof name === "string" ? [{ name, persistentVolumeClaim: { claimName: name } }] : [];
  });
  const volumes = [...(Array.isArray(spec["volumes"]) ? spec["volumes"] : []), ...claimed];
  const pod = { metadata: { ...labels, name: "of-a-template" }, spec: { ...spec, volumes } };
  return [{ apiVersion: "v1", kind: "Pod", ...pod }];
}

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { defaultProfile, policies, profiles } from "#policies";
import { validatingAdmissionPolicy } from "../../enforcement/validating-admission-policy.ts";
import { type ExemptionSources, exemptionsAt, readExemptionSources } from "../../plugin/facts/exemptions.ts";
import { glob } from "../../plugin/facts/glob.ts";
import { unmet } from "../../plugin/facts/label-selector.ts";
import { failedCondition } from "../../plugin/facts/match-condition.ts";
import type { Place } from "../../plugin/facts/place.ts";
import { drained, withServer } from "./with-server.ts";

/** A namespace, and the ServiceAccount that probes in it. */
const place = (namespace: string, labels: Record<string, string> = {}): Place => ({
  namespace,
  labels: { "kubernetes.io/metadata.name": namespace, ...labels },
  annotations: {},
  user: `system:serviceaccount:${namespace}:dvs`,
  groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
});
const exempt = place("team-a");
const checked = place("team-b");

type Answers = Readonly<Record<string, unknown>>;
const status = (code: number) => ({ kind: "Status", apiVersion: "v1", status: "Failure", code });

/** What is read from a cluster that has these answers by path; all else does not exist, or is forbidden. */
async function sourcesOf(
  answers: Answers,
  otherwise = 404,
): Promise<{ sources: ExemptionSources; asked: string[] }> {
  const asked: string[] = [];
  const listener = drained((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    asked.push(request.url ?? "");
    const found = answers[path];
    response.statusCode = found === undefined ? otherwise : 200;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(found ?? status(otherwise)));
  });
  const limits = { requestTimeout: 5, signal: new AbortController().signal, repetitions: 0 };
  const sources = await withServer(listener, (api) => readExemptionSources(api, limits));
  return { sources, asked };
}
const found = async (answers: Answers, where: Place, otherwise?: number) =>
  exemptionsAt((await sourcesOf(answers, otherwise)).sources, where, defaultProfile.policies);

const list = (...items: readonly unknown[]) => ({ metadata: { resourceVersion: "1" }, items });
const groups = (...served: readonly string[]) => ({
  kind: "APIGroupList",
  groups: served.map((groupVersion) => {
    const [name, version] = groupVersion.split("/");
    return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
  }),
});
const registration = "/apis/admissionregistration.k8s.io/v1";
const validating = `${registration}/validatingwebhookconfigurations`;
const mutating = `${registration}/mutatingwebhookconfigurations`;
const named = "kubernetes.io/metadata.name";
const notIn = (...values: readonly string[]) => ({
  matchExpressions: [{ key: named, operator: "NotIn", values }],
});
const podRule = {
  apiGroups: [""],
  apiVersions: ["v1"],
  operations: ["CREATE", "UPDATE"],
  resources: ["pods", "pods/ephemeralcontainers"],
  scope: "*",
};

/** A webhook configuration as Kyverno 1.19 registers it. */
const kyvernoWebhook = (more: object, name = "validate.kyverno.svc-fail") => ({
  metadata: { name: "kyverno-resource-validating-webhook-cfg" },
  webhooks: [
    {
      name,
      clientConfig: {
        service: { namespace: "kyverno", name: "kyverno-svc", path: "/validate/fail", port: 443 },
        caBundle: "LS0t",
      },
      rules: [podRule],
      failurePolicy: "Fail",
      matchPolicy: "Equivalent",
      objectSelector: {},
      sideEffects: "NoneOnDryRun",
      timeoutSeconds: 10,
      admissionReviewVersions: ["v1"],
      ...more,
    },
  ],
});
const webhooks = (validatingOnes: readonly unknown[], mutatingOnes: readonly unknown[] = []): Answers => ({
  [validating]: list(...validatingOnes),
  [mutating]: list(...mutatingOnes),
});

describe("plugin/facts/exemptions: webhooks", () => {
  it("tells the namespaceSelector that leaves a namespace out, once for an engine's equal webhooks", async () => {
    const namespaceSelector = notIn("kube-system", "team-a");
    const ignoring = kyvernoWebhook({ namespaceSelector }, "validate.kyverno.svc-ignore");
    const answers = webhooks([kyvernoWebhook({ namespaceSelector }), ignoring]);
    assert.deepEqual(await found(answers, exempt), [
      {
        engine: "kyverno",
        says: `namespaceSelector of the webhook validate.kyverno.svc-fail: ${named} NotIn (team-a, …)`,
      },
    ]);
    assert.deepEqual(await found(answers, checked), []);
  });

  it("calls an unknown webhook by its own name, and passes over one that does not see pods", async () => {
    const own = (rules: unknown[]) => ({
      metadata: { name: "w" },
      webhooks: [{ name: "policy.musterstadt.example", rules, namespaceSelector: notIn("team-a") }],
    });
    const [one] = await found(webhooks([own([podRule])]), exempt);
    assert.equal(one?.engine, "policy.musterstadt.example");
    assert.deepEqual(await found(webhooks([own([{ ...podRule, resources: ["services"] }])]), exempt), []);
  });

  it("passes over a mesh's injector, whose selector exempts from no policy", async () => {
    const injector = kyvernoWebhook(
      { namespaceSelector: { matchLabels: { "istio-injection": "enabled" } } },
      "namespace.sidecar-injector.istio.io",
    );
    assert.deepEqual(await found(webhooks([], [injector]), exempt), []);
    const kyverno = kyvernoWebhook({ namespaceSelector: notIn("team-a") }, "mutate.kyverno.svc-fail");
    const [one] = await found(webhooks([], [kyverno]), exempt);
    assert.ok(one?.policies?.includes("imagepullpolicy-always"));
    assert.ok(!one?.policies?.includes("restrict-sysctls"));
  });

  it("takes a webhook of one policy for that policy alone", async () => {
    const of = (name: string) =>
      webhooks([
        kyvernoWebhook({ namespaceSelector: notIn("team-a") }, `clusterwide-${name}.kubewarden.admission`),
      ]);
    const [one] = await found(of("no-privileged-pod"), exempt);
    assert.deepEqual([one?.engine, one?.policies], ["kubewarden", ["disallow-privileged-containers"]]);
    assert.deepEqual(await found(of("unique-ingress-host"), exempt), []);
  });

  it("tells a match condition that names the user or the namespace", async () => {
    const expression = `!("system:serviceaccounts:team-a" in request.userInfo.groups)`;
    const answers = webhooks([kyvernoWebhook({ matchConditions: [{ name: "not-team-a", expression }] })]);
    assert.deepEqual(await found(answers, exempt), [
      {
        engine: "kyverno",
        says: `match condition not-team-a of the webhook validate.kyverno.svc-fail: ${expression}`,
      },
    ]);
    assert.deepEqual(await found(answers, checked), []);
  });

  it("evaluates conditions only as far as they are certain, and only for what hangs on the place", () => {
    const fails = (expression: string, where = exempt) =>
      failedCondition([{ name: "c", expression }], where) !== undefined;
    const leavesOut = [
      `request.namespace != "team-a"`,
      `object.metadata.namespace != "team-a"`,
      `!request.userInfo.username.startsWith("system:serviceaccount:team-a:")`,
      `request.namespace != "team-a" && object.metadata.labels["x"] == "y"`,
      `!(request.namespace in ["team-a"]) || request.operation == "DELETE"`,
      `!has(namespaceObject.metadata.labels) || namespaceObject.metadata.labels["${named}"] != "team-a"`,
      `!request.namespace.matches("^team-a$")`,
    ];
    for (const expression of leavesOut) {
      assert.equal(fails(expression), true, expression);
      assert.equal(fails(expression, checked), false, expression);
    }
    const saysNothing = [
      // false wherever the pod is
      `request.operation == "DELETE"`,
      `request.resource.resource == "deployments" && request.namespace != ""`,
      `request.dryRun != true`,
      // not known here
      `object.metadata.labels["team"] == "x"`,
      `request.namespace != "team-a" || object.spec.hostNetwork`,
      `!(request.userInfo.username in params.data.users)`,
      `authorizer.group("").resource("pods").check("break-glass").allowed()`,
      `request.userInfo.extra["x"] == ["y"]`,
      "no CEL at all (",
    ];
    for (const expression of saysNothing) assert.equal(fails(expression), false, expression);
  });
});

describe("plugin/facts/exemptions: label selectors and wildcards", () => {
  it("has the semantics of Kubernetes", () => {
    const labels = { team: "a", stage: "" };
    const meets = (key: string, operator: "In" | "NotIn" | "Exists" | "DoesNotExist", ...values: string[]) =>
      unmet({ matchLabels: {}, matchExpressions: [{ key, operator, values }] }, labels) === undefined;
    assert.deepEqual(
      [meets("team", "In", "a", "b"), meets("team", "In", "b"), meets("none", "In", "")],
      [true, false, false],
    );
    assert.deepEqual(
      [meets("team", "NotIn", "b"), meets("team", "NotIn", "a", "b"), meets("none", "NotIn", "a")],
      [true, false, true],
    );
    assert.deepEqual([meets("stage", "Exists"), meets("none", "Exists")], [true, false]);
    assert.deepEqual([meets("none", "DoesNotExist"), meets("stage", "DoesNotExist")], [true, false]);
    assert.equal(unmet({ matchLabels: { team: "a" }, matchExpressions: [] }, labels), undefined);
    assert.equal(unmet({ matchLabels: { team: "a", tier: "x" }, matchExpressions: [] }, labels), "tier=x");
    assert.equal(unmet({ matchLabels: {}, matchExpressions: [] }, {}), undefined);
  });

  it("takes a star for anything and nothing, a question mark for one character, and dots for dots", () => {
    const hits = (pattern: string, ...texts: string[]) => texts.filter((text) => glob(pattern, text));
    assert.deepEqual(hits("kube-*", "kube-", "kube-system", "my-kube-x"), ["kube-", "kube-system"]);
    assert.deepEqual(hits("*-system", "a-system", "a-systems"), ["a-system"]);
    assert.deepEqual(hits("*sys*", "sys", "my-system"), ["sys", "my-system"]);
    assert.deepEqual(hits("a.?", "a.b", "axb", "a."), ["a.b"]);
  });
});

const admissionPolicy = (name: string, spec: object = {}) => ({
  metadata: { name },
  spec: {
    failurePolicy: "Fail",
    matchConstraints: { resourceRules: [podRule], matchPolicy: "Equivalent" },
    validations: [{ expression: "true", message: "only safe sysctls" }],
    ...spec,
  },
});
const binding = (name: string, policyName: string, namespaceSelector: object, actions = ["Deny"]) => ({
  metadata: { name },
  spec: { policyName, validationActions: actions, matchResources: { namespaceSelector } },
});
const admission = (policies: readonly unknown[], bindings: readonly unknown[]): Answers => ({
  [`${registration}/validatingadmissionpolicies`]: list(...policies),
  [`${registration}/validatingadmissionpolicybindings`]: list(...bindings),
});

describe("plugin/facts/exemptions: ValidatingAdmissionPolicy", () => {
  const policy = admissionPolicy("dvs-restrict-sysctls");
  const bound = (name: string, selector: object, actions?: string[]) =>
    binding(name, "dvs-restrict-sysctls", selector, actions);

  it("tells the selector of the binding, for the policies that the name or the messages mean", async () => {
    const answers = admission([policy], [bound("sysctls", notIn("team-a"))]);
    assert.deepEqual(await found(answers, exempt), [
      {
        engine: "validating-admission-policy",
        policies: ["restrict-sysctls"],
        says: `namespaceSelector of the binding sysctls: ${named} NotIn (team-a)`,
      },
    ]);
    assert.deepEqual(await found(answers, checked), []);
  });

  it("says nothing where another binding of the same policy denies, or where none does", async () => {
    const here = bound("here", { matchLabels: { [named]: "team-a" } });
    const elsewhere = bound("elsewhere", notIn("team-a"));
    assert.deepEqual(await found(admission([policy], [elsewhere, here]), exempt), []);
    const warns = bound("here", { matchLabels: { [named]: "team-a" } }, ["Warn", "Audit"]);
    assert.equal((await found(admission([policy], [elsewhere, warns]), exempt)).length, 1);
    const onlyWarns = bound("elsewhere", notIn("team-a"), ["Warn"]);
    assert.deepEqual(await found(admission([policy], [onlyWarns]), exempt), []);
    assert.deepEqual(await found(admission([policy], []), exempt), []);
  });

  it("tells the policy's own selector and conditions", async () => {
    const everywhere = {
      metadata: { name: "b" },
      spec: { policyName: "p-sysctls", validationActions: ["Deny"] },
    };
    const matchConstraints = { resourceRules: [podRule], namespaceSelector: notIn("team-a") };
    const selecting = admission([admissionPolicy("p-sysctls", { matchConstraints })], [everywhere]);
    const [one] = await found(selecting, exempt);
    assert.equal(
      one?.says,
      `namespaceSelector of the ValidatingAdmissionPolicy p-sysctls: ${named} NotIn (team-a)`,
    );
    assert.deepEqual(await found(selecting, checked), []);

    const expression = `request.userInfo.username != "system:serviceaccount:team-a:dvs"`;
    const matchConditions = [{ name: "not-dvs", expression }];
    const conditional = admission([admissionPolicy("p-sysctls", { matchConditions })], [everywhere]);
    const [other] = await found(conditional, exempt);
    assert.equal(
      other?.says,
      `match condition not-dvs of the ValidatingAdmissionPolicy p-sysctls: ${expression}`,
    );
    assert.deepEqual(await found(conditional, checked), []);
  });

  it("tells a binding that excludes pods, but not one that excludes a pod by name", async () => {
    const excluding = (resourceNames?: string[]) => {
      const matchResources = {
        excludeResourceRules: [{ ...podRule, ...(resourceNames && { resourceNames }) }],
      };
      const spec = { policyName: "dvs-restrict-sysctls", validationActions: ["Deny"], matchResources };
      return admission([policy], [{ metadata: { name: "b" }, spec }]);
    };
    assert.equal((await found(excluding(), exempt))[0]?.says, "excludeResourceRules of the binding b: pods");
    assert.deepEqual(await found(excluding(["sonobuoy"]), exempt), []);
  });

  it("drops what means no policy of the catalogue, and what does not see pods", async () => {
    const validations = [{ expression: "true", message: "a label is missing" }];
    const other = admissionPolicy("labels", { validations });
    assert.deepEqual(await found(admission([other], [binding("b", "labels", notIn("team-a"))]), exempt), []);
    const matchConstraints = {
      resourceRules: [{ ...podRule, apiGroups: ["apps"], resources: ["deployments"] }],
    };
    const deployments = admissionPolicy("dvs-restrict-sysctls", { matchConstraints });
    assert.deepEqual(await found(admission([deployments], [bound("b", notIn("team-a"))]), exempt), []);
    const without = { resourceRules: [podRule], excludeResourceRules: [podRule] };
    const podless = admissionPolicy("dvs-restrict-sysctls", { matchConstraints: without });
    assert.deepEqual(await found(admission([podless], [bound("b", notIn("team-a"))]), exempt), []);
  });

  it("knows the engines that hand their policies to the API server", async () => {
    const engine = async (name: string) =>
      (await found(admission([admissionPolicy(name)], [binding("b", name, notIn("team-a"))]), exempt))[0]
        ?.engine;
    assert.equal(await engine("gatekeeper-k8spspforbiddensysctls"), "gatekeeper");
    assert.equal(await engine("cpol-restrict-sysctls"), "kyverno");
  });

  it("takes each of this project's own policies for itself alone", async () => {
    const folder = join(import.meta.dirname, "../../enforcement/vap");
    const files = (await readdir(folder)).filter((file) => file !== "parameters.yaml");
    for (const file of files) {
      const [vap, own] = parseAllDocuments(await readFile(join(folder, file), "utf8")).map((doc) =>
        doc.toJS(),
      );
      const [one] = await found(admission([vap], [own]), place("kube-system"));
      assert.deepEqual(one?.policies, [file.replace(".yaml", "")]);
      assert.deepEqual(await found(admission([vap], [own]), checked), []);
    }
  });

  it("takes rules for a policy of another profile for that one alone, and asks for it in that profile only", async () => {
    const pss = profiles["pss-restricted"];
    assert.ok(pss);
    for (const id of pss.policies) {
      const [vap, own] = validatingAdmissionPolicy(policies[id], "enforce");
      const { sources } = await sourcesOf(admission([vap], [own]));
      const exempt = place("kube-system");
      assert.deepEqual(exemptionsAt(sources, exempt, pss.policies)[0]?.policies, [id]);
      const asked = defaultProfile.policies.includes(id) ? 1 : 0;
      assert.equal(exemptionsAt(sources, exempt, defaultProfile.policies).length, asked, id);
    }
  });
});

describe("plugin/facts/exemptions: Pod Security", () => {
  const enforce = "pod-security.kubernetes.io/enforce";
  const privileged = place("team-a", { [enforce]: "privileged" });
  const namespaces = (...levels: readonly string[]) => ({
    "/api/v1/namespaces": list(
      ...levels.map((level, index) => ({ metadata: { name: `n${index}`, labels: { [enforce]: level } } })),
    ),
  });

  it("tells the label privileged where other namespaces enforce more, for what they enforce", async () => {
    const [restricted] = await found(namespaces("baseline", "restricted"), privileged);
    assert.equal(restricted?.policies?.length, 8);
    assert.equal(
      restricted.says,
      `label ${enforce}=privileged of the namespace, while others have restricted`,
    );
    const [baseline] = await found(namespaces("baseline"), privileged);
    assert.equal(baseline?.policies?.length, 7);
    assert.ok(!baseline.policies.includes("require-run-as-non-root"));
  });

  it("says nothing where no other does, where it may not be read, or without the label", async () => {
    assert.deepEqual(await found(namespaces(), privileged), []);
    assert.deepEqual(await found({}, privileged, 403), []);
    assert.deepEqual(await found(namespaces("restricted"), checked), []);
    assert.deepEqual(await found(namespaces("restricted"), place("team-a", { [enforce]: "baseline" })), []);
  });

  it("asks for other namespaces than those that runs made", async () => {
    const { asked } = await sourcesOf({});
    const url = asked.find((path) => path.startsWith("/api/v1/namespaces?"));
    assert.equal(
      new URLSearchParams(url?.split("?")[1]).get("labelSelector"),
      `${enforce} in (baseline,restricted),!dvs-run`,
    );
  });
});

const clusterPolicies = "/apis/kyverno.io/v1/clusterpolicies";
const policyExceptions = "/apis/kyverno.io/v2/policyexceptions";

/** The policy disallow-host-namespaces of kyverno/policies. */
const clusterPolicy = (rule: object = {}, spec: object = {}, metadata: object = {}) => ({
  apiVersion: "kyverno.io/v1",
  kind: "ClusterPolicy",
  metadata: { name: "disallow-host-namespaces", ...metadata },
  spec: {
    admission: true,
    background: true,
    validationFailureAction: "Enforce",
    rules: [
      {
        name: "host-namespaces",
        match: { any: [{ resources: { kinds: ["Pod"] } }] },
        validate: {
          message: "Sharing the host namespaces is disallowed.",
          pattern: { spec: { "=(hostPID)": "false" } },
        },
        ...rule,
      },
    ],
    ...spec,
  },
});

describe("plugin/facts/exemptions: Kyverno", () => {
  const apis = {
    "/apis": {
      groups: [
        {
          name: "kyverno.io",
          versions: ["v1", "v2"].map((version) => ({ groupVersion: `kyverno.io/${version}`, version })),
        },
      ],
    },
  };
  const configMap = (data: Record<string, string>, namespace = "kyverno") => ({
    ...apis,
    [`/api/v1/namespaces/${namespace}/configmaps/kyverno`]: {
      metadata: { name: "kyverno", namespace },
      data,
    },
  });

  it("reads the filters of its ConfigMap", async () => {
    const delivered =
      "[Event,*,*]\n[*/*,kube-system,*]\n[*/*,kube-node-lease,*]\n[Node,*,*]\n[Pod/binding,*,*]\n[ReplicaSet,*,*]";
    assert.deepEqual(await found(configMap({ resourceFilters: delivered }), exempt), []);
    assert.deepEqual(await found(configMap({ resourceFilters: delivered }), place("kube-system")), [
      { engine: "kyverno", says: "ConfigMap kyverno/kyverno: resourceFilters [*/*,kube-system,*]" },
    ]);
    const more = configMap({ resourceFilters: `${delivered}[Pod,team-?,*]` });
    assert.equal(
      (await found(more, exempt))[0]?.says,
      "ConfigMap kyverno/kyverno: resourceFilters [Pod,team-?,*]",
    );
    assert.deepEqual(await found(more, place("team-10")), []);
    const byName = configMap({ resourceFilters: "[Pod,team-a,sonobuoy*]" });
    assert.deepEqual(await found(byName, exempt), []);
  });

  it("reads the users and groups that its ConfigMap excludes, and brings back in", async () => {
    const says = async (data: Record<string, string>, where = exempt) =>
      (await found(configMap(data), where)).map((one) => one.says);
    const byUser = { excludeUsernames: "kubernetes-admin, system:serviceaccount:team-a:*" };
    assert.deepEqual(await says(byUser), [
      "ConfigMap kyverno/kyverno: excludeUsernames system:serviceaccount:team-a:*",
    ]);
    assert.deepEqual(await says(byUser, checked), []);
    assert.deepEqual(await says({ excludeGroups: "system:nodes" }), []);
    assert.deepEqual(await says({ excludeGroups: "system:nodes,system:serviceaccounts" }), [
      "ConfigMap kyverno/kyverno: excludeGroups system:serviceaccounts",
    ]);
    const back = { excludeGroups: "system:serviceaccounts, !system:serviceaccounts:team-a" };
    assert.deepEqual(await says(back), []);
    assert.equal((await says(back, checked)).length, 1);
    // before 1.10
    assert.equal((await says({ excludeGroupRole: "system:serviceaccounts:team-a" })).length, 1);
  });

  it("reads the selectors in its ConfigMap only where the webhooks may not be read", async () => {
    const data = { webhooks: JSON.stringify([{ namespaceSelector: notIn("team-a") }]) };
    assert.deepEqual(await found(configMap(data), exempt, 403), [
      {
        engine: "kyverno",
        says: `ConfigMap kyverno/kyverno: namespaceSelector in webhooks: ${named} NotIn (team-a)`,
      },
    ]);
    const one = { webhooks: JSON.stringify({ namespaceSelector: notIn("team-a") }) };
    assert.equal((await found(configMap(one), exempt, 403)).length, 1);
    assert.deepEqual(await found(configMap(data), checked, 403), []);
    assert.deepEqual(await found({ ...configMap(data), ...webhooks([]) }, exempt, 403), []);
    assert.deepEqual(await found(configMap({ webhooks: "no JSON" }), exempt, 403), []);
  });

  it("finds its ConfigMap in the namespace of its service", async () => {
    const elsewhere = kyvernoWebhook({ clientConfig: { service: { namespace: "policies", name: "s" } } });
    const answers = configMap({ resourceFilters: "[Pod,team-a,*]" }, "policies");
    const [one] = await found({ ...answers, ...webhooks([elsewhere]) }, exempt);
    assert.equal(one?.says, "ConfigMap policies/kyverno: resourceFilters [Pod,team-a,*]");
  });

  const withPolicy = (policy: object) => ({ ...apis, [clusterPolicies]: list(policy) });

  it("reads what a rule excludes by namespace, label, user, group and ServiceAccount", async () => {
    const excludes: [object, string][] = [
      [{ resources: { namespaces: ["kube-*", "team-a"] } }, "namespaces team-a"],
      [{ resources: { kinds: ["Pod"], namespaces: ["*-a"] } }, "namespaces *-a"],
      [
        { resources: { namespaceSelector: { matchLabels: { [named]: "team-a" } } } },
        `namespaceSelector ${named}=team-a`,
      ],
      [
        { subjects: [{ kind: "Group", name: "system:serviceaccounts:team-a" }] },
        "subjects Group system:serviceaccounts:team-a",
      ],
      [
        { subjects: [{ kind: "User", name: "system:serviceaccount:team-a:*" }] },
        "subjects User system:serviceaccount:team-a:*",
      ],
      [
        { subjects: [{ kind: "ServiceAccount", namespace: "team-a", name: "dvs" }] },
        "subjects ServiceAccount dvs",
      ],
    ];
    for (const [filter, says] of excludes) {
      for (const exclude of [{ any: [filter] }, { all: [filter] }, filter]) {
        const answers = withPolicy(clusterPolicy({ exclude }));
        assert.deepEqual(await found(answers, exempt), [
          {
            engine: "kyverno",
            policies: ["disallow-host-namespaces"],
            says: `exclude of rule host-namespaces of the policy disallow-host-namespaces: ${says}`,
          },
        ]);
        assert.deepEqual(await found(answers, checked), [], says);
      }
    }
  });

  it("says nothing of what is not certain, or hangs on something else than the place", async () => {
    const here = { namespaces: ["team-a"] };
    const excludes = [
      { any: [{ resources: { ...here, names: ["sonobuoy*"] } }] },
      { any: [{ resources: { ...here, kinds: ["Deployment"] } }] },
      { any: [{ resources: { ...here, selector: { matchLabels: { a: "b" } } } }] },
      { any: [{ resources: { ...here, annotations: { a: "b" } } }] },
      { any: [{ resources: { ...here, operations: ["DELETE"] } }] },
      { any: [{ resources: here, clusterRoles: ["cluster-admin"] }] },
      { any: [{ resources: { kinds: ["Pod"] } }] },
      { all: [{ resources: here }, { subjects: [{ kind: "User", name: "kubernetes-admin" }] }] },
      { resources: {} },
    ];
    for (const exclude of excludes)
      assert.deepEqual(
        await found(withPolicy(clusterPolicy({ exclude })), exempt),
        [],
        JSON.stringify(exclude),
      );
  });

  it("passes over rules that only report, do not see pods, or mean no policy of the catalogue", async () => {
    const exclude = { any: [{ resources: { namespaces: ["team-a"] } }] };
    const audits = clusterPolicy({ exclude }, { validationFailureAction: "Audit" });
    assert.deepEqual(await found(withPolicy(audits), exempt), []);
    const validate = { failureAction: "Enforce", message: "Sharing the host namespaces is disallowed." };
    const byRule = clusterPolicy({ exclude, validate }, { validationFailureAction: "Audit" });
    assert.equal((await found(withPolicy(byRule), exempt)).length, 1);
    const match = { any: [{ resources: { kinds: ["Service"] } }] };
    assert.deepEqual(await found(withPolicy(clusterPolicy({ exclude, match })), exempt), []);
    const labels = clusterPolicy(
      { exclude, name: "labels", validate: { message: "no" } },
      {},
      { name: "require-labels" },
    );
    assert.deepEqual(await found(withPolicy(labels), exempt), []);
  });

  it("reads Policies of the namespace, not those of others", async () => {
    const exclude = { any: [{ subjects: [{ kind: "Group", name: "system:serviceaccounts" }] }] };
    const policy = clusterPolicy({ exclude }, {}, { namespace: "team-a" });
    const answers = { ...apis, "/apis/kyverno.io/v1/policies": list(policy) };
    assert.match(
      (await found(answers, exempt))[0]?.says ?? "",
      /of the policy team-a\/disallow-host-namespaces: subjects Group/,
    );
    assert.deepEqual(await found(answers, checked), []);
  });

  it("reads where a policy only reports", async () => {
    const overrides = [{ action: "Audit", namespaces: ["team-a"] }];
    const answers = withPolicy(clusterPolicy({}, { validationFailureActionOverrides: overrides }));
    assert.equal(
      (await found(answers, exempt))[0]?.says,
      "failure action of rule host-namespaces of the policy disallow-host-namespaces here: Audit",
    );
    assert.deepEqual(await found(answers, checked), []);
  });

  it("takes a rule with Pod Security's levels for what they cover", async () => {
    const exclude = { any: [{ resources: { namespaces: ["team-a"] } }] };
    const validate = { podSecurity: { level: "restricted", version: "latest" } };
    const [one] = await found(withPolicy(clusterPolicy({ exclude, validate })), exempt);
    assert.equal(one?.policies?.length, 8);
  });

  const exception = (spec: object = {}) => ({
    metadata: { name: "tool", namespace: "exceptions" },
    spec: {
      exceptions: [
        {
          policyName: "disallow-host-namespaces",
          ruleNames: ["host-namespaces", "autogen-host-namespaces"],
        },
      ],
      match: { any: [{ resources: { kinds: ["Pod", "Deployment"], namespaces: ["team-a"] } }] },
      ...spec,
    },
  });
  const withException = (spec: object, policy: object = clusterPolicy()) => ({
    ...withPolicy(policy),
    [policyExceptions]: list(exception(spec)),
  });

  it("reads PolicyExceptions of rules that refuse", async () => {
    assert.deepEqual(await found(withException({}), exempt), [
      {
        engine: "kyverno",
        policies: ["disallow-host-namespaces"],
        says: "PolicyException exceptions/tool from disallow-host-namespaces: namespaces team-a",
      },
    ]);
    assert.deepEqual(await found(withException({}), checked), []);
    const audits = clusterPolicy({}, { validationFailureAction: "Audit" });
    assert.deepEqual(await found(withException({}, audits), exempt), []);
    // by name alone where the policies may not be read
    assert.equal((await found({ ...apis, [policyExceptions]: list(exception()) }, exempt, 403)).length, 1);
  });

  it("passes over PolicyExceptions that are narrower than a namespace or a user", async () => {
    const only = (resources: object) => ({
      match: { any: [{ resources: { kinds: ["Pod"], ...resources } }] },
    });
    const narrower = [
      only({ namespaces: ["team-a"], names: ["important-tool*"] }),
      {
        conditions: { any: [{ key: "{{ request.object.metadata.name }}", operator: "Equals", value: "x" }] },
      },
      { podSecurity: [{ controlName: "Host Namespaces" }] },
      { exceptions: [{ policyName: "disallow-host-namespaces", ruleNames: ["another-rule"] }] },
    ];
    for (const spec of narrower)
      assert.deepEqual(await found(withException(spec), exempt), [], JSON.stringify(spec));
    assert.match(
      (await found(withException(only({ names: ["*"] })), checked))[0]?.says ?? "",
      /: everything$/,
    );
  });

  it("reads ValidatingPolicies and their PolicyExceptions", async () => {
    const cel = (path: string, ...items: unknown[]) => ({
      "/apis": groups("policies.kyverno.io/v1"),
      [`/apis/policies.kyverno.io/v1/${path}`]: list(...items),
    });
    const vpol = (validationActions: string[]) =>
      admissionPolicy("restrict-sysctls", {
        validationActions,
        matchConstraints: { resourceRules: [podRule], namespaceSelector: notIn("team-a") },
      });
    const [one] = await found(cel("validatingpolicies", vpol(["Deny"])), exempt);
    assert.deepEqual([one?.engine, one?.policies], ["kyverno", ["restrict-sysctls"]]);
    assert.deepEqual(await found(cel("validatingpolicies", vpol(["Deny"])), checked), []);
    assert.deepEqual(await found(cel("validatingpolicies", vpol(["Audit"])), exempt), []);

    const celException = (spec: object, more: object = {}) => ({
      metadata: { name: "tool", namespace: "exceptions" },
      spec: { policyRefs: [{ name: "restrict-sysctls", kind: "ValidatingPolicy" }], ...spec },
      ...more,
    });
    const matchConditions = [{ name: "team", expression: `object.metadata.namespace == "team-a"` }];
    const answers = cel("policyexceptions", celException({ matchConditions }));
    assert.equal(
      (await found(answers, exempt))[0]?.says,
      `PolicyException exceptions/tool from restrict-sysctls: object.metadata.namespace == "team-a"`,
    );
    assert.deepEqual(await found(answers, checked), []);
    const narrower = [
      celException({ matchConditions: [{ name: "n", expression: `object.metadata.name == "x"` }] }),
      celException({ matchConditions, images: ["registry.example/tool:*"] }),
      celException({ matchConditions }, { status: { expired: true } }),
      celException({ matchConditions, policyRefs: [{ name: "require-labels", kind: "ValidatingPolicy" }] }),
    ];
    for (const own of narrower) assert.deepEqual(await found(cel("policyexceptions", own), exempt), []);
  });
});

describe("plugin/facts/exemptions: Gatekeeper", () => {
  const config = (match: readonly object[], name = "config") => ({
    "/apis": groups("config.gatekeeper.sh/v1alpha1"),
    ...webhooks([]),
    "/apis/config.gatekeeper.sh/v1alpha1/configs": list({
      metadata: { name, namespace: "gatekeeper-system" },
      spec: { match },
    }),
  });

  it("reads the namespaces that its Config leaves out of the webhook", async () => {
    const answers = config([{ excludedNamespaces: ["kube-*", "*-a"], processes: ["audit", "webhook"] }]);
    assert.deepEqual(await found(answers, exempt), [
      { engine: "gatekeeper", says: "excludedNamespaces of the Config: *-a" },
    ]);
    assert.deepEqual(await found(answers, checked), []);
    assert.equal(
      (await found(config([{ excludedNamespaces: ["team-a"], processes: ["*"] }]), exempt)).length,
      1,
    );
    const audit = config([
      { excludedNamespaces: ["team-a"], processes: ["audit", "sync", "mutation-webhook"] },
    ]);
    assert.deepEqual(await found(audit, exempt), []);
    const ignored = config([{ excludedNamespaces: ["team-a"], processes: ["*"] }], "another");
    assert.deepEqual(await found(ignored, exempt), []);
  });

  it("heeds the label by the webhook's selector, or as delivered where that may not be read", async () => {
    const label = "admission.gatekeeper.sh/ignore";
    const labelled = place("team-a", { [label]: "no-self-managing" });
    const selecting = (namespaceSelector: object) =>
      webhooks([
        {
          metadata: { name: "gatekeeper-validating-webhook-configuration" },
          webhooks: [
            {
              name: "validation.gatekeeper.sh",
              rules: [{ apiGroups: ["*"], operations: ["CREATE", "UPDATE"], resources: ["*", "pods/log"] }],
              namespaceSelector,
            },
          ],
        },
      ]);
    const apis = { "/apis": groups("config.gatekeeper.sh/v1alpha1") };
    const delivered = { matchExpressions: [{ key: label, operator: "DoesNotExist" }] };
    assert.deepEqual(await found({ ...apis, ...selecting(delivered) }, labelled), [
      {
        engine: "gatekeeper",
        says: `namespaceSelector of the webhook validation.gatekeeper.sh: ${label} DoesNotExist`,
      },
    ]);
    assert.deepEqual(await found({ ...apis, ...selecting(delivered) }, exempt), []);
    assert.deepEqual(await found({ ...apis, ...selecting({}) }, labelled), []);
    assert.equal(
      (await found(apis, labelled, 403))[0]?.says,
      `label ${label}=no-self-managing of the namespace`,
    );
    assert.deepEqual(await found(apis, exempt, 403), []);
    assert.deepEqual(await found({}, labelled, 403), []);
  });

  const kinds = ["k8spspprivilegedcontainer", "k8srequiredlabels"];
  const constraints = (...items: readonly object[]) => ({
    "/apis": groups("constraints.gatekeeper.sh/v1beta1"),
    "/apis/constraints.gatekeeper.sh/v1beta1": {
      resources: kinds.flatMap((name) => [{ name }, { name: `${name}/status` }]),
    },
    "/apis/constraints.gatekeeper.sh/v1beta1/k8spspprivilegedcontainer": list(...items),
  });
  /** A constraint of the Gatekeeper library. */
  const constraint = (name: string, match: object, spec: object = {}) => ({
    apiVersion: "constraints.gatekeeper.sh/v1beta1",
    kind: "K8sPSPPrivilegedContainer",
    metadata: { name },
    spec: { match: { kinds: [{ apiGroups: [""], kinds: ["Pod"] }], ...match }, ...spec },
  });

  it("reads the namespaces that constraints leave out", async () => {
    const matches: [object, string][] = [
      [{ excludedNamespaces: ["kube-system", "*-a"] }, "excludedNamespaces of X: *-a"],
      [{ namespaces: ["prod-*", "team-b"] }, "namespaces of X: prod-*, team-b"],
      [{ namespaceSelector: notIn("team-a") }, `namespaceSelector of X: ${named} NotIn (team-a)`],
    ];
    for (const [match, says] of matches) {
      const answers = constraints(constraint("psp", match));
      assert.deepEqual(await found(answers, exempt), [
        {
          engine: "gatekeeper",
          policies: ["disallow-privileged-containers"],
          says: says.replace("X", "the constraint K8sPSPPrivilegedContainer/psp"),
        },
      ]);
      assert.deepEqual(await found(answers, checked), [], says);
    }
  });

  it("says nothing where another constraint of the kind denies, or where none does", async () => {
    const elsewhere = constraint("elsewhere", { excludedNamespaces: ["team-a"] });
    const here = (spec: object) => constraint("here", { namespaces: ["team-a"] }, spec);
    assert.deepEqual(await found(constraints(elsewhere, here({})), exempt), []);
    assert.equal(
      (await found(constraints(elsewhere, here({ enforcementAction: "warn" })), exempt)).length,
      1,
    );
    const warns = constraint("w", { excludedNamespaces: ["team-a"] }, { enforcementAction: "dryrun" });
    assert.deepEqual(await found(constraints(warns), exempt), []);
    const scoped = (action: string, name = "*") =>
      constraint(
        "s",
        { excludedNamespaces: ["team-a"] },
        {
          enforcementAction: "scoped",
          scopedEnforcementActions: [{ action, enforcementPoints: [{ name }] }],
        },
      );
    assert.equal((await found(constraints(scoped("deny")), exempt)).length, 1);
    assert.deepEqual(await found(constraints(scoped("warn")), exempt), []);
    assert.equal((await found(constraints(scoped("deny", "vap.k8s.io")), exempt)).length, 1);
    assert.deepEqual(await found(constraints(scoped("deny", "audit.gatekeeper.sh")), exempt), []);
    const clusterwide = constraint("c", { scope: "Cluster", excludedNamespaces: ["team-a"] });
    assert.deepEqual(await found(constraints(clusterwide), exempt), []);
    const services = constraint("s", { kinds: [{ apiGroups: [""], kinds: ["Service"] }], namespaces: ["x"] });
    assert.deepEqual(await found(constraints(services), exempt), []);
  });
});

describe("plugin/facts/exemptions: OpenShift", () => {
  it("knows the run levels and the names that security context constraints pass over", async () => {
    const openshift = { "/apis": groups("security.openshift.io/v1") };
    const label = "openshift.io/run-level";
    const [one] = await found(openshift, place("team-a", { [label]: "1" }));
    assert.deepEqual([one?.engine, one?.says], ["openshift-scc", `label ${label}=1 of the namespace`]);
    assert.ok(!one?.policies?.includes("imagepullpolicy-always"));
    assert.equal((await found(openshift, place("kube-system"))).length, 1);
    for (const other of [exempt, place("team-a", { [label]: "9" }), place("openshift-monitoring")])
      assert.deepEqual(await found(openshift, other), []);
    assert.deepEqual(await found({}, place("kube-system", { [label]: "0" })), []);
  });
});

describe("plugin/facts/exemptions: reading", () => {
  it("asks for an engine's own objects only where its API group is served", async () => {
    const { asked } = await sourcesOf({ "/apis": groups("apps/v1") });
    assert.deepEqual(
      asked.map((path) => path.split("?")[0]),
      [
        "/apis",
        validating,
        `${registration}/validatingadmissionpolicies`,
        `${registration}/validatingadmissionpolicybindings`,
        "/api/v1/namespaces",
      ],
    );
    const { asked: more } = await sourcesOf({ "/apis": groups("kyverno.io/v1") });
    assert.ok(more.includes(clusterPolicies));
  });

  it("passes over objects that it does not understand, and cuts long texts", async () => {
    const odd = [null, 7, {}, { metadata: { name: "x" }, spec: { matchConstraints: [] } }];
    const strange = { [validating]: list(...odd), [mutating]: "no list" };
    const answers = { ...strange, ...admission(odd, odd), "/apis": { groups: 1 } };
    assert.deepEqual(await found(answers, exempt), []);
    const expression = `request.namespace != "team-a" ${"&& true ".repeat(100)}`;
    const long = webhooks([kyvernoWebhook({ matchConditions: [{ name: "long", expression }] })]);
    const [one] = await found(long, exempt);
    assert.ok(one !== undefined && one.says.length < 300);
  });
});

import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { type Exemption, readJUnit, writeJUnit } from "#results";
import { readArchive, readWholeArchive } from "../../aggregator/index.ts";
import { slim } from "../../handover/index.ts";
import {
  readAdmissionPolicySources,
  validatingPolicySources,
} from "../../plugin/facts/admission-policy-exemptions.ts";
import type { ExemptionSource } from "../../plugin/facts/exemption-source.ts";
import { exemptionsAt } from "../../plugin/facts/exemptions.ts";
import {
  configSources,
  constraintSources,
  readGatekeeperSources,
} from "../../plugin/facts/gatekeeper-exemptions.ts";
import { configMapSources } from "../../plugin/facts/kyverno-config.ts";
import { celExceptionSources } from "../../plugin/facts/kyverno-exemptions.ts";
import { exceptionSources, kyvernoRules, ruleSource } from "../../plugin/facts/kyverno-policies.ts";
import { readOpenShiftSources } from "../../plugin/facts/openshift-exemptions.ts";
import { readPodSecuritySources } from "../../plugin/facts/pod-security-exemptions.ts";
import { webhookSources } from "../../plugin/facts/webhook-exemptions.ts";
import { scratch } from "../aggregator/archives.ts";
import { inventedRun } from "../aggregator/invented-sites.ts";

/** Names of the invented site; `storage`, an everyday word, is another. */
const names = [
  "finanzamt",
  "kasse",
  "kundenamt",
  "ausnahme-rathaus",
  "meldestelle",
  "mandant-x",
  "standesamt",
  "erika",
  "dienststelle",
  "zuhause",
];

const place = {
  namespace: "finanzamt",
  labels: {
    "mandant-x": "standesamt",
    "openshift.io/run-level": "1",
    "admission.gatekeeper.sh/ignore": "kasse",
  },
  annotations: {},
  user: "erika",
  groups: ["dienststelle"],
  constraints: ["*"],
};
const privileged = { ...place, labels: { "pod-security.kubernetes.io/enforce": "privileged" } };
const selector = {
  matchLabels: {},
  matchExpressions: [{ key: "mandant-x", operator: "NotIn" as const, values: ["standesamt", "kasse"] }],
};
const equals = { matchLabels: { "mandant-x": "zuhause" } };
const list = (...items: readonly unknown[]) => ({ metadata: {}, items });
const expression = "request.namespace != \"finanzamt\" && request.userInfo.username != 'kasse'";
const podRules = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }];
const metadata = { name: "disallow-privileged-containers" };
const kinds = [{ resources: { kinds: ["Pod"] } }];

const clusterPolicy = (more: object, exclude: unknown) => ({
  metadata: { ...metadata, ...more },
  spec: {
    validationFailureAction: "Enforce",
    rules: [
      {
        name: "privileged-containers",
        match: { any: kinds },
        exclude,
        validate: { message: "Privileged mode is disallowed." },
      },
    ],
  },
});
const filter = (more: object) => ({
  any: [{ ...more, resources: { kinds: ["Pod"], ...("resources" in more && (more.resources as object)) } }],
});
const excluding = [
  filter({ resources: { namespaces: ["finanzamt"] } }),
  filter({ subjects: [{ kind: "User", name: "erika" }] }),
  filter({ subjects: [{ kind: "Group", name: "dienststelle" }] }),
  filter({ resources: { namespaceSelector: { matchLabels: { "mandant-x": "standesamt" } } } }),
];
const exceptionOf = (match: unknown) => ({
  metadata: { name: "ausnahme-rathaus", namespace: "kundenamt" },
  spec: { match, exceptions: [{ policyName: metadata.name, ruleNames: ["*"] }] },
});
const vap = (more: object) => ({
  metadata,
  spec: { matchConstraints: { resourceRules: podRules, ...more }, validations: [{ expression: "true" }] },
});
const constraint = (match: object) => ({
  kind: "K8sPSPPrivilegedContainer",
  metadata: { name: "privileged" },
  spec: { match },
});

/** What every reader in plugin/facts says of this place. */
async function allSaid(): Promise<Exemption[]> {
  const admission = async (policy: unknown, spec: object) =>
    readAdmissionPolicySources(async (path) =>
      path.endsWith("bindings")
        ? list({
            metadata: { name: "bindung" },
            spec: { policyName: metadata.name, validationActions: ["Deny"], ...spec },
          })
        : list(policy),
    );
  const configMap = (data: Record<string, string>) =>
    configMapSources({ metadata: { name: "kyverno", namespace: "kundenamt" }, data }, false);
  const seen = { name: "validate.kyverno.svc-fail", mutating: false, matchConditions: [] };
  const sources: ExemptionSource[] = [
    ...webhookSources([
      { ...seen, namespaceSelector: selector },
      { ...seen, namespaceSelector: { matchExpressions: [], ...equals } },
      { ...seen, matchConditions: [{ name: "nur", expression: 'request.namespace != "finanzamt"' }] },
    ]),
    ...(await admission(vap({ namespaceSelector: selector }), {})),
    ...(await admission(
      { ...vap({}), spec: { ...vap({}).spec, matchConditions: [{ name: "nur", expression }] } },
      {},
    )),
    ...(await admission(vap({}), { matchResources: { namespaceSelector: equals } })),
    ...(await admission(vap({}), { matchResources: { excludeResourceRules: podRules } })),
    ...validatingPolicySources(list(vap({ namespaceSelector: selector }))),
    ...celExceptionSources(
      list({
        metadata: { name: "ausnahme-rathaus", namespace: "kundenamt" },
        spec: {
          policyRefs: [{ name: metadata.name, kind: "ValidatingPolicy" }],
          matchConditions: [{ name: "a", expression: "request.namespace in ['finanzamt', 'storage']" }],
        },
      }),
    ),
    ...configMap({ resourceFilters: "[Pod,finanzamt,*]" }),
    ...configMap({ excludeUsernames: "erika" }),
    ...configMap({ excludeGroups: "dienststelle" }),
    ...configMap({ webhooks: JSON.stringify({ namespaceSelector: selector }) }),
    ...excluding.flatMap((exclude) => kyvernoRules(list(clusterPolicy({}, exclude))).map(ruleSource)),
    ...kyvernoRules(list(clusterPolicy({ namespace: "finanzamt" }, excluding[1]))).map(ruleSource),
    ...excluding.flatMap((match) => exceptionSources(list(exceptionOf(match)), undefined)),
    ...configSources(
      list({
        metadata: { name: "config" },
        spec: { match: [{ processes: ["*"], excludedNamespaces: ["finanz*"] }] },
      }),
    ),
    ...constraintSources(list(constraint({ namespaces: ["kasse", "storage", "meldestelle-*"] }))),
    ...constraintSources(list(constraint({ excludedNamespaces: ["finanzamt"] }))),
    ...constraintSources(list(constraint({ namespaceSelector: selector }))),
    ...(await readGatekeeperSources(
      async () => undefined,
      (group) => group === "config.gatekeeper.sh",
      false,
    )),
    ...(await readOpenShiftSources(async () =>
      list(
        { metadata: { name: "kundenamt" }, allowHostPID: true, groups: ["dienststelle"] },
        { metadata: { name: "ausnahme-rathaus" }, allowHostIPC: true, users: ["erika"] },
        { metadata: { name: "anyuid" }, runAsUser: { type: "RunAsAny" } },
      ),
    )),
  ];
  const security = await readPodSecuritySources(async () =>
    list({ metadata: { labels: { "pod-security.kubernetes.io/enforce": "baseline" } } }),
  );
  return [...exemptionsAt(sources, place), ...exemptionsAt(security, privileged)];
}

const key = Buffer.alloc(32, 7);

describe("handover/exemptions", () => {
  const files = scratch();

  async function slimmed(
    exemptions: readonly Exemption[],
    more = "",
  ): Promise<{ says: string[]; text: string }> {
    const run = inventedRun({
      name: "Musterstadt",
      id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
      engine: "kyverno",
      all: "enforced",
    });
    const [vantage, ...rest] = run.vantages;
    assert.ok(vantage);
    const result = {
      ...run,
      run: { ...run.run, cutShort: `x ${more}` },
      vantages: [{ ...vantage, exemptions }, ...rest],
    };
    const path = await files.write("junit.xml", writeJUnit(result));
    const made = await slim(await readWholeArchive(path), key, { hideSiteName: false, words: [] });
    const read = await readArchive(await files.write("slim", made.bytes));
    assert.ok(read.result);
    assert.deepEqual(readJUnit(writeJUnit(read.result)), read.result);
    return {
      says: (read.result.vantages[0]?.exemptions ?? []).map(({ says }) => says),
      text: gunzipSync(made.bytes).toString("utf8"),
    };
  }

  it("leaves no namespace, user or label of what the plugin's readers say, and keeps their words", async () => {
    const said = await allSaid();
    // one for each sentence that the readers can say
    assert.equal(said.length, 32, said.map(({ says }) => says).join("\n"));
    for (const name of names)
      assert.ok(
        said.some(({ says }) => says.includes(name)),
        name,
      );
    const { says, text } = await slimmed(said, "finanzamt, kasse und ausnahme-rathaus");
    for (const name of names)
      assert.ok(!text.includes(name), `${name}: ${says.find((own) => own.includes(name))}`);
    assert.ok(!says.some((own) => /\bstorage\b/.test(own)), says.join("\n"));
    for (const words of [
      "namespaceSelector of the webhook validate.kyverno.svc-fail: ",
      "match condition nur of the ValidatingAdmissionPolicy disallow-privileged-containers: request.namespace != ",
      " from disallow-privileged-containers: request.namespace in [",
      "exclude of rule privileged-containers of the policy disallow-privileged-containers: subjects User ",
      "namespaces of the constraint K8sPSPPrivilegedContainer/privileged: ",
      "label pod-security.kubernetes.io/enforce=privileged of the namespace, while others have baseline",
      "label openshift.io/run-level=1 of the namespace",
      "resourceFilters [Pod,",
      "the security context constraint anyuid, which the tenant may use by a role",
    ])
      assert.ok(
        says.some((own) => own.includes(words)),
        `${words}\n${says.join("\n")}`,
      );
  });

  it("is as strict with sentences of other versions: lists in brackets, labels without a colon", async () => {
    const said = [
      "PolicyException kundenamt/ausnahme-rathaus leaves out namespace finanzamt and [Pod,meldestelle,*]",
      "label mandant-x is not standesamt",
      "namespaceSelector (kasse, erika)",
    ];
    const { text, says } = await slimmed(said.map((own) => ({ engine: "kyverno", says: own })));
    for (const name of names) assert.ok(!text.includes(name), name);
    assert.match(says.join("\n"), /leaves out namespace \S+ and \[Pod,\S+,\*\]\nlabel \S+ is not \S+\n/);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultProfile, type Parameters, policies } from "#policies";
import { settingsOf } from "../../check/index.ts";
import { demoImage, demoRegistry } from "../../demo/sites.ts";
import { apply, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { agreementOf } from "../agreement/agreement.ts";
import { type Asker, askerOf } from "../agreement/ask.ts";
import { checkedBy } from "../agreement/check-text.ts";
import { expectedCounts } from "../agreement/counts.ts";
import { difference, isOwnRefusal } from "../agreement/judgement.ts";
import { agreementLines } from "../agreement/lines.ts";
import { mutants } from "../agreement/mutants.ts";
import { siteOutcomes } from "../agreement/site-outcomes.ts";
import { storeCompliant, storePod } from "../agreement/stored.ts";
import { subjects } from "../agreement/subjects.ts";
import { pathOf, trySubject } from "../agreement/try-subject.ts";
import { agreementManifests } from "./agreement-site.ts";

/** How many mutated objects are judged, and from which seed: AGREEMENT_RUNS=20000 AGREEMENT_SEED=1 for a long run. */
const { AGREEMENT_RUNS: runs = "300", AGREEMENT_SEED: seed = "20261130" } = process.env;

type Values = Readonly<Record<string, Parameters>>;
const usual: Values = {
  "restrict-image-registries": { allowedRegistries: [demoRegistry, "registry.musterstadt.example"] },
};
/** Every parameter of every policy with another value than usual. */
const other: Values = {
  "disallow-add-capabilities": { allowedCapabilities: ["NET_BIND_SERVICE"] },
  "disallow-selinux-options": { allowedTypes: ["container_t"], tolerateAssignedLevel: false },
  "require-default-proc-mount": { tolerateUserNamespace: true },
  "require-health-and-liveness-check": {
    require: ["livenessProbe"],
    exemptJobs: false,
    startupSatisfies: true,
  },
  "require-limits-and-requests": { required: ["limits.cpu", "requests.memory"] },
  "require-non-root-groups": { minGid: 2000, requireRunAsGroup: false },
  "require-ro-rootfs": { includeInit: false },
  "require-run-as-non-root": { tolerateUserNamespace: true },
  "restrict-apparmor": { allowedProfiles: ["runtime/default", "localhost/*"] },
  "restrict-image-registries": { allowedRegistries: ["docker.io", `${demoRegistry}/pause`] },
  "restrict-sysctls": { safeSysctls: ["kernel.msgmax"] },
};

const places = {
  refusing: { telling: "first", values: usual, says: "ValidatingAdmissionPolicy, Deny" },
  listing: { telling: "all", values: usual, says: "ValidatingAdmissionPolicy, Warn" },
  other: { telling: "all", values: other, says: "…, other parameters" },
  changing: { telling: "mending", values: usual, says: "MutatingAdmissionPolicy" },
} as const;
const names = ["refusing", "listing", "other", "changing"] as const;

/** The settings of a check with the same parameters as a place. */
function settingsAt(place: (typeof names)[number]): ReturnType<typeof settingsOf> {
  const { values } = places[place];
  const registries = values["restrict-image-registries"]?.["allowedRegistries"];
  assert.ok(Array.isArray(registries));
  return settingsOf({ parameters: values, allowedRegistries: registries });
}

/** Violates every policy but the one of the other pod: the API server permits procMount in a user namespace only. */
const violations = (userNamespace: boolean) => `
apiVersion: v1
kind: Pod
metadata:
  name: everything
  annotations: {container.apparmor.security.beta.kubernetes.io/main: unconfined}
spec:
  ${userNamespace ? "hostUsers: false" : "hostPID: true"}
  containers:
    - name: main
      image: elsewhere.example/app
      imagePullPolicy: Never
      securityContext:
        privileged: true
        capabilities: {add: [SYS_ADMIN]}
        seLinuxOptions: {user: system_u}
        ${userNamespace ? "procMount: Unmasked" : ""}
        runAsGroup: 0
  securityContext: {sysctls: [{name: net.core.somaxconn, value: "1"}]}
`;

const leads = defaultProfile.policies.map((id) => `${id}/${policies[id].lead}`);

describe("the check's judgement and the cluster's, under enforcement/vap", function () {
  this.timeout("10m");
  let testbed: Testbed;
  let site: Site;
  let asker: Asker;
  const lines: string[] = [];
  const objects = subjects(demoImage);
  const counts = expectedCounts(objects);

  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "agreement" });
    asker = await askerOf(site.kubeconfig);
    await apply(
      site,
      siteOutcomes.flatMap(({ setup }) => setup),
    );
    for (const { namespace, before: text } of siteOutcomes)
      if (text !== undefined) await storePod(asker, namespace, text(demoImage));
    await apply(site, agreementManifests(usual, other));
    for (const name of names) await storeCompliant(asker, name, demoImage);
    for (const name of names) await atWork(name);
  });
  after(async () => {
    for (const line of lines) console.log(`    ${line}`);
    asker?.close();
    await testbed?.stop();
  });

  /** API servers take up policies one by one and some time after they were stored. */
  async function atWork(name: (typeof names)[number]): Promise<void> {
    const { telling } = places[name];
    const texts =
      telling === "first"
        ? objects.filter(({ id }) => leads.includes(id)).map(({ text }) => text)
        : [violations(true), violations(false)];
    const expected = new Set(texts.flatMap((text) => checkedBy(settingsAt(name))(text).policies));
    if (telling === "mending") expected.delete("imagepullpolicy-always");
    for (const id of expected)
      await until(
        `${id} to be at work in ${name}`,
        async () => {
          const asked = texts.map((text) => asker.ask({ method: "POST", path: pathOf("Pod", name), text }));
          return (await Promise.all(asked)).some(({ policies: named }) => named.includes(id));
        },
        { timeoutSeconds: 60 },
      );
  }

  for (const place of names) {
    const { telling, says } = places[place];
    it(`agree on every object of the catalogue and of the examples: ${says}`, async () => {
      const started = performance.now();
      const found = await agreementOf(asker, place, objects, settingsAt(place), telling);
      const seconds = Math.round((performance.now() - started) / 1000);
      lines.push(...agreementLines(says, found.counts), `${says}: in ${seconds} s`);
      assert.deepEqual(found.differences, []);
      assert.deepEqual(found.counts, counts);
    });
  }

  it("is tried with another value than usual of every parameter", () => {
    for (const id of defaultProfile.policies)
      for (const [name, { default: standard }] of Object.entries(policies[id].parameters))
        assert.notDeepEqual(other[id]?.[name] ?? standard, standard, `${id}.${name}`);
  });

  it("names every policy that is violated in a warning, and one in a refusal", async () => {
    for (const userNamespace of [true, false]) {
      const text = violations(userNamespace);
      const expected = checkedBy(settingsAt("listing"))(text).policies;
      assert.equal(expected.length, leads.length - 1);
      const listed = await asker.ask({ method: "POST", path: pathOf("Pod", "listing"), text });
      assert.deepEqual(listed.policies, expected);
      const refused = await asker.ask({ method: "POST", path: pathOf("Pod", "refusing"), text });
      assert.equal(refused.policies.length, 1, refused.said);
    }
  });

  for (const { id, namespace, way, text, check, cluster } of siteOutcomes) {
    it(`only a cluster knows: ${id}`, async () => {
      const manifest = { id, group: "deep" as const, way, kind: "Pod", text: text(demoImage) };
      const checked = checkedBy(settingsAt("refusing"))(manifest.text);
      assert.deepEqual(checked.policies, check);
      const [trial] = await trySubject(asker, namespace, manifest, checked);
      assert.ok(trial);
      assert.equal(trial.answer.admitted, cluster.admitted, trial.answer.said);
      assert.match(trial.answer.said, cluster.says);
      assert.deepEqual(trial.answer.policies, cluster.policies ?? []);
      assert.equal(checked.policies.length > 0, cluster.admitted, "the two agree: nothing to list");
    });
  }

  it(`agree on ${runs} objects with random changes`, async () => {
    const sides = (["listing", "other"] as const).map((place) => ({
      place,
      check: checkedBy(settingsAt(place)),
    }));
    const seen = { decided: 0, violating: 0, own: 0 };
    await fc.assert(
      fc.asyncProperty(mutants(demoImage), async (mutant) => {
        for (const { place, check } of sides) {
          const checked = check(mutant.text);
          const trials = await trySubject(asker, place, { ...mutant, group: "deep" }, checked);
          for (const trial of trials) {
            if (isOwnRefusal(trial)) {
              seen.own += 1;
              continue;
            }
            seen.decided += 1;
            if (trial.expected.length > 0) seen.violating += 1;
            assert.equal(
              checked.fault,
              false,
              `the check finds a text at fault that is admitted:\n${mutant.text}`,
            );
            const problem = difference(trial, "all");
            assert.equal(problem, undefined, `${problem} (${place})\n${mutant.text}`);
          }
        }
      }),
      { numRuns: Number(runs), seed: Number(seed) },
    );
    lines.push(`random changes (seed ${seed}): ${JSON.stringify(seen)}`);
    assert.ok(seen.decided > 2 * seen.own, JSON.stringify(seen));
    assert.ok(seen.violating > seen.decided / 4, JSON.stringify(seen));
  }).timeout(600_000 + 1000 * Number(runs));
});
void defaultProfile;
void policies;

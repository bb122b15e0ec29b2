import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  catalogues,
  check,
  controlObject,
  controls,
  defaultProfile,
  isPolicyId,
  type Parameters,
  type PolicyId,
  type ProbeValues,
  type Profile,
  parametersOf,
  policies,
  policyIds,
  probeObject,
  probesIn,
  probesOf,
  profiles,
  registryOf,
  testable,
} from "#policies";

/** What the probes must be, written down independently of the catalogue. */
interface Expected {
  readonly expect: string;
  readonly weight: string;
  readonly set: string;
  readonly control: string;
  readonly resource: string;
  readonly operation: string;
  readonly minK8s?: string;
  readonly maxK8s?: string;
}
const expectations: Record<string, Expected> = JSON.parse(
  readFileSync(join(import.meta.dirname, "expectations.json"), "utf8"),
);

const values: ProbeValues = {
  name: "p-7f3a91c2",
  namespace: "dvs-7f3a91c2",
  serviceAccount: "dvs",
  image: "registry.k8s.io/pause:3.10",
  foreignImage: "r7f3a91c2.invalid/x/a:1.0.0",
  gid: 100_000,
  minGid: 1000,
  overlays: [],
};
const parameters = (id: string, profile = defaultProfile): Parameters =>
  parametersOf(id, profile, { "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] } });
const tripped = (object: Parameters | object, profile: Profile): string[] =>
  profile.policies.filter((id) => check(policies[id], object as never, parameters(id, profile)).length > 0);

/** What each probe of the second profile must be, in one line; templates follow the lead. */
const expectationsOfPss: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, "expectations-pss-restricted.json"), "utf8"),
);

describe("policies/catalogue", () => {
  it("has the 212 probes of the plan for the 14, 47 of them core, and no other", () => {
    const found = defaultProfile.policies.flatMap((id) => probesIn(defaultProfile, id));
    assert.equal(found.length, 212);
    assert.equal(found.filter(({ set }) => set === "core").length, 47);
    const shown = found.map(({ id, expect, weight, set, control, resource, operation, minK8s, maxK8s }) => {
      const versions = { ...(minK8s !== undefined && { minK8s }), ...(maxK8s !== undefined && { maxK8s }) };
      return [id, { expect, weight, set, control, resource, operation, ...versions }];
    });
    assert.deepEqual(Object.fromEntries(shown), expectations);
  });

  it("has the probes of pss-restricted as they were written down: what it permits is an edge case there", () => {
    const profile = profiles["pss-restricted"];
    assert.ok(profile);
    const found = profile.policies.flatMap((id) => probesIn(profile, id));
    const own = found.filter(({ id }) => !/\/(tpl-|update-deployment$)/.test(id));
    assert.equal(found.length, own.length + 6 * profile.policies.length);
    const lines = own.map((probe) => [
      probe.id,
      [
        probe.expect,
        probe.weight,
        probe.set,
        probe.control,
        probe.resource === "Pod" ? probe.operation : "update of ephemeral containers",
        ...(probe.minK8s === undefined ? [] : [`from ${probe.minK8s}`]),
        ...(probe.maxK8s === undefined ? [] : [`to ${probe.maxK8s}`]),
      ].join(", "),
    ]);
    assert.deepEqual(Object.fromEntries(lines), expectationsOfPss);
  });

  for (const profile of Object.values(profiles)) {
    describe(profile.id, () => {
      const breaks = (control: string): readonly PolicyId[] =>
        profile.policies.filter((id) => id === controls[control]?.breaks);

      it("knows the policies and the probes of which it says something", () => {
        const probes = profile.policies.flatMap((id) => probesOf(policies[id]).map((probe) => probe.id));
        assert.equal(new Set(profile.policies).size, profile.policies.length);
        for (const id of Object.keys(profile.probes ?? {})) assert.ok(probes.includes(id), id);
        for (const id of [...Object.keys(profile.since ?? {}), ...Object.keys(profile.parameters)])
          assert.ok(
            profile.policies.some((own) => own === id),
            id,
          );
        for (const [id, own] of Object.entries(profile.parameters)) {
          assert.ok(isPolicyId(id));
          for (const name of Object.keys(own)) assert.ok(name in policies[id].parameters, `${id}.${name}`);
        }
      });

      it("lets each must and should violation trip its own check and no other", () => {
        for (const id of profile.policies) {
          for (const probe of probesIn(profile, id)) {
            if (probe.weight === "info" || probe.expect === "admit") continue;
            const expected = [id, ...breaks(probe.control)].sort();
            assert.deepEqual(tripped(probeObject(probe, values), profile).sort(), expected, probe.id);
          }
        }
      });

      it("lets compliant pods, controls and edge cases trip none, but what the API server demands", () => {
        for (const id of profile.policies) {
          for (const probe of probesIn(profile, id)) {
            const control = controlObject(probe.control, values);
            assert.deepEqual(tripped(control, profile), breaks(probe.control), probe.control);
            if (probe.expect !== "admit" || probe.resource !== "Pod") continue;
            assert.deepEqual(tripped(probeObject(probe, values), profile), [], probe.id);
          }
        }
      });

      it("differs from the control in exactly the fields of the policy", () => {
        for (const id of profile.policies) {
          for (const probe of probesIn(profile, id)) {
            assert.ok(controls[probe.control], `${probe.id}: control ${probe.control}`);
            if (probe.expect === "admit" || probe.weight === "info") continue;
            assert.ok(probe.patch.length > 0, probe.id);
            const names = policies[id].conditions.flatMap(({ fields }) => fields.map(lastField));
            for (const { path } of probe.patch) {
              assert.ok(
                names.some((name) => path.includes(name)) || probe.id.endsWith("startup-only"),
                `${probe.id} touches ${path}, which the policy does not read`,
              );
            }
          }
        }
      });
    });
  }

  it("tells where and why: path, container, fields", () => {
    const probe = probesOf(policies["require-ro-rootfs"]).find(({ id }) => id.endsWith("/second-false"));
    assert.ok(probe);
    assert.deepEqual(
      check(policies["require-ro-rootfs"], probeObject(probe, values), parameters("require-ro-rootfs")),
      [
        {
          policy: "require-ro-rootfs",
          path: "spec.containers[1]",
          container: "side",
          fields: ["securityContext.readOnlyRootFilesystem"],
        },
      ],
    );
  });

  it("reads a field that is null as absent, as the API server does", () => {
    const spec = {
      hostPID: null,
      containers: [{ name: "main", securityContext: { privileged: null, capabilities: { add: null } } }],
    };
    const pod = { metadata: { annotations: null }, spec };
    for (const id of [
      "disallow-host-namespaces",
      "disallow-privileged-containers",
      "disallow-add-capabilities",
      "restrict-apparmor",
    ] as const) {
      assert.deepEqual(check(policies[id], pod, parameters(id)), [], id);
    }
  });

  it("has no name of a foreign policy twice: it would be evidence for two policies at once", () => {
    const names = policyIds.flatMap((id) => policies[id].refusal.names);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("counts a pod that a condition cannot read as a finding", () => {
    const broken = {
      metadata: {},
      spec: { containers: [{ name: "main", securityContext: { privileged: "yes" } }] },
    };
    const [finding] = check(policies["disallow-privileged-containers"], broken, {});
    assert.ok(finding?.error);
  });

  it("leaves out violations that a site's own parameters permit", () => {
    const chown = probesOf(policies["disallow-add-capabilities"]).find(({ id }) =>
      id.endsWith("/main-chown"),
    );
    assert.ok(chown);
    const policy = policies["disallow-add-capabilities"];
    assert.equal(testable(chown, policy, values, { allowedCapabilities: [] }), true);
    assert.equal(testable(chown, policy, values, { allowedCapabilities: ["CHOWN"] }), false);
    const pinned = probesOf(policies["imagepullpolicy-always"]).find(({ id }) =>
      id.endsWith("/edge-pinned-ifnotpresent"),
    );
    assert.ok(pinned);
    assert.equal(testable(pinned, policies["imagepullpolicy-always"], values, {}), true);
    const latest = { ...values, image: "registry.k8s.io/pause:latest" };
    assert.equal(testable(pinned, policies["imagepullpolicy-always"], latest, {}), false);
  });

  it("follows the site's smallest group id", () => {
    const strict = { ...values, minGid: 2001 };
    const below = probesOf(policies["require-non-root-groups"]).find(({ id }) =>
      id.endsWith("/pod-runasgroup-below-min"),
    );
    assert.ok(below);
    assert.match(JSON.stringify(probeObject(below, strict)), /"runAsGroup":2000,/);
  });

  it("has words in both languages, requirement numbers and marks for every policy", () => {
    for (const id of policyIds) {
      const policy = policies[id];
      assert.equal(policy.id, id);
      assert.ok(existsSync(join(import.meta.dirname, "../../policies", `${id}.ts`)), `policies/${id}.ts`);
      for (const text of [policy.text.de, policy.text.en]) {
        for (const sentence of [text.forbids, text.why, text.comply])
          assert.match(sentence, /[.!]$/, `${id}: ${sentence}`);
        assert.doesNotMatch(text.title, /[.!]$/, id);
      }
      assert.notDeepEqual(policy.text.de, policy.text.en);
      for (const catalogue of Object.keys(policy.requirements)) {
        assert.ok(
          catalogues.some((known) => known.id === catalogue),
          `${id}: catalogue ${catalogue}`,
        );
      }
      if (defaultProfile.policies.includes(id))
        assert.match(policy.requirements["sys-1-6-cd2"]?.[0] ?? "", /^SYS\.1\.6\.A\d+$/);
      else assert.equal(policy.seedName, id);
      for (const control of policy.requirements["pod-security-standards"] ?? [])
        assert.match(control, /^(baseline|restricted)\/\w+$/);
      assert.ok((policy.requirements["grundschutz-2023"] ?? []).length > 0, id);
      for (const word of [...policy.refusal.words, ...(policy.refusal.notEvidence ?? [])])
        assert.doesNotThrow(() => new RegExp(word, "i"));
      assert.doesNotMatch(
        policy.conditions.map(({ cel }) => cel).join("\n"),
        /\.\?|\[\?/,
        `${id}: optional syntax`,
      );
    }
  });

  it("says of every probe in both languages what differs from the control", () => {
    for (const { id, says } of policyIds.flatMap((policy) => probesOf(policies[policy]))) {
      assert.deepEqual(Object.keys(says).sort(), ["de", "en"], id);
      for (const words of Object.values(says)) assert.match(words, /^\S(?:.*[^\s.])?$/, `${id}: ${words}`);
      if (says.de === says.en) assert.doesNotMatch(withoutCode(says.de), /\p{L}/u, `${id}: ${says.de}`);
    }
  });

  it("has no file for a policy that is not in the catalogue", () => {
    const known = new Set<string>(policyIds);
    const files = readdirSync(join(import.meta.dirname, "../../policies")).filter((name) =>
      /^(disallow|require|restrict|imagepull)/.test(name),
    );
    assert.deepEqual(
      files.map((name) => name.replace(/\.ts$/, "")).filter((name) => !known.has(name)),
      [],
    );
  });
});

describe("policies/probe registryOf", () => {
  it("knows a host from a path", () => {
    assert.equal(registryOf("busybox:1.36"), "docker.io");
    assert.equal(registryOf("library/busybox"), "docker.io");
    assert.equal(registryOf("localhost/app"), "localhost");
    assert.equal(registryOf("registry.example:5000/app"), "registry.example:5000");
    // container runtimes take it for a host of the node's own search domains, not for a path of docker.io
    assert.equal(registryOf("Registry/app"), "Registry");
  });
});

/** Words without what looks like code: `hostPID`, `spec.hostPID=true`, `NET_ADMIN`. */
function withoutCode(words: string): string {
  return words.replace(/[^\s,;()]*[=._/[\]][^\s,;()]*|\b[a-z]+[A-Z]\w*/g, "");
}

function lastField(field: string): string {
  return field.replace(/\[.*$/, "").split(".").at(-1) ?? "";
}

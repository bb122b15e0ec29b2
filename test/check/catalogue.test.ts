import assert from "node:assert/strict";
import { check, type Probe, podIn, policies, probeObject, probesIn, probeValues, profiles } from "#policies";
import { checkObject, edited, settingsOf } from "../../check/index.ts";

const registry = "registry.example";

const values = probeValues({
  name: "a",
  namespace: "musterstadt",
  serviceAccount: "a",
  image: `${registry}/app:1.0.0`,
  minGid: 1000,
});

for (const profile of Object.values(profiles)) {
  const settings = settingsOf({ profile, allowedRegistries: [registry] });
  const probes = profile.policies.flatMap((id) => probesIn(profile, id));
  const reports = new Map<string, ReturnType<typeof checkObject>>();
  const reportOf = (probe: Probe) => {
    const report = reports.get(probe.id) ?? checkObject(probeObject(probe, values), settings);
    reports.set(probe.id, report);
    return report;
  };

  describe(`check/: every object of the catalogue (${profile.id})`, () => {
    it("is judged as the catalogue's check judges it", () => {
      let findings = 0;
      for (const probe of probes) {
        const object = probeObject(probe, values);
        const report = reportOf(probe);
        const said = report.remarks.map(({ says }) => says.kind);
        const text = JSON.stringify(object);
        const permitted = [
          ...(text.includes('"runAsUser":0') ? ["never-starts"] : []),
          ...(/"image":"(?:[^/"]*\/)*[^/":@]+(?::latest)?"/.test(text) ? ["no-version"] : []),
        ];
        assert.deepEqual(
          said.filter((kind) => !permitted.includes(kind)),
          [],
          probe.id,
        );
        assert.equal(report.pods, 1, probe.id);
        const expected = profile.policies.flatMap((id) =>
          check(policies[id], podIn(object), settings.parameters[id] ?? {}).map((found) => ({
            policy: id,
            container: found.container,
            error: found.error,
          })),
        );
        const actual = report.findings.map(({ policy, container, error }) => ({ policy, container, error }));
        assert.deepEqual(actual, expected, probe.id);
        findings += expected.length;
      }
      assert.ok(findings > probes.length / 2, `${findings} findings of ${probes.length} objects`);
    });

    it("complies after the corrections", () => {
      for (const probe of probes) {
        const object = probeObject(probe, values);
        const { findings } = reportOf(probe);
        for (const finding of findings) {
          assert.ok(finding.corrections.length > 0, `${probe.id}: no correction`);
          const mended = finding.corrections.reduce((pod, { field, set }) => edited(pod, field, set), object);
          const left = checkObject(mended, settings).findings.filter(
            ({ policy, container }) => policy === finding.policy && container === finding.container,
          );
          assert.deepEqual(
            left.map(({ policy, field, found }) => ({ policy, field, found })),
            [],
            `${probe.id}: ${JSON.stringify(finding.corrections)}`,
          );
        }
      }
    });

    it("is pointed at where something is", () => {
      for (const probe of probes) {
        const { findings } = reportOf(probe);
        for (const { place, policy, field } of findings)
          assert.ok(place.line > 1 && place.column >= 1, `${probe.id}: ${policy} ${field.join(".")}`);
      }
    });
  });
}

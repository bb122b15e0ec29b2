import assert from "node:assert/strict";
import { controlObject } from "#policies";
import { settingsOf } from "../../check/index.ts";
import { checkedBy } from "../agreement/check-text.ts";
import { valuesFor } from "../agreement/subjects.ts";

const check = checkedBy(settingsOf({ allowedRegistries: ["registry.example"] }));
const compliant = JSON.stringify(controlObject("baseline", valuesFor("a", "registry.example/app:1.0.0")));

/** The compliant pod with one thing written in another way; JSON is YAML, so what is no JSON can stand in it too. */
const policiesOf = (...changes: readonly (readonly [from: string | RegExp, to: string])[]) => {
  const text = changes.reduce((changed, [from, to]) => {
    assert.notEqual(changed.replace(from, to), changed, `${from} is not there`);
    return changed.replace(from, to);
  }, compliant);
  return check(`---\n${text}`).policies;
};

describe("check/: what a manifest leaves open, and how scalars are spelt", () => {
  it("takes an empty imagePullPolicy and restartPolicy as the API server does: as not set", () => {
    const pull = '"imagePullPolicy":"Always"';
    assert.deepEqual(policiesOf(["app:1.0.0", "app:latest"], [pull, '"imagePullPolicy":""']), []);
    assert.deepEqual(policiesOf(["app:1.0.0", "app:latest"], [pull, '"imagePullPolicy":"Never"']), [
      "imagepullpolicy-always",
    ]);
    const noProbe = [/"livenessProbe":\{.*?\}.*?\},/, ""] as const;
    const restart = '"restartPolicy":"Always"';
    assert.deepEqual(policiesOf(noProbe, [restart, '"restartPolicy":""']), [
      "require-health-and-liveness-check",
    ]);
    assert.deepEqual(policiesOf(noProbe, [restart, '"restartPolicy":"Never"']), []);
  });

  it("takes a quantity that is null as 0, and an AppArmor annotation without a value as none", () => {
    assert.deepEqual(policiesOf([/("limits":\{.*?"memory":)"64Mi"/, "$1null"]), []);
    assert.deepEqual(policiesOf([/("limits":\{.*?)"memory":"64Mi",/, "$1"]), ["require-limits-and-requests"]);
    const key = '"annotations":{"container.apparmor.security.beta.kubernetes.io/main":';
    for (const nothing of ['""', "null"])
      assert.deepEqual(policiesOf(['"annotations":{', `${key}${nothing}`]), []);
    assert.deepEqual(policiesOf(['"annotations":{', `${key}"unconfined"`]), ["restrict-apparmor"]);
  });

  it("reads numbers of every base that kubectl reads", () => {
    const group = '"runAsGroup":100000';
    for (const thousand of ["01750", "0o1750", "0O1750", "0x3e8", "0X3E8", "0B1111101000", "1_000", "+1e3"])
      assert.deepEqual(policiesOf([group, `"runAsGroup": ${thousand}`]), [], thousand);
    for (const less of ["01747", "0o1747", "0X3E7", "-0o1750"])
      assert.deepEqual(policiesOf([group, `"runAsGroup": ${less}`]), ["require-non-root-groups"], less);
  });
});

import { defaultProfile, type JsonObject, policies } from "#policies";
import { bundles } from "../../enforcement/bundles.ts";
import { stockConstraints } from "../openshift/constraints.ts";
import { usedBy, useOf } from "../openshift/use.ts";

/** A kind of site with OpenShift's own admission plug-in. It takes an API server of its own, and no node. */
export interface OpenShiftKind {
  readonly id: string;
  /** An invented place: no real institution may stand beside an invented result. */
  readonly place: string;
  readonly manifests: readonly JsonObject[];
  /** ValidatingAdmissionPolicies, applied once the constraints are at work. */
  readonly rules?: readonly JsonObject[];
}

const nameOf = ({ metadata }: JsonObject) => String((metadata as JsonObject)["name"]);

/**
 * What a new cluster has: who is authenticated may use restricted-v2. Clusters from before 4.11 let everybody use
 * restricted as well, which differs in what no policy of the catalogue asks for.
 */
const stock: readonly JsonObject[] = [
  ...stockConstraints,
  ...stockConstraints.map((constraint) => useOf(nameOf(constraint))),
  usedBy("restricted-v2", "system:authenticated"),
];

/** Every ServiceAccount may use a constraint: an application would not run, and somebody helped themselves. */
const forAll = (constraint: string) => [...stock, usedBy(constraint, "system:serviceaccounts")];

const all = defaultProfile.policies.map((id) => policies[id]);

/**
 * The kinds of site with OpenShift's security context constraints; what every probe comes to there stands in
 * test/api/truth/openshift.ts.
 * @param registry the one that reference rules permit
 */
export function openShiftKindsFor(registry: string): readonly OpenShiftKind[] {
  const allowedRegistries = [registry];
  return [
    { id: "openshift-stock", place: "Hutstadt", manifests: stock },
    { id: "openshift-privileged", place: "Freienfels", manifests: forAll("privileged") },
    {
      id: "openshift-vap",
      place: "Schlossau",
      manifests: stock,
      rules: bundles.vap(all, "enforce", { "restrict-image-registries": { allowedRegistries } }),
    },
    { id: "openshift-anyuid", place: "Lockerbach", manifests: forAll("anyuid") },
    {
      id: "openshift-host-pid",
      place: "Offenbrück",
      manifests: stock.map((object) =>
        object["kind"] === "SecurityContextConstraints" && nameOf(object) === "restricted-v2"
          ? { ...object, allowHostPID: true }
          : object,
      ),
    },
  ];
}

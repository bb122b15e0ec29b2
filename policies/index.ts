/** The door of the catalogue: what is required of pods, and the objects that prove it. Imports no other room. */
export { type Alternative, alternatives } from "./alternatives.ts";
export { policies } from "./catalogue.ts";
export { catalogues, type RequirementCatalogue } from "./catalogues.ts";
export { check, type Finding, type PodCheck, podCheck } from "./check.ts";
export type { ProbeValues } from "./compliant-pod.ts";
export { controls } from "./controls.ts";
export { isObject, type Json, type JsonObject } from "./json.ts";
export { latestImage } from "./latest-image.ts";
export { type OtherForm, otherFormIds, otherForms } from "./other-forms.ts";
export type { Operation } from "./patch.ts";
export type { PodOverlay } from "./pod-overlay.ts";
export { containersOf } from "./pod-spec.ts";
export type {
  Condition,
  Expectation,
  Language,
  ParameterDefinition,
  Parameters,
  ParameterValue,
  Policy,
  PolicyText,
  ProbeSet,
  RefusalMarks,
  Weight,
} from "./policy.ts";
export { parametersAsJson } from "./policy.ts";
export { isPolicyId, type PolicyId, policyIds } from "./policy-id.ts";
export {
  controlObject,
  type Probe,
  patchTried,
  probeObject,
  probesOf,
  registryOf,
  testable,
  type Update,
  updateOf,
} from "./probe.ts";
export { probeValues } from "./probe-values.ts";
export { versionReason } from "./probe-version.ts";
export { probesIn } from "./probes-in.ts";
export { type Profile, parametersOf } from "./profile.ts";
export { defaultProfile, profiles } from "./profiles/index.ts";
export { podIn } from "./workload.ts";

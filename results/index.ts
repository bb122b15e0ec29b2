/** The door of the contract: what the plugin says and the aggregator hears. */
export { failedWebhook } from "./failed-webhook.ts";
export { readJUnit, writeFailedRun, writeJUnit } from "./junit.ts";
export { JUnitError, type Suite, type TestCase, writeSuites } from "./junit-document.ts";
export { LogBlockError, type LogBlockProblem, readLogBlock, writeLogBlock } from "./log-block.ts";
export type {
  Attribution,
  InconclusiveReason,
  NotApplicableReason,
  Outcome,
  ProbeResult,
  Refuser,
} from "./outcome.ts";
export { attributions, inconclusiveReasons, notApplicableReasons } from "./outcome.ts";
export { nameForm, objectName, runLabels, runNamespace, storedName, tenantName } from "./run-names.ts";
export type {
  Counts,
  EngineFact,
  Exemption,
  Fact,
  NodeFacts,
  RunResult,
  SiteFacts,
  StorageClassFact,
  Vantage,
} from "./run-result.ts";
export {
  groupsOf,
  replicaSetController,
  type ServiceAccount,
  userOf,
} from "./service-account.ts";
export { type StoredKind, storedKinds, storedObject } from "./stored-object.ts";
export { cutText, longest } from "./text-length.ts";
export { triedWith } from "./tried-with.ts";
export {
  type Flag,
  type JudgedProbe,
  judge,
  type Level,
  levels,
  type PolicyVerdict,
  refuserOf,
  siteVerdicts,
  type Verdict,
  verdicts,
  worst,
} from "./verdict.ts";
export { version } from "./version.ts";

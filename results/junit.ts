import { z } from "zod";
import {
  JUnitError,
  type Properties,
  readSuites,
  type Suite,
  type TestCase,
  writeSuites,
} from "./junit-document.ts";
import {
  type Judgement,
  judgementOfCompliantPod,
  judgementOfProbe,
  sameJudgement,
} from "./junit-judgement.ts";
import type { Outcome, ProbeResult } from "./outcome.ts";
import type { RunResult } from "./run-result.ts";
import {
  idShape,
  jsonShape,
  nameShape,
  namespaceShape,
  outcomeShape,
  runShapes,
  saysShape,
} from "./shapes.ts";
import { cutText, longest } from "./text-length.ts";

/** Version of the shape of the JUnit file; readers accept additions. */
const schemaVersion = "1";

/** The names of all properties. Those of the site suite stand for a run, those of a test case for a probe. */
const properties = {
  schema: "dvs.schema",
  failure: "dvs.failure",
  tool: "dvs.tool",
  run: "dvs.run",
  site: "dvs.site",
  profile: "dvs.profile",
  configuration: "dvs.configuration",
  vantages: "dvs.vantages",
  vantage: "dvs.vantage",
  policy: "dvs.policy",
  says: "dvs.says",
  expect: "dvs.expect",
  weight: "dvs.weight",
  set: "dvs.set",
  control: "dvs.control",
  patch: "dvs.patch",
  outcome: "dvs.outcome",
  reason: "dvs.reason",
  attribution: "dvs.attribution",
  engine: "dvs.engine",
  refusingPolicy: "dvs.refusing-policy",
  refusingRule: "dvs.refusing-rule",
  webhook: "dvs.webhook",
  failOpen: "dvs.fail-open",
  message: "dvs.message",
  changes: "dvs.changes",
  byController: "dvs.by-controller",
  inForm: "dvs.in-form",
} as const;

/**
 * The run as JUnit in the narrow shape that Sonobuoy counts correctly: one flat level of suites, one failure per
 * case, no empty suite, no character that XML forbids.
 */
export function writeJUnit(result: RunResult): string {
  return writeSuites([siteSuite(result), ...policySuites(result)]);
}

/**
 * The JUnit file of a run that could not begin, so that Sonobuoy has something to show at once.
 * @param sentence what was wrong, and what to do
 */
export function writeFailedRun(sentence: string): string {
  const testCase = {
    name: "run is complete",
    classname: "site",
    seconds: 0,
    properties: {},
    error: sentence,
  };
  const values = { [properties.schema]: schemaVersion, [properties.failure]: sentence };
  return writeSuites([{ name: "site", properties: values, cases: [testCase] }]);
}

function siteSuite(result: RunResult): Suite {
  const { tool, run, site, profile, configuration, vantages } = result;
  return {
    name: "site",
    properties: {
      [properties.schema]: schemaVersion,
      [properties.tool]: JSON.stringify(tool),
      [properties.run]: JSON.stringify(run),
      [properties.site]: JSON.stringify(site),
      [properties.profile]: JSON.stringify(profile),
      [properties.configuration]: JSON.stringify(configuration),
      [properties.vantages]: JSON.stringify(vantages),
    },
    cases: siteCases(result),
  };
}

/** What holds for the site as a whole: the compliant pod is admitted in every namespace, and the run is complete. */
function siteCases({ run, vantages }: Pick<RunResult, "run" | "vantages">): TestCase[] {
  const base = { classname: "site", seconds: 0 };
  const admitted = vantages.map(({ namespace, compliant }, index) => ({
    ...base,
    name: `compliant pod is admitted${index === 0 ? "" : ` @ ${namespace}`}`,
    properties: { [properties.vantage]: namespace },
    ...judgementOfCompliantPod(compliant),
  }));
  const error = run.cutShort === undefined ? {} : { error: run.cutShort };
  return [...admitted, { ...base, name: "run is complete", properties: {}, ...error }];
}

function policySuites(result: RunResult): Suite[] {
  const [first] = result.vantages;
  const groups = Map.groupBy(result.probes, ({ policy, vantage }) =>
    vantage === first?.namespace ? policy : `${policy} @ ${vantage}`,
  );
  return [...groups].map(([name, probes]) => ({ name, cases: probes.map(probeCase) }));
}

function probeCase(whole: ProbeResult): TestCase {
  const result = { ...whole, outcome: shortened(whole.outcome) };
  const { probe, policy, vantage, says, expect, weight, set, control, patch, outcome, seconds } = result;
  return {
    name: probe,
    classname: policy,
    seconds,
    properties: {
      [properties.policy]: policy,
      [properties.vantage]: vantage,
      [properties.says]: says,
      [properties.expect]: expect,
      [properties.weight]: weight,
      [properties.set]: set,
      [properties.control]: control,
      [properties.patch]: JSON.stringify(patch),
      ...outcomeProperties(outcome),
    },
    ...judgementOfProbe(result),
  };
}

/** The outcome with a message that the reader takes as it is. */
function shortened(outcome: Outcome): Outcome {
  if (!("message" in outcome) || outcome.message === undefined) return outcome;
  return { ...outcome, message: cutText(outcome.message, longest.message) };
}

function outcomeProperties(outcome: Outcome): Properties {
  const by = "by" in outcome ? outcome.by : undefined;
  return {
    [properties.outcome]: outcome.kind,
    [properties.reason]: "reason" in outcome ? outcome.reason : undefined,
    [properties.attribution]: "attribution" in outcome ? outcome.attribution : undefined,
    [properties.engine]: by?.engine,
    [properties.refusingPolicy]: by?.policy,
    [properties.refusingRule]: by?.rule,
    [properties.webhook]: by?.webhook,
    [properties.failOpen]: by?.failOpen === true ? "true" : undefined,
    [properties.message]: "message" in outcome ? outcome.message : undefined,
    [properties.byController]: "byController" in outcome ? "true" : undefined,
    [properties.inForm]: "inForm" in outcome ? outcome.inForm : undefined,
    [properties.changes]: "changes" in outcome ? JSON.stringify(outcome.changes) : undefined,
  };
}

/**
 * The run that a JUnit file holds.
 * @throws JUnitError with a sentence that says what is wrong: no XML, cut off, a DOCTYPE, another plugin's file, a
 *   later shape, a property that is missing or has no meaning, or statements that contradict each other.
 */
export function readJUnit(xml: string): RunResult {
  const suites = readSuites(xml);
  const site = suites.find(({ name }) => name === "site");
  const version = site?.properties?.[properties.schema];
  if (site?.properties === undefined || version === undefined) {
    throw new JUnitError(
      'this JUnit file was written by another plugin: it has no suite "site" with the property dvs.schema',
    );
  }
  if (version !== schemaVersion) {
    throw new JUnitError(
      `the file has the shape dvs.schema ${version}, this program reads ${schemaVersion}: use a newer version of it`,
    );
  }
  const failure = site.properties[properties.failure];
  if (failure !== undefined) throw new JUnitError(`the plugin could not begin: ${failure}`);
  const run = siteProperties(site.properties);
  suites.forEach(checkCount);
  const expected = new Map(siteCases(run).map((testCase) => [testCase.name, testCase]));
  for (const testCase of site.cases) checkJudgement(testCase, expected.get(testCase.name) ?? testCase);
  const probes = suites.filter((suite) => suite !== site).flatMap(({ cases }) => cases.map(readProbe));
  return { ...run, probes };
}

function checkCount({ name, cases, tests = cases.length }: Suite): void {
  if (tests !== cases.length)
    throw new JUnitError(`suite ${name}: it says that it has ${tests} test cases, and has ${cases.length}`);
}

/** A file is written in one piece: where JUnit's view and the properties differ, one of them was changed. */
function checkJudgement(testCase: TestCase, expected: Judgement): void {
  if (!sameJudgement(testCase, expected))
    throw new JUnitError(
      `test case ${testCase.name}: its outcome and its JUnit result contradict each other`,
    );
}

function siteProperties(values: Properties): Omit<RunResult, "probes"> {
  return {
    tool: property(values, "tool", runShapes.tool),
    run: property(values, "run", runShapes.run),
    site: property(values, "site", runShapes.site),
    profile: property(values, "profile", runShapes.profile),
    configuration: property(values, "configuration", runShapes.configuration),
    vantages: property(values, "vantages", runShapes.vantages),
  };
}

/** A property that holds JSON, checked against its shape. */
function property<T extends z.ZodType>(
  values: Properties,
  key: keyof typeof properties,
  shape: T,
): z.infer<T> {
  const name = properties[key];
  const text = values[name];
  if (text === undefined) throw new JUnitError(`the property ${name} is missing`);
  const parsed = shape.safeParse(jsonOf(name, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new JUnitError(
    `the property ${name} has no meaning at ${issue?.path.join(".") || "its root"}: ${issue?.message ?? ""}`,
  );
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new JUnitError(`the property ${name} holds no JSON`, { cause });
  }
}

const probeShape = z.object({
  name: idShape,
  [properties.policy]: idShape,
  [properties.vantage]: namespaceShape,
  [properties.says]: saysShape,
  [properties.expect]: z.enum(["reject", "admit", "mutate"]),
  [properties.weight]: z.enum(["must", "should", "info"]),
  [properties.set]: z.enum(["core", "deep"]),
  [properties.control]: nameShape,
  [properties.patch]: jsonShape,
});

function readProbe(testCase: TestCase): ProbeResult {
  const { name, seconds, properties: values } = testCase;
  const { [properties.outcome]: kind, [properties.engine]: engine } = values;
  const by =
    engine === undefined
      ? undefined
      : {
          engine,
          policy: values[properties.refusingPolicy],
          rule: values[properties.refusingRule],
          webhook: values[properties.webhook],
          failOpen: values[properties.failOpen] === "true" ? true : undefined,
        };
  const changes = values[properties.changes];
  const outcome = outcomeShape.safeParse(
    withoutUndefined({
      kind,
      by: by && withoutUndefined(by),
      message: values[properties.message],
      attribution: values[properties.attribution],
      reason: values[properties.reason],
      byController: values[properties.byController] === "true" ? true : undefined,
      inForm: values[properties.inForm],
      changes: changes === undefined ? undefined : jsonOf(properties.changes, changes),
    }),
  );
  const patch = jsonOf(properties.patch, values[properties.patch] ?? "null");
  const fields = probeShape.safeParse({ ...values, name, [properties.patch]: patch });
  const issue = outcome.error?.issues[0] ?? fields.error?.issues[0];
  if (!outcome.success || !fields.success) {
    throw new JUnitError(
      `test case ${name}: ${issue?.path.join(".") || "its outcome"}: ${issue?.message ?? ""}`,
    );
  }
  const result: ProbeResult = {
    probe: name,
    policy: fields.data[properties.policy],
    vantage: fields.data[properties.vantage],
    says: fields.data[properties.says],
    expect: fields.data[properties.expect],
    weight: fields.data[properties.weight],
    set: fields.data[properties.set],
    control: fields.data[properties.control],
    patch: fields.data[properties.patch],
    outcome: outcome.data,
    seconds,
  };
  checkJudgement(testCase, judgementOfProbe(result));
  return result;
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

import { z } from "zod";
import {
  JUnitError,
  type Properties,
  readSuites,
  type Suite,
  type TestCase,
  writeSuites,
} from "./junit-document.ts";
import type { Outcome, ProbeResult } from "./outcome.ts";
import type { RunResult } from "./run-result.ts";
import { outcomeShape, runShapes } from "./shapes.ts";

/** Version of the shape of the JUnit file; readers accept additions. */
const schemaVersion = "1";

/** The names of all properties. Those of the site suite stand for a run, those of a test case for a probe. */
const properties = {
  schema: "dvs.schema",
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
} as const;

/**
 * The run as JUnit in the narrow shape that Sonobuoy counts correctly: one flat level of suites, one failure per
 * case, no empty suite, no character that XML forbids.
 */
export function writeJUnit(result: RunResult): string {
  return writeSuites([siteSuite(result), ...policySuites(result)]);
}

function siteSuite(result: RunResult): Suite {
  const { tool, run, site, profile, configuration, vantages } = result;
  const admitted = vantages.map((vantage): TestCase => {
    const { kind } = vantage.compliant;
    const name = `compliant pod is admitted${vantage === vantages[0] ? "" : ` @ ${vantage.namespace}`}`;
    const base = {
      name,
      classname: "site",
      seconds: 0,
      properties: { [properties.vantage]: vantage.namespace },
    };
    if (kind === "refused" || kind === "control-refused")
      return { ...base, failure: vantage.compliant.message };
    return kind === "inconclusive" ? { ...base, error: inconclusiveText(vantage.compliant) } : base;
  });
  const complete = { name: "run is complete", classname: "site", seconds: 0, properties: {} };
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
    cases: [...admitted, run.cutShort === undefined ? complete : { ...complete, error: run.cutShort }],
  };
}

function policySuites(result: RunResult): Suite[] {
  const [first] = result.vantages;
  const groups = Map.groupBy(result.probes, ({ policy, vantage }) =>
    vantage === first?.namespace ? policy : `${policy} @ ${vantage}`,
  );
  return [...groups].map(([name, probes]) => ({ name, cases: probes.map(probeCase) }));
}

function probeCase(result: ProbeResult): TestCase {
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
    ...judgement(result),
  };
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
    [properties.changes]: "changes" in outcome ? JSON.stringify(outcome.changes) : undefined,
  };
}

/** How JUnit sees a probe. `info` probes always pass: they decide nothing. */
function judgement({
  says,
  expect,
  weight,
  outcome,
}: ProbeResult): Pick<TestCase, "failure" | "error" | "skipped"> {
  if (outcome.kind === "not-applicable") return { skipped: `not applicable: ${outcome.reason}` };
  if (weight === "info") return {};
  if (outcome.kind === "inconclusive") return { error: inconclusiveText(outcome) };
  if (outcome.kind === "control-refused")
    return { error: `the compliant control was refused too: ${outcome.message}` };
  const refused = outcome.kind === "refused";
  if (expect === "admit")
    return refused ? { failure: `refused though it complies (${says}): ${outcome.message}` } : {};
  if (outcome.kind === "admitted") return { failure: `admitted though it violates the policy: ${says}` };
  return outcome.kind === "warned"
    ? { failure: `admitted with a warning only: ${says}: ${outcome.message}` }
    : {};
}

function inconclusiveText({ reason, message }: Extract<Outcome, { kind: "inconclusive" }>): string {
  return message === undefined ? `inconclusive: ${reason}` : `inconclusive: ${reason}: ${message}`;
}

/**
 * The run that a JUnit file holds.
 * @throws JUnitError with a sentence that says what is wrong: no XML, cut off, a DOCTYPE, another plugin's file, a
 *   later shape, or a property that is missing or has no meaning.
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
  const run = siteProperties(site.properties);
  const probes = suites.filter((suite) => suite !== site).flatMap(({ cases }) => cases.map(readProbe));
  return { ...run, probes };
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
  [properties.policy]: z.string().min(1),
  [properties.vantage]: z.string(),
  [properties.says]: z.string(),
  [properties.expect]: z.enum(["reject", "admit", "mutate"]),
  [properties.weight]: z.enum(["must", "should", "info"]),
  [properties.set]: z.enum(["core", "deep"]),
  [properties.control]: z.string(),
});

function readProbe({ name, seconds, properties: values }: TestCase): ProbeResult {
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
      changes: changes === undefined ? undefined : jsonOf(properties.changes, changes),
    }),
  );
  const fields = probeShape.safeParse(values);
  const issue = outcome.error?.issues[0] ?? fields.error?.issues[0];
  if (!outcome.success || !fields.success) {
    throw new JUnitError(
      `test case ${name}: ${issue?.path.join(".") || "its outcome"}: ${issue?.message ?? ""}`,
    );
  }
  return {
    probe: name,
    policy: fields.data[properties.policy],
    vantage: fields.data[properties.vantage],
    says: fields.data[properties.says],
    expect: fields.data[properties.expect],
    weight: fields.data[properties.weight],
    set: fields.data[properties.set],
    control: fields.data[properties.control],
    patch: z.json().parse(jsonOf(properties.patch, values[properties.patch] ?? "null")),
    outcome: outcome.data,
    seconds,
  };
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

import { XMLBuilder, XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { decodeXmlText, encodeXmlText, readableXmlText } from "../foreign/xml-text.ts";
import { cutText } from "./text-length.ts";

/** A JUnit file that cannot be read as a result of this plugin; the message is a sentence for people. */
export class JUnitError extends Error {}

/** Properties of a suite or a test case; absent and `undefined` mean the same. */
export type Properties = Readonly<Record<string, string | undefined>>;

/** One test case; at most one of failure, error and skipped is set. Reading gives no texts of theirs, only that they are there. */
export interface TestCase {
  readonly name: string;
  readonly classname: string;
  /** Duration in seconds. */
  readonly seconds: number;
  readonly properties: Properties;
  readonly failure?: string;
  readonly error?: string;
  readonly skipped?: string;
}

/** One suite, never empty. */
export interface Suite {
  readonly name: string;
  readonly properties?: Properties;
  readonly cases: readonly TestCase[];
  /** How many test cases the suite that was read says it has. */
  readonly tests?: number;
}

/**
 * The suites as JUnit in the narrow shape that Sonobuoy counts correctly: one flat level of suites, one failure per
 * case, no character that XML forbids.
 */
export function writeSuites(suites: readonly Suite[]): string {
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    format: true,
    suppressEmptyNode: true,
    // else the value "true" would be written as an attribute without a value, which is no XML
    suppressBooleanAttributes: false,
  });
  const count = (cases: readonly TestCase[], key: "failure" | "error" | "skipped") =>
    cases.filter((testCase) => testCase[key] !== undefined).length;
  const document = {
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    testsuites: {
      "@name": "dvs",
      testsuite: suites.map(({ name, properties: own, cases }) => ({
        "@name": encodeXmlText(name),
        "@tests": cases.length,
        "@failures": count(cases, "failure"),
        "@errors": count(cases, "error"),
        "@skipped": count(cases, "skipped"),
        "@time": cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3),
        ...(own && { properties: writeProperties(own) }),
        testcase: cases.map(writeCase),
      })),
    },
  };
  return builder.build(document);
}

function writeProperties(values: Properties): unknown {
  const present = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { property: present.map(([name, value]) => ({ "@name": name, "@value": encodeXmlText(value) })) };
}

function writeCase(testCase: TestCase): unknown {
  const { name, classname, seconds, failure, error, skipped } = testCase;
  // no message attribute: Sonobuoy strings the two together, and people would read every sentence twice
  const explained = (text: string) => ({ "#text": readableXmlText(text) });
  return {
    "@name": encodeXmlText(name),
    "@classname": encodeXmlText(classname),
    "@time": seconds.toFixed(3),
    ...(Object.keys(testCase.properties).length > 0 && { properties: writeProperties(testCase.properties) }),
    ...(failure !== undefined && { failure: explained(failure) }),
    ...(error !== undefined && { error: explained(error) }),
    // Sonobuoy drops the message of a skipped case, so it is repeated where people see it
    ...(skipped !== undefined && { skipped: explained(skipped), "system-out": readableXmlText(skipped) }),
  };
}

/** More of a foreign parser's message than this helps nobody. */
const longestQuotation = 300;

const attributes = { "@name": z.string().default("") };
/** An element without children is parsed as an empty string. */
const element = <T extends z.ZodType>(shape: T) =>
  z.preprocess((value) => (value === "" ? {} : value), shape);
const propertyList = element(
  z.object({
    property: z.array(z.object({ "@name": z.string(), "@value": z.string().default("") })).default([]),
  }),
);
const documentShape = z.object({
  testsuites: element(
    z.object({
      testsuite: z
        .array(
          element(
            z.object({
              ...attributes,
              "@tests": z.string().optional(),
              properties: propertyList.optional(),
              testcase: z
                .array(
                  z.object({
                    ...attributes,
                    "@classname": z.string().default(""),
                    "@time": z.string().default("0"),
                    properties: propertyList.optional(),
                    failure: z.unknown().optional(),
                    error: z.unknown().optional(),
                    skipped: z.unknown().optional(),
                  }),
                )
                .default([]),
            }),
          ),
        )
        .default([]),
    }),
  ),
});

/**
 * The suites of a JUnit file.
 * @throws JUnitError with a sentence: no XML, cut off, a DOCTYPE, no JUnit.
 */
export function readSuites(xml: string): Suite[] {
  if (/<!DOCTYPE/i.test(xml))
    throw new JUnitError("the file has a DOCTYPE, which results never have: it is not read");
  const lists = new Set(["testsuite", "testcase", "property"]);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    htmlEntities: true,
    parseTagValue: false,
    parseAttributeValue: false,
    isArray: (name) => lists.has(name),
  });
  let parsed: unknown;
  try {
    // a file that was cut off parses leniently into fewer test cases, so it is always validated
    parsed = parser.parse(xml, true);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new JUnitError(`the file is no complete XML: ${cutText(said, longestQuotation)}`, { cause });
  }
  const document = documentShape.safeParse(parsed);
  if (!document.success)
    throw new JUnitError("the file is XML, but no JUnit: it has no <testsuites> with suites");
  return document.data.testsuites.testsuite.map((suite) => ({
    name: decodeXmlText(suite["@name"]),
    properties: readProperties(suite.properties),
    ...(suite["@tests"] !== undefined && { tests: Number(suite["@tests"]) }),
    cases: suite.testcase.map((testCase) => ({
      name: decodeXmlText(testCase["@name"]),
      classname: testCase["@classname"],
      seconds: Number(testCase["@time"]) || 0,
      properties: readProperties(testCase.properties),
      ...(testCase.failure !== undefined && { failure: "" }),
      ...(testCase.error !== undefined && { error: "" }),
      ...(testCase.skipped !== undefined && { skipped: "" }),
    })),
  }));
}

/** @throws JUnitError if a property occurs twice: which of the two holds, nobody can tell */
function readProperties(list: z.infer<typeof propertyList> | undefined): Properties {
  const values = new Map<string, string>();
  for (const { "@name": name, "@value": value } of list?.property ?? []) {
    if (values.has(name))
      throw new JUnitError(`the property ${cutText(name, longestQuotation)} occurs twice in one place`);
    values.set(name, decodeXmlText(value));
  }
  return Object.fromEntries(values);
}

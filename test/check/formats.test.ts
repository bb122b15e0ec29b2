import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { textCheck } from "../../check/check-text.ts";
import { formatNames, formats, settingsOf } from "../../check/index.ts";
import { reportOn, settings, written } from "./reports.ts";
import { complies, violates } from "./sample.ts";

/** Names as nobody should give them: they would end a command, an element, a line or a colour. */
const hostile = violates
  .replace("name: fine", 'name: "a::b%0A,<![CDATA[\\u001b[31m\\u202e]]>\\r\\n::error::x"')
  .replace("name: web", 'name: "c\\u0007]]>"');

const excepting = settingsOf({
  allowedRegistries: ["registry.example"],
  now: new Date("2026-06-01"),
  exceptions: [
    { policy: "require-ro-rootfs", name: "f*", reason: "log files, being mended", expires: "2026-06-01" },
  ],
});

describe("check/formats", () => {
  it("all stand with no finding, with findings, with exceptions and with faults", async () => {
    const reports = [
      reportOn(complies),
      reportOn(violates, excepting),
      reportOn("a: [\n"),
      reportOn(hostile),
    ];
    for (const name of formatNames) {
      const whole = await written(name, reports);
      assert.ok(whole.length > 100, name);
      const none = await written(name, [reportOn(complies)]);
      assert.ok(none.endsWith("\n"), name);
      if (["json", "sarif", "codequality"].includes(name)) {
        JSON.parse(whole);
        JSON.parse(none);
      }
    }
  });

  it("say different things in German", async () => {
    for (const name of formatNames)
      assert.notEqual(
        await written(name, [reportOn(violates)], { language: "de" }),
        await written(name, [reportOn(violates)], { language: "en" }),
        name,
      );
  });

  it("let nothing through that is not seen; JSON alone has names to the letter, escaped", async () => {
    for (const name of formatNames) {
      const text = await written(name, [reportOn(hostile)]);
      for (const hidden of name === "json" ? ["\u0007", "\u001b"] : ["\u0007", "\u001b", "\u202e"])
        assert.ok(!text.includes(hidden), name);
    }
  });

  it("text: keeps to 80 columns, in colour only if told to", async () => {
    const plain = await written("text", [reportOn(violates)]);
    assert.ok(plain.split("\n").every((line) => line.length <= 80));
    const coloured = await written("text", [reportOn(violates)], { colour: true });
    assert.ok(coloured.includes("\u001b[31mmust\u001b[39m"));
    assert.equal(
      coloured
        .split("\u001b")
        .map((part, index) => (index === 0 ? part : part.replace(/^\[\d+m/, "")))
        .join(""),
      plain,
    );
  });

  it("text: shows what is excepted and why, and does not count it", async () => {
    const text = await written("text", [reportOn(violates, excepting)]);
    assert.match(text, /excepted: log files, being mended/);
    assert.match(text, /1 finding, 1 excepted\./);
    assert.doesNotMatch(text, /readOnlyRootFilesystem: true/);
  });

  it("sarif: is valid by the schema", async () => {
    const {
      $schema: _,
      id: __,
      ...schema
    } = JSON.parse(
      await readFile(new URL("../fixtures/sarif/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8"),
    );
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats.default(ajv);
    const valid = ajv.compile(schema);
    const names = ["a.yaml", "./b c.yaml", "chart: x/ü.yaml", "-"];
    const reports = [
      ...names.map((name) => reportOn(violates, settings, name)),
      reportOn(hostile),
      reportOn("a: ["),
    ];
    const text = await written("sarif", [...reports, reportOn(violates, excepting)]);
    const log = JSON.parse(text);
    assert.ok(valid(JSON.parse(text)), JSON.stringify(valid.errors, null, 1));
    const [run] = log.runs;
    assert.equal(run.invocations[0].executionSuccessful, false);
    assert.deepEqual(run.results[0].locations[0].physicalLocation.region, {
      startLine: 16,
      startColumn: 9,
      endLine: 16,
    });
    assert.equal(run.results[0].level, "error");
    assert.equal(run.results.filter((one: object) => "suppressions" in one).length, 1);
    const prints = run.results.map((one: { partialFingerprints: object }) => one.partialFingerprints);
    assert.equal(new Set(prints.map((print: object) => JSON.stringify(print))).size, prints.length);
    log.runs[0].results[0].level = "fatal";
    assert.ok(!valid(log), "the schema would not notice a wrong level");
  });

  it("json: is valid by the schema that comes with it, and has no key that the schema does not name", async () => {
    const file = new URL("../../schemas/check.schema.json", import.meta.url);
    const schema = JSON.parse(await readFile(file, "utf8"));
    // readers have to expect more keys, but what this version writes is described
    const closed = JSON.parse(JSON.stringify(schema), (_, value) =>
      value?.type === "object" && value.properties ? { ...value, unevaluatedProperties: false } : value,
    );
    const { remark, ...others } = closed.$defs;
    const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile({
      ...closed,
      $defs: { ...others, remark: { ...remark, unevaluatedProperties: true } },
    });
    const helm = textCheck(settings)({
      name: "chart",
      text: `# Source: a/templates/b.yaml\n${violates}`,
      rendered: { by: "helm template a", valuesFor: () => ["web.securityContext"] },
    });
    const odd = violates.replace("privileged: true", "privileged: []");
    for (const language of ["de", "en"] as const) {
      const reports = [
        reportOn(complies),
        reportOn(violates, excepting),
        reportOn("a: ["),
        reportOn(odd),
        helm,
      ];
      const text = await written("json", reports, { language });
      assert.ok(valid(JSON.parse(text)), JSON.stringify(valid.errors));
      for (const key of ["rendered", "error", "excepted", "container"])
        assert.ok(text.includes(`"${key}":`), key);
    }
    assert.ok(!valid({ ...JSON.parse(await written("json", [])), checked: -1 }));
  });

  it("text: names the template, unless the file is that", async () => {
    const by = textCheck(settings);
    const text = `# Source: a/templates/b.yaml\n${violates}`;
    const piped = [by({ name: "-", text })];
    assert.match(await written("text", piped), /^ {2}Pod \S+\n {4}from the template a\/templates\/b\.yaml$/m);
    assert.match(await written("text", piped, { language: "de" }), /^ {4}aus dem Template a\/templates/m);
    const fileOf = (source: string) => source.replace(/^a/, "charts/shop");
    const folder = [by({ name: "charts/shop", text, rendered: { by: "helm template shop", fileOf } })];
    const own = await written("text", folder);
    assert.match(own, /^charts\/shop\/templates\/b\.yaml$/m);
    assert.doesNotMatch(own, /from the template/);
    const plain = `# Source: b.yaml\n${violates}`;
    for (const name of ["-", "a.yaml", "web.yaml", "shop/web.yaml"])
      assert.match(
        await written("text", [by({ name, text: plain })]),
        /^ {4}from the template b\.yaml$/m,
        name,
      );
    for (const name of ["b.yaml", "shop/b.yaml"])
      assert.doesNotMatch(await written("text", [by({ name, text: plain })]), /from the template/, name);
  });

  it("codequality: has what GitLab demands, and fingerprints that do not move with lines", async () => {
    const issuesOf = async (text: string, name = "./k8s/app.yaml") =>
      JSON.parse(await written("codequality", [reportOn(text, settings, name)]));
    const issues = await issuesOf(violates);
    assert.equal(issues.length, 2);
    for (const issue of issues) {
      assert.deepEqual(Object.keys(issue).sort(), [
        "check_name",
        "content",
        "description",
        "fingerprint",
        "location",
        "severity",
      ]);
      assert.ok(["info", "minor", "major", "critical", "blocker"].includes(issue.severity));
      assert.equal(issue.location.path, "k8s/app.yaml");
    }
    const prints = (list: readonly { fingerprint: string }[]) => list.map(({ fingerprint }) => fingerprint);
    assert.deepEqual(prints(await issuesOf(`# a line\n\n${violates}`)), prints(issues));
    assert.notDeepEqual(
      prints(await issuesOf(violates.replace("name: fine", "name: other"))),
      prints(issues),
    );
    const twice = prints(await issuesOf(`${violates}---\n${violates}`));
    assert.equal(new Set(twice).size, 4);
  });

  it("codequality: a broken file is an issue, not a mended one", async () => {
    const [issue] = JSON.parse(await written("codequality", [reportOn("a: [\n")]));
    assert.equal(issue.severity, "blocker");
    assert.equal(issue.location.lines.begin, 1);
  });

  it("junit: one case for each finding, and none for nothing", async () => {
    const parse = (xml: string) => {
      assert.equal(XMLValidator.validate(xml), true);
      return new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: "",
        isArray: (name) => name === "testcase" || name === "testsuite",
      }).parse(xml);
    };
    const reports = [reportOn(violates, excepting), reportOn(complies), reportOn("a: ["), reportOn(hostile)];
    const { testsuite } = parse(await written("junit", reports)).testsuites;
    assert.deepEqual(
      testsuite.map(({ tests, failures, errors, skipped }: Record<string, string>) => [
        tests,
        failures,
        errors,
        skipped,
      ]),
      [
        ["2", "1", "0", "1"],
        ["1", "0", "0", "0"],
        ["1", "0", "1", "0"],
        ["2", "2", "0", "0"],
      ],
    );
    const [failed] = testsuite[0].testcase;
    assert.equal(failed.classname, "disallow-privileged-containers");
    assert.match(failed.failure["#text"], /app\.yaml:16:9/);
    const empty = parse(await written("junit", [reportOn("a: 1")])).testsuites.testsuite;
    assert.equal(empty[0].errors, "1");
  });

  it("github: one line for each finding, with everything escaped that would end it", async () => {
    const [first = "", ...rest] = (await written("github", [reportOn(violates)])).trimEnd().split("\n");
    assert.match(
      first,
      /^::error title=No privileged containers \(disallow-privileged-containers\),file=app\.yaml,line=16,endLine=16,col=9::container web: /,
    );
    assert.match(first, /%0Aspec:%0A/);
    assert.equal(rest.length, 2);
    const odd = await written("github", [reportOn(violates, settings, "a,b:c%.yaml")]);
    assert.match(odd, /file=a%2Cb%3Ac%25\.yaml,/);
    const lines = (await written("github", [reportOn(hostile)])).trimEnd().split("\n");
    assert.ok(lines.every((line) => /^::(error|warning|notice) title=/.test(line)));
  });

  it("are all in the table", () => {
    assert.deepEqual(Object.keys(formats), [...formatNames]);
  });
});

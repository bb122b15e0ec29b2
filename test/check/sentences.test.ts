import assert from "node:assert/strict";
import { stateOf } from "../../check/message.ts";
import { wordsOf } from "../../check/text/words.ts";
import { reportOn, written } from "./reports.ts";
import { complies } from "./sample.ts";

/** What the parser of the YAML library and the engine of the rules say by themselves. */
const engines = /overload|CelError|\bbool\b|no such|deficient|expected\b.*\btype|implicit|\^/i;

describe("check/: sentences about values and YAML are our own", () => {
  for (const [from, to, english, german] of [
    [
      "runAsNonRoot: true",
      'runAsNonRoot: "true"',
      'spec.securityContext.runAsNonRoot is "true" (must be true or false without quotes, but is a text)',
      /erwartet wird true oder false ohne Anführungszeichen, gefunden ein Text/,
    ],
    [
      "readOnlyRootFilesystem: true",
      "readOnlyRootFilesystem: true\n        capabilities: {add: NET_ADMIN}",
      'securityContext.capabilities.add is "NET_ADMIN" (must be a list, but is a text)',
      /erwartet wird eine Liste, gefunden ein Text/,
    ],
    [
      "readOnlyRootFilesystem: true",
      'readOnlyRootFilesystem: "yes"',
      'securityContext.readOnlyRootFilesystem is "yes" (must be true or false without quotes, but is a text)',
      /erwartet wird true oder false/,
    ],
  ] as const)
    it(to.trim().split("\n").at(-1) ?? "", () => {
      const { findings } = reportOn(complies.replace(from, to));
      assert.ok(findings.length > 0);
      for (const finding of findings)
        for (const language of ["en", "de"] as const)
          assert.doesNotMatch(stateOf(finding, language), engines);
      assert.ok(
        findings.some((finding) => stateOf(finding, "en").endsWith(english)),
        findings.map((finding) => stateOf(finding, "en")).join("\n"),
      );
      assert.ok(findings.some((finding) => german.test(stateOf(finding, "de"))));
    });

  for (const [text, place, reason] of [
    ['a: 1\nb: "x\nc: d\ne: f\n', "2:4", "quote"],
    ["a: 'x\nb: c\n", "1:4", "quote"],
    ["a: [1, 2\nb: c\n", "1:4", "bracket"],
    ["metadata:\n  name p\n  labels: a\n", "2:3", "no-colon"],
    ["a: 1\nc:d\n", "2:1", "no-colon"],
    ["command: echo a: b\n", "1:16", "colon"],
    ["a:\n  b: 1\n\tc: 2\n", "3:1", "tab"],
    ["a:\n  b: 1\n c: 2\n", "3:2", "indentation"],
    ["a: 1\na: 2\n", "2:1", "duplicate"],
    ["a: *.example.org\n", "1:4", "alias"],
    ["a: @b\n", "1:4", "reserved"],
    ['a: "\\q"\n', "1:6", "escape"],
    ['a: "\\xZZ"\n', "1:5", "escape"],
    // closed by a later line, which meant to open another value
    ['metadata: "x\n  name: "web"\n', "1:11", "quote"],
    ["args: ['a,\n  'b']\n", "1:8", "quote"],
    ['a: "x\n  y" z\n', "2:6", "behind-quote"],
    ["a: 'it's'\n", "1:8", "behind-quote"],
    ['a: ["x, "y"]\n', "1:10", "behind-quote"],
    ["a: {b: c}}\n", "1:10", "behind-bracket"],
    ["a: [1,,2]\n", "1:7", "comma"],
    ["a: &\n", "1:4", "reserved"],
    ["a: *\n", "1:4", "reserved"],
    ["a: !foo,bar x\n", "1:4", "tag"],
    ["a: !!str {b: 1}\n", "1:4", "tag"],
    ["a: |x\n  y\n", "1:5", "block"],
    ["[a]: b\n", "1:1", "key"],
    ["a: 1\n<<: 5\n", "2:1", "merge"],
    ["- a\nb: c\n", "2:1", "second"],
    ["%FOO\n", "1:1", "directive"],
    ["a: b\u0007\n", "1:5", "control"],
    [`a: ${"[".repeat(600)}\n`, "1:503", "depth"],
    ["image: {{ .Values.image }}\nb: c\n", "1:8", "template"],
    ["{{- if .Values.x }}\na: b\n{{- end }}\n", "1:1", "template"],
  ] as const)
    it(`broken YAML says what to do, where it is to be done: ${JSON.stringify(text)}`, () => {
      const [remark, ...rest] = reportOn(text).remarks;
      assert.ok(remark?.says.kind === "broken" && remark.fault);
      assert.deepEqual([remark.says.reason, rest], [reason, []]);
      assert.equal(`${remark.place?.line}:${remark.place?.column}`, place);
      for (const language of ["en", "de"] as const)
        assert.ok(!wordsOf(language).says(remark.says).includes(remark.says.message));
    });

  it("what else the YAML reader says is quoted in a sentence of ours", () => {
    const says = { kind: "broken", reason: "other", message: "no more ideas" } as const;
    assert.match(wordsOf("de").says(says), /YAML-Leser kommt hier nicht weiter \(„no more ideas“\)/);
    assert.match(wordsOf("en").says(says), /cannot go on here \("no more ideas"\)/);
  });

  it("of a directive, German says that there is none of this name", () => {
    const says = { kind: "broken", reason: "directive", message: "" } as const;
    assert.match(wordsOf("de").says(says), /ist für YAML eine Anweisung; diese gibt es nicht$/);
  });

  it("a text where fields belong, and an object without a name", async () => {
    const text = complies.replace("  name: fine", "  name p").replace("runAsNonRoot: true", "runAsUser: 7");
    const report = reportOn(text);
    assert.match(
      await written("text", [report]),
      /note: app\.yaml:3:1: metadata holds the text "name p", where/,
    );
    assert.match(await written("text", [report]), /\n {2}Pod without a name\n/);
    assert.match(await written("text", [report], { language: "de" }), /\n {2}Pod ohne Namen\n/);
  });
});

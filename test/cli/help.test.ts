import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { commandNames } from "../../cli/command-names.ts";
import { main } from "../../cli/main.ts";
import { supplierMain } from "../../cli/supplier-main.ts";
import { runNode } from "../run-node.ts";
import { captured } from "./captured.ts";

const programs = [
  { program: "dvs", run: main, commands: commandNames },
  { program: "the supplier's dvs", run: supplierMain, commands: ["check", "policies"] },
] as const;

const root = join(import.meta.dirname, "../..");

/** Words that stand in nearly every sentence of one language and in none of the other. */
const english = /\b(the|of|and|for|with|which|that|this|to|is|are|by|or|not|none|file|show)\b/i;
const german = /\b(der|die|das|des|und|für|mit|von|zu|ist|sind|oder|nicht|keine|Datei|Standard|zeigen)\b/i;

/** What the parser adds to a help of its own accord. */
const parsersEnglish =
  /\[(boolean|string|array|number|required|default|choices)\b|^(Commands|Positionals|Options|Examples):/m;

describe("cli/help", () => {
  for (const { program, run, commands } of programs)
    for (const command of [[], ...commands.map((name) => [name])]) {
      it(`${[program, ...command].join(" ")} describes all it takes in both languages`, async () => {
        const inGerman = await helpOf(run, [...command, "--help", "--lang", "de"]);
        const inEnglish = await helpOf(run, [...command, "--help", "--lang", "en"]);
        const [de, en] = [described(inGerman), described(inEnglish)];
        assert.deepEqual([...de.keys()], [...en.keys()]);
        assert.ok(de.size > 3);
        for (const [name, text] of de) {
          assert.notEqual(text, "", name);
          assert.notEqual(text, en.get(name), name);
        }
        assert.doesNotMatch(prose(inGerman), english);
        assert.doesNotMatch(inGerman, parsersEnglish);
        assert.doesNotMatch(prose(inEnglish), german);
      });
    }

  it("has options of every command in a file of their own", () => {
    const files = readdirSync(join(root, "cli/options")).map((file) => file.replace(".ts", ""));
    for (const name of commandNames) assert.ok(files.includes(name), name);
  });

  it("follows the environment where no language is asked for, also beside a report that is German", async () => {
    for (const command of ["report", "probe", "check"]) {
      assert.match(await helpOf(main, [command, "--help"], "de_DE.UTF-8"), /^Optionen:$/m);
      assert.match(await helpOf(main, [command, "--help"], "fr_FR.UTF-8"), /^Options:$/m);
    }
    assert.match(await helpOf(main, ["report", "--help", "--lang=de"], "C"), /^Optionen:$/m);
    assert.match(await helpOf(main, ["--lang", "en", "report", "--help"], "de_DE"), /^Options:$/m);
    assert.match(await helpOf(main, ["report", "--help"], "C"), /language of the report\s.*"de"\]$/ms);
  });

  it("says in that language what is wrong with a call", async () => {
    for (const [line, de, en] of [
      ["", /^Welcher Befehl\? preflight, .* oder policies\.\nMehr dazu: dvs --help$/, /^Which command\? /],
      ["foo", /^Einen Befehl foo gibt es nicht\./, /^There is no command foo\./],
      ["foo bar", /^Diese Befehle gibt es nicht: foo, bar\./, /^There are no commands foo, bar\./],
      [
        "slim -o a",
        /^Es fehlt, womit gearbeitet werden soll\.\nMehr/,
        /^Something to work on is missing\.\nSee/,
      ],
      [
        "slim a",
        /^Diese Angabe fehlt: output\nMehr dazu: dvs slim --help$/,
        /^Missing required argument: output/,
      ],
      ["probe -o a --nope", /^Unbekannte Angabe: nope\n/, /^Unknown argument: nope\n/],
      ["check a --values", /^Nach values fehlt der Wert\.\n/, /^Not enough arguments following: values\n/],
      [
        "check a --format x",
        /^Unzulässige Werte:\n {2}Angabe: format, Wert: "x", möglich/,
        /^Invalid values:/,
      ],
      ["slim a -o b -o c", /^-o ist mehrmals angegeben; einmal genügt\.$/, /^-o is given several times/],
      ["announce --at x", /^--at x: erwartet wird ein Zeitpunkt/, /^--at x: expected a time/],
      ["announce --namespace X", /„X“ ist kein Name eines Namespace$/, /"X" is no name of a namespace$/],
      [
        "cleanup --run x",
        /^--run x: erwartet werden die acht Ziffern/,
        /^--run x: expected the eight digits/,
      ],
      ["policies export", /^Wer soll die Regeln durchsetzen\?/, /^Who is to enforce the rules\?/],
      ["policies export --engine vap", /^Welche Registries erlaubt der Standort\?/, /^Which registries /],
      ["policies --config /none export --engine vap", /\/none ist nicht lesbar/, /\/none cannot be read/],
      ["preflight --plugin /none", /^\/none ist nicht lesbar/, /^\/none cannot be read/],
    ] as const) {
      const args = line.split(" ").filter((arg) => arg !== "");
      for (const [locale, sentence] of [
        ["de_DE.UTF-8", de],
        ["C", en],
      ] as const) {
        const { code, stdout, stderr } = await inLocale(locale, () => captured(() => main(args)));
        assert.deepEqual([code, stdout], [2, ""], line);
        assert.match(stderr.trimEnd(), sentence);
      }
    }
  });

  it("is not loaded for a check that needs none", async () => {
    const help = /\/(yargs|cli\/(options|usages|parser-words|full-command-line)\b)/;
    const loaded = async (...args: string[]) => {
      const tell = `import { registerHooks } from "node:module";
        registerHooks({ load: (url, context, next) => (process.stderr.write("loads " + url + "\\n"), next(url, context)) });`;
      const { said } = await runNode([
        "--import",
        `data:text/javascript,${encodeURIComponent(tell)}`,
        join(root, "cli/dvs.ts"),
        "check",
        ...args,
      ]);
      return said.split("\n").filter((line) => line.startsWith("loads "));
    };
    const quick = await loaded(join(root, "test/check/chart"), "--format", "json", "--allow-empty");
    assert.ok(quick.some((line) => line.endsWith("/cli/run-check.ts")));
    assert.deepEqual(
      quick.filter((line) => help.test(line)),
      [],
    );
    assert.ok((await loaded("--help")).filter((line) => help.test(line)).length > 3);
  });
});

async function inLocale<T>(locale: string, work: () => Promise<T>): Promise<T> {
  const before = process.env["LC_ALL"];
  process.env["LC_ALL"] = locale;
  try {
    return await work();
  } finally {
    process.env["LC_ALL"] = before;
  }
}

async function helpOf(run: typeof main, args: readonly string[], locale = "C"): Promise<string> {
  const { code, stdout, stderr } = await inLocale(locale, () => captured(() => run(args)));
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout;
}

/** What the help says of each command, option and positional, without types and defaults; of the whole by the name "". */
function described(help: string): Map<string, string> {
  const found = new Map<string, string>();
  let last = "";
  for (const line of help.split("\n").slice(1)) {
    if (/^(Examples|Beispiele):$/.test(line)) break;
    const [, name, text] =
      /^ {2,6}((?:-\w, )?--[-\w]+(?:, --[-\w]+)*|dvs \w+.*?|\w+)(?: {2,}(.*))?$/.exec(line) ?? [];
    if (name !== undefined) last = name;
    else if (/^\w+:$/.test(line)) continue;
    const more = name === undefined ? line : (text ?? "");
    found.set(last, `${found.get(last) ?? ""} ${more.trim()}`.trim());
  }
  return new Map([...found].map(([name, text]) => [name, text.replace(/ ?\[.*/, "")]));
}

/** What of a help is language: without names. */
function prose(help: string): string {
  return help.replaceAll(/(?<=^|\s|\[)--?[a-z][-\w]*|"[^"]*"|Proof of Concept/gim, "");
}

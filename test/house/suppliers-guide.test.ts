import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { asPrinted, typedIn } from "../typed.ts";

const root = join(import.meta.dirname, "../..");
const guides = [
  { file: "docs/suppliers.md", locale: "en_GB.UTF-8" },
  { file: "docs/softwarelieferanten.de.md", locale: "de_DE.UTF-8" },
] as const;

/** The blocks of code of a guide, in order. */
const blocksOf = (file: string) =>
  [...readFileSync(join(root, file), "utf8").matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].map(
    ([, language = "", text = ""]) => ({ language, text }),
  );

describe("the suppliers' guide, typed line by line", function () {
  this.timeout("60s");
  for (const { file, locale } of guides) {
    it(`prints what it says, until nothing is found any more: ${file}`, () => {
      const folder = mkdtempSync(join(tmpdir(), "dvs-suppliers-"));
      try {
        const bin = join(folder, ".bin");
        mkdirSync(bin);
        writeFileSync(join(bin, "dvs"), `#!/bin/sh\nexec "${process.execPath}" "${root}/cli/dvs.ts" "$@"\n`, {
          mode: 0o755,
        });
        symlinkSync(join(root, "examples"), join(folder, "examples"));
        const env: Record<string, string> = {
          PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
          LANG: locale,
          NODE_COMPILE_CACHE: join(folder, ".cache"),
          // the day by which the exception has not expired yet
          SOURCE_DATE_EPOCH: "1798761600",
        };
        const type = (line: string) => {
          const { stdout, stderr, status } = spawnSync("/bin/sh", ["-c", `(${line}) 2>&1`], {
            cwd: folder,
            env,
            encoding: "utf8",
          });
          assert.equal(stderr, "");
          return { lines: stdout.split("\n").filter((text) => text !== ""), status };
        };
        let codes = 0;
        for (const { language, text } of blocksOf(file)) {
          const [, name] = /^# ([\w-]+\.yaml)$/m.exec(text) ?? [];
          if (language === "yaml" && name !== undefined) writeFileSync(join(folder, name), text);
          if (language === "diff") {
            writeFileSync(join(folder, "step.diff"), `${text}\n`);
            const { lines, status } = type("git apply -p0 step.diff");
            assert.equal(status, 0, lines.join("\n"));
          }
          if (language !== "console") continue;
          for (const { line, printed } of typedIn(text)) {
            const [, variable, value] = /^export (\w+)=(.*)$/.exec(line) ?? [];
            if (variable !== undefined) env[variable] = value ?? "";
            const { lines, status } = type(line);
            assert.ok(
              asPrinted(printed, lines),
              `${line}\nthe guide says:\n${printed.join("\n")}\nseen:\n${lines.join("\n")}`,
            );
            if (line === "dvs check nextcloud" && status === 0) codes += 1;
          }
        }
        assert.equal(codes, 1, "the walk ends with one check that finds nothing");
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  it("is the same walk in both languages", () => {
    const [english = [], german = []] = guides.map(({ file }) =>
      blocksOf(file).map(({ language, text }) => {
        if (language === "console")
          return typedIn(text).map(({ line }) =>
            line
              .replace(/\w+\.yaml$/, "")
              .replace(/^mkdir .*/, "")
              .replace(/-o .*/, ""),
          );
        return language === "diff" || language === "sh" ? text : language;
      }),
    );
    assert.deepEqual(german, english);
  });

  it("names no option that there is not", () => {
    const help = ["check", "policies", "report"].map(
      (command) =>
        spawnSync(process.execPath, [join(root, "cli/dvs.ts"), command, "--help"], { encoding: "utf8" })
          .stdout,
    );
    for (const { file } of guides) {
      const options = readFileSync(join(root, file), "utf8").match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [];
      assert.ok(options.length > 10);
      for (const option of options)
        assert.ok(
          help.some((text) => text.includes(option)),
          `${file} names ${option}`,
        );
    }
  });
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { main } from "../../cli/main.ts";
import { captured } from "../cli/captured.ts";
import { compileCache } from "../compile-cache.ts";
import { asPrinted, typedIn } from "../typed.ts";

const root = join(import.meta.dirname, "../..");
const program = join(root, "cli/dvs.ts");
const guides = [
  { file: "docs/suppliers.md", locale: "en_GB.UTF-8" },
  { file: "docs/softwarelieferanten.de.md", locale: "de_DE.UTF-8" },
] as const;

/** The blocks of code of a guide, in order. */
const blocksOf = (file: string) =>
  [...readFileSync(join(root, file), "utf8").matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].map(
    ([, language = "", code = ""]) => ({ language, code }),
  );

describe("the suppliers' guide, typed line by line", () => {
  // side by side, because most of the time a program starts
  const walks = new Map<string, Promise<Walk>>();
  before(() => {
    for (const { file, locale } of guides) {
      const walk = walked(file, locale);
      walk.catch(() => {});
      walks.set(file, walk);
    }
  });

  for (const { file } of guides) {
    it(`prints what it says, until nothing is found any more: ${file}`, async () => {
      const walk = await walks.get(file);
      assert.ok(walk);
      for (const { line, printed, lines } of walk) {
        const both = `the guide says:\n${printed.join("\n")}\nseen:\n${lines.join("\n")}`;
        assert.ok(asPrinted(printed, lines), `${line}\n${both}`);
      }
      const checks = walk.filter(({ line }) => line === "dvs check nextcloud");
      assert.deepEqual(
        checks.map(({ code }) => code),
        [1, 1, 1, 1, 1, 0],
      );
    });
  }

  it("is the same walk in both languages", () => {
    const [english = [], german = []] = guides.map(({ file }) =>
      blocksOf(file).map(({ language, code }) => {
        if (language === "console")
          return typedIn(code).map(({ line }) => line.split(" ").slice(0, 3).join(" "));
        return language === "diff" || language === "sh" ? code : language;
      }),
    );
    assert.deepEqual(german.length, english.length);
    const differing = german.filter(
      (block, index) => JSON.stringify(block) !== JSON.stringify(english[index]),
    );
    // a folder has a name in either language
    assert.deepEqual(differing, [
      ["mkdir berichtigungen", "dvs check examples/applications/postgresql/as-published"],
    ]);
  });

  it("names no option that there is not", async () => {
    const help: string[] = [];
    for (const command of ["check", "policies", "report"])
      help.push((await captured(() => main([command, "--help"]))).stdout);
    for (const { file } of guides) {
      const own = readFileSync(join(root, file), "utf8").replaceAll(/`kubectl [^`]*`/g, "");
      const options = own.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [];
      assert.ok(options.length > 10);
      for (const option of options)
        assert.ok(
          help.some((text) => text.includes(option)),
          `${file} names ${option}`,
        );
    }
  });
});

/** The lines that a guide says to type, with what it says is printed, and what was. */
type Walk = readonly {
  readonly line: string;
  readonly printed: readonly string[];
  readonly lines: readonly string[];
  readonly code: number | null;
}[];

/** Does what a guide says, in a folder that has the examples: types lines, makes files, applies changes. */
async function walked(file: string, locale: string): Promise<Walk> {
  const folder = await mkdtemp(join(tmpdir(), "dvs-suppliers-"));
  try {
    const bin = join(folder, ".bin");
    await mkdir(bin);
    await writeFile(join(bin, "dvs"), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, {
      mode: 0o755,
    });
    await symlink(join(root, "examples"), join(folder, "examples"));
    const env: Record<string, string> = {
      PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
      LANG: locale,
      NODE_COMPILE_CACHE: join(folder, ".cache"),
      ...compileCache,
      // a day on which the exception has not expired yet
      SOURCE_DATE_EPOCH: "1798761600",
    };
    const type = async (line: string) => {
      const { out, code } = await ran("/bin/sh", ["-c", `(${line}) 2>&1`], { cwd: folder, env });
      return { lines: out.split("\n").filter((one) => one !== ""), code };
    };
    const walk: Walk[number][] = [];
    for (const { language, code } of blocksOf(file)) {
      const [, name] = /^# ([\w-]+\.yaml)$/m.exec(code) ?? [];
      if (language === "yaml" && name !== undefined) await writeFile(join(folder, name), code);
      if (language === "diff") {
        await writeFile(join(folder, "step.diff"), `${code}\n`);
        const line = "git apply -p0 step.diff";
        walk.push({ line, printed: [], ...(await type(line)) });
      }
      if (language !== "console") continue;
      for (const { line, printed } of typedIn(code)) {
        const [, variable, value = ""] = /^export (\w+)=(.*)$/.exec(line) ?? [];
        if (variable !== undefined) env[variable] = value;
        walk.push({ line, printed, ...(await type(line)) });
      }
    }
    return walk;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ran(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> },
): Promise<{ readonly out: string; readonly code: number | null }> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { out, code };
}

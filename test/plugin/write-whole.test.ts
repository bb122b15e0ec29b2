import assert from "node:assert/strict";
import { lstat, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { writeWhole } from "../../plugin/write-whole.ts";
import { scratch } from "../aggregator/archives.ts";

describe("plugin/write-whole", () => {
  const files = scratch();

  it("writes to no file or link that lies in wait, and gives the rights that were asked for", async () => {
    const victim = await files.write("victim", "old");
    const path = join(files.path(), "mapping.tsv");
    // the name that could be foreseen: of the place and the process
    await symlink(victim, join(files.path(), `.${basename(path)}.${process.pid}.tmp`));
    await writeWhole(path, "secret", 0o600);
    assert.equal(await readFile(victim, "utf8"), "old");
    assert.equal((await lstat(path)).isSymbolicLink(), false);
    await writeFile(join(files.path(), `.other.${process.pid}.tmp`), "", { mode: 0o666 });
    await writeWhole(join(files.path(), "other"), "secret", 0o600);
    assert.equal((await stat(join(files.path(), "other"))).mode & 0o777, 0o600);
  });

  it("leaves nothing behind if it fails, and puts a file in the place of an old one or of a link", async () => {
    const victim = await files.write("target", "old");
    const path = join(files.path(), "link");
    await symlink(victim, path);
    await writeWhole(path, "new");
    assert.deepEqual([await readFile(victim, "utf8"), await readFile(path, "utf8")], ["old", "new"]);
    const before = await readdir(files.path());
    await assert.rejects(writeWhole(files.path(), "x"));
    assert.deepEqual(await readdir(files.path()), before);
  });
});

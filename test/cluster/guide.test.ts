import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { establish } from "../../demo/establish.ts";
import { siteKindsFor } from "../../demo/sites.ts";
import { openTerminal, type Terminal } from "../../testbed/node/index.ts";
import { asPrinted, type Typed, typedIn } from "../typed.ts";
import { dvsCommand } from "./dvs-command.ts";
import { type TestCluster, testRegistry, theCluster } from "./the-cluster.ts";

const root = join(import.meta.dirname, "../..");

describe("the operators' guide, typed line by line", function () {
  this.timeout("10m");
  let cluster: TestCluster;
  let terminal: Terminal;
  let folder: string;
  let story: readonly Typed[];

  before(async () => {
    story = storyOf(await readFile(join(root, "docs/operators.md"), "utf8"));
    folder = await mkdtemp(join(tmpdir(), "dvs-guide-"));
    await symlink(join(root, "deploy"), join(folder, "deploy"));
    cluster = await theCluster("guide");
    terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
    const kind = siteKindsFor(testRegistry).find(({ id }) => id === "vap");
    assert.ok(kind);
    await establish(cluster, terminal, kind, cluster.images.plugin);
  });
  after(async () => {
    if (terminal !== undefined) await terminal.type("kubectl delete -f site.json");
    await cluster?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("prints what the guides say, in both languages", async () => {
    const german = storyOf(await readFile(join(root, "docs/betreiber.de.md"), "utf8"));
    assert.equal(story.length, 9);
    assert.equal(german.length, story.length);
    for (const [index, english] of story.entries()) {
      // nobody types faster, and API servers take up what was applied some time later
      await sleep(3000);
      const other = german[index];
      assert.ok(other);
      assert.equal(other.line.replace("--lang de", "--lang en"), english.line);
      for (const { line, printed } of english.line === other.line ? [english] : [english, other]) {
        const { out } = await terminal.type(`(${line}) 2>&1`);
        assert.ok(
          asPrinted(printed, lines(out)),
          `${line}\nthe guide says:\n${printed.join("\n")}\nseen:\n${out}`,
        );
      }
    }
  });
});

function storyOf(document: string): Typed[] {
  const block = /```console\n([\s\S]+?)\n```/.exec(document)?.[1];
  assert.ok(block, "the guide has a block of the language console");
  return typedIn(block).map(({ line, printed }) => ({ line, printed: printed.map(withoutChance) }));
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map(withoutChance)
    .filter((line) => line !== "");
}

/** A line without what differs from run to run. */
function withoutChance(line: string): string {
  return (
    line
      .trimEnd()
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UUID")
      .replace(/\b\d{12}_/g, "TIME_")
      .replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "TIME")
      .replace(/\b\d\d:\d\d:\d\d\b/g, "TIME")
      .replace(/\b[0-9a-f]{8}\b/g, "ID")
      .replace(/\b\d[\d.,]* (?:bytes|Byte|kB|MB|s)\b/g, "SIZE")
      // which of the broken rules is named first is up to the API server
      .replace(/dvs-require-[a-z-]+(?:, dvs-require-[a-z-]+)*/g, "RULES")
      .replace(/ {2,}/g, "  ")
  );
}

import assert from "node:assert/strict";
import { stringify } from "yaml";
import { type RunResult, writeJUnit } from "#results";
import {
  type Archive,
  compare,
  readArchive,
  readSitesFile,
  renderReport,
  texts,
  visible,
} from "../../aggregator/index.ts";
import { scratch, sonobuoyMembers, tgzOf } from "../aggregator/archives.ts";
import { archiveWith, profile } from "../aggregator/comparisons.ts";
import { inventedRun, inventedSites } from "../aggregator/invented-sites.ts";
import { browserForSuite, inPage } from "./browser.ts";

/** What a site could write where a name or a message is expected; each would leave a mark if it were run. */
const payloads: Readonly<Record<string, string>> = {
  image: "<img src=x onerror=\"globalThis.ran='image'\">",
  script: "</script><script>globalThis.ran='script'</script>",
  svg: "\"'><svg onload=globalThis.ran='svg'>",
  handler: '" onmouseover="globalThis.ran=\'handler\'" onfocus="globalThis.ran=\'focus\'" autofocus x="',
  link: "javascript:globalThis.ran='link'",
  frame: "<iframe srcdoc=\"<script>parent.ran='frame'</script>\"></iframe>",
  style: "</style><style>body{display:none}</style>",
  base: "<base href=https://evil.example/><link rel=stylesheet href=https://evil.example/a.css>",
  cdata: "]]><![CDATA[ ]]> <!-- --> <!--",
  comment: "<!--<script>",
  template: "{{constructor}} {{{this}}} {{> evidence}} <%= ran %> #{ran}",
  bidi: "\u202egnp.exe\u2066\u2069 \u200b\u200e",
  control: "\u0000\u0007\u001b[31m\u0085\u2028\u2029",
  formula: '=HYPERLINK("https://evil.example";"x")',
  command: "@SUM(1+1)*cmd|' /C calc'!A0",
  prototype: "__proto__",
  long: "W".repeat(10_000),
};

/** Stands for a payload until the file is written: the writer would make some of them harmless, another need not. */
const token = "HOSTILEHOSTILE";

/** Every text that a site may write holds the token. */
function runWithToken(number: number): RunResult {
  const [base] = inventedSites;
  assert.ok(base);
  const run = inventedRun({ ...base, all: number % 2 === 0 ? "partly" : "warned", but: {} });
  const text = `a ${token} b`;
  const facts = {
    id: `${number}-${token}`,
    idSource: "kube-system-uid",
    kubernetesVersion: { value: text },
    distribution: { value: text },
    nodes: { unknown: text },
    storageClasses: { value: [{ name: text, provisioner: text }] },
    engines: {
      value: Array.from({ length: 500 }, (_, index) => ({
        name: `${token}${index}`,
        version: text,
        webhooks: [{ name: text, failurePolicy: "Ignore" }],
        reporting: [text],
      })),
    },
  } as unknown as RunResult["site"];
  return {
    ...run,
    site: facts,
    run: { ...run.run, id: `${number}${token}`, cutShort: text },
    configuration: {
      ...run.configuration,
      siteName: text,
      image: text,
      allowedRegistries: [text],
      probes: text,
    },
    vantages: run.vantages.map((vantage) => ({
      ...vantage,
      podSecurity: { [text]: text },
      alternative: { id: text, overlay: { metadata: { labels: { [text]: text } } } },
      exemptions: [{ engine: text, says: text }],
      compliant: { kind: "warned", message: text } as const,
    })),
    probes: run.probes.map((probe, index) => ({
      ...probe,
      ...(index % 5 === 0 && { probe: `${token}/unknown`, policy: token, says: text, control: text }),
      patch: [{ op: "add", path: `/${text}`, value: { [text]: text } }],
      outcome:
        index % 3 === 0
          ? ({
              kind: "refused",
              by: { engine: text, policy: text, rule: text, webhook: text },
              message: `${text} ${"long message ".repeat(700)}`,
              attribution: "probable",
            } as const)
          : ({ kind: "warned", message: text } as const),
    })),
  };
}

/** The token replaced as a hostile site would write it: whatever the format lets through. */
function armed(junit: string, payload: string): string {
  const xml = (value: string) =>
    value
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // XML has no way to hold the others
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");
  const inJson = (value: string) =>
    JSON.stringify(value)
      .slice(1, -1)
      .replace(/[\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return junit
    .replace(
      /value="((?:\{|\[)[^"]*)"/g,
      (_, value: string) => `value="${value.replaceAll(token, () => xml(inJson(payload)))}"`,
    )
    .replaceAll(token, () => xml(payload));
}

describe("the page with hostile input", () => {
  const browser = browserForSuite();
  const files = scratch();

  /** By the way that every site's file takes: JUnit, archive, list of sites, comparison, page. */
  async function pageWith(payload: string): Promise<string> {
    const archives: Archive[] = [];
    for (const number of [1, 2]) {
      const bytes = await tgzOf(sonobuoyMembers(armed(writeJUnit(runWithToken(number)), payload)));
      archives.push(await readArchive(await files.write(`site-${archives.length}.tar.gz`, bytes)));
    }
    const [, other] = inventedSites;
    assert.ok(other);
    const plain = archiveWith(inventedRun(other), `${payload.slice(0, 80)}.tar.gz`);
    const listed = readSitesFile(
      stringify([
        {
          id: other.id,
          name: payload.slice(0, 90),
          group: payload.slice(0, 90),
          [payload.slice(0, 50)]: payload.slice(0, 500),
        },
      ]),
    );
    return renderReport(compare([...archives, plain], { profile, listed }), texts.de);
  }

  for (const [name, payload] of Object.entries(payloads))
    it(`is shown as it is, and runs nothing: ${name}`, async () => {
      const html = await pageWith(payload);
      const { page, deeds } = await browser.open(html);
      const ran = () => page.evaluate(() => (globalThis as unknown as { ran?: string }).ran);
      const shown = await page.evaluate(
        () =>
          (globalThis as unknown as { document: { body: { textContent: string } } }).document.body
            .textContent,
      );
      const literal = visible(payload.slice(0, 90));
      assert.ok(shown.includes(literal), `${literal} can be read`);
      // what reacts to being pointed at, focused or opened gets its chance
      await page.locator("#matrix td a").first().hover();
      for (const cell of (await page.locator("#matrix td a").all()).slice(0, 3)) {
        await cell.focus();
        await page.keyboard.press("Enter");
        await page.keyboard.press("Escape");
      }
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const wide = (await inPage<string[]>(page, "cutOff")).filter((line) => /page/.test(line));
        assert.deepEqual(wide, [], `nothing is wider than ${width} px`);
      }
      assert.equal(await ran(), undefined);
      assert.deepEqual(deeds, { errors: [], requests: [], dialogs: [] });
      await page.close();
    });

  it("notices what would run, if the page let it", async () => {
    const html = (await pageWith("plain")).replace("</body>", `${payloads["image"]}</body>`);
    const { page, deeds } = await browser.open(html);
    assert.ok(
      deeds.errors.some((error) => /Content Security Policy|ERR_/.test(error)),
      deeds.errors.join(),
    );
    await page.close();
  });

  it("takes a file that names verdicts which there are not by what was tried", async () => {
    const [site] = inventedSites;
    assert.ok(site);
    const junit = writeJUnit(inventedRun({ ...site, all: "open", but: {} }))
      .replaceAll('name="dvs.verdict" value="not-enforced"', 'name="dvs.verdict" value="gold-certified"')
      .replaceAll(
        '<property name="dvs.schema" value="1"/>',
        '<property name="dvs.schema" value="1"/><property name="dvs.verdict" value="gold-certified"/>',
      );
    assert.ok(junit.includes("gold-certified"));
    const archive = await readArchive(
      await files.write("verdict.tar.gz", await tgzOf(sonobuoyMembers(junit))),
    );
    const html = renderReport(compare([archive], { profile }), texts.de);
    assert.ok(!html.includes("gold-certified"));
    assert.equal(compare([archive], { profile }).summary.verdicts["not-enforced"], 14);
  });

  it("drops control characters that XML forbids, if a file has them nevertheless", async () => {
    const [site] = inventedSites;
    assert.ok(site);
    const junit = writeJUnit(inventedRun({ ...site, all: "warned" })).replaceAll(
      'name="dvs.message" value="',
      'name="dvs.message" value="bell &#7; and &#x1b;[31m',
    );
    assert.ok(junit.includes("&#7;"));
    const archive = await readArchive(
      await files.write("control.tar.gz", await tgzOf(sonobuoyMembers(junit))),
    );
    const { page, deeds } = await browser.open(renderReport(compare([archive], { profile }), texts.de));
    const text = await page.locator("body").textContent();
    assert.match(text ?? "", /bell {2}and \[31m/);
    assert.deepEqual(deeds.errors, []);
    await page.close();
  });
});

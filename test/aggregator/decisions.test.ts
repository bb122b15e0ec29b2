import assert from "node:assert/strict";
import { stringify } from "yaml";
import { type Decision, decisionOrder, decisionsOf } from "../../aggregator/comparison/decisions.ts";
import { type Comparison, compare, readWaiversFile, renderReport, texts } from "../../aggregator/index.ts";
import { archiveWith, profile } from "./comparisons.ts";
import { type InventedSite, inventedRun } from "./invented-sites.ts";
import { place } from "./rounds-of-sites.ts";

const site = (index: number, more: Partial<InventedSite>) =>
  archiveWith(
    inventedRun({ ...place, name: `Ort ${index}`, id: `${index}a7b3d2f-0000`, ...more }),
    `ort-${index}.tar.gz`,
  );

const sysctls = { "restrict-sysctls": "open" } as const;

/** Four sites at which one policy is open, at one of them with a waiver; one of which nothing is known. */
function comparisonOf(): Comparison {
  const open = [1, 2, 3, 4].map((index) => site(index, { but: sysctls }));
  const waivers = readWaiversFile(
    stringify([
      {
        site: "Ort 4",
        policy: "restrict-sysctls",
        reason: "Umbau ist beauftragt.",
        owner: "Betriebsleitung",
        expires: "2099-12-31",
      },
    ]),
  );
  const down = site(5, { all: "webhook-down" });
  return compare([...open, down, site(6, { all: "open" })], { profile, waivers });
}

/** Part of the page as text in one line. */
function textOf(page: string, from: string, to: string): string {
  const part = (page.split(from)[1] ?? "").split(to)[0] ?? "";
  return part
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replaceAll(/\s+/g, " ");
}

describe("aggregator: what is to be decided", () => {
  it("stands in one order, which holds every kind once: what is open before what is not known before gaps", () => {
    const kinds: Readonly<Record<Decision["kind"], true>> = {
      contradictory: true,
      regressed: true,
      "mostly-open": true,
      "widely-open": true,
      "also-open": true,
      "no-result": true,
      undetermined: true,
      gaps: true,
      "fails-open": true,
      stale: true,
      waivers: true,
    };
    assert.deepEqual(decisionOrder.toSorted(), Object.keys(kinds).toSorted());
    const found = decisionsOf(comparisonOf()).map(({ kind }) => kind);
    assert.deepEqual(found, ["mostly-open", "widely-open", "also-open", "undetermined"]);
    const [open, unknown, gaps] = (["also-open", "undetermined", "gaps"] as const).map((kind) =>
      decisionOrder.indexOf(kind),
    );
    assert.ok(Number(open) < Number(unknown) && Number(unknown) < Number(gaps));
    assert.match(
      texts.de.summary.intro,
      /Widersprüche, Verschlechterungen, was offen ist, was nicht feststellbar ist, was lückenhaft ist, was bei einem Ausfall offen sein kann, zuletzt Veraltetes und Ausnahmen/,
    );
  });

  it("says of shares which sites they leave out, and how many have a waiver", () => {
    const said = textOf(renderReport(comparisonOf(), texts.de), 'id="summary"', "</section>");
    assert.match(said, /Nur sichere Sysctls \(4 von 5, dazu 1 mit Ausnahme\)/);
    assert.match(said, /Nicht mitgezählt ist Ort 5: Dort ist der Befund nicht feststellbar\./);
  });

  it("names the site of which nothing is known, and why, here and in the key sentences", () => {
    const page = renderReport(comparisonOf(), texts.de);
    const said = textOf(page, 'id="summary"', "</section>");
    assert.match(
      said,
      /Ort 5 \(14 von 14\) Der Webhook validate\.kyverno\.svc-fail ließ sich nicht aufrufen\. Hindernis beheben/,
    );
    const key = textOf(page, 'id="key-title"', "</section>");
    assert.match(
      key,
      /Zu Ort 5 ließ sich nichts feststellen: Der Webhook validate\.kyverno\.svc-fail ließ sich nicht aufrufen\./,
    );
    assert.match(key, /„Nur sichere Sysctls“ \(an 5 Standorten, davon 1 mit Ausnahme\)/);
    const english = textOf(renderReport(comparisonOf(), texts.en), 'id="key-title"', "</section>");
    assert.match(english, /Nothing could be determined about Ort 5: The webhook validate/);
  });

  it("says once, after all gaps, which sites are open while an engine is down, and at how many policies", () => {
    const failing = (index: number, more: Partial<InventedSite> = {}) =>
      site(index, { all: "fail-open", engine: "gatekeeper", ...more });
    const summaryOf = (...archives: Parameters<typeof compare>[0]) =>
      textOf(renderReport(compare(archives, { profile }), texts.de), 'id="summary"', "</section>");
    const but = { "require-ro-rootfs": "open" } as const;
    const gaps = site(3, { but: { "restrict-sysctls": "partly" } });
    const mixed = compare([failing(1), failing(2, { but }), gaps], { profile });
    assert.deepEqual(
      decisionsOf(mixed).map(({ kind }) => kind),
      ["also-open", "gaps", "fails-open"],
    );
    assert.match(
      summaryOf(failing(1), failing(2, { but }), gaps),
      /Fällt Gatekeeper aus, kann an 2 Standorten zugelassen werden, was Gatekeeper sonst ablehnt\. Ort 1 \(14 von 14\) Ort 2 \(13 von 14\) Hinnehmen oder „failurePolicy: Fail“ setzen;[^.]*\. Am Zug : Standorte/,
    );
    assert.match(
      summaryOf(failing(1), failing(2, { engine: "kyverno" })),
      /Fallen Policy-Engines aus, kann an 2 Standorten zugelassen werden, was sie sonst ablehnen\. Ort 1 \(Gatekeeper: 14 von 14\) Ort 2 \(Kyverno: 14 von 14\)/,
    );
    // an engine that is not known has no name but its webhook's
    assert.match(
      summaryOf(failing(1, { engine: "webhook" })),
      /Fällt validate\.example aus, kann an einem Standort/,
    );
    assert.doesNotMatch(summaryOf(site(1, {})), /Fällt/);
  });

  it("names the engine of the webhook that could not be called, as far as the site's facts know it", () => {
    const engines = {
      value: [{ name: "kyverno", webhooks: [{ name: "validate.kyverno.svc-fail", failurePolicy: "Fail" }] }],
    };
    const page = (language: "de" | "en") =>
      renderReport(
        compare([site(5, { all: "webhook-down", facts: { engines } })], { profile }),
        texts[language],
      );
    const german = page("de");
    const cause = "Kyverno (Webhook validate.kyverno.svc-fail) ließ sich nicht aufrufen";
    for (const [from, to] of [
      ['id="key-title"', "</section>"],
      ['id="summary"', "</section>"],
      ['id="evidence"', 'id="sites"'],
    ] as const)
      assert.ok(textOf(german, from, to).includes(`${cause}.`), from);
    assert.ok(textOf(german, 'class="next-steps"', "</ol>").includes(`${cause}: instand setzen`));
    assert.match(
      textOf(page("en"), 'id="key-title"', "</section>"),
      /: Kyverno \(webhook validate\.kyverno\.svc-fail\) could not be called\./,
    );
  });

  it("names no webhook where it was another each time, or where the message is not the API server's", () => {
    const run = inventedRun({ ...place, all: "webhook-down" });
    const saying = (message: (index: number) => string) => {
      const probes = run.probes.map((probe, index) => ({
        ...probe,
        outcome: { kind: "inconclusive", reason: "webhook-failure", message: message(index) } as const,
      }));
      const comparison = compare([archiveWith({ ...run, probes }, "ort.tar.gz")], { profile });
      return textOf(renderReport(comparison, texts.de), 'id="summary"', "</section>");
    };
    const failed = "Internal error occurred: failed calling webhook";
    assert.match(
      saying(() => `${failed} "a.example": no`),
      /Der Webhook a\.example ließ sich nicht/,
    );
    for (const message of [
      (index: number) => `${failed} "${index}.example": no`,
      (index: number) => `${failed} "${run.probes[index]?.policy}.example": no`,
      () => `said of it: ${failed} "a.example": no`,
      () => `${failed} "<b>a</b>": no`,
      // it is not known what the others could not call
      (index: number) => (index % 2 === 0 ? `${failed} "a.example": no` : `${failed}: no`),
    ])
      assert.match(saying(message), /\(14 von 14\) Ein Webhook ließ sich nicht aufrufen/);
  });

  it("gives no cause where there are several", () => {
    const but = { "restrict-sysctls": "missing", "require-ro-rootfs": "webhook-down" } as const;
    const comparison = compare([site(1, { but })], { profile });
    const said = textOf(renderReport(comparison, texts.de), 'id="summary"', "</section>");
    assert.match(said, /Ort 1 \(2 von 14\)/);
    assert.doesNotMatch(said, /Webhook ließ sich nicht/);
  });
});

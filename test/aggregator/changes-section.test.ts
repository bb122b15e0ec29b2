import assert from "node:assert/strict";
import { type Archive, type Comparison, renderReport, texts } from "../../aggregator/index.ts";
import { profile } from "./comparisons.ts";
import type { Behaviour, InventedSite } from "./invented-sites.ts";
import { archiveOn, place, roundOf, since } from "./rounds-of-sites.ts";

const all = profile.policies.length;
const town = (index: number, behaviour: Behaviour, but: InventedSite["but"] = {}): InventedSite => ({
  ...place,
  name: `Ort ${index}`,
  id: `${index}a7b3d2f-0000`,
  all: behaviour,
  but,
});

/** The section of changes as text, a line for each element, `[+]` before what stands behind a switch. */
function sectionOf(comparison: Comparison): string {
  const page = renderReport(comparison, texts.de);
  const section = /<section aria-labelledby="changes-title"[\s\S]*?\n<\/section>/.exec(page)?.[0] ?? "";
  return section
    .replaceAll(/<summary>/g, "[+] ")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("\u00a0", " ")
    .replaceAll(/\n+/g, "\n");
}

describe("aggregator: the section of changes", () => {
  it("says once what became of a site in all policies, with the cause, and of a policy at many sites", () => {
    const before = [1, 2, 3, 4].map((index) => archiveOn(1, town(index, "enforced")));
    const now = [
      archiveOn(2, town(1, "webhook-down")),
      ...[2, 3, 4].map((index) => archiveOn(2, town(index, "enforced", { "restrict-sysctls": "open" }))),
    ];
    const section = sectionOf(since(now, roundOf(before)));
    const lines = section.split("\n").map((line) => line.trim());
    assert.equal(lines.filter((line) => line === "Ort 1").length, 1);
    assert.ok(lines.includes(`[+] alle ${all} Richtlinien`));
    assert.equal(
      lines.filter((line) => line === "Der Webhook validate.kyverno.svc-fail ließ sich nicht aufrufen.")
        .length,
      1,
    );
    assert.match(
      section,
      /Nur sichere Sysctls\nvorher ✓ durchgesetzt → jetzt ✗ nicht durchgesetzt\n\s*Ort 2\nOrt 3\nOrt 4\n/,
    );
  });

  it("groups by site where that is shorter, and names few policies without a switch", () => {
    const two = { "restrict-sysctls": "enforced", "restrict-apparmor": "enforced" } as const;
    const before = [1, 2].map((index) => archiveOn(1, town(index, "open")));
    const now = [archiveOn(2, town(1, "enforced")), archiveOn(2, town(2, "open", two))];
    const section = sectionOf(since(now, roundOf(before)));
    assert.match(section, new RegExp(`Neu durchgesetzt \\(${all + 2}\\)`));
    assert.match(section, new RegExp(`Ort 1\n[^\n]*\n\\s*\\[\\+\\] alle ${all} Richtlinien`));
    assert.match(
      section,
      /Ort 2\n[^\n]*\nNur das AppArmor-Profil der Laufzeitumgebung\nNur sichere Sysctls\n/,
    );
  });

  it("leads from each name to its cell or its evidence", () => {
    const page = renderReport(
      since([archiveOn(2, town(1, "webhook-down"))], roundOf([archiveOn(1, town(1, "enforced"))])),
      texts.de,
    );
    const section = /<section aria-labelledby="changes-title"[\s\S]*?\n<\/section>/.exec(page)?.[0] ?? "";
    const targets = [...section.matchAll(/href="#([^"]+)"/g)].map(([, id = ""]) => id);
    assert.ok(targets.length > all);
    // paper need not name what are all of them
    assert.match(section, /<details class="names whole">/);
    for (const id of targets) assert.ok(page.includes(` id="${id}"`), id);
  });
});

describe("aggregator: rounds of one day", () => {
  const site = (index: number, hour: number, behaviour: Behaviour): Archive =>
    archiveOn(2, town(index, behaviour), hour);

  it("are named by the clock, from the first run to the last", () => {
    const last = roundOf([site(1, 9, "enforced"), site(2, 11, "enforced")]);
    const section = sectionOf(since([site(1, 13, "open"), site(2, 14, "enforced")], last));
    assert.match(section, /Seit der Runde vom 02\.03\.2026, 09:01–11:01 UTC: /);
    assert.doesNotMatch(section, /überschneiden/);
  });

  it("that overlap say so", () => {
    const last = roundOf([site(1, 9, "enforced"), site(2, 12, "enforced")]);
    const section = sectionOf(since([site(1, 11, "open"), site(2, 14, "enforced")], last));
    assert.match(section, /Seit der Runde vom 02\.03\.2026, 09:01–12:01 UTC: /);
    assert.match(section, /überschneiden sich zeitlich/);
    // the list of sites has no histories of what did not change
    assert.doesNotMatch(section, /in seinem Verlauf/);
    assert.match(section, /in der Regel dem der letzten Runde/);
  });

  it("are told apart in histories, in what became of a cell, and in a site's table", () => {
    const page = renderReport(since([site(1, 13, "open")], roundOf([site(1, 9, "enforced")])), texts.de);
    assert.match(
      page,
      /durchgesetzt ab 02\.03\.2026, 09:01 UTC; nicht durchgesetzt ab 02\.03\.2026, 13:01 UTC\./,
    );
    assert.match(page, /Im Lauf vom 02\.03\.2026, 09:01 UTC lautete der Befund „durchgesetzt“\./);
    assert.match(page, /<th scope="row">02\.03\.2026, 13:01 UTC<\/th>/);
  });

  it("are named by their days where these differ", () => {
    const last = roundOf([archiveOn(1, town(1, "enforced")), archiveOn(2, town(2, "enforced"))]);
    const section = sectionOf(since([archiveOn(5, town(1, "open"))], last));
    assert.match(section, /Seit der Runde vom 01\.03\.2026 bis 02\.03\.2026: /);
  });
});

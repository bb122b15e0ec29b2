import assert from "node:assert/strict";
import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { writeJUnit } from "#results";
import { main } from "../../cli/main.ts";
import { archiveOf, scratch, sonobuoyMembers, tarOf, tgzOf } from "../aggregator/archives.ts";
import { type InventedSite, inventedRun } from "../aggregator/invented-sites.ts";
import { captured } from "./captured.ts";

const place: InventedSite = {
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
  but: { "require-ro-rootfs": "open" },
};

describe("cli/report", () => {
  const files = scratch();
  const output = () => join(files.path(), "out.html");
  const report = (...args: readonly string[]) => captured(() => main(["report", ...args, "-o", output()]));
  const good = async () => files.write("good.tar.gz", await archiveOf(inventedRun(place)));

  it("writes a German page and the data, and says so on stderr", async () => {
    const json = join(files.path(), "out.json");
    const { code, stdout, stderr } = await report(await good(), "--json", json);
    assert.equal(code, 0);
    assert.equal(stdout, "");
    assert.match(stderr, /Bericht: .*out\.html\n {2}Musterstadt: vollständig, 13 von 14 durchgesetzt/);
    assert.match(await readFile(output(), "utf8"), /<html lang="de">/);
    assert.equal(JSON.parse(await readFile(json, "utf8")).kind, "dvs-report");
    assert.deepEqual(
      (await readdir(files.path())).filter((name) => name.endsWith(".tmp")),
      [],
    );
  });

  it("writes each further file where it is asked to", async () => {
    const beginnings = {
      json: '{\n  "kind": "dvs-report"',
      csv: '\ufeff"Standort";"Kennung"',
      fods: '<?xml version="1.0" encoding="UTF-8"?>\n<office:document ',
      junit: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ',
      markdown: "## Standortvergleich",
      oscal: '{\n "assessment-results": {',
    };
    const place = (format: string) => join(files.path(), `beside.${format}`);
    const options = Object.keys(beginnings).flatMap((format) => [`--${format}`, place(format)]);
    const { code, stdout } = await report(await good(), ...options);
    assert.equal(code, 0);
    assert.equal(stdout, "");
    for (const [format, beginning] of Object.entries(beginnings)) {
      const content = await readFile(place(format), "utf8");
      assert.equal(content.slice(0, beginning.length), beginning, format);
    }
  });

  it("writes no two files to one place, and none over what it reads", async () => {
    const list = await files.write("list.yaml", "- name: Probestadt\n  match: 0f6a2c1e\n");
    const waivers = await files.write("waivers.yaml", "[]\n");
    const previous = join(files.path(), "previous.json");
    assert.equal((await report(await good(), "--json", previous)).code, 0);
    const same = join(files.path(), "same");
    const cases: [readonly string[], RegExp][] = [
      [["--csv", same, "--oscal", same], /--csv und --oscal nennen beide .*same/],
      [["--fods", output()], /-o und --fods nennen beide .*out\.html/],
      [
        ["--junit", await good()],
        /good\.tar\.gz ist das Archiv eines Standorts und wird nicht überschrieben/,
      ],
      [
        ["--sites", list, "--markdown", list],
        /list\.yaml gehört zu den Eingaben und wird nicht überschrieben/,
      ],
      [
        ["--waivers", waivers, "--fods", waivers],
        /waivers\.yaml gehört zu den Eingaben und wird nicht überschrieben/,
      ],
      [
        ["--previous", previous, "--csv", previous],
        /previous\.json ist der Bericht einer früheren Runde \(--previous\) und wird nicht überschrieben/,
      ],
      [["--csv", same, "--csv", same], /--csv is given several times/],
    ];
    for (const [args, sentence] of cases) {
      const { code, stderr } = await report(await good(), ...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, sentence);
    }
    assert.match(await readFile(list, "utf8"), /Probestadt/);
    assert.equal(await readFile(waivers, "utf8"), "[]\n");
    assert.match(await readFile(previous, "utf8"), /"kind": "dvs-report"/);
  });

  it("tells what is not known from what is not enforced", async () => {
    const down = inventedRun({ ...place, all: "webhook-down", but: {} });
    const path = await files.write("down.tar.gz", await archiveOf(down));
    assert.match((await report(path)).stderr, /, 0 durchgesetzt, 14 nicht feststellbar\n/);
    const partly = inventedRun({ ...place, but: { ...place.but, "restrict-sysctls": "webhook-down" } });
    const other = await files.write("partly.tar.gz", await archiveOf(partly));
    const { stderr } = await report(other, "--lang", "en");
    assert.match(stderr, /, 12 enforced, 1 open, 1 undetermined\n/);
  });

  it("puts sites together as asked, and leaves out the script on demand", async () => {
    const other = inventedRun({ ...place, id: `1${place.id.slice(1)}`, name: "Beispielkreis" });
    const paths = [await good(), await files.write("other.tar.gz", await archiveOf(other))];
    const page = async (...args: readonly string[]) => {
      assert.equal((await report(...paths, ...args)).code, 0);
      return readFile(output(), "utf8");
    };
    assert.match(await page("--group-by", "distribution"), /scope="colgroup" colspan="2"><span>Kubernetes</);
    assert.doesNotMatch(await page("--group-by", "none"), /scope="colgroup"/);
    assert.match(await page(), /<script>/);
    assert.doesNotMatch(await page("--no-script"), /<script|script-src/);
    assert.equal((await report(...paths, "--group-by", "colour")).code, 2);
  });

  it("writes English on demand", async () => {
    const { stderr } = await report(await good(), "--lang", "en");
    assert.match(stderr, /Musterstadt: complete, 13 of 14 enforced/);
    assert.match(await readFile(output(), "utf8"), /<html lang="en">/);
  });

  it("judges by another profile on demand: its rows, its words, and what the result lacks for it", async () => {
    const json = join(files.path(), "pss.json");
    for (const [lang, words, note] of [
      ["de", "Keine Ports des Knotens", "Zu 9 Richtlinien des Profils enthält das Ergebnis keinen Versuch"],
      ["en", "No ports of the node", "The result holds no attempt for 9 policies of the profile"],
    ] as const) {
      const { stderr } = await report(
        await good(),
        "--profile",
        "pss-restricted",
        "--json",
        json,
        "--lang",
        lang,
      );
      assert.match(
        stderr,
        lang === "de" ? /8 durchgesetzt, 9 nicht feststellbar/ : /8 enforced, 9 undetermined/,
      );
      const page = await readFile(output(), "utf8");
      for (const text of [words, note, "dvs-poc-2022", "baseline/hostPorts"])
        assert.ok(page.includes(text), text);
    }
    const { profile, policies, verdicts } = JSON.parse(await readFile(json, "utf8"));
    assert.equal(profile.id, "pss-restricted");
    assert.equal(policies.filter(({ agreed }: { agreed: boolean }) => agreed).length, 17);
    const missing = verdicts.filter(({ verdict }: { verdict: string }) => verdict === "missing");
    assert.equal(missing.length, 9);
  });

  describe("--audience", () => {
    const others = ["Beispielkreis", "Probestadt", "Nirgendwo"] as const;
    const several = async () => [
      await good(),
      ...(await Promise.all(
        others.map(async (name, index) =>
          files.write(
            `${name}.tar.gz`,
            await archiveOf(
              inventedRun({ ...place, name, id: `${index + 1}`.repeat(12), all: "open", but: {} }),
            ),
          ),
        ),
      )),
    ];
    const json = () => join(files.path(), "for.json");

    it("writes page and data for one site, and says for whom they are", async () => {
      const { code, stderr } = await report(
        ...(await several()),
        "--audience",
        "site",
        "--for",
        "Musterstadt",
        "--json",
        json(),
      );
      assert.equal(code, 0);
      assert.match(stderr, /^Erstellt für den Standort Musterstadt\n/);
      const written = (await readFile(output(), "utf8")) + (await readFile(json(), "utf8"));
      for (const name of others) assert.ok(!written.includes(name), name);
      assert.ok(written.includes("Nur für den Standort Musterstadt"));
    });

    it("looks with --fail-on at what is shown, and at every input that is at fault", async () => {
      const site = ["--audience", "site", "--for", "Musterstadt", "--fail-on"];
      assert.equal((await report(...(await several()), ...site, "not-enforced")).code, 1);
      assert.equal((await report(...(await several()), ...site, "warned-only")).code, 0);
      const broken = await files.write("part.tar.gz", (await archiveOf(inventedRun(place))).subarray(0, 500));
      assert.equal((await report(...(await several()), broken, ...site, "warned-only")).code, 2);
    });

    it("writes for suppliers, of all sites or of those that are named", async () => {
      const { code, stderr } = await report(
        ...(await several()),
        "--audience",
        "supplier",
        "--for",
        "Musterstadt",
        "--for",
        "22222222",
        "--json",
        json(),
        "--classification",
        "Öffentlich",
      );
      assert.equal(code, 0);
      assert.match(stderr, /^Erstellt für Softwarelieferanten\n/);
      const { kind, without, classification } = JSON.parse(await readFile(json(), "utf8"));
      assert.deepEqual(
        [kind, without.whole, classification],
        ["dvs-demands", ["Musterstadt", "Probestadt"], "Öffentlich"],
      );
      assert.match(await readFile(output(), "utf8"), /<title>Öffentlich, Erstellt für Softwarelieferanten: /);
    });

    it("refuses in a sentence what does not fit, and writes nothing", async () => {
      const paths = await several();
      const cases: [readonly string[], RegExp][] = [
        [["--for", "Musterstadt"], /--for gehört zu --audience site oder supplier/],
        [["--audience", "site"], /Für welchen Standort\? Mit --for einen nennen: Beispielkreis, Musterstadt/],
        [["--audience", "site", "--for", "x"], /Einen Standort „x“ gibt es nicht\. Bekannt: Beispielkreis/],
        [["--audience", "site", "--for", "0f6a"], /„0f6a“ ist zu kurz/],
        [["--audience", "supplier", "--fail-on", "open"], /--fail-on passt nicht zu --audience supplier/],
        [["--audience", "press"], /audience/],
        [["--classification", " "], /Zu --classification fehlt der Text/],
        [["--classification", "x".repeat(121)], /höchstens 120 Zeichen/],
      ];
      for (const [args, sentence] of cases) {
        const { code, stderr } = await captured(() =>
          main(["report", ...paths, "-o", join(files.path(), "never.html"), ...args]),
        );
        assert.equal(code, 2, args.join(" "));
        assert.match(stderr, sentence);
      }
      assert.ok(!(await readdir(files.path())).includes("never.html"));
    });
  });

  it("ends with 1 only if --fail-on finds something", async () => {
    assert.equal((await report(await good(), "--fail-on", "open,missing")).code, 1);
    assert.equal((await report(await good(), "--fail-on", "not-enforced")).code, 1);
    assert.equal((await report(await good(), "--fail-on", "gaps, missing")).code, 0);
  });

  it("ends with 2 if an input is at fault, and makes the page nevertheless", async () => {
    const broken = await files.write("broken.tar.gz", (await archiveOf(inventedRun(place))).subarray(0, 500));
    const { code, stderr } = await report(await good(), broken, "--fail-on", "open");
    assert.equal(code, 2);
    assert.match(stderr, /Archiv broken\.tar\.gz: nicht lesbar\n {4}„broken\.tar\.gz“ bricht vorzeitig ab/);
    const page = await readFile(output(), "utf8");
    assert.ok(page.includes("Musterstadt") && page.includes("Archiv broken.tar.gz"));
  });

  it("does not blame a sound archive of a site that refused the plugin", async () => {
    const error = JSON.stringify({
      error: 'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
    });
    const members = [
      ...sonobuoyMembers(undefined),
      { name: "plugins/dvs/errors/global/error.json", body: error },
    ];
    const path = await files.write("refused.tar.gz", await tgzOf(members));
    assert.equal((await report(path)).code, 0);
    assert.equal((await report(path, "--fail-on", "missing")).code, 1);
  });

  it("names sites by a list, and says what is wrong with one", async () => {
    const list = await files.write("sites.yaml", "- name: Probestadt\n  match: 0f6a2c1e\n");
    assert.match((await report(await good(), "--sites", list)).stderr, /Probestadt: vollständig/);
    const wrong = await files.write("wrong.yaml", "- {name: Probestadt, id: x}\n- match: 0f6a2c1e\n");
    const { code, stderr } = await report(await good(), "--sites", wrong);
    assert.equal(code, 2);
    assert.match(stderr, /wrong\.yaml, Zeile 2: Dem Eintrag fehlt „name“\. Den Namen/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  it("refuses wrong usage in a sentence that lists what is known", async () => {
    const cases: [readonly string[], RegExp][] = [
      [["--profile", "other"], /Profil „other“ gibt es nicht\. Bekannt: dvs-poc-2022/],
      [["--profile", "constructor"], /Bekannt: dvs-poc-2022/],
      [["--fail-on", "bad"], /--fail-on kennt „bad“ nicht\. Möglich: open, gaps/],
      [["--lang", "fr"], /lang/],
      [
        ["--sites", "/nowhere/sites.yaml"],
        /\/nowhere\/sites\.yaml kann nicht gelesen werden \(nicht vorhanden\)/,
      ],
      [["--unknown"], /unknown/i],
      [["--json", ""], /Zu --json fehlt der Ort/],
      [["--json", output()], /-o und --json nennen beide .*out\.html\. Verschiedene/],
      [["--profile", "a", "--profile", "b"], /--profile is given several times/],
    ];
    for (const [args, sentence] of cases) {
      const { code, stderr } = await report(await good(), ...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, sentence);
    }
    assert.equal((await captured(() => main(["report"]))).code, 2);
  });

  it("takes a list for --fail-on in several pieces", async () => {
    assert.equal((await report(await good(), "--fail-on", "gaps", "--fail-on", "open")).code, 1);
    assert.match(
      (await report(await good(), "--fail-on", "open", "--fail-on", "bad")).stderr,
      /kennt „bad“ nicht/,
    );
  });

  it("overwrites no archive, whether it is an input or not", async () => {
    const path = await good();
    const whole = await readFile(path);
    const link = join(files.path(), "link.html");
    await symlink(path, link);
    const single = await files.write("junit.xml", writeJUnit(inventedRun(place)));
    const plain = await files.write("plain.html", await tarOf(sonobuoyMembers(undefined)));
    const cases: readonly (readonly string[])[] = [
      [single, "-o", path],
      [path, "-o", path],
      [path, "-o", link],
      [single, "-o", plain],
      [single, "-o", output(), "--json", path],
    ];
    for (const args of cases) {
      const { code, stderr } = await captured(() => main(["report", ...args]));
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, /ist das Archiv eines Standorts und wird nicht überschrieben/);
    }
    const onItself = await captured(() => main(["report", single, "-o", single]));
    assert.equal(onItself.code, 2);
    assert.match(onItself.stderr, /junit\.xml gehört zu den Eingaben und wird nicht überschrieben/);
    assert.deepEqual(await readFile(path), whole);
    assert.equal((await report(path)).code, 0);
    assert.equal((await report(path)).code, 0);
  });

  it("reads a list of sites in UTF-8 only", async () => {
    const list = "- name: Görlach\n  match: 0f6a2c1e\n";
    for (const encoding of ["latin1", "utf16le"] as const) {
      const path = await files.write("sites.yaml", Buffer.from(list, encoding));
      const { code, stderr } = await report(await good(), "--sites", path);
      assert.equal(code, 2);
      assert.match(stderr, /sites\.yaml ist nicht in UTF-8 gespeichert/);
    }
    const marked = await files.write("sites.yaml", `\ufeff${list}`);
    assert.match((await report(await good(), "--sites", marked)).stderr, /Görlach: vollständig/);
  });

  it("lets no foreign text command the terminal or imitate its lines", async () => {
    const name = "\u001b[2JMuster\u202estadt\n  Anderswo: vollständig";
    const path = await files.write("esc.tar.gz", await archiveOf(inventedRun({ ...place, name })));
    const error = JSON.stringify({ error: "\u001b]0;x\u0007\nAnderswo: vollständig" });
    const members = [
      ...sonobuoyMembers(undefined),
      { name: "plugins/dvs/errors/global/error.json", body: error },
    ];
    const failed = await files.write("failed.tar.gz", await tgzOf(members));
    const { stderr } = await report(path, failed);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
    assert.doesNotMatch(stderr, /[\u001b\u0007\u202e]/);
    assert.ok(stderr.includes("⟨U+001B⟩[2JMuster⟨U+202E⟩stadt Anderswo"));
    assert.doesNotMatch(stderr, /^ *Anderswo/m);
  });

  it("says that there is no such command, and once where help is", async () => {
    for (const [args, sentence] of [
      [["foo"], "There is no command foo."],
      [
        [],
        "Which command? preflight, announce, probe, cleanup, collect, slim, report, explain, check or policies.",
      ],
    ] as const) {
      const { code, stderr } = await captured(() => main(args));
      assert.equal(code, 2);
      assert.equal(stderr, `${sentence}\nSee dvs --help.\n`);
    }
  });

  it("says where it cannot write", async () => {
    const folder = join(files.path(), "folder");
    await mkdir(folder, { recursive: true });
    const { code, stderr } = await captured(async () => main(["report", await good(), "-o", folder]));
    assert.equal(code, 2);
    assert.match(stderr, /kann nicht geschrieben werden \(ist ein Ordner\)\. Anderen Ort angeben\./);
  });

  it("takes the time from SOURCE_DATE_EPOCH and refuses one that is none", async () => {
    const json = join(files.path(), "out.json");
    process.env["SOURCE_DATE_EPOCH"] = "1767225600";
    try {
      assert.equal((await report(await good(), "--json", json)).code, 0);
      assert.equal(JSON.parse(await readFile(json, "utf8")).time, "2026-01-01T00:00:00.000Z");
      process.env["SOURCE_DATE_EPOCH"] = "yesterday";
      assert.equal((await report(await good())).code, 2);
    } finally {
      delete process.env["SOURCE_DATE_EPOCH"];
    }
  });
});

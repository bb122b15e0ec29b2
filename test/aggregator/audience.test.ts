import assert from "node:assert/strict";
import type { Outcome, RunResult } from "#results";
import {
  type Archive,
  AudienceError,
  type Comparison,
  compare,
  demandsJson,
  exportFormats,
  exports,
  type ReleaseRequest,
  released,
  renderDemands,
  renderReport,
  reportJson,
  type Text,
  texts,
} from "../../aggregator/index.ts";
import { allArchives, archiveWith, profile } from "./comparisons.ts";
import { type InventedSite, inventedRun, inventedSites, severalNamespaces } from "./invented-sites.ts";
import { roundOf } from "./rounds-of-sites.ts";
import { validBy } from "./valid-by.ts";

const [musterstadt] = inventedSites;
if (musterstadt === undefined) throw new Error("there are invented sites");

/** What the command writes. */
interface Written {
  readonly page: string;
  readonly json: string;
  /** The other files, by format; none for suppliers. */
  readonly others: ReadonlyMap<string, string>;
}

/** Page and data as the command writes them. */
function written(
  archives: readonly Archive[],
  request: Partial<ReleaseRequest>,
  text: Text = texts.de,
): Written {
  const shown = released(comparisonOf(archives), { audience: "group", sites: [], ...request });
  // made when they are looked at: most tests look at one of them
  if (shown.kind === "demands")
    return {
      get page() {
        return renderDemands(shown.demands, text);
      },
      get json() {
        return JSON.stringify(demandsJson(shown.demands, text));
      },
      others: new Map(),
    };
  const { comparison } = shown;
  return {
    get page() {
      return renderReport(comparison, text);
    },
    get json() {
      return JSON.stringify(reportJson(comparison, text));
    },
    get others() {
      return new Map(exportFormats.map((format) => [format, exports[format](comparison, text)]));
    },
  };
}

const comparisons = new WeakMap<readonly Archive[], Comparison>();

/** The comparison of archives, made once for each list of them. */
function comparisonOf(archives: readonly Archive[]): Comparison {
  const comparison =
    comparisons.get(archives) ??
    compare(archives, {
      profile,
      listed: [{ line: 1, name: "Schweigerode", match: "99999999", parameters: {} }],
    });
  comparisons.set(archives, comparison);
  return comparison;
}

const bytes = ({ page, json, others }: Written): string => [page, json, ...others.values()].join("\n");

/** Every text in a value, also the names of fields. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsIn(item));
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}

/** The archive with a mark of the site in every text that is a site's own. */
function marked(archive: Archive, index: number): Archive {
  const { result } = archive;
  if (result === undefined) return archive;
  const mark = (text: string): string => `${text} mark${index}x`;
  const outcomeOf = (outcome: Outcome): Outcome =>
    "message" in outcome && outcome.message !== undefined
      ? { ...outcome, message: mark(outcome.message) }
      : outcome;
  return {
    ...archive,
    result: {
      ...result,
      tool: { ...result.tool, version: mark("9.9") },
      run: { ...result.run, id: `mark${index}x`, finished: `2026-03-0${index + 3}T08:01:30.000Z` },
      site: {
        ...result.site,
        kubernetesVersion: { value: mark("v1.99.1") },
        distribution: { value: mark("K") },
      },
      probes: [
        ...result.probes.map((probe) => ({ ...probe, outcome: outcomeOf(probe.outcome) })),
        ...result.probes.slice(0, 1).map((probe) => ({
          ...probe,
          probe: `own-mark${index}x/a`,
          policy: `own-mark${index}x`,
        })),
      ],
    },
  };
}

describe("aggregator/audience", () => {
  const sites = [...inventedSites.slice(0, 6), severalNamespaces];
  const all = sites.map((site, index) =>
    marked(archiveWith(inventedRun(site), `${site.name}.tar.gz`), index),
  );
  const broken = allArchives().filter(({ result }) => result === undefined);
  const everybody = [...all, ...broken];

  describe("for one site", () => {
    for (const [index, site] of sites.entries()) {
      it(`holds no text of any other site: ${site.name}`, () => {
        const own = all[index];
        assert.ok(own);
        const request = { audience: "site", sites: [site.name] } as const;
        const alone = bytes(written([own], request));
        const among = bytes(written(everybody, request));
        const theirs = new Set([...all.filter((archive) => archive !== own), ...broken].flatMap(textsIn));
        const foreign = [...theirs].filter((text) => text.length > 3 && !alone.includes(text));
        assert.ok(foreign.length > 100, `${foreign.length} texts are looked for`);
        const found = [...foreign, "Schweigerode"].filter((text) => among.includes(text));
        assert.deepEqual(found, []);
        for (const other of sites.keys())
          assert.equal(among.includes(`mark${other}x`), other === index, `mark of ${other}`);
      });
    }

    it("is the same to the byte with two other sites as with none: too few to hide behind", () => {
      for (const [index, own] of all.entries()) {
        const next = [all[(index + 1) % all.length], all[(index + 2) % all.length]].flatMap(
          (one) => one ?? [],
        );
        const request = { audience: "site", sites: [sites[index]?.name ?? ""] } as const;
        const alone = written([own], request);
        const among = written([own, ...next, ...broken], request);
        assert.ok(among.page === alone.page, "page");
        assert.ok(among.json === alone.json, "data");
        const others = among.others;
        for (const [format, content] of alone.others)
          assert.ok(others.get(format) === content, `data as ${format}`);
      }
    });

    it("says from three others on how many of them enforce a policy, and no more", () => {
      const { page, json } = written(all, { audience: "site", sites: ["Musterstadt"] });
      assert.match(page, /data-fact="others" class="fact"><span class="word">andere Standorte</);
      // open at Beispielkreis, Probestadt, Nirgendwo; not known at Hinterdorf
      const matrix = page.slice(
        page.indexOf('id="matrix"'),
        page.indexOf("</table>", page.indexOf('id="matrix"')),
      );
      const row = matrix.split("<tr").find((text) => text.includes('href="#p-require-ro-rootfs"')) ?? "";
      assert.match(row, /<td class="fact">1\svon\s6<\/td>/);
      const { policies } = JSON.parse(json);
      const found = policies.find(({ id }: { id: string }) => id === "require-ro-rootfs");
      assert.deepEqual(found.others, { enforced: 1, of: 6 });
      const valid = validBy("report");
      assert.ok(valid(JSON.parse(json)), JSON.stringify(valid.errors));
    });

    it("leaves the number out of a policy that applies at fewer than three others", () => {
      const places = ["a", "b", "c", "d"].map((name, index) => ({
        ...musterstadt,
        name,
        id: `${index}`.repeat(12),
      }));
      const archives = places.map((place, index) =>
        archiveWith(
          inventedRun({
            ...place,
            but: index > 0 && index < 3 ? {} : { "restrict-apparmor": "not-applicable" },
          }),
          place.name,
        ),
      );
      const { json } = written(archives, { audience: "site", sites: ["a"] });
      const { policies } = JSON.parse(json);
      const without = policies.filter((policy: { others?: unknown }) => policy.others === undefined);
      assert.deepEqual(
        without.map(({ id }: { id: string }) => id),
        ["restrict-apparmor"],
      );
    });

    it("keeps the rounds, waivers and ages of the others to itself", () => {
      const waiverOf = (site: string, line: number) => ({
        line,
        policy: "require-ro-rootfs",
        site,
        reason: `reason of ${site}`,
        owner: `owner of ${site}`,
        expires: "2026-12-31",
      });
      const others = ["Musterstadt", "Probestadt", "Nirgends"];
      const earlier = sites.slice(0, 4).map((site) =>
        archiveWith(
          inventedRun({
            ...site,
            all: "open",
            run: { id: `before-${site.name}`, finished: "2025-12-24T08:01:30.000Z" },
          }),
          site.name,
        ),
      );
      const shutDown = archiveWith(
        inventedRun({ ...musterstadt, name: "Wegfall", id: "9".repeat(12), run: { id: "gone" } }),
        "gone",
      );
      const comparison = compare(
        all.map((archive) =>
          archive.result?.run.id === "mark1x"
            ? {
                ...archive,
                result: {
                  ...archive.result,
                  run: { ...archive.result.run, finished: "2026-01-05T08:00:00.000Z" },
                },
              }
            : archive,
        ),
        {
          profile,
          waivers: ["Beispielkreis", ...others].map(waiverOf),
          previous: [roundOf([...earlier, shutDown])],
        },
      );
      const group = renderReport(comparison, texts.de);
      const shown = released(comparison, { audience: "site", sites: ["Beispielkreis"] });
      assert.ok(shown.kind === "comparison");
      const page = renderReport(shown.comparison, texts.de);
      const json = reportJson(shown.comparison, texts.de);
      const file = [
        page,
        JSON.stringify(json),
        ...exportFormats.map((format) => exports[format](shown.comparison, texts.de)),
      ].join("\n");
      for (const text of [...others.map((name) => `reason of ${name}`), "Wegfall"]) {
        assert.ok(group.includes(text), text);
        assert.ok(!file.includes(text), text);
      }
      assert.ok(page.includes("reason of Beispielkreis"), "its own waiver");
      assert.ok(
        group.includes("veraltet") && !file.includes("veraltet"),
        "its age told when the others were tested",
      );
      assert.doesNotMatch(file, /"flags":\[[^\]]*stale/);
      const valid = validBy("report");
      assert.ok(valid(JSON.parse(JSON.stringify(json))), JSON.stringify(valid.errors));
      assert.deepEqual(json.rounds?.gone, []);
      const { counts } = shown.comparison.rounds ?? {};
      assert.ok(counts !== undefined && counts["newly-enforced"] <= 14, JSON.stringify(counts));
      const demands = written(all, { audience: "supplier" });
      assert.ok(!bytes(demands).includes("reason of"));
    });

    it("shows all evidence, open", () => {
      assert.match(written(all, { audience: "site", sites: ["Musterstadt"] }).page, /<details open>/);
      assert.doesNotMatch(written(all, {}).page, /<details open>/);
    });

    it("finds the site by name, id and the beginning of the id, and says what does not fit", () => {
      const page = written(all, { audience: "site", sites: ["Musterstadt"] }).page;
      assert.ok(page === written(all, { audience: "site", sites: [musterstadt.id] }).page);
      assert.ok(page === written(all, { audience: "site", sites: ["0f6a2c1e"] }).page);
      const alone = written(all.slice(0, 1), { audience: "site", sites: [] }).page;
      assert.match(alone, /Nur für den Standort Musterstadt/);
      const problems: [Partial<ReleaseRequest>, string][] = [
        [{ audience: "site" }, "which-site"],
        [{ audience: "site", sites: ["Musterstadt", "Beispielkreis"] }, "one-site"],
        [{ audience: "site", sites: ["0f6a2c1"] }, "short-id"],
        [{ audience: "site", sites: ["Nirgends"] }, "no-site"],
        [{ audience: "site", sites: [""] }, "no-site"],
        [{ audience: "supplier", sites: ["Nirgends"] }, "no-site"],
        [{ audience: "group", sites: ["Musterstadt"] }, "group-has-all"],
      ];
      for (const [request, kind] of problems)
        assert.throws(
          () => written(all, request),
          (error) => error instanceof AudienceError && error.problem.kind === kind,
          kind,
        );
      const twins = ["1", "2"].map((end) =>
        archiveWith(inventedRun({ ...musterstadt, name: end, id: `0f6a2c1e-${end}` }), end),
      );
      assert.throws(
        () => written(twins, { audience: "site", sites: ["0f6a2c1e"] }),
        (error) => error instanceof AudienceError && error.problem.kind === "several-sites",
      );
      for (const text of Object.values(texts))
        for (const kind of ["no-site", "which-site"] as const)
          assert.match(
            text.audience.problem({
              kind,
              asked: "x",
              known: Array.from({ length: 500 }, (_, n) => `Ort ${n}`),
            }),
            /480 (?:weitere|more)/,
          );
    });
  });

  describe("for suppliers", () => {
    const supplier = { audience: "supplier" } as const;
    const refuser = {
      engine: "kyverno",
      policy: "p",
      webhook: "validate.kyverno.svc-ignore",
      failOpen: true,
    } as const;
    const refused = (attribution: "both" | "difference" | "message" | "entailed" | "probable"): Outcome => ({
      kind: "refused",
      by: refuser,
      message: 'admission webhook "validate.kyverno.svc-ignore" denied the request: secret-policy',
      attribution,
    });
    const fates: readonly Outcome[] = [
      { kind: "admitted" },
      { kind: "admitted", inForm: "owned" },
      { kind: "warned", message: "would violate secret-policy" },
      { kind: "mutated", changes: [{ op: "add", path: "/spec/secret", value: 1 }] },
      refused("both"),
      refused("difference"),
      refused("probable"),
      { kind: "control-refused", message: "secret-policy" },
      { kind: "inconclusive", reason: "webhook-failure", message: "secret-policy" },
      { kind: "inconclusive", reason: "unstable" },
      { kind: "not-applicable", reason: "server-too-old" },
    ];
    /** Numbers that look random and are always the same. */
    const numbers = (seed: number): (() => number) => {
      let state = seed;
      return () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        return state >>> 16;
      };
    };
    /** The run with other fates of its violations. */
    const otherwise = (run: RunResult, fateOf: (index: number) => Outcome | undefined): RunResult => ({
      ...run,
      probes: run.probes.flatMap((probe, index) => {
        if (probe.expect === "admit") return [probe];
        const outcome = fateOf(index);
        return outcome === undefined ? [] : [{ ...probe, outcome }];
      }),
    });
    const base: InventedSite = {
      ...severalNamespaces,
      all: "enforced",
      but: {},
      parameters: { "require-non-root-groups": { minGid: 2000 } },
      tenants: (severalNamespaces.tenants ?? []).map((tenant) => ({ ...tenant, all: "enforced", but: {} })),
    };

    it("is the same to the byte whatever a site enforces, leaves open, reports or exempts", () => {
      const first = inventedRun(base);
      const { page, json } = written([archiveWith(first, "a")], supplier);
      const seeds = 12;
      const groups = new Set<string>();
      const differs = (run: RunResult, what: string, name = "a"): void => {
        const archives = [archiveWith(run, name)];
        const found = written(archives, supplier);
        assert.ok(found.page === page, `page: ${what}`);
        assert.ok(found.json === json, `data: ${what}`);
        groups.add(written(archives, {}).json);
      };
      for (const fate of fates)
        differs(
          otherwise(first, () => fate),
          JSON.stringify(fate),
        );
      for (let seed = 1; seed <= seeds; seed++) {
        const next = numbers(seed);
        differs(
          otherwise(first, () => [...fates, undefined][next() % (fates.length + 1)]),
          `seed ${seed}`,
        );
      }
      const { site, run, vantages } = first;
      differs({ ...first, run: { ...run, cutShort: "the end" } }, "cut short");
      differs({ ...first, tool: { name: "dvs", version: "9.9.9" } }, "version of the plugin");
      differs(
        {
          ...first,
          site: {
            ...site,
            kubernetesVersion: { value: "v1.99.0" },
            distribution: { unknown: "forbidden" },
            nodes: { unknown: "forbidden" },
            storageClasses: { unknown: "forbidden" },
            engines: {
              value: [
                {
                  name: "kyverno",
                  webhooks: [{ name: "a", failurePolicy: "Ignore" }],
                  reporting: ["audited"],
                },
              ],
            },
          },
        },
        "facts",
      );
      differs(
        {
          ...first,
          vantages: vantages.map((vantage) => ({
            ...vantage,
            podSecurity: { "pod-security.kubernetes.io/enforce": "privileged" },
            exemptions: [{ engine: "kyverno", says: "all of it" }],
          })),
        },
        "exemptions",
      );
      differs(first, "name of the file", "other.tar.gz");
      assert.equal(
        groups.size,
        fates.length + seeds + 4,
        "the working group sees all but the plugin's version in its data",
      );
    });

    it("keeps to itself which parameters a site loosened", () => {
      const page = (parameters: NonNullable<InventedSite["parameters"]>) =>
        bytes(
          written(
            [archiveWith(inventedRun({ ...musterstadt, all: "enforced", but: {}, parameters }), "a")],
            supplier,
          ),
        );
      const plain = page({});
      assert.ok(plain === page({ "require-non-root-groups": { minGid: 100, requireRunAsGroup: false } }));
      assert.ok(plain === page({ "disallow-add-capabilities": { allowedCapabilities: ["NET_ADMIN"] } }));
      assert.ok(plain === page({ "require-limits-and-requests": { required: ["requests.cpu"] } }));
      const narrower = page({
        "require-non-root-groups": { minGid: 2000 },
        "require-limits-and-requests": { required: ["limits.cpu"] },
      });
      assert.ok(narrower.includes("minGid: 2000"));
      assert.ok(narrower.includes('["requests.cpu","requests.memory","limits.memory","limits.cpu"]'));
    });

    it("says what a site demands beyond the profile, in its own words but without its names", () => {
      const run = inventedRun({ ...base, parameters: {}, but: {} });
      const [fresh, ...tenants] = run.vantages;
      assert.ok(fresh);
      const probes = run.probes.map((probe) =>
        probe.probe === "restrict-sysctls/edge-safe-port-range" && probe.vantage === "buergerportal"
          ? {
              ...probe,
              outcome: {
                ...refused("both"),
                message: `admission webhook "validate.kyverno.svc-ignore" denied the request: resource Pod/buergerportal/p-${run.run.id} was blocked: no sysctls at all`,
              },
            }
          : probe.control === "latest-always" && probe.expect === "reject"
            ? { ...probe, outcome: { ...refused("both"), attribution: "control-too" } as Outcome }
            : probe,
      );
      const archive = archiveWith(
        {
          ...run,
          probes,
          vantages: [
            fresh,
            ...tenants.map((vantage) =>
              vantage.namespace === "fachverfahren"
                ? {
                    ...vantage,
                    compliant: {
                      kind: "control-refused",
                      message: "no pods in fachverfahren without an owner",
                    } as const,
                  }
                : vantage,
            ),
          ],
          configuration: {
            ...run.configuration,
            allowedRegistries: ["registry.dreiburgen.example/apps"],
            allowedRegistriesAssumed: false,
          },
        },
        "a",
      );
      const { page, json } = written([archive], supplier);
      for (const text of [
        "resource Pod/NAMESPACE/POD was blocked: no sysctls at all",
        "no pods in NAMESPACE without an owner",
        "registry.dreiburgen.example/apps",
        "kostenstelle.musterstadt.example/nummer",
        "imagePullSecrets",
        "runAsUser: 100000",
        "tag latest with imagePullPolicy Always",
        "Sysctl net.ipv4.ip_local_port_range (sicher)",
      ])
        assert.ok(page.includes(text), text);
      for (const text of [
        "svc-ignore",
        "buergerportal",
        "melderegister",
        "secret-policy",
        run.run.id,
        "explicit-uid",
      ])
        assert.ok(!(page + json).includes(text), text);
      const { demanding } = JSON.parse(json);
      const valid = validBy("demands");
      assert.ok(valid(JSON.parse(json)), JSON.stringify(valid.errors));
      assert.equal(valid({ ...JSON.parse(json), audience: "group" }), false);
      assert.deepEqual(
        demanding.map(({ sites: names }: { sites: string[] }) => names),
        [["Dreiburgen"]],
      );
    });

    it("takes no assumed registry for a demand, and tells nothing found from nothing known", () => {
      const plain = inventedRun({ ...musterstadt, all: "enforced", but: {} });
      const down = inventedRun({
        ...musterstadt,
        name: "Dunkelau",
        id: "d".repeat(12),
        all: "webhook-down",
        but: {},
      });
      const silent: RunResult = {
        ...inventedRun({ ...musterstadt, name: "Stillheim", id: "e".repeat(12) }),
        vantages: plain.vantages.map((vantage) => ({
          ...vantage,
          namespace: "dvs-eeeeeeee",
          compliant: { kind: "inconclusive", reason: "setup" },
        })),
      };
      const { json, page } = written(
        [archiveWith(plain, "a"), archiveWith(down, "b"), archiveWith(silent, "c"), ...broken],
        supplier,
      );
      const { demanding, without } = JSON.parse(json);
      assert.deepEqual(demanding, []);
      assert.deepEqual(without, {
        none: ["Stillheim", "Schweigerode"],
        part: ["Dunkelau"],
        whole: ["Musterstadt"],
      });
      assert.ok(!page.includes("registry.musterstadt.example"));
      assert.ok(!page.includes("kaputt"));
    });

    it("speaks of the chosen sites only, and of the profile's policies with how to comply", () => {
      const { page } = written(all, { ...supplier, sites: ["Beispielkreis", "Probestadt"] });
      assert.ok(page.includes("Beispielkreis") && page.includes("Probestadt"));
      assert.ok(!page.includes("Musterstadt") && !page.includes("Schweigerode"));
      assert.equal(page.match(/<section class="policy-text"/g)?.length, 14);
      assert.doesNotMatch(page, /durchgesetzt(?!, steht)|teilweise|gelockert|class="(?:box|chip)/);
    });

    it("says once what many sites demand, and is small with 500", () => {
      const [run] = [inventedRun(base)];
      const many = Array.from({ length: 500 }, (_, index) =>
        archiveWith(
          {
            ...run,
            probes: run.probes.slice(0, 40),
            site: { ...run.site, id: `id-${index}` },
            configuration: { ...run.configuration, siteName: `Ort ${index}` },
          },
          `${index}`,
        ),
      );
      const { page } = written(many, supplier);
      assert.equal(page.match(/<section class="demand"/g)?.length, 1);
      assert.ok(page.includes("500 Standorte mit denselben Anforderungen"));
      assert.ok(page.length < 100_000, `${page.length}`);
    });
  });

  describe("classification", () => {
    it("marks page, title, sheets of paper and data by their readers", () => {
      const cases = [
        [{}, texts.de, "Nur für die Arbeitsgruppe"],
        [{}, texts.en, "For the working group only"],
        [{ audience: "site", sites: ["Musterstadt"] }, texts.de, "Nur für den Standort Musterstadt"],
        [{ audience: "site", sites: ["Musterstadt"] }, texts.en, "For the site Musterstadt only"],
        [{ audience: "supplier" }, texts.de, "Für Softwarelieferanten"],
        [{ audience: "supplier" }, texts.en, "For software suppliers"],
      ] as const;
      for (const [request, text, line] of cases) {
        const { page, json, others } = written(all, request, text);
        for (const [format, content] of others) assert.ok(content.includes(line), `${line} in ${format}`);
        assert.ok(page.includes(`<title>${line}: `), line);
        assert.equal(page.split(`<p class="classification">${line}</p>`).length, 3, "head and foot");
        const [first] = /<header[\s\S]*?<h1>/.exec(page) ?? [];
        assert.ok(first?.includes(line), "before the heading");
        assert.equal(onPaper(page), line);
        const data = JSON.parse(json);
        assert.deepEqual(
          [data.classification, data.audience],
          [line, "audience" in request ? request.audience : "group"],
        );
        assert.doesNotMatch(page + json, /VS-NfD|Dienstgebrauch|geheim|restricted use/i);
      }
    });

    it("takes another line, and says beside it for whom the file is", () => {
      const { page, json } = written(all, { classification: "  VS – Muster\n(Entwurf) " });
      assert.ok(page.includes("<title>VS – Muster (Entwurf), Erstellt für die Arbeitsgruppe: "));
      assert.equal(onPaper(page), "VS – Muster (Entwurf)");
      assert.equal(page.split(`<p class="made-for">Erstellt für die Arbeitsgruppe</p>`).length, 3);
      assert.equal(JSON.parse(json).classification, "VS – Muster (Entwurf)");
    });

    it("lets no name of a site end the style or turn the line", () => {
      const name = '"; } </style><script>alert(1)</script>\u202e\\';
      const archive = archiveWith(inventedRun({ ...musterstadt, name }), "a");
      const { page } = written([archive], { audience: "site" });
      assert.doesNotMatch(page, /<script>alert|\u202e/);
      assert.equal(page.split("<script").length, 2, "the page's own");
      assert.equal(page.split("</style>").length, 2);
      assert.equal(onPaper(page), `Nur für den Standort ${name.replace("\u202e", "⟨U+202E⟩")}`);
      const long = archiveWith(inventedRun({ ...musterstadt, name: "ä".repeat(150) }), "a");
      assert.equal(onPaper(written([long], { audience: "site" }).page)?.length, 120);
    });
  });
});

/** The line that a browser puts on every sheet: a string of CSS, read as CSS reads it. */
function onPaper(page: string): string | undefined {
  const content = /@top-center \{\n\s*content: "([^"]*)";/.exec(page)?.[1];
  return content?.replaceAll(/\\([0-9a-f]{6})/g, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { defaultProfile, policies, probesOf } from "#policies";
import type { Outcome, RunResult } from "#results";
import { nearest } from "../../aggregator/explain/nearest.ts";
import { jsonText, shellQuoted, withInput } from "../../aggregator/explain/shell.ts";
import { compare, ExplainError, explain, type Question, readArchive, texts } from "../../aggregator/index.ts";
import { archiveWith, profile } from "./comparisons.ts";
import {
  type InventedSite,
  inventedRun,
  inventedSites,
  refusingRun,
  severalNamespaces,
} from "./invented-sites.ts";

const place: InventedSite = {
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
};

function explained(run: RunResult, question: Question, language: "de" | "en" = "de"): string {
  const { sites, rows, furtherRows } = compare([archiveWith(run, "a")], { profile });
  const [site] = sites;
  assert.ok(site);
  return explain(site, [...rows, ...furtherRows], question, texts[language]);
}

/** The text in one line, as it is read. */
const flat = (text: string): string => text.replaceAll(/\s+/g, " ");

/** The run with other outcomes of single probes. */
function withOutcomes(run: RunResult, outcomes: Readonly<Record<string, Outcome>>): RunResult {
  return {
    ...run,
    probes: run.probes.map((probe) => {
      const outcome = outcomes[probe.probe];
      return outcome === undefined ? probe : { ...probe, outcome };
    }),
  };
}

/** The objects in the heredocs of a text. */
function objectsIn(
  text: string,
): { kind: string; metadata: { name: string; namespace?: string }; spec?: { schedulingGates?: unknown } }[] {
  const inputs = [...text.matchAll(/<<'EOF'\n([\s\S]*?)\nEOF$/gm)].map(([, input = ""]) => input);
  return inputs.flatMap((input) => parseAllDocuments(input).map((document) => document.toJS()));
}

describe("aggregator/explain", () => {
  const run = inventedRun({ ...place, but: { "require-ro-rootfs": "open" } });

  it("says who tried what where, what was answered, and what follows, in both languages", () => {
    const german = flat(explained(run, { policy: "require-ro-rootfs" }));
    for (const said of [
      "Musterstadt: Wurzeldateisystem nur lesbar (require-ro-rootfs) ✗ nicht durchgesetzt",
      "am 02.03.2026, 08:01 UTC (Lauf 0f6a2c1e, dvs 0.1.0, Profil dvs-poc-2022 1.0.0, Kubernetes v1.35.2)",
      "im Namespace dvs-0f6a2c1e, der eigens für den Lauf angelegt wurde",
      "was versucht wurde. Das ist wichtig, weil für Administratoren oft Ausnahmen gelten.",
      "Die Befehle gelten für den Cluster, auf den kubectl gerade zeigt. # 1. Prüfen, ob",
      "Den Ausschlag gibt der Versuch require-ro-rootfs/main-false",
      "+ spec.containers[0].securityContext.readOnlyRootFilesystem: false Der Cluster ließ ihn zu",
      "2 von 2 Muss-Versuchen wurden zugelassen. Regeln, die nur protokollieren",
    ])
      assert.ok(german.includes(said), `${said}\n${german}`);
    const english = flat(explained(run, { policy: "require-ro-rootfs" }, "en"));
    for (const said of [
      "✗ not enforced",
      "That matters because administrators are often exempt",
      "The verdict hangs on the attempt require-ro-rootfs/main-false",
      "The cluster admitted it, without a refusal, a change or a warning.",
    ])
      assert.ok(english.includes(said), said);
    const refusal = flat(explained(run, { policy: "restrict-sysctls" }));
    assert.match(
      refusal,
      /Der Cluster lehnte ihn ab, und zwar durch Kyverno, Regel restrict-sysctls \(autogen-check\)/,
    );
    assert.match(refusal, /│ restrict-sysctls: │ autogen-check: 'validation error/);
    assert.match(refusal, /Die Meldung nennt diese Richtlinie, und der Vergleichs-Pod wurde zugelassen\./);
  });

  it("explains every policy of every invented site and of recorded results, in both languages", async () => {
    const names = ["beispielkreis", "musterstadt", "niemandsheim", "probehausen", "sperrberg", "stummstadt"];
    const recorded = await Promise.all(
      names.map((name) => readArchive(join(import.meta.dirname, `../../examples/round-2/${name}.tar.gz`))),
    );
    const runs = [
      ...inventedSites.map(inventedRun),
      refusingRun(place),
      inventedRun(severalNamespaces),
      ...recorded.flatMap(({ result }) => (result === undefined ? [] : [result])),
    ];
    assert.equal(runs.length, inventedSites.length + 2 + names.length);
    for (const one of runs) {
      const { sites, rows } = compare([archiveWith(one, "a")], { profile });
      const [site] = sites;
      assert.ok(site);
      for (const policy of defaultProfile.policies) {
        for (const language of ["de", "en"] as const) {
          const text = explain(site, rows, { policy }, texts[language]);
          assert.doesNotMatch(text, /undefined|\[object|NaN/, text);
          assert.ok(
            text.split("\n").every((line) => line === line.trimEnd()),
            "no blanks at the end of a line",
          );
        }
      }
    }
    for (const { result } of recorded) {
      assert.ok(result);
      assert.doesNotMatch(explained(result, { policy: "restrict-image-registries" }), /Achtung/);
    }
  });

  it("speaks of audit mode only where something was admitted without a word", () => {
    const hint = (all: "open" | "warned" | "enforced"): boolean =>
      explained(inventedRun({ ...place, all }), { policy: "restrict-sysctls" }).includes("Audit-Modus");
    assert.deepEqual([hint("open"), hint("warned"), hint("enforced")], [true, false, false]);
  });

  it("names an engine's policies that mean the one that is open and only report", () => {
    const says = (all: "open" | "enforced", policy: "restrict-sysctls" | "require-ro-rootfs"): boolean => {
      const run = inventedRun({ ...place, all });
      const engines = { value: [{ name: "kyverno", reportingOn: { "restrict-sysctls": ["a"] } }] };
      const text = explained({ ...run, site: { ...run.site, engines } }, { policy });
      return flat(text).includes("eine Regel dafür, die Verstöße nur meldet und nicht ablehnt: a.");
    };
    assert.equal(says("open", "restrict-sysctls"), true);
    assert.equal(says("enforced", "restrict-sysctls"), false);
    assert.equal(says("open", "require-ro-rootfs"), false);
  });

  it("looks at the attempt on which the verdict hangs", () => {
    const policy = "require-ro-rootfs";
    const chosen = (outcomes: Readonly<Record<string, Outcome>>): string =>
      /(?:Den Ausschlag gibt|Als Beispiel dient) der Versuch [\w-]+\/([\w-]+)/.exec(
        flat(explained(withOutcomes(inventedRun(place), outcomes), { policy })),
      )?.[1] ?? "";
    const id = (name: string) => `${policy}/${name}`;
    const late: Outcome = { kind: "inconclusive", reason: "timeout" };
    const probable: Outcome = {
      kind: "refused",
      by: { engine: "webhook" },
      message: "no",
      attribution: "probable",
    };
    const named: Outcome = { ...probable, attribution: "both" };
    const open: Outcome = { kind: "admitted" };
    assert.equal(chosen({}), "main-false");
    assert.equal(chosen({ [id("main-unset")]: open, [id("main-false")]: late }), "main-unset");
    assert.equal(chosen({ [id("main-unset")]: late }), "main-unset");
    assert.equal(chosen({ [id("main-unset")]: probable }), "main-unset");
    assert.equal(chosen({ [id("edge-emptydir")]: named }), "edge-emptydir");
    const looser = inventedRun({ ...place, but: { "restrict-apparmor": "looser" } });
    const should = flat(explained(looser, { policy: "restrict-apparmor" }));
    const [, decisive = ""] = /Den Ausschlag gibt der Versuch (\S+):/.exec(should) ?? [];
    assert.equal(
      probesOf(policies["restrict-apparmor"]).find((probe) => probe.id === decisive)?.weight,
      "should",
    );
  });

  it("takes a policy by its name in the proof of concept, and names the nearest of one that is not there", () => {
    for (const { id, seedName } of defaultProfile.policies.map((policy) => policies[policy]))
      assert.ok(explained(run, { policy: seedName }).includes(`(${id})`), seedName);
    assert.throws(
      () => explained(run, { policy: "require-ro-rootfss" }),
      (error) =>
        error instanceof ExplainError &&
        error.problem.kind === "no-policy" &&
        error.problem.near === "require-ro-rootfs",
    );
    assert.equal(nearest("privileged", defaultProfile.policies), "disallow-privileged-containers");
    assert.equal(nearest("quite-another-thing", defaultProfile.policies), undefined);
  });

  it("refuses a namespace, an attempt or a ServiceAccount that it cannot use", () => {
    const wrong: [Partial<Question>, string][] = [
      [{ namespace: "elsewhere" }, "no-namespace"],
      [{ probe: "none" }, "no-probe"],
      [{ probe: "restrict-sysctls/unsafe-kernel-msgmax" }, "no-probe"],
      [{ serviceAccount: "default" }, "service-account-in-fresh"],
      [{ serviceAccount: "a; rm -r ~" }, "no-service-account"],
    ];
    for (const [question, kind] of wrong)
      assert.throws(
        () => explained(run, { policy: "require-ro-rootfs", ...question }),
        (error) => error instanceof ExplainError && error.problem.kind === kind,
        kind,
      );
  });

  it("speaks of the namespace that is asked for, with what holds there", () => {
    const several = inventedRun(severalNamespaces);
    const worst = flat(explained(several, { policy: "require-ro-rootfs" }));
    assert.match(
      worst,
      /Maßgeblich ist der Namespace fachverfahren\. In den anderen Namespaces: - dvs-70d19385, buergerportal und melde/,
    );
    assert.match(
      worst,
      /in der Form „explicit-uid“; in jedem Pod stand zusätzlich: │ spec: │ securityContext: │ runAsUser: 100000/,
    );
    assert.match(
      worst,
      /nimmt den Namespace oder den Mandanten aus: │ Kyverno: resourceFilters of the ConfigMap/,
    );
    assert.match(worst, /priorityClassName: standard/);
    const good = explained(several, { policy: "require-ro-rootfs", namespace: "buergerportal" });
    assert.match(good, /\n✓ durchgesetzt\n/);
    assert.doesNotMatch(good, /explicit-uid|resourceFilters/);
    const never = explained(several, { policy: "require-ro-rootfs", namespace: "wartung" });
    assert.doesNotMatch(never, /kubectl/);
  });

  it("gives objects as the run sent them, with overlay and alternative, in a namespace like that of the run", () => {
    const several = inventedRun(severalNamespaces);
    const objects = objectsIn(explained(several, { policy: "require-ro-rootfs" }));
    assert.deepEqual(
      objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
      [
        "ServiceAccount fachverfahren/dvs-70d19385",
        "Role fachverfahren/dvs-70d19385",
        "RoleBinding fachverfahren/dvs-70d19385",
        "Pod fachverfahren/p-70d19385",
        "Pod fachverfahren/p-70d19385",
      ],
    );
    const pod = JSON.stringify(objects.at(-1));
    for (const part of [
      '"runAsUser":100000',
      '"priorityClassName":"standard"',
      '"readOnlyRootFilesystem":false',
      '"4711"',
    ])
      assert.ok(pod.includes(part), part);
    const labelled = inventedRun({
      ...place,
      all: "open",
      configuration: { namespaceLabels: { team: "a" } },
      fresh: { podSecurity: { "pod-security.kubernetes.io/enforce": "baseline" } },
    });
    const [namespace] = objectsIn(explained(labelled, { policy: "require-ro-rootfs" }));
    assert.deepEqual(namespace?.metadata, {
      name: "dvs-0f6a2c1e",
      labels: {
        team: "a",
        "pod-security.kubernetes.io/enforce": "baseline",
        "app.kubernetes.io/managed-by": "dvs",
        "dvs-run": "0f6a2c1e",
      },
    });
  });

  it("makes no command that could hit what no run has made", () => {
    const fresh = (namespace: string, id = run.run.id): string =>
      explained(
        {
          ...run,
          run: { ...run.run, id },
          vantages: run.vantages.map((vantage) => ({ ...vantage, namespace })),
          probes: run.probes.map((probe) => ({ ...probe, vantage: namespace })),
        },
        { policy: "require-ro-rootfs" },
      );
    assert.match(fresh("dvs-0f6a2c1e"), /kubectl delete namespace dvs-0f6a2c1e/);
    for (const text of [
      fresh("kube-system"),
      fresh("dvs-00000000"),
      fresh("dvs-0f6a2c1e --all"),
      fresh("dvs-a; rm -r ~", "a; rm -r ~"),
      fresh("default", "default"),
    ]) {
      assert.doesNotMatch(text, /kubectl/);
      assert.match(text, /tragen im Ergebnis Namen, die kein Lauf vergibt/);
    }
    const several = inventedRun(severalNamespaces);
    const foreignRun = { ...several, run: { ...several.run, id: "a; rm -r ~" } };
    assert.doesNotMatch(explained(foreignRun, { policy: "require-ro-rootfs" }), /kubectl/);
    const { image, ...configuration } = run.configuration;
    assert.ok(image);
    assert.match(
      explained({ ...run, configuration }, { policy: "require-ro-rootfs" }),
      /nicht, welches Image/,
    );
    const foreign = run.probes.map((probe) =>
      probe.probe === "require-ro-rootfs/main-false" ? { ...probe, probe: "require-ro-rootfs/own" } : probe,
    );
    const unknown = explained({ ...run, probes: foreign }, { policy: "require-ro-rootfs", probe: "own" });
    assert.match(flat(unknown), /Diesen Versuch kennt der Katalog dieses Programms nicht/);
  });

  it("says so where the catalogue has changed since", () => {
    const changed = run.probes.map((probe) => ({ ...probe, patch: [{ op: "remove", path: "/spec/x" }] }));
    assert.match(
      explained({ ...run, probes: changed }, { policy: "require-ro-rootfs" }),
      /Achtung: Der Katalog/,
    );
    assert.doesNotMatch(explained(run, { policy: "require-ro-rootfs" }), /Achtung/);
  });

  it("lets no foreign text command a terminal, a shell, or imitate lines of its own", () => {
    const hostile =
      "\u001b[2J\u202e\nEOF\nrm -r ~ $(touch x) `touch x` ' \"\n# 9. x\nkubectl delete namespace default";
    const message: Outcome = { kind: "warned", message: hostile };
    const text = explained(
      {
        ...withOutcomes(run, { "require-ro-rootfs/main-false": message }),
        tool: { name: hostile, version: hostile },
        configuration: {
          ...run.configuration,
          siteName: hostile,
          image: hostile,
          namespaceLabels: { [hostile]: hostile },
          podOverlay: { metadata: { annotations: { [hostile]: hostile } }, spec: { nodeName: hostile } },
        },
        vantages: run.vantages.map((vantage) => ({
          ...vantage,
          podSecurity: { [hostile]: hostile },
          alternative: { id: hostile, overlay: { container: { args: [hostile] } } },
          exemptions: [{ engine: hostile, says: hostile }],
        })),
      },
      { policy: "require-ro-rootfs" },
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
    assert.doesNotMatch(text, /[\u001b\u202e]/);
    const script = text.slice(text.indexOf("# 1. "));
    assert.doesNotMatch(text, /^(rm|# 9|kubectl delete namespace default)/m);
    // the words that a shell makes of it: stand-ins for kubectl and sleep tell what they get
    const stub =
      'kubectl() { printf "<%s>" "$@"; echo; [ "$2" = -f ] || [ "$3" = -f ] && cat >/dev/null; return 0; }\nrm() { echo RM; }\ntouch() { echo TOUCH; }\n';
    const { stdout, stderr, status } = spawnSync("sh", ["-c", stub + script], { encoding: "utf8" });
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /RM|TOUCH|<default>/);
    const lines = stdout.trim().split("\n");
    assert.equal(lines.length, 6);
    assert.match(lines[0] ?? "", /^Nicht bestätigt: /, "the stand-in names no cluster");
    const values = JSON.stringify(objectsIn(script));
    assert.ok(values.includes(JSON.stringify(hostile).slice(1, -1)), "the object holds the text as it is");
  });

  it("checks the cluster only by an id that is the uid of kube-system and looks like one", () => {
    const text = (facts: Partial<RunResult["site"]>): string =>
      explained({ ...run, site: { ...run.site, ...facts } }, { policy: "require-ro-rootfs" }, "en");
    const check = /^# 1\. Check that kubectl points to .*\n(test .*)$/m;
    const [, command = ""] = check.exec(text({})) ?? [];
    const said = (uid: string): string =>
      spawnSync("sh", ["-c", `kubectl() { echo ${uid}; }\n${command}`], { encoding: "utf8" }).stdout;
    assert.equal(said(run.site.id), "");
    assert.match(said("0f6a2c1e"), /^Not confirmed: kubectl points to another cluster/);
    for (const facts of [
      { id: "x$(touch x)" },
      { id: `${run.site.id}\nrm -r ~` },
      { idSource: "api-server-ca" },
      { idSource: "api-server-url" },
    ] as const) {
      const other = text(facts);
      assert.doesNotMatch(other, check);
      assert.match(other, /The commands hold for the cluster that kubectl points to\.\n\n# 1\. Make/);
    }
  });

  it("says why nothing was tried where no tenant could be set up, and nothing of attempts", () => {
    const message = "serviceaccounts is forbidden";
    for (const reason of ["rbac", "webhook-failure"] as const) {
      const failed: Outcome = { kind: "inconclusive", reason, message };
      const whole = inventedRun({ ...place, tenants: [{ namespace: "team-a", all: "enforced" }] });
      const silent = {
        ...whole,
        vantages: whole.vantages.map((vantage) =>
          vantage.kind === "tenant" ? { ...vantage, identity: "none" as const, compliant: failed } : vantage,
        ),
        probes: whole.probes.map((probe) =>
          probe.vantage === "team-a" ? { ...probe, outcome: failed } : probe,
        ),
      };
      const text = explained(silent, { policy: "require-ro-rootfs" });
      assert.match(
        flat(text),
        /Im Namespace team-a wurde am 02\.03\.2026, .* nichts versucht, weil die Vorb/,
      );
      assert.match(text, new RegExp(`misslang:\n\n {4}│ ${message}\n`));
      assert.match(flat(text), /Geprüft wurde in 1 von 2 Namespaces\..*- dvs-0f6a2c1e: durchgesetzt/);
      assert.doesNotMatch(text, /Probelauf|kubectl|Versuch wiederholen|Den Ausschlag/);
      const other = explained(silent, { policy: "require-ro-rootfs", namespace: "dvs-0f6a2c1e" });
      assert.match(other, /Probelauf[\s\S]*kubectl create/);
    }
  });

  it("says of a deep run that it could change objects and stored some", () => {
    const deep = inventedRun({ ...place, all: "open", configuration: { probes: "deep" } });
    const said = [run, deep].map((one) => flat(explained(one, { policy: "require-ro-rootfs" })));
    assert.deepEqual(
      said.map((text) => [/nur anlegen und ändern durfte/.test(text), /Gespeichert waren für/.test(text)]),
      [
        [false, false],
        [true, true],
      ],
    );
  });

  it("says that all namespaces are alike, and joins those of equal verdict", () => {
    const tenants = [
      { namespace: "a", all: "partly" },
      { namespace: "b", all: "probable" },
    ] as const;
    const text = (site: InventedSite, namespace?: string) =>
      flat(explained(inventedRun(site), { policy: "restrict-sysctls", namespace }));
    const worse = { ...place, all: "open", tenants } as const;
    assert.match(text(worse), /Geprüft wurde in allen 3 Namespaces\. Maßgeblich .*: - a und b: teilweise/);
    const alike = { ...place, tenants: [{ namespace: "a", all: "enforced" }] } as const;
    assert.match(text(alike, "a"), / In beiden Namespaces gleich \(gezeigt: a\)\./);
  });

  it("quotes for shells", () => {
    for (const word of ["plain", "it's", "a b", "$(x)", "`x`", "\\", "", "-", "\n", "'"]) {
      const { stdout } = spawnSync("sh", ["-c", `printf %s ${shellQuoted(word)}`], { encoding: "utf8" });
      assert.equal(stdout, word);
    }
    const input = "a\nEOF\n$x `y` \\\nEOF_";
    const { stdout } = spawnSync("sh", ["-c", withInput("cat", input)], { encoding: "utf8" });
    assert.equal(stdout, `${input}\n`);
    assert.deepEqual(JSON.parse(jsonText(["\u202e\u{e0041}"])), ["\u202e\u{e0041}"]);
    assert.equal(jsonText("\u202e"), '"\\u202e"');
  });

  it("repeats updates on an object that is stored, gated or paused, and removes it", () => {
    const deep = probesOf(policies["disallow-privileged-containers"]);
    const base = run.probes.find(({ policy }) => policy === "disallow-privileged-containers");
    assert.ok(base);
    const tried = deep.map(({ id, expect, weight, set, control }) => ({
      ...base,
      probe: id,
      expect,
      weight,
      set,
      control,
    }));
    const whole = { ...inventedRun({ ...place, tenant: { namespace: "team-a", all: "enforced" } }) };
    const all = {
      ...whole,
      probes: [...whole.probes, ...tried.map((probe) => ({ ...probe, vantage: "team-a" }))],
    };
    const question = { policy: "disallow-privileged-containers", namespace: "team-a" };
    const ephemeral = explained(all, { ...question, probe: "ephemeral" });
    assert.match(ephemeral, /fügt einem bestehenden Pod einen Ephemeral-Container hinzu/);
    const stored = objectsIn(ephemeral).at(-1);
    assert.equal(stored?.metadata.name, "s-0f6a2c1e");
    assert.deepEqual(stored.spec?.schedulingGates, [{ name: "dvs.example/never" }]);
    assert.equal(
      ephemeral.match(
        /^kubectl patch pod s-0f6a2c1e -n team-a --subresource=ephemeralcontainers --type=strategic --dry-run=server /gm,
      )?.length,
      2,
    );
    const [, patch = ""] = / -p '([^']*)'\n\n# 6\. Aufräumen/.exec(ephemeral) ?? [];
    const { spec } = JSON.parse(patch);
    assert.deepEqual(Object.keys(spec), ["ephemeralContainers"]);
    assert.equal(spec.ephemeralContainers[0].securityContext.privileged, true);
    assert.match(
      ephemeral,
      /kubectl delete pod s-0f6a2c1e -n team-a\nkubectl delete rolebinding,role,serviceaccount dvs-0f6a2c1e -n team-a\n$/,
    );
    const deployment = explained(all, {
      ...question,
      probe: "update-deployment",
      serviceAccount: "deployer",
    });
    assert.equal(
      deployment.match(/^kubectl patch deployment s-0f6a2c1e -n team-a --type=json /gm)?.length,
      2,
    );
    assert.match(
      deployment,
      /\nkubectl auth can-i create deployments\.apps -n team-a --as=system:serviceaccount:team-a:deployer .*\nkubectl auth can-i patch deployments\.apps -n team-a --as=/,
    );
    assert.match(flat(deployment), /Ohne dieses Recht lehnt der Cluster schon deshalb ab/);
    assert.match(deployment, /kubectl delete deployment s-0f6a2c1e -n team-a\n$/);
    assert.match(deployment, /--as=system:serviceaccount:team-a:deployer /);
    assert.match(flat(deployment), /Die Antwort kann deshalb abweichen/);
    assert.deepEqual(
      objectsIn(deployment).map(({ kind }) => kind),
      ["Deployment"],
    );
  });
});

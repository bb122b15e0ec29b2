import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { promisify } from "node:util";
import { expected } from "../../announce/expected.ts";
import { filters } from "../../announce/filters.ts";
import { demoImage, type SiteKind, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { apply, request, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { type AuditEvent, auditLog, changes } from "./audit-log.ts";
import { runProbe } from "./run-probe.ts";

const flags = { namespaces: ["team-a"] };

/** What was announced is what the audit log shows. */
describe("dvs announce and the audit log", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  const probedSite = async (id: string, flags: Record<string, unknown>): Promise<Site> => {
    const kind = siteKinds.find((candidate): candidate is SiteKind => candidate.id === id);
    assert.ok(kind);
    const site = await startSiteKind(testbed, { ...kind, id: `announce-${id}-${sites}` });
    sites += 1;
    await apply(site, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a" } }]);
    assert.deepEqual((await runProbe(site.kubeconfig, flags)).problems, []);
    return site;
  };
  let sites = 0;
  /** Runs the search that is printed, as it is printed, in the folder of the audit log. */
  const search = async (site: Site, command: string): Promise<AuditEvent[]> => {
    assert.equal(basename(site.auditLog), "audit.log");
    const child = execFile("sh", ["-c", command], { cwd: site.directory, maxBuffer: 1 << 28 });
    let out = "";
    child.stdout?.on("data", (chunk: string) => {
      out += chunk;
    });
    assert.deepEqual(await once(child, "close"), [0, null]);
    return out
      .split("\n")
      .filter((line) => line !== "")
      .map((line): AuditEvent => JSON.parse(line));
  };
  /** As one text, because a difference of long lists takes minutes to print. */
  const idsOf = (events: readonly AuditEvent[]) => events.map(({ auditID }) => auditID).join(" ");
  const isOurs = ({ userAgent = "" }: AuditEvent) => userAgent.startsWith("dvs/");
  const isAttempt = ({ impersonatedUser, user, requestURI, userAgent = "" }: AuditEvent) =>
    userAgent.startsWith("dvs/") &&
    requestURI.includes("dryRun=All") &&
    (impersonatedUser ?? user).username !== "admin";
  const isRefused = ({ responseStatus }: AuditEvent) => (responseStatus?.code ?? 0) >= 400;

  for (const [id, given] of [
    ["none", flags],
    ["vap", flags],
    ["vap", { probes: "deep" }],
  ] as const) {
    it(`the numbers and searches hold (${id}, ${JSON.stringify(given)})`, async () => {
      await promisify(execFile)("jq", ["--version"]);
      const site = await probedSite(id, given);
      try {
        // somebody else's refused pod, and a dry run of somebody else
        await request(site, "/api/v1/namespaces/team-a/pods?dryRun=All", { method: "POST", body: {} });
        const events = await auditLog(site);
        const configuration = await loadConfiguration(given, {}, undefined);
        const { attempts, refusals } = expected(configuration, demoImage);
        const sent = events.filter(isAttempt);
        const refused = sent.filter(isRefused);
        console.log(
          `      attempts ${sent.length} of ${JSON.stringify(attempts)}, refused ${refused.length} of ${JSON.stringify(refusals)}`,
        );
        assert.ok(sent.length >= attempts.least && sent.length <= attempts.most, `${sent.length}`);
        if (id === "none") assert.equal(refused.length, 0);
        else
          assert.ok(refused.length >= refusals.least && refused.length <= refusals.most, `${refused.length}`);

        const [jq] = filters({ namespaces: configuration.namespaces, deep: configuration.probes === "deep" });
        assert.equal(jq?.product, "jq");
        const ours = events.filter(isOurs);
        assert.ok(ours.length < events.length);
        assert.equal(idsOf(await search(site, jq.all)), idsOf(ours));
        assert.equal(idsOf(await search(site, jq.refusals)), idsOf(refused));

        // who asks what they may do stores nothing
        const made = new Set(
          changes(events).filter((change) => change.startsWith("create ") && !change.endsWith("reviews")),
        );
        const stored = configuration.probes === "deep" ? ["create deployments", "create pods"] : [];
        assert.deepEqual(
          [...made].sort(),
          [
            ...stored,
            "create leases",
            "create namespaces",
            "create rolebindings",
            "create roles",
            "create serviceaccounts",
            "create serviceaccounts/token",
          ].sort(),
        );
      } finally {
        await site.stop();
      }
    });
  }
});

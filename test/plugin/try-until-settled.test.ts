import assert from "node:assert/strict";
import { judge } from "#results";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { plan } from "../../plugin/plan.ts";
import type { TryContext } from "../../plugin/try-probes.ts";
import { tryUntilSettled } from "../../plugin/try-until-settled.ts";
import { long } from "../long.ts";
import { withServer } from "./with-server.ts";

/** How a cluster answers a pod: `undefined` admits it, a text refuses it. */
type Answers = (pod: string, sighting: number) => string | undefined;

const byWebhook = 'admission webhook "w.example.org" denied the request: no host namespaces';

const planned = plan(await loadConfiguration({}, {}, undefined), {
  runId: "0a0b0c0d",
  namespace: "dvs-0a0b0c0d",
  image: "registry.k8s.io/pause:3.10",
  serverVersion: "v1.36.3",
});

/** Rounds against something on loopback that is no API server, because engines that come and go are rare faults. */
async function verdictsUnder(
  answers: Answers,
  options: Pick<Partial<TryContext>, "failurePolicies"> & {
    /** The namespace's labels at each look. */
    readonly labels?: () => Readonly<Record<string, string>>;
    /** Seconds until a namespace that was made just now is believed; absent: an old namespace. */
    readonly settle?: number;
  } = {},
) {
  const { labels = () => ({}), settle } = options;
  const failurePolicies = "failurePolicies" in options ? options.failurePolicies : new Map<string, string>();
  const sightings = new Map<string, number>();
  let requests = 0;
  return withServer(
    (request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        if (request.method === "GET") return response.end(JSON.stringify({ metadata: { labels: labels() } }));
        requests += 1;
        const sighting = (sightings.get(body) ?? 0) + 1;
        sightings.set(body, sighting);
        const message = answers(body, sighting);
        response.statusCode = message === undefined ? 201 : 400;
        return response.end(message === undefined ? body : JSON.stringify({ message }));
      });
    },
    async (api) => {
      const tenant = {
        runId: "0a0b0c0d",
        namespace: "n",
        serviceAccount: "dvs",
        identity: "token",
        api,
      } as const;
      const limits = { requestTimeout: 5, signal: new AbortController().signal };
      const none = { store: undefined, onProgress: undefined };
      const context = { failurePolicies, concurrency: 1, limits, ...none };
      const made = settle === undefined ? Number.NEGATIVE_INFINITY : performance.now();
      const settling = { admin: api, made, settle: settle ?? 0, talk: () => undefined };
      const { compliant, probes } = await tryUntilSettled(tenant, planned, context, settling);
      const found = judge({ compliant, exemptions: [] }, probes);
      const verdicts = new Map(
        found.map(({ policy, verdict, reason }) => [policy, `${verdict} ${reason ?? ""}`.trim()]),
      );
      const messages = probes.map(({ outcome }) => ("message" in outcome ? (outcome.message ?? "") : ""));
      return { verdicts, messages, requests };
    },
  );
}

/** How often each probe's object is seen decides whether it is refused. */
async function verdictOfHostNamespaces(
  refusedAt: (sighting: number, pod: string) => boolean,
  known: Pick<Partial<TryContext>, "failurePolicies"> & { readonly settle?: number } = { settle: 0 },
) {
  const answers: Answers = (pod, sighting) =>
    /"host(PID|IPC|Network)":true/.test(pod) && refusedAt(sighting, pod) ? byWebhook : undefined;
  return (await verdictsUnder(answers, known)).verdicts.get("disallow-host-namespaces");
}

describe("plugin/try-until-settled", () => {
  it("believes what two rounds agree on", async () => {
    assert.equal(await verdictOfHostNamespaces(() => true), "enforced");
    assert.equal(await verdictOfHostNamespaces(() => false), "not-enforced");
  });

  it("believes a fresh namespace in which a site begins to refuse, and doubts one that was there before", async () => {
    const later = (sighting: number) => sighting > 1;
    assert.equal(await verdictOfHostNamespaces(later, { settle: 3 }), "enforced");
    assert.equal(await verdictOfHostNamespaces(later), "inconclusive unstable");
  });

  it("blames nobody if refusals vanish, though all later rounds agree", async () => {
    assert.equal(await verdictOfHostNamespaces((sighting) => sighting === 1), "inconclusive unstable");
  });

  it("calls unstable what changes to the end: neither enforced nor to blame", async () => {
    assert.equal(await verdictOfHostNamespaces((sighting) => sighting % 2 === 1), "inconclusive unstable");
    assert.equal(await verdictOfHostNamespaces((sighting) => sighting % 2 === 0), "inconclusive unstable");
  });

  it("tries again what was admitted where a webhook may fail open, and believes it only if it stays so", async () => {
    const late = (sighting: number) => sighting > 2;
    for (const failurePolicies of [new Map([["w.example.org", "Ignore"]]), undefined]) {
      assert.equal(await verdictOfHostNamespaces(late, { failurePolicies }), "inconclusive unstable");
      assert.equal(await verdictOfHostNamespaces(() => false, { failurePolicies }), "not-enforced");
    }
    // where nothing fails open, two rounds are believed
    const failurePolicies = new Map([["w.example.org", "Fail"]]);
    assert.equal(await verdictOfHostNamespaces(late, { failurePolicies }), "not-enforced");
  });

  it("tries again what was admitted also where two rounds never agreed", async () => {
    // the answer to one probe flaps to the end, of the others from the fourth sighting on
    const answers: Answers = (pod, sighting) => {
      if (/"hostPID":true/.test(pod)) return sighting % 2 === 1 ? "some odd text" : undefined;
      return /"host(IPC|Network)":true/.test(pod) && sighting > 3 ? byWebhook : undefined;
    };
    for (const [failurePolicy, expected] of [
      ["Ignore", "inconclusive unstable"],
      ["Fail", "not-enforced"],
    ] as const) {
      const { verdicts } = await verdictsUnder(answers, {
        failurePolicies: new Map([["w.example.org", failurePolicy]]),
      });
      assert.equal(verdicts.get("disallow-host-namespaces"), expected);
    }
  });

  describe("with engines that die", function () {
    this.timeout("2m");
    const hostNamespace = /"host(PID|IPC|Network)":true/;
    const privileged = /"privileged":true/;
    const procMount = /"procMount":"Unmasked"/;
    const kyverno = (policy: string, rule = "r") =>
      `admission webhook "validate.kyverno.svc-ignore" denied the request: \n\nresource Pod/n/p was blocked due to the following policies \n\n${policy}:\n  ${rule}: no\n`;
    const gatekeeper = (constraint: string) =>
      `admission webhook "validation.gatekeeper.sh" denied the request: [${constraint}] no`;
    const ignoring = new Map([["validate.kyverno.svc-ignore", "Ignore"]]);

    /** Kyverno has two policies and Gatekeeper one; each answers as long as it is told. */
    const twoEngines = (isUp: (engine: "kyverno" | "gatekeeper", request: number) => boolean): Answers => {
      let request = 0;
      return (pod) => {
        request += 1;
        if (hostNamespace.test(pod) && isUp("kyverno", request)) return kyverno("host-namespaces");
        if (privileged.test(pod) && isUp("kyverno", request)) return kyverno("privileged-containers");
        if (procMount.test(pod) && isUp("gatekeeper", request)) return gatekeeper("proc-mount");
        return undefined;
      };
    };
    const some = [
      "disallow-host-namespaces",
      "disallow-privileged-containers",
      "require-default-proc-mount",
      "disallow-add-capabilities",
      "restrict-sysctls",
    ];
    const of = ({ verdicts }: { readonly verdicts: ReadonlyMap<string, string> }) =>
      some.map((policy) => verdicts.get(policy));
    const unsure = "inconclusive unstable";
    const fine = ["enforced", "enforced", "enforced", "not-enforced", "not-enforced"];

    it("says all while they are at work", async () => {
      const found = await verdictsUnder(
        twoEngines(() => true),
        { failurePolicies: ignoring },
      );
      assert.deepEqual(of(found), fine);
    });

    it("blames a site for nothing, whenever one or both of them die", async () => {
      const { requests } = await verdictsUnder(
        twoEngines(() => true),
        { failurePolicies: ignoring },
      );
      const step = long ? 23 : 69;
      for (const [index, dying] of [["kyverno"], ["gatekeeper"], ["kyverno", "gatekeeper"]].entries()) {
        // nothing was ever refused by an engine that died before its first refusal: nobody can know of it
        for (let last = 40 + (long ? 0 : index * 23); last < requests; last += step) {
          const { verdicts } = await verdictsUnder(
            twoEngines((engine, request) => request < last || !dying.includes(engine)),
            { failurePolicies: ignoring },
          );
          for (const policy of some.slice(0, 3))
            assert.match(
              verdicts.get(policy) ?? "",
              /^(enforced|inconclusive.*)$/,
              `${dying} ${last} ${policy}`,
            );
          for (const policy of some.slice(3))
            assert.match(verdicts.get(policy) ?? "", /^(not-enforced|inconclusive unstable)$/);
        }
      }
    });

    it("lets what was admitted before the death count, if the namespace was not made for the run", async () => {
      // dies after the first round; all that was admitted in it lies before the last refusal, or is unsure
      let first = 0;
      const { requests } = await verdictsUnder((pod, sighting) => {
        if (sighting === 1) first += 1;
        return hostNamespace.test(pod) || procMount.test(pod) ? kyverno("all-in-one") : undefined;
      });
      assert.ok(requests > first);
      const answers = (): Answers => {
        let request = 0;
        return (pod) => {
          request += 1;
          return request <= first && (hostNamespace.test(pod) || procMount.test(pod))
            ? kyverno("all-in-one")
            : undefined;
        };
      };
      const old = await verdictsUnder(answers());
      assert.deepEqual(of(old), [unsure, "not-enforced", unsure, "not-enforced", unsure]);
      const fresh = await verdictsUnder(answers(), { settle: 1 });
      assert.deepEqual(of(fresh), [unsure, unsure, unsure, unsure, unsure]);
    });

    it("doubts what was admitted while an engine was away that came back", async () => {
      const { requests } = await verdictsUnder(twoEngines(() => true));
      // away in the first half of the run: what it refused before is refused again
      for (let from = 5; from < requests / 2; from += long ? 19 : 38) {
        const found = await verdictsUnder(
          twoEngines((_, request) => request < from || request > from + requests / 4),
        );
        for (const [index, verdict] of of(found).entries())
          assert.ok(verdict === fine[index] || verdict?.startsWith("inconclusive"), `${from} ${verdict}`);
      }
    });

    it("blames nobody for a policy that an operator takes away, while the engine goes on", async () => {
      for (const rule of ["policy", "rule"]) {
        // the first of three probes of a policy is refused, the others come when it is gone
        const answers: Answers = (pod, sighting) => {
          if (/"hostPID":true/.test(pod) && sighting === 1)
            return rule === "policy" ? kyverno("a") : kyverno("b", "first");
          return procMount.test(pod) ? kyverno("b") : undefined;
        };
        const { verdicts, messages } = await verdictsUnder(answers, { failurePolicies: ignoring });
        assert.equal(verdicts.get("disallow-host-namespaces"), unsure);
        assert.equal(verdicts.get("require-default-proc-mount"), "enforced");
        assert.ok(
          messages.some((text) =>
            /^refused by kyverno validate\.kyverno\.svc-ignore \([ab]\) at first, admitted later: it stopped answering, or its policies were changed, while the probes were tried$/.test(
              text,
            ),
          ),
        );
      }
    });

    it("tries at the end only one probe for everybody who refused", async () => {
      const alive = await verdictsUnder(twoEngines(() => true));
      const nothing = await verdictsUnder(() => undefined);
      // three refusers: three probes and what tells that their refusals differ from their controls
      assert.ok(alive.requests - nothing.requests < 50, `${alive.requests} ${nothing.requests}`);
    });

    it("finds out at the very end that an engine has died after the last round", async () => {
      const refusals: number[] = [];
      let request = 0;
      const counted: Answers = (pod) => {
        request += 1;
        if (!hostNamespace.test(pod)) return undefined;
        refusals.push(request);
        return kyverno("host-namespaces");
      };
      await verdictsUnder(counted);
      const last = refusals.at(-1) ?? 0;
      let again = 0;
      const { verdicts } = await verdictsUnder((pod) => {
        again += 1;
        return hostNamespace.test(pod) && again < last ? kyverno("host-namespaces") : undefined;
      });
      // a violation that was admitted in the end is not enforced, though two rounds refused it
      assert.equal(verdicts.get("disallow-host-namespaces"), unsure);
      assert.equal(verdicts.get("disallow-add-capabilities"), "not-enforced");
    });

    it("believes Pod Security's new answers when the namespace's labels were changed, and only then", async () => {
      const refusal =
        'pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)';
      for (const [changes, expected] of [
        [true, "not-enforced"],
        [false, unsure],
      ] as const) {
        let round = 0;
        const labels = () => {
          round += 1;
          return changes && round > 1 ? { "pod-security.kubernetes.io/enforce": "privileged" } : {};
        };
        const { verdicts } = await verdictsUnder(
          (pod, sighting) => (hostNamespace.test(pod) && sighting === 1 ? refusal : undefined),
          { labels },
        );
        assert.equal(verdicts.get("disallow-host-namespaces"), expected);
      }
    });
  });
});

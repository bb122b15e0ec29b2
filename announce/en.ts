import { type AnnouncementText, type Notice, type Section, utc } from "./notice.ts";

function operator({ origin, namespace }: Notice): string {
  switch (origin) {
    case "sonobuoy":
      return `a pod in the namespace ${namespace}, ServiceAccount system:serviceaccount:${namespace}:sonobuoy-serviceaccount, with deploy/dvs-own-account.yaml system:serviceaccount:${namespace}:dvs (started by Sonobuoy)`;
    case "job":
      return `a pod in the namespace ${namespace}, ServiceAccount system:serviceaccount:${namespace}:dvs (started as a Job)`;
    case "laptop":
      return "the workplace and the identity of the person who calls dvs probe";
  }
}

function sections(notice: Notice): Section[] {
  const { from, to, fresh, tenants, deep, expected, version } = notice;
  const { places, probes, attempts, mostAttempts, refusals } = expected;
  const where = [...(fresh ? ["dvs-<8 hex digits>, made and removed again"] : []), ...tenants];
  return [
    {
      heading: "What happens",
      lines: [
        "It is tried whether the cluster enforces the agreed container policies. To this end compliant pods, and pods that break rules on purpose, are sent to the API server.",
        "All attempts are dry runs on the API server (dryRun=All): nothing of them is stored, started or pulled from a registry.",
        "Refusals are the expected result, neither an attack nor a fault.",
      ],
    },
    {
      heading: "When and from where",
      lines: [
        `Time window: ${utc(from)} to ${utc(to)}; the run itself mostly takes less than a minute`,
        `Source: ${operator(notice)}`,
      ],
    },
    {
      heading: "How the requests are known",
      lines: [
        `User-Agent: dvs/${version} (run <8 hex digits>); auxiliary requests: dvs/${version}, dvs/${version} (own image), (preflight) or (cleanup)`,
        `Namespaces: ${where.join("; ")}`,
        `Identity of the attempts: ServiceAccount dvs-<8 hex digits> in each namespace${deep ? "; also, if that is permitted, system:serviceaccount:kube-system:replicaset-controller by impersonation" : ""}`,
        "The eight digits are the same everywhere; the result names them too.",
      ],
    },
    {
      heading: "How much is to be expected",
      lines: [
        `Attempts: ${span(attempts.least, attempts.most)} (${places} ${places === 1 ? "namespace" : "namespaces"}, ${probes} probes with controls in each, in two rounds), ${mostAttempts} at most where answers change or say too little; more after passing faults (429, 5xx)`,
        `Refused of these: 0 if nothing is enforced; ${span(refusals.least, refusals.most)} if everything is enforced; nearly all if the cluster refuses every pod`,
        "Answered with HTTP 403, 422 or 400, depending on the engine",
        "Besides these, a few dozen requests that read (version, nodes, webhooks, rules) or make and remove what follows",
      ],
    },
    {
      heading: "What is really made, and removed again",
      lines: [
        ...(fresh ? ["a namespace"] : []),
        `in each namespace: a ServiceAccount with a token, a Role (may create pods${deep ? " and create or change further objects as a dry run" : " and nothing else"}), a RoleBinding, a Lease`,
        deep
          ? "in each namespace: a pod that no node ever sees (schedulingGates), and a paused Deployment without replicas; both compliant"
          : "nothing else; above all no pod",
      ],
    },
    {
      heading: "What can raise alarms",
      lines: [
        "Many refused pods in the audit log, among them privileged containers and namespaces of the host",
        "Counters such as apiserver_admission_webhook_rejection_count and apiserver_validating_admission_policy_check_total: they know no User-Agent, so silence them for the time window only",
        "Events and reports of policy engines, such as Kyverno's PolicyViolation, in the namespaces above",
        "The making of a Namespace, Role and RoleBinding, and a request for a token, by the identity above",
      ],
    },
  ];
}

function span(least: number, most: number): string {
  return least === most ? `about ${least}` : `about ${least} to ${most}`;
}

/** The announcement in English. */
export const english: AnnouncementText = {
  title: (version) => `Announcement: check of the container policies with dvs ${version}`,
  sections,
  searches: {
    heading: "Searches in the API server's audit log",
    explains:
      "The User-Agent alone proves nothing, as anybody can send it. So leave out alarms with the second search only, which demands identity and dry run too, and within the time window only.",
    all: "all requests",
    refusals: "refused attempts",
  },
};

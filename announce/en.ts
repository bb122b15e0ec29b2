import { type AnnouncementText, gap, localTime, type Notice, type Section, utc } from "./notice.ts";

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

/** As whom the namespace, the rights and the token are made. */
function account({ origin }: Notice): string {
  return origin === "laptop"
    ? "the identity of the person who calls dvs probe"
    : "the ServiceAccount named under “Source”";
}

function howToStop({ origin, namespace }: Notice): string {
  switch (origin) {
    case "sonobuoy":
      return `kubectl delete pod -n ${namespace} -l sonobuoy-plugin=dvs`;
    case "job":
      return `kubectl delete -n ${namespace} job/dvs`;
    case "laptop":
      return "Ctrl-C where dvs probe runs";
  }
}

/** What is made not by dvs but by what starts it. */
function surroundings({ origin, namespace }: Notice): Section[] {
  switch (origin) {
    case "sonobuoy":
      return [
        {
          heading: "What Sonobuoy makes",
          lines: [
            `by the identity of the person who calls sonobuoy run: the namespace ${namespace} if there is none, in it the ServiceAccount sonobuoy-serviceaccount, ConfigMaps, the pod sonobuoy and the Service sonobuoy-aggregator`,
            `likewise, depending on the call: by default a ClusterRole and a ClusterRoleBinding with which Sonobuoy may do everything in the whole cluster; with --aggregator-permissions namespaceAdmin only a Role and a RoleBinding in the namespace ${namespace}`,
            `by the same identity, if deploy/access.yaml is applied: the ServiceAccount dvs and its rights (ClusterRole, ClusterRoleBinding, Role, RoleBinding)`,
            `afterwards as system:serviceaccount:${namespace}:sonobuoy-serviceaccount: a Secret and the pod sonobuoy-dvs-job-<16 hex digits>, in which dvs runs`,
            "These two pods are really started and their images pulled. After the run Sonobuoy reads objects of the cluster, with deploy/sonobuoy-lean.json its version only. sonobuoy delete removes all of it again.",
          ],
        },
      ];
    case "job":
      return [
        {
          heading: "What is made for the Job",
          lines: [
            `by the identity of the person who calls kubectl apply: the namespace ${namespace}, in it the ServiceAccount dvs, a Role and a RoleBinding, a ConfigMap and the Job dvs; also a ClusterRole and a ClusterRoleBinding`,
            `afterwards by the cluster itself: the Job's pod, in which dvs runs; it is really started and its image pulled`,
          ],
        },
      ];
    case "laptop":
      return [];
  }
}

function sections(notice: Notice): Section[] {
  const { from, to, fresh, tenants, deep, expected, version } = notice;
  const { places, probes, attempts, mostAttempts, refusals } = expected;
  const where = [...(fresh ? ["dvs-<8 hex digits>, made and removed again"] : []), ...tenants];
  return [
    {
      heading: "Where and who",
      lines: [
        `Site: ${notice.siteName ?? gap}`,
        `Cluster: ${notice.cluster ?? gap}`,
        `Contact: ${notice.contact ?? gap}`,
      ],
    },
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
        `Time window: ${utc(from)} to ${utc(to)}${localTime(notice, "en-GB", "local time")}; the run itself mostly takes less than a minute`,
        `Source: ${operator(notice)}`,
        `To stop it: ${howToStop(notice)}; dvs then still removes what it made. If something is left, dvs cleanup removes it.`,
      ],
    },
    {
      heading: "How the requests are known",
      lines: [
        `User-Agent: dvs/${version} (run <8 hex digits>); auxiliary requests: ${["", " (own image)", " (preflight)", " (cleanup)"].map((purpose) => `“dvs/${version}${purpose}”`).join(", ")}`,
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
      heading: "What dvs really makes, and removes again",
      lines: [
        ...(fresh ? ["a namespace"] : []),
        `in each namespace: a ServiceAccount with a token, a Role (may create pods${deep ? " and create or change further objects as a dry run" : " and nothing else"}), a RoleBinding, a Lease`,
        deep
          ? "in each namespace: a pod that no node ever sees (schedulingGates), and a paused Deployment without replicas; both compliant"
          : "nothing else; above all dvs stores no pod",
      ],
    },
    ...surroundings(notice),
    {
      heading: "What can raise alarms",
      lines: [
        "Many refused pods in the audit log, among them privileged containers and namespaces of the host",
        "Counters such as apiserver_admission_webhook_rejection_count and apiserver_validating_admission_policy_check_total: they do not tell User-Agents apart, so silence them for the time window only",
        "Events and reports of policy engines, such as Kyverno's PolicyViolation, in the namespaces above",
        `The making of a Namespace, Role and RoleBinding, and a request for a token, by ${account(notice)}`,
        ...(notice.origin === "sonobuoy"
          ? [
              "Sonobuoy's own pods, which do not comply with all policies, and its ClusterRole if it is one with all rights",
            ]
          : []),
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
      "The User-Agent alone proves nothing, as anybody can send it. So leave out alarms with the second search only, which demands identity and dry run too, and within the time window only. Both find what dvs itself requests, not what else happens for the run, such as by Sonobuoy.",
    all: "all requests of dvs",
    refusals: "refused attempts of dvs",
    surroundings:
      "what else is made for the run (by namespace and name, whoever makes it; some requests of dvs too)",
  },
};
